"""split cpr numbers"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("inbox") as batch_op:
        batch_op.add_column(sa.Column("begun", sa.Text(), nullable=True))
        batch_op.create_index(
            "ix_inbox_begun",
            ["chat_id"],
            unique=False,
            sqlite_where=sa.text("begun IS NOT NULL"),
            postgresql_where=sa.text("begun IS NOT NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("inbox") as batch_op:
        batch_op.drop_index("ix_inbox_begun")
        batch_op.drop_column("begun")
