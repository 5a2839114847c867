"""when a message is of no use any more"""

import sqlalchemy as sa
from alembic import op

import bot.models.columns

revision = '0004'
down_revision = '0003'


def upgrade() -> None:
    lapses = sa.Column('lapses', bot.models.columns.Instant(timezone=True), nullable=True)
    op.add_column('delivery', lapses)


def downgrade() -> None:
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_column('lapses')
