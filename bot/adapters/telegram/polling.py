"""Long polling: updates are stored before the request that confirms them.

Updates are fetched as raw JSON.  Bot.get_updates() would parse a batch as a whole and fail, and
log its content, where it cannot read one of them; Updater builds on it.
"""

import asyncio
import contextlib
import warnings
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import structlog
from telegram import Bot
from telegram.error import TelegramError
from telegram.warnings import PTBUserWarning

from bot.adapters.telegram.errors import logged_wait
from bot.kernel.runtime.faults import fault
from bot.kernel.runtime.retrying import retry
from bot.pipeline.masking import Raw
from bot.pipeline.updates import ALLOWED_UPDATES

log = structlog.get_logger()

POLL_SECONDS = 25
MAX_WAIT = 30.0  # seconds between attempts
CONFIRM_SECONDS = 3

# do_api_request is the public way to a raw result; it recommends the typed methods instead.
warnings.filterwarnings("ignore", "Please use 'Bot.getUpdates'", PTBUserWarning)


async def fetch_updates(bot: Bot, offset: int | None, seconds: float) -> list[Raw]:
    """Wait up to `seconds` for updates; those before `offset` are confirmed.

    Raises TelegramError, also for a response that holds no updates.
    """
    parameters = {"timeout": seconds, "allowed_updates": ALLOWED_UPDATES}
    if offset is not None:
        parameters["offset"] = offset
    updates = await bot.do_api_request("getUpdates", parameters)
    if not isinstance(updates, list) or not all(_is_update(one) for one in updates):
        raise TelegramError("no updates in the response")
    return updates


def _is_update(value: Any) -> bool:
    return isinstance(value, dict) and type(value.get("update_id")) is int


@dataclass
class Poller:
    """`store` returns when an update is stored; `on_response` hears of every good response."""

    bot: Bot
    store: Callable[[Raw], Awaitable[None]]
    on_response: Callable[[], None]
    _offset: int | None = field(default=None, init=False)

    async def run(self) -> None:
        """Poll until cancelled; whatever fails is tried again."""
        wait = logged_wait("polling_failed", MAX_WAIT)
        # getUpdates is refused while a webhook is set.
        await retry(self.bot.delete_webhook, on=_always, wait=wait)
        try:
            while True:
                await retry(self._poll, on=_always, wait=wait)
        finally:
            await self._confirm()

    async def _poll(self) -> None:
        updates = await fetch_updates(self.bot, self._offset, POLL_SECONDS)
        self.on_response()
        for update in updates:
            try:
                await self.store(update)
            except Exception as error:
                log.error("inbox_unavailable", **fault(error))
                raise
            self._offset = update["update_id"] + 1

    async def _confirm(self) -> None:
        """Confirm what was stored last.  On failure it comes again, and changes nothing."""
        if self._offset is None:
            return
        with contextlib.suppress(Exception):
            async with asyncio.timeout(CONFIRM_SECONDS):
                await fetch_updates(self.bot, self._offset, 0)


def _always(_: Exception) -> bool:
    return True
