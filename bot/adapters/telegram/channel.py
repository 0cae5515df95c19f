"""The connection to Telegram: start, polling or webhook, published commands, health."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

import structlog
from telegram import Bot, BotCommand
from telegram.error import InvalidToken
from telegram.request import HTTPXRequest

from bot.adapters.telegram.errors import logged_wait
from bot.adapters.telegram.polling import POLL_SECONDS, Poller
from bot.app.views.commands import about, participant_commands
from bot.i18n.render import Renderer
from bot.kernel.languages import OWN_NAMES
from bot.kernel.runtime.retrying import retry
from bot.pipeline.masking import Raw
from bot.pipeline.updates import ALLOWED_UPDATES

log = structlog.get_logger()

# Healthy: Telegram's last response is not older than a long poll on a slow network.
HEALTHY_SECONDS = 60
MAX_WAIT = 60.0  # seconds between attempts
MAX_COMMAND_DESCRIPTION = 256
WEBHOOK_PATH = "/telegram/webhook"


@dataclass
class TelegramChannel:
    """`seconds` is a monotonic clock.

    urgent_bot: the same bot with connections of its own, for the urgent lane; it is never
        initialized, which only asks Telegram who we are.
    """

    bot: Bot
    renderer: Renderer
    seconds: Callable[[], float] = time.monotonic
    urgent_bot: Bot | None = None
    _responded_at: float | None = field(default=None, init=False)

    def is_healthy(self) -> bool:
        responded = self._responded_at
        return responded is not None and self.seconds() - responded < HEALTHY_SECONDS

    async def start(self) -> None:
        """Return when Telegram responds; try until then.

        Raises InvalidToken where Telegram refuses the token: waiting would not help.
        """
        # The library raises more than TelegramError for a malformed response.
        await retry(
            self.bot.initialize,
            on=lambda error: not isinstance(error, InvalidToken),
            wait=logged_wait("telegram_away", MAX_WAIT),
        )
        self._note_response()

    async def poll(self, store: Callable[[Raw], Awaitable[None]]) -> None:
        """Pass updates to `store` until cancelled."""
        await Poller(self.bot, store, self._note_response).run()

    async def close(self) -> None:
        """To be called when nothing is sent any more."""
        await self.bot.shutdown()
        if self.urgent_bot is not None:
            await self.urgent_bot.request.shutdown()

    async def set_webhook(self, public_url: str, secret: str) -> None:
        await _until_done(
            partial(
                self.bot.set_webhook, public_url + WEBHOOK_PATH,
                secret_token=secret, allowed_updates=ALLOWED_UPDATES,
            )
        )  # fmt: skip

    async def watch_webhook(self, interval: float = 30) -> None:
        """Log a webhook that Telegram cannot deliver to, and keep `is_healthy` up to date."""
        while True:
            try:
                info = await self.bot.get_webhook_info()
            except Exception as error:  # noqa: BLE001  # the library raises more than its own
                log.warning("telegram_away", error=type(error).__name__)
            else:
                self._note_response()
                if info.last_error_message and info.pending_update_count:
                    log.warning("webhook_stuck", pending=info.pending_update_count)
            await asyncio.sleep(interval)

    async def publish_profile(self) -> None:
        """Set commands and description in each language; for all other languages in English."""
        for language in (None, *OWN_NAMES):
            spoken = language or "en"
            commands = [
                BotCommand(name, self.renderer.plain(text, spoken)[:MAX_COMMAND_DESCRIPTION])
                for name, text in participant_commands().items()
            ]
            description = self.renderer.plain(about(), spoken)
            await _until_done(partial(self.bot.set_my_commands, commands, language_code=language))
            await _until_done(
                partial(self.bot.set_my_description, description, language_code=language)
            )

    def _note_response(self) -> None:
        self._responded_at = self.seconds()


async def _until_done(call: Callable[[], Awaitable[object]]) -> None:
    """Retry without limit a call that may be made twice."""
    await retry(call, on=lambda _: True, wait=logged_wait("telegram_refused", MAX_WAIT))


def make_channel(token: str, api_url: str, renderer: Renderer) -> TelegramChannel:
    """Raises telegram.error.InvalidToken for a malformed token."""
    bot = Bot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=HTTPXRequest(connection_pool_size=64, read_timeout=10, connect_timeout=5),
        get_updates_request=HTTPXRequest(read_timeout=POLL_SECONDS + 10),
    )
    apart = HTTPXRequest(connection_pool_size=16, read_timeout=10, connect_timeout=5)
    base_url = f"{api_url}/bot"
    urgent_bot = Bot(token, base_url=base_url, request=apart, get_updates_request=apart)
    return TelegramChannel(bot, renderer, urgent_bot=urgent_bot)
