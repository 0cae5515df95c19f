"""The outbox: what is to be sent, in the order of each chat, until the channel has it."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    cast,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.kernel.database.dialects import insert_new
from bot.kernel.database.outbox_tables import OutboxRow, SendOptions, outbox, outbox_copies
from bot.kernel.database.participants import participants
from bot.kernel.database.vault import WrongKey
from bot.kernel.messages import Message
from bot.kernel.ports import CONSULTANTS

_messages = TypeAdapter(Message)
_DEFAULT_OPTIONS = SendOptions()
AT_ONCE = 1000  # rows removed before anybody else has a turn
SAID = "said"  # in the session's info: to which chats, and whether nobody waits for any of it


class Outbox:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def put(
        self,
        key: str,
        chat_id: int,
        message: Message,
        language: str,
        now: datetime,
        options: SendOptions = _DEFAULT_OPTIONS,
    ) -> None:
        """Queue a message for a chat.

        key: idempotency key; a second row with the same key is ignored.
        """
        values = {
            "idempotency_key": key, "chat_id": chat_id,
            "message": _messages.dump_python(message, mode="json"), "language": language,
            "created_at": now, "attempts": 0, **vars(options),
        }  # fmt: skip
        await self._session.execute(insert_new(self._session, outbox), values)
        chats: dict[int, bool] = self._session.info.setdefault(SAID, {})
        chats[chat_id] = chats.get(chat_id, True) and options.background

    async def chats_waiting(self, now: datetime) -> list[tuple[int, bool]]:
        """Chats with something unsent, first come first served, and whether all of that belongs
        to the background."""
        statement = (
            select(outbox.c.chat_id, func.min(cast(outbox.c.background, Integer)))
            .where(outbox.c.sent_at.is_(None))
            .where(or_(outbox.c.next_try_at.is_(None), outbox.c.next_try_at <= now))
            .group_by(outbox.c.chat_id)
            .order_by(func.min(outbox.c.id))
        )
        found = await self._session.execute(statement)
        return [(chat_id, bool(background)) for chat_id, background in found]

    async def next_of(self, chat_id: int, now: datetime | None) -> OutboxRow | None:
        """The oldest unsent one; while it has to wait, those behind it wait too.  Without `now`:
        only where it was not put off."""
        row = (await self._session.execute(_oldest(), {"chat": chat_id})).first()
        if row is None or (row.next_try_at and (now is None or row.next_try_at > now)):
            return None
        edited = row.edit_message_id
        if row.edit_of is not None:  # it went out before this one, if it went out at all
            edited = await self.message_id_of(row.edit_of)
        return OutboxRow(
            row.id,
            row.chat_id,
            row.method,
            _messages.validate_python(row.message),
            row.language,
            edited,
            row.attempts,
            row.about,
            row.thread,
            row.reply_to,
            row.silent,
            row.background,
            row.idempotency_key,
            row.not_after,
        )

    async def readable_next_of(self, chat_id: int, now: datetime | None) -> OutboxRow | None:
        """As `next_of`, but what can't be read is none: a hint must not undo what it comes with.

        Errors of the database go through: a transaction that PostgreSQL ended must not go on.
        """
        try:
            return await self.next_of(chat_id, now)
        except (ValueError, WrongKey):  # pydantic's ValidationError is a ValueError
            return None

    async def sent(
        self, row: OutboxRow, message_id: int | None, now: datetime, more: Sequence[int] = ()
    ) -> None:
        """`more`: the ids of what else it became."""
        if not await self._set(row, sent_at=now, message_id=message_id, failure=None):
            return
        await self._forget(row)
        for other in more:
            copy = {"outbox_id": row.id, "message_id": other}
            await self._session.execute(insert_new(self._session, outbox_copies), copy)

    async def failed(self, row: OutboxRow, failure: str, now: datetime) -> None:
        """Given up: nothing more is tried, and what comes after it may go."""
        await self._set(row, sent_at=now, failure=failure)
        await self._forget(row)

    async def retry_later(self, row: OutboxRow, at: datetime, failure: str) -> None:
        await self._set(row, attempts=outbox.c.attempts + 1, next_try_at=at, failure=failure)

    async def shown(self, chat_id: int, message_id: int) -> tuple[Message, str] | None:
        """What a message on somebody's screen says now, and in which language."""
        statement = (
            select(outbox.c.message, outbox.c.language)
            .where(
                outbox.c.chat_id == chat_id,
                or_(outbox.c.message_id == message_id, outbox.c.edit_message_id == message_id),
                outbox.c.failure.is_(None),
            )
            .order_by(outbox.c.id.desc())
            .limit(1)
        )
        row = (await self._session.execute(statement)).first()
        return (_messages.validate_python(row.message), row.language) if row else None

    async def about(self, message_id: int, chat_id: int = CONSULTANTS) -> int | None:
        """The participant a message in the consultants' chat (or to one of them) is about."""
        statement = select(outbox.c.about).where(
            outbox.c.chat_id == chat_id, _became(message_id), outbox.c.about.is_not(None)
        )
        return (await self._session.execute(statement.limit(1))).scalar()

    async def to_wipe(self, since: datetime, until: datetime) -> list[tuple[int, int, int]]:
        """Messages on shared phones, sent in between and still there: (row, chat, message)."""
        statement = (
            select(outbox.c.id, outbox.c.chat_id, outbox.c.message_id)
            .join(participants, participants.c.chat_id == outbox.c.chat_id)
            .where(participants.c.shared_phone, outbox.c.wiped_at.is_(None))
            .where(outbox.c.message_id.is_not(None), outbox.c.sent_at > since)
            .where(outbox.c.sent_at <= until, outbox.c.method == "send")
            .order_by(outbox.c.id)
        )
        found = [(r.id, r.chat_id, r.message_id) for r in await self._session.execute(statement)]
        chats = {row_id: chat_id for row_id, chat_id, _ in found}
        copies = select(outbox_copies).where(outbox_copies.c.outbox_id.in_(list(chats)))
        more = await self._session.execute(copies) if chats else ()
        return [*found, *((c.outbox_id, chats[c.outbox_id], c.message_id) for c in more)]

    async def wiped(self, row_id: int, now: datetime) -> None:
        wiped = update(outbox).where(outbox.c.id == row_id).values(wiped_at=now)
        await self._session.execute(wiped)

    async def remove_before(self, before: datetime, really: bool) -> int:
        """Rows of messages sent before a day; how many there are."""
        old = outbox.c.sent_at < before
        statement = select(func.count()).select_from(outbox).where(old)
        count = (await self._session.execute(statement)).scalar_one()
        for _ in range(0, count if really else 0, AT_ONCE):
            some = select(outbox.c.id).where(old).order_by(outbox.c.id).limit(AT_ONCE)
            copies = delete(outbox_copies).where(outbox_copies.c.outbox_id.in_(some))
            await self._session.execute(copies)
            await self._session.execute(delete(outbox).where(outbox.c.id.in_(some)))
            await asyncio.sleep(0)
        return count

    async def _forget(self, row: OutboxRow) -> None:
        await self._session.execute(delete(outbox).where(_is(row), outbox.c.forget))

    async def key_of(self, chat_id: int, message_id: int) -> str | None:
        """Of the row that a message in a chat came of first."""
        statement = select(outbox.c.idempotency_key).where(
            outbox.c.chat_id == chat_id, _became(message_id)
        )
        statement = statement.order_by(outbox.c.id).limit(1)
        return (await self._session.execute(statement)).scalar()

    async def message_id_of(self, key: str) -> int | None:
        statement = select(outbox.c.message_id).where(outbox.c.idempotency_key == key)
        return (await self._session.execute(statement)).scalar()

    async def latest(self, key: str) -> Message | None:
        """What the message of a row says once everything is sent."""
        statement = (
            select(outbox.c.message)
            .where(or_(outbox.c.idempotency_key == key, outbox.c.edit_of == key))
            .order_by(outbox.c.id.desc())
            .limit(1)
        )
        said = (await self._session.execute(statement)).scalar()
        return _messages.validate_python(said) if said is not None else None

    async def _set(self, row: OutboxRow, **values: Any) -> bool:
        """False where it was erased meanwhile."""
        changed = update(outbox).where(_is(row)).values(**values).returning(outbox.c.id)
        return (await self._session.execute(changed)).first() is not None


@cache
def _oldest() -> Select[Any]:
    """Unsent of a chat; built once, as each turn has it."""
    statement = select(outbox).where(outbox.c.chat_id == bindparam("chat"))
    return statement.where(outbox.c.sent_at.is_(None)).order_by(outbox.c.id).limit(1)


def _is(row: OutboxRow) -> ColumnElement[bool]:
    """SQLite gives the number of an erased row again; the key is its own for ever."""
    return and_(outbox.c.id == row.id, outbox.c.idempotency_key == row.key)


def _became(message_id: int) -> ColumnElement[bool]:
    copies = select(outbox_copies.c.outbox_id).where(outbox_copies.c.message_id == message_id)
    return or_(outbox.c.message_id == message_id, outbox.c.id.in_(copies))
