"""Alembic's entry: the connection comes from `migrate` (or a test); there is no other way in."""

from typing import Literal

from alembic import context

from bot.adapters.database.schema import metadata
from bot.kernel.database.types import AsEnum, Sealed, UtcDateTime


def _plainly(kind: str, item: object, _: object) -> str | Literal[False]:
    """Our column types are written as what they are in the database: migrations outlive code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime()"
    if kind == "type" and isinstance(item, Sealed):
        return "sa.Text()"
    if kind == "type" and isinstance(item, AsEnum):
        return f"sa.String(length={item.impl.length})"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=_plainly,
    render_as_batch=True,  # SQLite can't alter most things in place
)
with context.begin_transaction():
    context.run_migrations()
