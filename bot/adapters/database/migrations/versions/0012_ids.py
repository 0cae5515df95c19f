"""ids are never given twice"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0012_ids"
down_revision = "0011"
branch_labels = None
depends_on = None

_NUMBERED = (
    "absences", "applications", "appointments", "audit", "business_plans", "cases", "consents",
    "enrolments", "files", "offers", "outbox", "participants", "plan_comments", "plan_versions",
    "relays", "reminders", "runs", "topics", "works",
)  # fmt: skip
_SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    """Rows may have been erased with the highest numbers: where there were any, go far ahead."""
    connection = op.get_bind()
    used = any(_has_rows(table) for table in ("inbox", "participants", "audit"))
    ahead = int((datetime.now(UTC) - _SINCE).total_seconds() * 10)
    if connection.dialect.name == "sqlite":
        _rebuild(autoincrement=True)
        if used:
            op.execute("DELETE FROM sqlite_sequence")
            for table in _NUMBERED:
                op.execute(f"INSERT INTO sqlite_sequence VALUES ('{table}', {ahead})")  # nosec B608  # names of ours
    elif used:
        for table in _NUMBERED:
            sequence = f"pg_get_serial_sequence('{table}', 'id')"
            op.execute(f"SELECT setval({sequence}, greatest({ahead}, nextval({sequence})))")  # nosec B608


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(autoincrement=False)


def _has_rows(table: str) -> bool:
    statement = sa.select(sa.literal(1)).select_from(sa.table(table)).limit(1)
    return op.get_bind().execute(statement).first() is not None


def _rebuild(autoincrement: bool) -> None:
    """SQLite can't alter a key in place; the triggers of `audit` go with the old table."""
    triggers = op.get_bind().execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'")
    )
    statements = list(triggers.scalars())
    for table in _NUMBERED:
        kept = {"sqlite_autoincrement": autoincrement}
        with op.batch_alter_table(table, recreate="always", table_kwargs=kept):
            pass
    for statement in statements:
        op.execute(statement)
