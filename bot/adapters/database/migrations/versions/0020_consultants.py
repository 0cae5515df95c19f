"""consultants are persons: who is one, who is in the group, and which group it is"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_COLUMNS = {
    "admitted_at": sa.DateTime,
    "admitted_by": sa.BigInteger,
    "in_group": sa.Boolean,
    "checked_at": sa.DateTime,
}


def upgrade() -> None:
    with op.batch_alter_table("consultants") as batch_op:
        for name, kind in _COLUMNS.items():
            batch_op.add_column(sa.Column(name, kind(), nullable=True))
    op.create_table(
        "consultants_group",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("paired_chat_id", sa.BigInteger(), nullable=True),
        sa.Column("last_chat_id", sa.BigInteger(), nullable=True),
        sa.Column("pairing", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultants_group")),
    )
    op.create_table(
        "group_moves",
        sa.Column("old_chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("new_chat_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("old_chat_id", name=op.f("pk_group_moves")),
    )


def downgrade() -> None:
    op.drop_table("group_moves")
    op.drop_table("consultants_group")
    with op.batch_alter_table("consultants") as batch_op:
        for name in reversed(_COLUMNS):
            batch_op.drop_column(name)
