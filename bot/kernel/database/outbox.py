"""Outbox: messages to send, in order per chat, until the channel has accepted them.

Urgent messages are a lane of their own: the order holds within a lane of a chat only, and no lane
waits for the other.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
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
from bot.kernel.database.mentions import Mentions
from bot.kernel.database.outbox_tables import (
    OutboxRow,
    SendOptions,
    outbox,
    outbox_copies,
)
from bot.kernel.database.participants import participants
from bot.kernel.database.passing import PassingMessages
from bot.kernel.database.vault import WrongKey
from bot.kernel.messages import Message
from bot.kernel.ports import CONSULTANTS

_messages = TypeAdapter(Message)
_DEFAULT_OPTIONS = SendOptions()
AT_ONCE = 1000  # rows deleted before other tasks may run
# Key in the session's info: dict of lanes to whether all their new messages are background.
QUEUED = "queued"
Lane = tuple[int, bool]  # (chat id, urgent)


class Outbox:
    """Repository of the outbox."""

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
        if options.edit_of is not None:
            options = await self._as_edited(options, options.edit_of)
        stored = _messages.dump_python(message, mode="json")
        values = {
            "idempotency_key": key, "chat_id": chat_id, "message": stored, "language": language,
            "created_at": now, "attempts": 0, **vars(options),
        }  # fmt: skip
        await self._session.execute(insert_new(self._session, outbox), values)
        await Mentions(self._session).note(key, chat_id, stored)
        lanes: dict[Lane, bool] = self._session.info.setdefault(QUEUED, {})
        lane = chat_id, options.urgent
        lanes[lane] = lanes.get(lane, True) and options.background

    async def _as_edited(self, options: SendOptions, key: str) -> SendOptions:
        """An edit is in the lane of the message that it edits, and about the same person."""
        statement = select(outbox.c.urgent, outbox.c.about).where(outbox.c.idempotency_key == key)
        row = (await self._session.execute(statement)).first()
        urgent, about = (row.urgent, row.about) if row else (False, None)
        return replace(options, urgent=urgent, about=options.about or about)

    async def chats_waiting(self, now: datetime, urgent: bool = False) -> list[tuple[int, bool]]:
        """Return chats with unsent messages in a lane, oldest first, and whether all are
        background."""
        statement = (
            select(outbox.c.chat_id, func.min(cast(outbox.c.background, Integer)))
            .where(outbox.c.sent_at.is_(None), _in_lane(urgent))
            .where(or_(outbox.c.next_try_at.is_(None), outbox.c.next_try_at <= now))
            .group_by(outbox.c.chat_id)
            .order_by(func.min(outbox.c.id))
        )
        found = await self._session.execute(statement)
        return [(chat_id, bool(background)) for chat_id, background in found]

    async def next_of(
        self, chat_id: int, now: datetime | None, urgent: bool = False
    ) -> OutboxRow | None:
        """Return the oldest unsent message in a lane of a chat, or None while it is postponed.

        Later messages wait behind a postponed one.  `now` None: any postponement counts.
        """
        row = (await self._session.execute(_oldest(urgent), {"chat": chat_id})).first()
        if row is None or (row.next_try_at and (now is None or row.next_try_at > now)):
            return None
        edited = row.edit_message_id
        if row.edit_of is not None:  # an earlier row of the lane, so it was sent or has failed
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
            row.urgent,
        )

    async def readable_next_of(
        self, chat_id: int, now: datetime | None, urgent: bool = False
    ) -> OutboxRow | None:
        """As `next_of`, but return None for an undecodable row.

        Database errors are raised: an aborted PostgreSQL transaction must not continue.
        """
        try:
            return await self.next_of(chat_id, now, urgent)
        except (ValueError, WrongKey):  # pydantic's ValidationError is a ValueError
            return None

    async def sent(
        self, row: OutboxRow, message_id: int | None, now: datetime, more: Sequence[int] = ()
    ) -> bool:
        """Record a delivery; `more` are the ids of further messages the row was split into.

        Returns False if the row was erased meanwhile.
        """
        changed = await self._set(row, sent_at=now, message_id=message_id, failure=None)
        if changed is None:
            return False
        if changed.remove_at is not None and message_id is not None:
            passing = PassingMessages(self._session)
            await passing.add(row.chat_id, message_id, changed.remove_at)
        await self._forget(row)
        for other in more:
            copy = {"outbox_id": row.id, "message_id": other}
            await self._session.execute(insert_new(self._session, outbox_copies), copy)
        return True

    async def failed(self, row: OutboxRow, failure: str, now: datetime) -> None:
        """Record a permanent failure: no more attempts, and the next message may be sent."""
        await self._set(row, sent_at=now, failure=failure)
        await self._forget(row)

    async def retry_later(self, row: OutboxRow, at: datetime, failure: str) -> None:
        """Postpone the message until `at` and count the attempt."""
        await self._set(row, attempts=outbox.c.attempts + 1, next_try_at=at, failure=failure)

    async def shown(self, chat_id: int, message_id: int) -> tuple[Message, str] | None:
        """Return the current content and language of a message in a chat, or None."""
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
        """Return the id of the participant whom a message to the consultants concerns."""
        statement = select(outbox.c.about).where(
            outbox.c.chat_id == chat_id, _became(message_id), outbox.c.about.is_not(None)
        )
        return (await self._session.execute(statement.limit(1))).scalar()

    async def to_wipe(self, since: datetime, until: datetime) -> list[tuple[int, int, int]]:
        """Return messages to shared phones sent in the interval and not yet deleted.

        Each is (row id, chat id, message id).
        """
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
        """Record that the messages of a row are deleted from the chat."""
        wiped = update(outbox).where(outbox.c.id == row_id).values(wiped_at=now)
        await self._session.execute(wiped)

    async def remove_before(self, before: datetime, really: bool) -> int:
        """Return how many rows were sent before `before`; delete them if `really`."""
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

    async def forget_positions(self, chat_id: int = CONSULTANTS) -> None:
        """The chat has other message ids from now on: what was posted can't be edited, replied to
        or recognised any more.  Edits that wait are sent as new messages."""
        here = outbox.c.chat_id == chat_id
        ours = select(outbox.c.id).where(here)
        copies = delete(outbox_copies).where(outbox_copies.c.outbox_id.in_(ours))
        await self._session.execute(copies)
        waiting = and_(here, outbox.c.sent_at.is_(None))
        useless = delete(outbox).where(waiting, outbox.c.method == "delete")
        await self._session.execute(useless)
        forgotten = {"message_id": None, "edit_message_id": None, "reply_to": None}
        await self._session.execute(update(outbox).where(here).values(forgotten))
        # What was postponed for the old chat can be sent to the new one at once.
        await self._session.execute(update(outbox).where(waiting).values(next_try_at=None))

    async def _forget(self, row: OutboxRow) -> None:
        await self._session.execute(delete(outbox).where(_is(row), outbox.c.forget))

    async def key_of(self, chat_id: int, message_id: int) -> str | None:
        """Return the key of the first row that produced a message of a chat."""
        statement = select(outbox.c.idempotency_key).where(
            outbox.c.chat_id == chat_id, _became(message_id)
        )
        statement = statement.order_by(outbox.c.id).limit(1)
        return (await self._session.execute(statement)).scalar()

    async def message_id_of(self, key: str) -> int | None:
        """Return the message id of a sent row; None if unsent or unknown."""
        statement = select(outbox.c.message_id).where(outbox.c.idempotency_key == key)
        return (await self._session.execute(statement)).scalar()

    async def labelled(self, chat_id: int, label: str, since: datetime) -> list[datetime]:
        """When messages with this label were queued for a chat; those of one update count once.

        label: what the key ends in, after a colon.
        """
        statement = select(outbox.c.idempotency_key, outbox.c.created_at).where(
            outbox.c.chat_id == chat_id, outbox.c.created_at > since,
            outbox.c.idempotency_key.endswith(f":{label}", autoescape=True),
        )  # fmt: skip
        rows = await self._session.execute(statement)
        return list({key.split(":")[0]: at for key, at in rows}.values())

    async def delivered(self, keys: Sequence[str]) -> list[bool | None]:
        """For each of these rows that exists: whether it was sent (True), has failed for good
        (False) or is still to be sent (None)."""
        statement = select(outbox.c.sent_at, outbox.c.failure).where(
            outbox.c.idempotency_key.in_(keys)
        )
        rows = await self._session.execute(statement)
        return [None if row.sent_at is None else row.failure is None for row in rows]

    async def latest(self, key: str) -> Message | None:
        """Return the content of a row's message once all queued edits are sent."""
        statement = (
            select(outbox.c.message)
            .where(or_(outbox.c.idempotency_key == key, outbox.c.edit_of == key))
            .order_by(outbox.c.id.desc())
            .limit(1)
        )
        stored = (await self._session.execute(statement)).scalar()
        return _messages.validate_python(stored) if stored is not None else None

    async def _set(self, row: OutboxRow, **values: Any) -> Any:
        """Update the row; return its `remove_at`, or None if it was erased meanwhile."""
        changed = update(outbox).where(_is(row)).values(**values).returning(outbox.c.remove_at)
        return (await self._session.execute(changed)).first()


@cache
def _oldest(urgent: bool) -> Select[Any]:
    """SELECT of the oldest unsent row in a lane; cached, since every update needs it."""
    statement = select(outbox).where(outbox.c.chat_id == bindparam("chat"), _in_lane(urgent))
    return statement.where(outbox.c.sent_at.is_(None)).order_by(outbox.c.id).limit(1)


def _in_lane(urgent: bool) -> ColumnElement[bool]:
    return outbox.c.urgent if urgent else ~outbox.c.urgent


def _is(row: OutboxRow) -> ColumnElement[bool]:
    """Match by key too: SQLite reused the ids of erased rows in older releases."""
    return and_(outbox.c.id == row.id, outbox.c.idempotency_key == row.key)


def _became(message_id: int) -> ColumnElement[bool]:
    copies = select(outbox_copies.c.outbox_id).where(outbox_copies.c.message_id == message_id)
    return or_(outbox.c.message_id == message_id, outbox.c.id.in_(copies))
