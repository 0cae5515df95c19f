"""Rasa's own Telegram channel, but for the address of Telegram.  Runs in Rasa's environment."""

import asyncio
from typing import Any

from aiogram.bot.api import TelegramAPIServer
from rasa.core.channels.channel import InputChannel
from rasa.core.channels.telegram import TelegramInput, TelegramOutput


class StandInTelegram(TelegramInput):
    """`api_url` in its credentials: aiogram has a setting for it, Rasa has none."""

    api_url = ""

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        channel = super().from_credentials(credentials)
        channel.api_url = (credentials or {})["api_url"]
        return channel

    def get_output_channel(self) -> TelegramOutput:
        channel = TelegramOutput(self.access_token)
        channel.server = TelegramAPIServer.from_base(self.api_url)
        asyncio.run(self._introduce(channel))
        return channel

    async def _introduce(self, channel: TelegramOutput) -> None:
        """Closes what was open: Rasa itself leaves it to a loop that has ended, and then answers
        every update with "Event loop is closed"."""
        await channel.set_webhook(url=self.webhook_url)
        await channel.close()
