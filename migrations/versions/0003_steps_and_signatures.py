"""steps of the cycle that are done, and signatures under cards"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import bot.models.columns

revision = '0003'
down_revision = '0002'


def upgrade() -> None:
    op.create_table('step_mark',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('step', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('occasion', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('done', sa.Boolean(), nullable=False),
    sa.Column('by_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', bot.models.columns.Instant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'number')
    )
    with op.batch_alter_table('step_mark', schema=None) as batch_op:
        batch_op.create_index('ix_step_mark', ['workspace_id', 'team_id', 'occasion'], unique=False)

    op.create_table('card_signature',
    sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('person_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('period', bot.models.columns.Month(length=7), nullable=False),
    sa.Column('card', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('role', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('by_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', bot.models.columns.Instant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('workspace_id', 'person_id', 'period', 'card', 'role')
    )


def downgrade() -> None:
    op.drop_table('card_signature')
    with op.batch_alter_table('step_mark', schema=None) as batch_op:
        batch_op.drop_index('ix_step_mark')

    op.drop_table('step_mark')
