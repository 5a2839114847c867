"""first tables"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import bot.models.columns

revision = '0001'
down_revision = None


def upgrade() -> None:
    op.create_table('complaint',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('person_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('category', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('severity', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('source', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('ref', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('by_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', bot.models.columns.Instant(timezone=True), nullable=False),
    sa.Column('request_key', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'number'),
    sa.UniqueConstraint('workspace_id', 'request_key', name='uq_complaint_request')
    )
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.create_index('ix_complaint_person', ['workspace_id', 'person_id'], unique=False)
        batch_op.create_index('ix_complaint_team', ['workspace_id', 'team_id'], unique=False)

    op.create_table('complaint_move',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('complaint', sa.Integer(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('move', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('by_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', bot.models.columns.Instant(timezone=True), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('entry', sa.Integer(), nullable=True),
    sa.Column('request_key', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'complaint', 'step'),
    sa.UniqueConstraint('workspace_id', 'request_key', name='uq_complaint_move_request')
    )
    op.create_table('delivery',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('recipient', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('blocks', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('due', bot.models.columns.Instant(timezone=True), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('claimed_at', bot.models.columns.Instant(timezone=True), nullable=True),
    sa.Column('channel', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('ts', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('edits', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('error', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', bot.models.columns.Instant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id'),
    sa.UniqueConstraint('workspace_id', 'key', name='uq_delivery_key')
    )
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.create_index('ix_delivery_due', ['workspace_id', 'state', 'due'], unique=False)

    op.create_table('entry',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('person_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('period', bot.models.columns.Month(length=7), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('time', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('code', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('level', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('rater', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('points', bot.models.columns.Exact(), nullable=True),
    sa.Column('value', bot.models.columns.Exact(), nullable=True),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('ref', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('by_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', bot.models.columns.Instant(timezone=True), nullable=False),
    sa.Column('batch', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reverses', sa.Integer(), nullable=True),
    sa.Column('replaces', sa.Integer(), nullable=True),
    sa.Column('complaint', sa.Integer(), nullable=True),
    sa.Column('request_key', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('chain', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.CheckConstraint('(count = -1) = (reverses IS NOT NULL)', name='ck_entry_contra'),
    sa.CheckConstraint('count IN (-1, 1)', name='ck_entry_count'),
    sa.PrimaryKeyConstraint('workspace_id', 'number'),
    sa.UniqueConstraint('workspace_id', 'request_key', name='uq_entry_request'),
    sa.UniqueConstraint('workspace_id', 'reverses', name='uq_entry_reverses')
    )
    with op.batch_alter_table('entry', schema=None) as batch_op:
        batch_op.create_index('ix_entry_by', ['workspace_id', 'by_id', 'at'], unique=False)
        batch_op.create_index('ix_entry_facts', ['workspace_id', 'period', 'person_id', 'code', 'level', 'rater', 'count', 'points', 'value'], unique=False)
        batch_op.create_index('ix_entry_person', ['workspace_id', 'person_id', 'day'], unique=False)
        batch_op.create_index('ix_entry_replaces', ['workspace_id', 'replaces'], unique=False)

    op.create_table('handled',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('answer', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', bot.models.columns.Instant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'key')
    )
    op.create_table('interview',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('person_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('period', bot.models.columns.Month(length=7), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('by_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', bot.models.columns.Instant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'number'),
    sa.UniqueConstraint('workspace_id', 'person_id', 'period', name='uq_interview_person')
    )
    op.create_table('job_run',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('job', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('subject', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('period', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', bot.models.columns.Instant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'job', 'subject', 'period')
    )
    op.create_table('ledger_head',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('chain', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id')
    )
    op.create_table('membership',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('role', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('workspace_id', 'id')
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index('ix_membership_person', ['workspace_id', 'person_id'], unique=False)
        batch_op.create_index('ix_membership_team', ['workspace_id', 'team_id'], unique=False)

    op.create_table('pay_base',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('since', bot.models.columns.Month(length=7), nullable=False),
    sa.Column('amount', bot.models.columns.Exact(), nullable=False),
    sa.Column('by_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', bot.models.columns.Instant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id')
    )
    with op.batch_alter_table('pay_base', schema=None) as batch_op:
        batch_op.create_index('ix_pay_base_person', ['workspace_id', 'person_id', 'since'], unique=False)

    op.create_table('person',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('handle', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('nickname', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('staff_no', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('locale', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('zone', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('is_admin', sa.Boolean(), nullable=False),
    sa.Column('is_bot', sa.Boolean(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('hr', sa.Boolean(), nullable=False),
    sa.Column('channel', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id')
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index('ix_person_handle', ['workspace_id', 'handle'], unique=False)

    op.create_table('proposal',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('by_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('command', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('payload', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', bot.models.columns.Instant(timezone=True), nullable=False),
    sa.Column('done_key', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id')
    )
    op.create_table('publication',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('period', bot.models.columns.Month(length=7), nullable=False),
    sa.Column('by_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', bot.models.columns.Instant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'team_id', 'period')
    )
    op.create_table('receipt',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('person_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('subject', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', bot.models.columns.Instant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'person_id', 'subject')
    )
    op.create_table('rubric_in_force',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('role', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('by_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', bot.models.columns.Instant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id')
    )
    with op.batch_alter_table('rubric_in_force', schema=None) as batch_op:
        batch_op.create_index('ix_rubric_in_force', ['workspace_id', 'team_id', 'since'], unique=False)

    op.create_table('rubric_version',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', bot.models.columns.Instant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'digest')
    )
    op.create_table('scorecard',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('person_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('period', bot.models.columns.Month(length=7), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('role', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('total', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('grade', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('card', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', bot.models.columns.Instant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'person_id', 'period', 'revision')
    )
    with op.batch_alter_table('scorecard', schema=None) as batch_op:
        batch_op.create_index('ix_scorecard_team', ['workspace_id', 'team_id', 'period'], unique=False)

    op.create_table('team',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('zone', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('locale', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('channel', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('praise_channel', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id')
    )
    op.create_table('user_group',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('handle', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('members', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'id')
    )
    op.create_table('workspace',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('set_up_at', bot.models.columns.Instant(timezone=True), nullable=False),
    sa.Column('set_up_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id')
    )


def downgrade() -> None:
    op.drop_table('workspace')
    op.drop_table('user_group')
    op.drop_table('team')
    with op.batch_alter_table('scorecard', schema=None) as batch_op:
        batch_op.drop_index('ix_scorecard_team')

    op.drop_table('scorecard')
    op.drop_table('rubric_version')
    with op.batch_alter_table('rubric_in_force', schema=None) as batch_op:
        batch_op.drop_index('ix_rubric_in_force')

    op.drop_table('rubric_in_force')
    op.drop_table('receipt')
    op.drop_table('publication')
    op.drop_table('proposal')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index('ix_person_handle')

    op.drop_table('person')
    with op.batch_alter_table('pay_base', schema=None) as batch_op:
        batch_op.drop_index('ix_pay_base_person')

    op.drop_table('pay_base')
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index('ix_membership_team')
        batch_op.drop_index('ix_membership_person')

    op.drop_table('membership')
    op.drop_table('ledger_head')
    op.drop_table('job_run')
    op.drop_table('interview')
    op.drop_table('handled')
    with op.batch_alter_table('entry', schema=None) as batch_op:
        batch_op.drop_index('ix_entry_replaces')
        batch_op.drop_index('ix_entry_person')
        batch_op.drop_index('ix_entry_facts')
        batch_op.drop_index('ix_entry_by')

    op.drop_table('entry')
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_index('ix_delivery_due')

    op.drop_table('delivery')
    op.drop_table('complaint_move')
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_index('ix_complaint_team')
        batch_op.drop_index('ix_complaint_person')

    op.drop_table('complaint')
