"""sensitive columns are sealed, the audit log is a chain

The values are sealed by `check_keys` right after the migrations, which have no keys.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013_sealing"
down_revision = "0012_ids"
branch_labels = None
depends_on = None

_CHOICES = (("cases", "why", False), ("applications", "outcome", True))
_FLAGS = (("cases", "urgent"), ("reminder_preferences", "ramadan"))
_NUMBERED = ("cases", "applications")
# A row without a hash gets one, once: rows of older releases at the first start.
_SQLITE_UPDATES = (
    "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit{condition} "
    "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
)
_POSTGRESQL_UPDATES = (
    "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN {condition}RAISE EXCEPTION 'audit is append-only'; END $$"
)
_IF_UNCHAINED = "IF TG_OP = 'UPDATE' THEN IF OLD.hash IS NULL THEN RETURN NEW; END IF; END IF; "


def upgrade() -> None:
    for table, column, nullable in _CHOICES:
        _alter(table, column, sa.String(20), sa.Text(), nullable)
    for table, column in _FLAGS:
        _alter(table, column, sa.Boolean(), sa.Text(), nullable=False)
        if _on_sqlite():
            op.execute(f"UPDATE {table} SET {column} = "  # nosec B608  # names of ours
                       f"CASE WHEN {column} = '0' THEN 'false' ELSE 'true' END")  # fmt: skip
    op.create_table(
        "audit_chain",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_chain")),
    )
    op.add_column("audit", sa.Column("previous", sa.String(length=64), nullable=True))
    op.add_column("audit", sa.Column("hash", sa.String(length=64), nullable=True))
    _allow_updates(" WHEN OLD.hash IS NOT NULL", _IF_UNCHAINED)


def downgrade() -> None:
    """Refused where something is sealed: the older release could not read it."""
    for table, column in (*((t, c) for t, c, _ in _CHOICES), *_FLAGS):
        sealed = sa.text(f"SELECT 1 FROM {table} WHERE {column} LIKE 'v2.%'")  # nosec B608
        if op.get_bind().execute(sealed).first() is not None:
            raise RuntimeError(f"{table}.{column} is sealed; restore a backup instead")
    _allow_updates("", "")
    op.drop_column("audit", "hash")
    op.drop_column("audit", "previous")
    op.drop_table("audit_chain")
    for table, column in _FLAGS:
        if _on_sqlite():
            op.execute(f"UPDATE {table} SET {column} = "  # nosec B608
                       f"CASE WHEN {column} = 'true' THEN '1' ELSE '0' END")  # fmt: skip
        _alter(table, column, sa.Text(), sa.Boolean(), nullable=False)
    for table, column, nullable in _CHOICES:
        _alter(table, column, sa.Text(), sa.String(20), nullable)


def _alter(
    table: str, column: str, before: sa.types.TypeEngine[Any], after: sa.types.TypeEngine[Any],
    nullable: bool,
) -> None:  # fmt: skip
    """A rebuilt table keeps giving each number once, and remembers those of erased rows."""
    kept = {"sqlite_autoincrement": True} if table in _NUMBERED else {}
    given = _highest(table)
    kind = after.compile(op.get_bind().dialect)
    with op.batch_alter_table(table, table_kwargs=kept) as batch:
        batch.alter_column(
            column, existing_type=before, type_=after, existing_nullable=nullable,
            postgresql_using=f"{column}::{kind}",
        )  # fmt: skip
    if given is not None:
        op.execute(f"DELETE FROM sqlite_sequence WHERE name = '{table}'")  # nosec B608
        op.execute(f"INSERT INTO sqlite_sequence VALUES ('{table}', {given})")  # nosec B608


def _highest(table: str) -> int | None:
    if not _on_sqlite():
        return None
    found = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    return op.get_bind().execute(found, {"name": table}).scalar()


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _allow_updates(on_sqlite: str, on_postgresql: str) -> None:
    if _on_sqlite():
        op.execute("DROP TRIGGER audit_no_update")
        op.execute(_SQLITE_UPDATES.format(condition=on_sqlite))
    else:
        op.execute(_POSTGRESQL_UPDATES.format(condition=on_postgresql))
