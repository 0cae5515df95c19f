"""The inbox: every update we told Telegram we have, until its effect is committed."""

import asyncio
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Boolean,
    Column,
    Integer,
    Row,
    Select,
    String,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    false,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql import ColumnElement

from bot.kernel.database.dialects import insert_new
from bot.kernel.database.types import SealedJson, UtcDateTime, metadata, partial

AT_ONCE = 1000  # rows removed before anybody else has a turn
ARRIVED = "arrived"  # in the session's info: in which chats
ALARMED = "alarmed"  # in the session's info: whether an alarm is among them


# A repeated update changes nothing: update_id is the key.  A done update has no payload.
inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("received_at", UtcDateTime, nullable=False),
    Column("payload", SealedJson),
    Column("attempts", Integer, nullable=False),
    # An alarm: handled beside the order of its chat, if that order keeps it waiting.
    Column("urgent", Boolean, nullable=False, server_default=false()),
    Column("next_try_at", UtcDateTime),
    Column("parked_at", UtcDateTime),
    Column("waiting", String(40)),
    Column("done_at", UtcDateTime),
    Column("failure", Text),
    # Only while the text may hold the first half of a CPR number: see `Begun`.
    Column("begun", SealedJson),
)
partial("ix_inbox_begun", inbox.c.chat_id, where=inbox.c.begun.is_not(None))
partial("ix_inbox_waiting", inbox.c.chat_id, inbox.c.update_id, where=inbox.c.done_at.is_(None))
partial(
    "ix_inbox_urgent", inbox.c.update_id, where=and_(inbox.c.done_at.is_(None), inbox.c.urgent)
)


@dataclass(frozen=True)
class InboxRow:
    """One received update.  `waiting`: the question that a parked text was written under."""

    update_id: int
    chat_id: int
    payload: dict[str, Any]
    attempts: int
    parked: bool
    waiting: str | None


@dataclass(frozen=True)
class Begun:
    """A text that ends in what may be the first half of a CPR number; holds no digit of it.

    by: user id of the sender.
    date: seconds since 1970, by Telegram's clock.
    missing, firsts, named: as in `bot.kernel.split_cpr.FirstHalf`.
    """

    update_id: int
    by: int
    message_id: int
    date: int
    missing: int
    firsts: str
    named: bool


class Inbox:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def store(
        self,
        update_id: int,
        chat_id: int,
        payload: dict[str, Any],
        now: datetime,
        urgent: bool = False,
    ) -> bool:
        """False where the update is here already.  `urgent`: it is an alarm."""
        values = {
            "update_id": update_id, "chat_id": chat_id, "payload": payload, "received_at": now,
            "attempts": 0, "urgent": urgent,
        }  # fmt: skip
        result = await self._session.execute(insert_new(self._session, inbox), values)
        self._session.info.setdefault(ARRIVED, set()).add(chat_id)
        if urgent:
            self._session.info[ALARMED] = True
        return result.first() is not None

    async def set_begun(self, begun: Begun) -> None:
        """Remember that the text of an update may hold the first half of a CPR number."""
        await self._seal(begun.update_id, begun=asdict(begun))

    async def take_begun(self, chat_id: int, by: int, before: int) -> Begun | None:
        """Return and forget what somebody's message before the update `before` began."""
        which = (inbox.c.chat_id == chat_id, inbox.c.begun.is_not(None))
        found = await self._session.execute(
            select(inbox.c.begun).where(*which, inbox.c.update_id < before)
        )
        theirs = [begun for row in found.scalars() if (begun := Begun(**row)).by == by]
        if not theirs:
            return None
        ids = [begun.update_id for begun in theirs]
        forget = update(inbox).where(inbox.c.update_id.in_(ids)).values(begun=None)
        await self._session.execute(forget)
        return max(theirs, key=lambda begun: begun.update_id)

    async def change(self, update_id: int, payload: dict[str, Any]) -> None:
        """Replace the payload of an update that is not done."""
        await self._seal(update_id, payload=payload)

    async def row(self, update_id: int) -> InboxRow | None:
        """Only while it is not done."""
        found = await self._session.execute(
            select(inbox).where(inbox.c.update_id == update_id, inbox.c.done_at.is_(None))
        )
        row = found.first()
        return _row(row) if row else None

    async def chats_waiting(self, now: datetime, parked_too: bool) -> list[int]:
        statement = select(inbox.c.chat_id).where(_due(now, parked_too)).distinct()
        return list((await self._session.execute(statement)).scalars())

    async def alarms_waiting(self) -> list[tuple[int, int]]:
        """(update id, chat id) of the alarms that are not handled, the oldest first."""
        statement = select(inbox.c.update_id, inbox.c.chat_id).where(
            inbox.c.done_at.is_(None), inbox.c.urgent
        )
        found = await self._session.execute(statement.order_by(inbox.c.update_id))
        return [(row.update_id, row.chat_id) for row in found]

    async def next_of(
        self, chat_id: int, now: datetime, parked_too: bool
    ) -> tuple[InboxRow | None, bool]:
        """The oldest of one chat, and whether more wait behind it.  An update to be tried later
        holds up those behind it."""
        found = (await self._session.execute(_oldest(parked_too), {"chat": chat_id})).all()
        if not found or (found[0].next_try_at and found[0].next_try_at > now):
            return None, False
        return _row(found[0]), len(found) > 1

    async def remove_before(self, before: datetime, really: bool) -> int:
        """Ids and times of updates done before a day; how many there are."""
        old = inbox.c.done_at < before
        statement = select(func.count()).select_from(inbox).where(old)
        count = (await self._session.execute(statement)).scalar_one()
        for _ in range(0, count if really else 0, AT_ONCE):
            some = select(inbox.c.update_id).where(old).order_by(inbox.c.update_id).limit(AT_ONCE)
            await self._session.execute(delete(inbox).where(inbox.c.update_id.in_(some)))
            await asyncio.sleep(0)
        return count

    async def has_parked(self, chat_id: int) -> bool:
        statement = select(inbox.c.update_id).where(
            inbox.c.chat_id == chat_id, inbox.c.done_at.is_(None), inbox.c.parked_at.is_not(None)
        )
        return (await self._session.execute(statement.limit(1))).first() is not None

    async def park(self, update_id: int, waiting: str, now: datetime) -> None:
        await self._set(update_id, parked_at=now, waiting=waiting)

    async def retry_later(self, update_id: int, at: datetime, failure: str) -> None:
        await self._set(update_id, attempts=inbox.c.attempts + 1, next_try_at=at, failure=failure)

    async def done(self, update_id: int, now: datetime, failure: str | None = None) -> bool:
        """False where somebody else was faster.  What the person wrote is not kept here."""
        return await self._set(update_id, done_at=now, payload=None, failure=failure)

    async def _seal(self, update_id: int, **values: Any) -> None:
        """Set sealed columns of an update that is not done; the parameters name its row."""
        row: BindParameter[int] = bindparam("inbox_update_id")
        statement = update(inbox).where(inbox.c.update_id == row, inbox.c.done_at.is_(None))
        await self._session.execute(statement, {"inbox_update_id": update_id, **values})

    async def _set(self, update_id: int, **values: Any) -> bool:
        statement = (
            update(inbox)
            .where(inbox.c.update_id == update_id, inbox.c.done_at.is_(None))
            .values(**values)
            .returning(inbox.c.update_id)
        )
        return (await self._session.execute(statement)).first() is not None


@cache
def _oldest(parked_too: bool) -> Select[Any]:
    """Two of a chat; built once, as each turn has it."""
    whose = inbox.c.chat_id == bindparam("chat")
    statement = select(inbox).where(whose, inbox.c.done_at.is_(None))
    statement = statement.order_by(inbox.c.update_id).limit(2)
    return statement if parked_too else statement.where(inbox.c.parked_at.is_(None))


def _due(now: datetime, parked_too: bool) -> ColumnElement[bool]:
    due = and_(
        inbox.c.done_at.is_(None), or_(inbox.c.next_try_at.is_(None), inbox.c.next_try_at <= now)
    )
    return due if parked_too else and_(due, inbox.c.parked_at.is_(None))


def _row(row: Row[Any]) -> InboxRow:
    return InboxRow(
        row.update_id,
        row.chat_id,
        row.payload,
        row.attempts,
        row.parked_at is not None,
        row.waiting,
    )
