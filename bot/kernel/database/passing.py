"""Messages that are deleted from their chat some time after they were sent."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.kernel.database.dialects import insert_new
from bot.kernel.database.outbox_tables import passing_messages


class PassingMessages:
    """Repository of such messages, by the ids that the channel gave them."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, chat_id: int, message_id: int, remove_at: datetime) -> None:
        """Note a sent message."""
        values = {"chat_id": chat_id, "message_id": message_id, "remove_at": remove_at}
        await self._session.execute(insert_new(self._session, passing_messages), values)

    async def take(self, now: datetime) -> dict[int, list[int]]:
        """Return the ids of the messages that are due, by chat, and forget them."""
        due = delete(passing_messages).where(passing_messages.c.remove_at <= now)
        found: dict[int, list[int]] = {}
        for row in await self._session.execute(due.returning(passing_messages)):
            found.setdefault(row.chat_id, []).append(row.message_id)
        return found
