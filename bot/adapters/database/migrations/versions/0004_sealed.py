"""What people wrote is sealed"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vault",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault")),
    )
    _each(sa.JSON(), sa.Text(), "text")


def downgrade() -> None:
    """What is sealed stays so: only an assistant that knows seals can read it."""
    _each(sa.Text(), sa.JSON(), "json")
    op.drop_table("vault")


def _each(before: sa.types.TypeEngine[Any], after: sa.types.TypeEngine[Any], name: str) -> None:
    for table, column in (("inbox", "payload"), ("outbox", "message")):
        with op.batch_alter_table(table) as batch:
            batch.alter_column(
                column,
                existing_type=before,
                type_=after,
                existing_nullable=True,
                postgresql_using=f"{column}::{name}",
            )
    marked = sa.String(400), sa.Text()
    old, new = marked if isinstance(after, sa.Text) else marked[::-1]
    for table in ("applications", "works"):
        with op.batch_alter_table(table) as batch:
            batch.alter_column("marked", existing_type=old, type_=new, existing_nullable=False)
