"""The consultants' group in the database."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Column, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.kernel.database.dialects import insert_new
from bot.office.rules.pairing import Pairing
from bot.office.storage.tables import consultants_group, group_moves


class StoredGroup:
    """Repository of the one row, and of the groups that became supergroups."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def paired(self) -> int | None:
        """The group that was connected with a code."""
        stored: int | None = await self._value(consultants_group.c.paired_chat_id)
        return stored

    async def last(self) -> int | None:
        """The group in which the message ids of the outbox hold."""
        stored: int | None = await self._value(consultants_group.c.last_chat_id)
        return stored

    async def pair(self, chat_id: int) -> None:
        """Connect a group; the code is used up."""
        await self._set(paired_chat_id=chat_id, pairing=None)

    async def use(self, chat_id: int) -> None:
        """Note in which group the message ids of the outbox hold."""
        await self._set(last_chat_id=chat_id)

    async def pairing(self) -> Pairing | None:
        """The newest code that was given out, if it was not used."""
        stored = await self._value(consultants_group.c.pairing)
        return None if stored is None else Pairing(**stored)

    async def set_pairing(self, pairing: Pairing) -> None:
        await self._set(pairing=asdict(pairing))

    async def moves(self) -> dict[int, int]:
        """Groups that became supergroups, old id to new."""
        rows = await self._session.execute(select(group_moves))
        return {row.old_chat_id: row.new_chat_id for row in rows}

    async def move(self, old: int, new: int) -> bool:
        """Note that a group became a supergroup; False if that is known."""
        values = {"old_chat_id": old, "new_chat_id": new}
        result = await self._session.execute(insert_new(self._session, group_moves), values)
        return result.first() is not None

    async def _value(self, column: Column[Any]) -> Any:
        return (await self._session.execute(select(column))).scalar()

    async def _set(self, **values: object) -> None:
        await self._session.execute(insert_new(self._session, consultants_group), {"id": 1})
        row = consultants_group.c.id == bindparam("consultants_group_id")
        statement = update(consultants_group).where(row)
        await self._session.execute(statement, {"consultants_group_id": 1, **values})
