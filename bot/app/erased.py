"""Which buttons are about somebody who was erased."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.kernel.callback_data import CallbackData
from bot.kernel.database.ids import was_given
from bot.kernel.database.types import metadata
from bot.kernel.references import references


class ErasedRows:
    """Looks up what the buttons of consultants refer to."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def is_named_by(self, button: CallbackData) -> bool:
        """Whether a button refers to a row that was there and is not any more."""
        for name, number in references(button):
            table = metadata.tables[name]
            found = select(table.c.id).where(table.c.id == number)
            if (await self._session.execute(found)).first() is None:
                return await was_given(self._session, table, number)
        return False
