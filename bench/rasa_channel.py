"""Rasa's Telegram channel with a configurable Telegram URL.  Runs in Rasa's environment."""

import asyncio
from typing import Any

from aiogram.bot.api import TelegramAPIServer
from rasa.core.channels.channel import InputChannel
from rasa.core.channels.telegram import TelegramInput, TelegramOutput


class FakeTelegramInput(TelegramInput):
    """Reads `api_url` from its credentials: aiogram has such a setting, Rasa does not."""

    api_url = ""

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        channel = super().from_credentials(credentials)
        channel.api_url = (credentials or {})["api_url"]
        return channel

    def get_output_channel(self) -> TelegramOutput:
        channel = TelegramOutput(self.access_token)
        channel.server = TelegramAPIServer.from_base(self.api_url)
        asyncio.run(self._set_webhook(channel))
        return channel

    async def _set_webhook(self, channel: TelegramOutput) -> None:
        """Register the webhook and close the session while its event loop still runs.

        Rasa leaves the session open and then answers every update with "Event loop is closed".
        """
        await channel.set_webhook(url=self.webhook_url)
        await channel.close()
