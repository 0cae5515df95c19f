"""Relays and forum topics in the database."""

from datetime import datetime

from sqlalchemy import exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.rules.relays import (
    FILES_WAIT,
    KEPT_FOR,
    Direction,
    Relay,
    RelayKind,
    RelayState,
)
from bot.cases.rules.topics import ForumTopic
from bot.cases.storage.relay_tables import relays, topics
from bot.cases.storage.tables import cases
from bot.files.rules.files import FileState
from bot.files.storage.tables import files

_LOOKED_AT = 20  # last relays among which `last_words` finds some with text


class Relays:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, relay_id: int) -> Relay | None:
        """Locked where the database can, so that a relay is not taken back while it is sent."""
        return await self._session.get(Relay, relay_id, with_for_update=True)

    async def of_source(self, chat_id: int, message_id: int) -> Relay | None:
        """The relay of a message that somebody wrote."""
        statement = select(Relay).where(
            relays.c.source_chat == chat_id, relays.c.source_message_id == message_id,
            relays.c.kind != RelayKind.CLOSE,
        )  # fmt: skip
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def of_album(self, chat_id: int, album: str) -> Relay | None:
        """The held relay that collects the parts of an album."""
        statement = select(Relay).where(
            relays.c.source_chat == chat_id, relays.c.album == album,
            relays.c.state == RelayState.HELD,
        )  # fmt: skip
        found = await self._session.execute(statement.order_by(relays.c.id.desc()).limit(1))
        return found.scalar_one_or_none()

    async def lanes_due(self, now: datetime) -> list[tuple[int, Direction]]:
        """(participant id, direction) of the lanes in which a relay is due, the oldest first."""
        statement = (
            select(relays.c.participant_id, relays.c.direction)
            .where(relays.c.state == RelayState.HELD, relays.c.due_at <= now)
            .group_by(relays.c.participant_id, relays.c.direction)
            .order_by(func.min(relays.c.id))
        )
        return [(row[0], row[1]) for row in await self._session.execute(statement)]

    async def next_of(
        self, participant_id: int, direction: Direction, now: datetime
    ) -> Relay | None:
        """The first relay of a lane, if it is due; later ones wait behind it.

        One whose files are not there yet is passed by after `FILES_WAIT`.
        """
        found = await self.held(participant_id, direction, most=1)
        if found and found[0].kind is RelayKind.FILE:
            found = await self.held(participant_id, direction)
        awaited = await self._awaiting_files([r.id for r in found if r.kind is RelayKind.FILE])
        first = next(
            (r for r in found if r.id not in awaited or now < r.due_at + FILES_WAIT), None
        )
        if first is None or first.due_at > now or first.id in awaited:
            return None
        return first

    async def _awaiting_files(self, relay_ids: list[int | None]) -> set[int]:
        """Those of these relays of which a file is still to be fetched."""
        if not relay_ids:
            return set()
        statement = select(files.c.relay_id).where(
            files.c.relay_id.in_(relay_ids), files.c.state == FileState.WANTED
        )
        return set((await self._session.execute(statement)).scalars())

    async def digest(self, head_id: int) -> list[Relay]:
        """The relays whose words stand in the messages of one of them, the oldest first."""
        statement = select(Relay).where(or_(relays.c.id == head_id, relays.c.digest_id == head_id))
        return list((await self._session.execute(statement.order_by(relays.c.id))).scalars())

    async def posted(self, participant_id: int, since: datetime) -> list[Relay]:
        """Relays to the consultants with messages sent or changed after a moment, in order."""
        statement = select(Relay).where(
            relays.c.participant_id == participant_id, relays.c.direction == Direction.IN,
            relays.c.digest_id.is_(None), relays.c.parts > 0, relays.c.due_at > since,
        )  # fmt: skip
        return list((await self._session.execute(statement.order_by(relays.c.id))).scalars())

    async def is_answered(self, participant_id: int, since: datetime) -> bool:
        """Whether a consultant's message was sent to the participant after a moment."""
        statement = select(relays.c.id).where(
            relays.c.participant_id == participant_id, relays.c.direction == Direction.OUT,
            relays.c.state == RelayState.GONE, relays.c.created_at > since,
        )  # fmt: skip
        return (await self._session.execute(statement.limit(1))).first() is not None

    async def held(
        self, participant_id: int, direction: Direction, most: int | None = None, first: int = 0
    ) -> list[Relay]:
        """At most `most` held relays of a lane, from the id `first` on, in order."""
        statement = select(Relay).where(
            relays.c.participant_id == participant_id, relays.c.direction == direction,
            relays.c.state == RelayState.HELD, relays.c.id >= first,
        )  # fmt: skip
        statement = statement.order_by(relays.c.id).limit(most)
        return list((await self._session.execute(statement)).scalars())

    async def count(self, case_id: int, direction: Direction) -> int:
        """How many relays of a case were or will be sent in a direction."""
        statement = select(func.count()).where(
            relays.c.case_id == case_id, relays.c.direction == direction,
            relays.c.state.in_([RelayState.HELD, RelayState.GONE]),
        )  # fmt: skip
        return int((await self._session.execute(statement)).scalar_one())

    async def first_of(self, case_id: int, direction: Direction) -> int | None:
        """The id of the first relay of a case with text, in a direction."""
        statement = select(Relay).where(
            relays.c.case_id == case_id, relays.c.direction == direction,
            relays.c.state.in_([RelayState.HELD, RelayState.GONE]),
        )  # fmt: skip
        found = (await self._session.execute(statement.order_by(relays.c.id))).scalars()
        return next((relay.id for relay in found if relay.text), None)

    async def kept(self, participant_id: int) -> list[Relay]:
        """Recent texts that were not understood, the oldest first."""
        statement = select(Relay).where(
            relays.c.participant_id == participant_id, relays.c.state == RelayState.KEPT,
            ~relays.c.forgotten,
        )  # fmt: skip
        return list((await self._session.execute(statement.order_by(relays.c.id))).scalars())

    async def last_words(self, participant_id: int, most: int) -> list[Relay]:
        """The last `most` texts that reached the consultants, the oldest first."""
        statement = (
            select(Relay)
            .where(relays.c.participant_id == participant_id)
            .where(relays.c.direction == Direction.IN, ~relays.c.forgotten)
            .where(relays.c.state == RelayState.GONE)
            .order_by(relays.c.id.desc())
            .limit(_LOOKED_AT)
        )
        found = (await self._session.execute(statement)).scalars()
        return [relay for relay in found if relay.text][:most][::-1]

    async def forget(self, before: datetime) -> None:
        """Remove the texts and files that no open case needs any more; the rows stay."""
        open_case = exists().where(cases.c.id == relays.c.case_id, cases.c.closed_at.is_(None))
        statement = (
            update(relays)
            .where(~relays.c.forgotten, relays.c.state != RelayState.HELD, ~open_case)
            .where(relays.c.created_at < before - KEPT_FOR)
        )
        await self._session.execute(statement.values(text="", translation=None, forgotten=True))
        forgotten = exists().where(relays.c.id == files.c.relay_id, relays.c.forgotten)
        done = update(files).where(files.c.relay_id.is_not(None), forgotten)
        await self._session.execute(
            done.where(files.c.state == FileState.KEPT).values(state=FileState.REMOVED)
        )

    async def forget_positions(self, chat_id: int, old_chat_id: int) -> None:
        """The chat has other message ids from now on; what was written is of the chat before."""
        written = update(relays).where(
            relays.c.source_chat == chat_id, relays.c.state != RelayState.HELD
        )
        await self._session.execute(written.values(source_chat=old_chat_id))

    async def add(self, relay: Relay) -> None:
        self._session.add(relay)
        await self._session.flush()


class Topics:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, participant_id: int, chat_id: int) -> ForumTopic | None:
        statement = select(ForumTopic).where(
            topics.c.participant_id == participant_id, topics.c.chat_id == chat_id
        )
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def all_of(self, participant_id: int) -> list[ForumTopic]:
        """The participant's topics, the newest first; there is one in each group."""
        statement = select(ForumTopic).where(topics.c.participant_id == participant_id)
        found = await self._session.execute(statement.order_by(topics.c.id.desc()))
        return list(found.scalars())

    async def at(self, chat_id: int, thread: int) -> ForumTopic | None:
        """The topic with this thread id."""
        statement = select(ForumTopic).where(
            topics.c.chat_id == chat_id, topics.c.thread == thread
        )
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def add(self, topic: ForumTopic) -> None:
        self._session.add(topic)
        await self._session.flush()

    async def remove(self, topic: ForumTopic) -> None:
        await self._session.delete(topic)
        await self._session.flush()
