"""Participants and their consents: tables, mapping, repository."""

from datetime import datetime
from functools import cache

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    Select,
    String,
    Table,
    bindparam,
    exists,
    false,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import relationship

from bot.kernel.database.types import Id, Sealed, UtcDateTime, mapper, metadata
from bot.kernel.participants import Consent, Participant

participants = Table(
    "participants",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False, unique=True),
    Column("first_name", Sealed, nullable=False),
    Column("language", String(8), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("language_chosen_at", UtcDateTime),
    Column("unreachable_since", UtcDateTime),
    Column("misses", Integer, nullable=False, default=0),
    Column("last_message_id", BigInteger, nullable=False, default=0),
    Column("last_album", String(64)),
    Column("doubtful_text", Sealed),
    Column("doubtful_intent", String(40)),
    Column("doubtful_question", String(40)),
    Column("language_offered", String(8)),
    Column("consultant_asked_at", UtcDateTime),
    Column("seen_at", UtcDateTime),
    Column("shared_phone", Boolean, nullable=False, server_default=false()),
    Column("times_wanted_at", UtcDateTime),
    Column("notice_version", String(20)),
)


consents = Table(
    "consents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("participant_id", ForeignKey("participants.id"), nullable=False, index=True),
    Column("version", String(20), nullable=False),
    Column("agreed", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

mapper.map_imperatively(Consent, consents)
mapper.map_imperatively(
    Participant,
    participants,
    properties={
        "consents": relationship(
            Consent,
            lazy="joined",  # every update of a participant needs them
            order_by=consents.c.id,
            cascade="all, delete-orphan",
        )
    },
)


class Participants:
    """Repository of participants."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_chat(self, chat_id: int) -> Participant | None:
        """Return the participant with this private chat, or None."""
        found = await self._session.execute(_of_chat(), {"chat": chat_id})
        return found.unique().scalar_one_or_none()  # a row for each consent

    async def get(self, participant_id: int) -> Participant:
        """Return a participant by id.  Raises NoResultFound."""
        return await self._session.get_one(Participant, participant_id)

    async def find(self, participant_id: int) -> Participant | None:
        """Return a participant by id, or None."""
        return await self._session.get(Participant, participant_id)

    async def silent_since(self, before: datetime) -> list[int]:
        """Return ids of participants created and last active before `before`."""
        wrote = participants.c.seen_at
        statement = (
            select(participants.c.id)
            .where(participants.c.created_at < before, or_(wrote.is_(None), wrote < before))
            .order_by(participants.c.id)
        )
        return list((await self._session.execute(statement)).scalars())

    async def chats_known_since(self, before: datetime) -> frozenset[int]:
        """Return the chats of participants created before `before` who have ever consented."""
        consented = select(consents.c.participant_id).where(consents.c.agreed)
        statement = select(participants.c.chat_id).where(
            participants.c.created_at < before, participants.c.id.in_(consented)
        )
        return frozenset((await self._session.execute(statement)).scalars())

    async def withdrawn_since(self, before: datetime) -> list[int]:
        """Return ids of participants who said no before `before`, and yes at no later time.

        Those who never said yes are among them.
        """
        later = consents.alias()
        said_yes = exists().where(
            later.c.participant_id == consents.c.participant_id, later.c.id > consents.c.id,
            later.c.agreed,
        )  # fmt: skip
        statement = (
            select(consents.c.participant_id)
            .where(~consents.c.agreed, consents.c.at < before, ~said_yes)
            .distinct()
        )
        return list((await self._session.execute(statement)).scalars())

    async def add(self, participant: Participant) -> None:
        """Store a new participant and set its id."""
        self._session.add(participant)
        await self._session.flush()


@cache
def _of_chat() -> Select[Participant]:
    """SELECT by chat id; cached, since every update needs it."""
    return select(Participant).where(participants.c.chat_id == bindparam("chat"))
