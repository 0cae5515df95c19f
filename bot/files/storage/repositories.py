"""The files that people sent, as rows; their content lies in the file store."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import case, delete, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.files.rules.files import FileState, SentFile
from bot.files.rules.quota import Usage
from bot.files.storage.tables import files, pending_deletions


class SentFiles:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, file: SentFile) -> None:
        self._session.add(file)
        await self._session.flush()  # gives it its id

    async def get(self, file_id: int) -> SentFile | None:
        return await self._session.get(SentFile, file_id)

    async def of_participant(self, participant_id: int) -> list[SentFile]:
        owned = files.c.participant_id == participant_id
        statement = select(SentFile).where(owned).order_by(files.c.id)
        return list((await self._session.execute(statement)).scalars())

    async def removed(self) -> list[SentFile]:
        """Files that participants removed and whose content is still stored."""
        statement = select(SentFile).where(
            files.c.state == FileState.REMOVED, files.c.key.is_not(None)
        )
        return list((await self._session.execute(statement)).scalars())

    async def next_wanted(self, now: datetime, most: int) -> list[SentFile]:
        """Files that are due: the oldest of each person, then the second of each, and so on.

        One that waits for a retry does not delay others.
        """
        place = func.row_number().over(partition_by=files.c.participant_id, order_by=files.c.id)
        due = (
            select(files.c.id, place.label("place"))
            .where(files.c.state == FileState.WANTED)
            .where(or_(files.c.next_try_at.is_(None), files.c.next_try_at <= now))
            .subquery()
        )
        statement = (
            select(SentFile)
            .join(due, files.c.id == due.c.id)
            .order_by(due.c.place, files.c.id)
            .limit(most)
        )
        return list((await self._session.execute(statement)).scalars())

    async def of_relay(self, relay_id: int) -> list[SentFile]:
        """In the order of their messages."""
        statement = select(SentFile).where(files.c.relay_id == relay_id)
        found = (await self._session.execute(statement)).scalars()
        return sorted(found, key=lambda file: file.message_id or 0)

    async def usage(self, participant_id: int, since: datetime, but: int | None = None) -> Usage:
        """What a participant sent after `since`, and what is kept; `but`: not counting this file.

        What consultants sent to the participant does not count.
        """
        kept = files.c.state.in_([FileState.WANTED, FileState.KEPT])
        recent = files.c.created_at > since
        size = func.coalesce(files.c.size, 0)
        statement = select(
            func.count(case((recent, 1))), func.sum(case((recent, size), else_=0)),
            func.count(case((kept, 1))), func.sum(case((kept, size), else_=0)),
        ).where(
            files.c.participant_id == participant_id, files.c.sent_by.is_(None),
            files.c.id != (but or 0),
        )  # fmt: skip
        row = (await self._session.execute(statement)).one()
        return Usage(*(int(number or 0) for number in row))

    async def schedule_deletion(self, participant_id: int) -> None:
        """Have the content of a participant's files deleted; their rows can be deleted now."""
        owned = (files.c.participant_id == participant_id) & files.c.key.is_not(None)
        keys = (await self._session.execute(select(files.c.key).where(owned))).scalars()
        for key in keys:
            await self._session.execute(insert(pending_deletions).values(key=key))

    async def pending_deletions(self) -> list[str]:
        """Keys of content that is to be deleted."""
        return list((await self._session.execute(select(pending_deletions.c.key))).scalars())

    async def note_deleted(self, key: str) -> None:
        """The content under this key is deleted."""
        done = delete(pending_deletions).where(pending_deletions.c.key == key)
        await self._session.execute(done)

    async def kept_among(self, keys: Collection[str]) -> set[str]:
        """Those of these keys that belong to a stored file."""
        statement = select(files.c.key).where(files.c.key.in_(keys))
        return set((await self._session.execute(statement)).scalars())
