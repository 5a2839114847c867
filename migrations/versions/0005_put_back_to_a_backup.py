"""when a workspace was put back to a backup"""

import sqlalchemy as sa
from alembic import op

import bot.models.columns

revision = '0005'
down_revision = '0004'


def upgrade() -> None:
    restored = sa.Column('restored_at', bot.models.columns.Instant(timezone=True), nullable=True)
    op.add_column('workspace', restored)


def downgrade() -> None:
    with op.batch_alter_table('workspace', schema=None) as batch_op:
        batch_op.drop_column('restored_at')
