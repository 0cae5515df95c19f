"""All rows of one participant, in any table: to export and to erase them.

They are found by the foreign keys, so that tables added later are found, too.
"""

from datetime import date, time
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.kernel.database.audit import AuditLog, AuditRow
from bot.kernel.database.outbox_tables import outbox
from bot.kernel.database.participants import participants
from bot.kernel.database.types import metadata
from bot.kernel.participants import Participant
from bot.pipeline.inbox import inbox
from bot.privacy.storage.traces import TraceRows

Rows = dict[str, list[dict[str, Any]]]
NOBODY = 0  # the chat of no person


class PersonalData:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def collect(self, participant: Participant) -> Rows:
        """The rows by table, with values for JSON; without the keys of files."""
        found: Rows = {}
        for table in metadata.sorted_tables:
            condition = _rows_of(table, participant)
            if condition is None:
                continue
            rows = (await self._session.execute(select(table).where(condition))).mappings()
            found[table.name] = [_exported(dict(row)) for row in rows]
        assert participant.id is not None, "read from the database"
        found["audit"] = _actions(await AuditLog(self._session).about(participant.id))
        return {name: rows for name, rows in found.items() if rows}

    async def erase(self, participant: Participant, but_update: int) -> dict[str, int]:
        """Returns the number of deleted rows by table.

        `but_update`: the update that asked for it; its row stays without the chat, so that it is
        not handled again if Telegram repeats it.
        """
        traces = await TraceRows(self._session).take_out(participant)
        self._session.expunge_all()  # erased objects must not be written again
        deleted = {"outbox": traces.rows}
        for table in reversed(metadata.sorted_tables):
            condition = _rows_of(table, participant)
            if condition is None:
                continue
            if table is inbox:
                condition = condition & (inbox.c.update_id != but_update)
                await self._make_anonymous(but_update)
            result = await self._session.execute(delete(table).where(condition))
            deleted[table.name] = deleted.get(table.name, 0) + result.rowcount  # type: ignore[attr-defined]  # a DELETE has one
        return {name: count for name, count in deleted.items() if count}

    async def _make_anonymous(self, update_id: int) -> None:
        done = update(inbox).where(inbox.c.update_id == update_id)
        await self._session.execute(done.values(chat_id=NOBODY, begun=None))


def is_personal(table: Table) -> bool:
    """Whether the rows of a table belong to participants."""
    return table in (participants, inbox, outbox) or _reference(table) is not None


def _rows_of(table: Table, participant: Participant) -> ColumnElement[bool] | None:
    """The condition for the participant's rows; None for a table without personal data."""
    if table is participants:
        return participants.c.id == participant.id
    if table is inbox:
        return inbox.c.chat_id == participant.chat_id
    if table is outbox:
        own = outbox.c.chat_id == participant.chat_id
        return own | (outbox.c.about == participant.id)
    reference = _reference(table)
    if reference is None:
        return None
    column, target = reference
    if target is participants:
        return table.c[column] == participant.id
    rows_of_target = _rows_of(target, participant)
    assert rows_of_target is not None, "it refers to a participant"
    return table.c[column].in_(select(target.c.id).where(rows_of_target))


@cache
def _reference(table: Table) -> tuple[str, Table] | None:
    """The column, and the table it refers to, that leads to `participants` in the end."""
    keys = sorted(table.foreign_keys, key=lambda key: key.column.table is not participants)
    for key in keys:
        target = key.column.table
        if target is participants or (target is not table and _reference(target) is not None):
            return key.parent.name, target
    return None


def _actions(rows: list[AuditRow]) -> list[dict[str, Any]]:
    """What consultants did, without their ids: they are numbered in the order of their acts."""
    numbers: dict[int, int] = {}
    return [
        {
            "at": row.at.isoformat(),
            "by": f"consultant {numbers.setdefault(row.by, len(numbers) + 1)}",
            "action": row.action,
        }
        for row in rows
    ]


def _exported(row: dict[str, Any]) -> dict[str, Any]:
    """With values for JSON, without the keys of file contents."""
    kept = {name: value for name, value in row.items() if name not in ("key", "telegram_id")}
    return {name: _json_value(value) for name, value in kept.items() if value is not None}


def _json_value(value: Any) -> Any:
    match value:
        case date() | time():
            return value.isoformat()
        case set() | frozenset():
            return sorted(value)
        case str() | int() | float() | list() | dict():
            return value
        case _:
            return str(value)
