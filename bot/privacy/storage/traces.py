"""What the consultants have on their screens about a participant: our messages in their chats."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.kernel.database.mentions import without
from bot.kernel.database.outbox_tables import outbox, outbox_copies, outbox_mentions
from bot.kernel.database.types import metadata
from bot.kernel.messages import Message
from bot.kernel.participants import Participant
from bot.kernel.references import TABLES, references_of

_AT_ONCE = 500  # rows handled before other tasks may run
_messages = TypeAdapter(Message)


@dataclass(frozen=True)
class Amended:
    """A message that names others too, or is about another: it stays, without the name.

    message_id: None where the channel has given no id yet; then `edit_of` is the key of its row.
    """

    chat_id: int
    message: Message
    language: str
    about: int | None
    message_id: int | None
    edit_of: str | None


@dataclass(frozen=True)
class Traces:
    """Messages about a participant in chats of others.

    messages, copies: ids of those that are about nobody else, by chat; copies can't be edited.
    amended: those that stay.
    rows: how many rows of the outbox were deleted.
    """

    messages: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    copies: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    amended: list[Amended] = field(default_factory=list)
    rows: int = 0


class TraceRows:
    """Repository of these messages.  Everything is found by index."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def take_out(self, participant: Participant) -> Traces:
        """Delete the rows that are about the participant; take the name out of the others.

        Returns what is to be done on the screens.
        """
        await self._session.flush()
        rows = (await self._session.execute(_about(participant))).all()
        named = await self._naming_others([row.id for row in rows], participant)
        shared = [row for row in rows if _stays(row, participant, named)]
        kept = {row.id for row in shared}
        alone = [row for row in rows if row.id not in kept]
        amended = await self._without_name(shared, participant)
        found = Traces(amended=amended, rows=len(alone))
        for row in alone:
            if row.message_id is not None:
                _goal(found, row)[row.chat_id].add(row.message_id)
        for some in _batches(alone):
            await self._delete(found, {row.id: row for row in some})
        return found

    async def _naming_others(self, row_ids: list[int], participant: Participant) -> set[int]:
        others = outbox_mentions.c.participant_id != participant.id
        found: set[int] = set()
        for some in _batches(row_ids):
            statement = select(outbox_mentions.c.outbox_id).where(
                outbox_mentions.c.outbox_id.in_(some), others
            )
            found.update((await self._session.execute(statement)).scalars())
        return found

    async def _delete(self, found: Traces, rows: dict[int, Any]) -> None:
        ids = list(rows)
        of_rows = outbox_copies.c.outbox_id.in_(ids)
        for copy in await self._session.execute(select(outbox_copies).where(of_rows)):
            row = rows[copy.outbox_id]
            _goal(found, row)[row.chat_id].add(copy.message_id)
        for statement in (
            delete(outbox_copies).where(of_rows),
            delete(outbox_mentions).where(outbox_mentions.c.outbox_id.in_(ids)),
            delete(outbox).where(outbox.c.id.in_(ids)),
        ):
            await self._session.execute(statement)
        await asyncio.sleep(0)

    async def _without_name(self, rows: Sequence[Any], participant: Participant) -> list[Amended]:
        """Change the rows; return those that are, or will be, on a screen."""
        hers = await self._own_rows(participant) if rows else set()

        def is_about(data: str) -> bool:
            return not hers.isdisjoint(references_of(data))

        changed = update(outbox).where(
            outbox.c.idempotency_key == bindparam("outbox_idempotency_key")
        )
        found = []
        for row in rows:
            message = without(row.message, participant.chat_id, is_about)
            values = {"outbox_idempotency_key": row.idempotency_key, "message": message}
            await self._session.execute(changed, values)
            if await self._is_newest(row):
                found.append(_amended(row, _messages.validate_python(message)))
            await asyncio.sleep(0)
        return found

    async def _own_rows(self, participant: Participant) -> set[tuple[str, int]]:
        """The participant's rows that buttons refer to."""
        assert participant.id is not None, "read from the database"
        found = {("participants", participant.id)}
        for name in set(TABLES.values()) - {"participants"}:
            table = metadata.tables[name]
            ids = select(table.c.id).where(table.c.participant_id == participant.id)
            found |= {(name, id_) for id_ in (await self._session.execute(ids)).scalars()}
        return found

    async def _is_newest(self, row: Any) -> bool:
        """Whether no later row has changed the message since."""
        if row.failure is not None:
            return False
        message_id = row.message_id or row.edit_message_id
        if message_id is None:
            return True
        same = or_(outbox.c.message_id == message_id, outbox.c.edit_message_id == message_id)
        newest = select(func.max(outbox.c.id)).where(
            outbox.c.chat_id == row.chat_id, same, outbox.c.failure.is_(None)
        )
        return bool((await self._session.execute(newest)).scalar() == row.id)


def _about(participant: Participant) -> Any:
    """SELECT of the rows about a participant in chats of others."""
    mentions = select(outbox_mentions.c.outbox_id).where(
        outbox_mentions.c.participant_id == participant.id
    )
    columns = (
        outbox.c.id, outbox.c.idempotency_key, outbox.c.chat_id, outbox.c.about, outbox.c.method,
        outbox.c.message, outbox.c.language, outbox.c.message_id, outbox.c.edit_message_id,
        outbox.c.edit_of, outbox.c.failure,
    )  # fmt: skip
    named: ColumnElement[bool] = or_(outbox.c.about == participant.id, outbox.c.id.in_(mentions))
    return select(*columns).where(named, outbox.c.chat_id != participant.chat_id)


def _stays(row: Any, participant: Participant, naming_others: set[int]) -> bool:
    if row.about == participant.id or row.message is None:
        return False
    return row.about is not None or row.id in naming_others


def _goal(traces: Traces, row: Any) -> dict[int, set[int]]:
    is_copy = ((row.message or {}).get("enclosure") or {}).get("kind") == "copied"
    return traces.copies if is_copy else traces.messages


def _amended(row: Any, message: Message) -> Amended:
    message_id = row.message_id or row.edit_message_id
    edit_of = None if message_id is not None else row.edit_of or row.idempotency_key
    return Amended(row.chat_id, message, row.language, row.about, message_id, edit_of)


def _batches(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))
