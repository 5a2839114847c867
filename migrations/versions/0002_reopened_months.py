"""reopened months"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import bot.models.columns

revision = '0002'
down_revision = '0001'


def _month_of_team() -> tuple[sa.Column, ...]:
    return (
        sa.Column('workspace_id', sqlmodel.sql.sqltypes.AutoString(), primary_key=True),
        sa.Column('team_id', sa.Integer(), primary_key=True),
        sa.Column('period', bot.models.columns.Month(length=7), primary_key=True),
    )


def _revision() -> sa.Column:
    return sa.Column('revision', sa.Integer(), primary_key=True)


def _by_and_at() -> tuple[sa.Column, ...]:
    return (
        sa.Column('by_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column('at', bot.models.columns.Instant(timezone=True), nullable=False),
    )


def _put_in_place_of_publication(*revision: sa.Column, kept: str) -> None:
    """Make the table anew, with another key; what `kept` selects goes over."""
    columns = (*_month_of_team(), *revision, *_by_and_at())
    names = ', '.join(column.name for column in columns)
    op.create_table('publication_next', *columns)
    op.execute(f'INSERT INTO publication_next ({names}) {kept}')
    op.drop_table('publication')
    op.rename_table('publication_next', 'publication')


def upgrade() -> None:
    _put_in_place_of_publication(
        _revision(),
        kept='SELECT workspace_id, team_id, period, 1, by_id, at FROM publication',
    )
    op.create_table('reopening',
    *_month_of_team(),
    _revision(),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    *_by_and_at(),
    )


def downgrade() -> None:
    op.drop_table('reopening')
    _put_in_place_of_publication(
        kept='SELECT workspace_id, team_id, period, by_id, at FROM publication WHERE revision = 1',
    )
