"""Everything that hangs on one person, in whatever table: to be handed out, and to be erased.

Which rows those are follows from the foreign keys, so a table that is added later is found too.
"""

import json
import re
from datetime import date, time
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.kernel.database.outbox_tables import outbox, outbox_copies
from bot.kernel.database.participants import participants
from bot.kernel.database.types import metadata
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS
from bot.pipeline.inbox import inbox

Rows = dict[str, list[dict[str, Any]]]


class PersonalData:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def everything(self, participant: Participant) -> Rows:
        """Each table with rows of the person, as plain values; keys of files are left out."""
        found: Rows = {}
        for table in metadata.sorted_tables:
            of_person = _of(table, participant)
            if of_person is None:
                continue
            rows = (await self._session.execute(select(table).where(of_person))).mappings()
            found[table.name] = [_plain(dict(row)) for row in rows]
        return {name: rows for name, rows in found.items() if rows}

    async def erase(self, participant: Participant, but_update: int) -> dict[str, int]:
        """How many rows of each table are gone.  `but_update`: it comes from the person, and
        must not be taken for a new one when Telegram sends it again."""
        await self._session.flush()
        self._session.expunge_all()  # what is gone must not be written again
        gone = {"outbox": await self._forget_mentions(participant.chat_id)}
        for table in reversed(metadata.sorted_tables):
            of_person = _of(table, participant)
            if of_person is None:
                continue
            if table is inbox:
                of_person = of_person & (inbox.c.update_id != but_update)
            result = await self._session.execute(delete(table).where(of_person))
            gone[table.name] = gone.get(table.name, 0) + result.rowcount  # type: ignore[attr-defined]  # a DELETE has one
        return {name: count for name, count in gone.items() if count}

    async def _forget_mentions(self, chat_id: int) -> int:
        """Lists that consultants were shown name several people: those with this one go."""
        to_consultants = or_(outbox.c.chat_id <= CONSULTANTS, outbox.c.about.is_not(None))
        rows = await self._session.execute(
            select(outbox.c.id, outbox.c.message).where(to_consultants)
        )
        ids = [row.id for row in rows if _mentions(row.message, chat_id)]
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            copies = outbox_copies.c.outbox_id.in_(some)
            await self._session.execute(delete(outbox_copies).where(copies))
            await self._session.execute(delete(outbox).where(outbox.c.id.in_(some)))
        return len(ids)


def is_personal(table: Table) -> bool:
    """Whether rows of it belong to a person."""
    return table in (participants, inbox, outbox) or _way(table) is not None


def _of(table: Table, participant: Participant) -> ColumnElement[bool] | None:
    """The person's rows of a table; None for a table that holds none."""
    if table is participants:
        return participants.c.id == participant.id
    if table is inbox:
        return inbox.c.chat_id == participant.chat_id
    if table is outbox:
        mine = outbox.c.chat_id == participant.chat_id
        return mine | (outbox.c.about == participant.id)
    way = _way(table)
    if way is None:
        return None
    column, goal = way
    if goal is participants:
        return table.c[column] == participant.id
    of_goal = _of(goal, participant)
    assert of_goal is not None, "there is a way from it"
    return table.c[column].in_(select(goal.c.id).where(of_goal))


@cache
def _way(table: Table) -> tuple[str, Table] | None:
    """The foreign key that leads, in the end, to a person."""
    keys = sorted(table.foreign_keys, key=lambda key: key.column.table is not participants)
    for key in keys:
        goal = key.column.table
        if goal is participants or (goal is not table and _way(goal) is not None):
            return key.parent.name, goal
    return None


def _mentions(message: Any, chat_id: int) -> bool:
    return re.search(rf'"chat_id": {chat_id}\b', json.dumps(message)) is not None


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """As JSON can hold it, without what leads to the content of a file."""
    kept = {name: value for name, value in row.items() if name not in ("key", "telegram_id")}
    return {name: _value(value) for name, value in kept.items() if value is not None}


def _value(value: Any) -> Any:
    match value:
        case date() | time():
            return value.isoformat()
        case set() | frozenset():
            return sorted(value)
        case str() | int() | float() | list() | dict():
            return value
        case _:
            return str(value)
