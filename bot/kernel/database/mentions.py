"""Whom messages to the consultants name; noted when a message is written.

An erasure finds the messages about a person by index instead of opening and searching all.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Table, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.kernel.database.dialects import insert_for
from bot.kernel.database.outbox_tables import outbox, outbox_mentions
from bot.kernel.database.participants import participants
from bot.kernel.database.types import metadata
from bot.kernel.references import references_of

ERASED_NAME = "🗑"  # in place of the name of an erased person
Stored = Any  # a message as JSON


class Mentions:
    """Repository: which messages of the outbox name which participants."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def note(self, key: str, chat_id: int, message: Stored) -> None:
        """Note whom the message of the row `key` names, other than its recipient."""
        named = condition(message, chat_id)
        if named is None:
            return
        row = select(outbox.c.id).where(outbox.c.idempotency_key == key).scalar_subquery()
        new = select(participants.c.id, row).where(named)
        columns = ["participant_id", "outbox_id"]
        statement = insert_for(self._session)(outbox_mentions).from_select(columns, new)
        await self._session.execute(statement.on_conflict_do_nothing())

    async def owner(self, data: str) -> int | None:
        """The id of the participant whose row a consultants' button refers to, or None."""
        for name, number in references_of(data):
            owners = _owners(metadata.tables[name], {number})
            found = select(participants.c.id).where(participants.c.id.in_(owners))
            owner: int | None = (await self._session.execute(found)).scalar()
            if owner is not None:
                return owner
        return None


def condition(message: Stored, chat_id: int) -> ColumnElement[bool] | None:
    """Which participants a message to the chat `chat_id` names; None: nobody."""
    chats = named_chats(message) - {chat_id}
    found: list[ColumnElement[bool]] = [participants.c.chat_id.in_(chats)] if chats else []
    rows: dict[str, set[int]] = defaultdict(set)
    for table, number in _references(message):
        rows[table].add(number)
    for name, numbers in rows.items():
        found.append(participants.c.id.in_(_owners(metadata.tables[name], numbers)))
    return or_(*found) if found else None


def _owners(table: Table, numbers: set[int]) -> Any:
    """The ids of the participants to whom rows of a table belong."""
    if table is participants:
        return numbers
    return select(table.c.participant_id).where(table.c.id.in_(numbers))


def named_chats(part: Stored) -> set[int]:
    """The chat ids of the people whom a stored message names."""
    if isinstance(part, list):
        return set().union(*(named_chats(one) for one in part))
    if not isinstance(part, dict):
        return set()
    own = part.get("chat_id")
    others = set().union(*(named_chats(one) for one in part.values()))
    return others | {own} if isinstance(own, int) else others


def without(message: Stored, chat_id: int, is_about: Callable[[str], bool]) -> Stored:
    """A message without the name of a person, and without the buttons about them.

    is_about: whether the data of a button refer to the person.
    """
    rows = [
        [b for b in row if chat_id not in named_chats(b["label"]) and not is_about(b["data"])]
        for row in message.get("buttons") or ()
    ]
    return _unnamed(message, chat_id) | {
        "buttons": [_unnamed(row, chat_id) for row in rows if row]
    }


def _unnamed(part: Stored, chat_id: int) -> Stored:
    if isinstance(part, list):
        return [_unnamed(one, chat_id) for one in part]
    if not isinstance(part, dict):
        return part
    if part.get("kind") == "person" and part.get("chat_id") == chat_id:
        return {"kind": "verbatim", "text": ERASED_NAME}
    return {name: _unnamed(one, chat_id) for name, one in part.items()}


def _references(message: Stored) -> Iterable[tuple[str, int]]:
    for row in message.get("buttons") or ():
        for button in row:
            yield from references_of(button["data"])
