"""who gave a nickname"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'


def upgrade() -> None:
    given = sa.Column('nickname_given', sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column('person', given)
    # of what is there, nobody knows any more: none is lost
    person = sa.table('person', sa.column('nickname', sa.String), sa.column('nickname_given', sa.Boolean))
    op.execute(person.update().where(person.c.nickname != '').values(nickname_given=True))
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.alter_column('nickname_given', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_column('nickname_given')
