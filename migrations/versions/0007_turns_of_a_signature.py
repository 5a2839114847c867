"""how often the name of a signature was put right"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import bot.models.columns

revision = '0007'
down_revision = '0006'


def _put_in_place_of_signatures(*turn: sa.Column, role: str) -> None:
    """Make the table anew, with another key; `role` selects what stands for the old one."""
    text = sqlmodel.sql.sqltypes.AutoString
    columns = (
        sa.Column('workspace_id', text(), primary_key=True),
        sa.Column('person_id', text(), primary_key=True),
        sa.Column('period', bot.models.columns.Month(length=7), primary_key=True),
        sa.Column('card', text(), primary_key=True),
        sa.Column('role', text(), primary_key=True),
        *turn,
        sa.Column('by_id', text(), nullable=False),
        sa.Column('name', text(), nullable=False),
        sa.Column('at', bot.models.columns.Instant(timezone=True), nullable=False),
    )
    names = ', '.join(column.name for column in columns)
    op.create_table('card_signature_next', *columns)
    op.execute(
        f'INSERT INTO card_signature_next ({names}) '
        f'SELECT workspace_id, person_id, period, card, {role}, by_id, name, at FROM card_signature'
    )
    op.drop_table('card_signature')
    op.rename_table('card_signature_next', 'card_signature')


def upgrade() -> None:
    find = {'sqlite': 'instr', 'postgresql': 'strpos'}[op.get_bind().dialect.name]
    plus = f"{find}(role || '+', '+')"  # `leader+1` was the leader's name put right once
    _put_in_place_of_signatures(
        sa.Column('turn', sa.Integer(), primary_key=True, autoincrement=False),
        role=f"substr(role, 1, {plus} - 1), CAST('0' || substr(role, {plus} + 1) AS INTEGER)",
    )


def downgrade() -> None:
    _put_in_place_of_signatures(
        role="role || CASE turn WHEN 0 THEN '' ELSE '+' || CAST(turn AS VARCHAR) END",
    )
