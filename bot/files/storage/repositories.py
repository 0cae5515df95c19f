"""The files that people sent, as rows; their content lies in the file store."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.files.rules.files import FileState, SentFile
from bot.files.storage.tables import doomed_files, files


class SentFiles:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, file: SentFile) -> None:
        self._session.add(file)
        await self._session.flush()  # gives it its id

    async def get(self, file_id: int) -> SentFile | None:
        return await self._session.get(SentFile, file_id)

    async def of_work(self, work_id: int) -> list[SentFile]:
        statement = select(SentFile).where(files.c.work_id == work_id).order_by(files.c.id)
        return list((await self._session.execute(statement)).scalars())

    async def of_participant(self, participant_id: int) -> list[SentFile]:
        mine = files.c.participant_id == participant_id
        statement = select(SentFile).where(mine).order_by(files.c.id)
        return list((await self._session.execute(statement)).scalars())

    async def removed(self) -> list[SentFile]:
        """Taken back by their senders, with a content still."""
        statement = select(SentFile).where(
            files.c.state == FileState.REMOVED, files.c.key.is_not(None)
        )
        return list((await self._session.execute(statement)).scalars())

    async def next_wanted(self, now: datetime, most: int) -> list[SentFile]:
        """The oldest that are due.  One that has to wait holds up nobody: each stands alone."""
        statement = (
            select(SentFile)
            .where(files.c.state == FileState.WANTED)
            .where(or_(files.c.next_try_at.is_(None), files.c.next_try_at <= now))
            .order_by(files.c.id)
            .limit(most)
        )
        return list((await self._session.execute(statement)).scalars())

    async def doom(self, participant_id: int) -> None:
        """The content of a person's files is to be deleted; their rows may go."""
        mine = (files.c.participant_id == participant_id) & files.c.key.is_not(None)
        keys = (await self._session.execute(select(files.c.key).where(mine))).scalars()
        for key in keys:
            await self._session.execute(insert(doomed_files).values(key=key))

    async def doomed(self) -> list[str]:
        return list((await self._session.execute(select(doomed_files.c.key))).scalars())

    async def gone(self, key: str) -> None:
        await self._session.execute(delete(doomed_files).where(doomed_files.c.key == key))

    async def kept_among(self, keys: Collection[str]) -> set[str]:
        statement = select(files.c.key).where(files.c.key.in_(keys))
        return set((await self._session.execute(statement)).scalars())
