"""The connection to Telegram: polling or webhook, commands in every language, its health."""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import Bot, BotCommand
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.ext import Updater
from telegram.request import HTTPXRequest

from bot.adapters.telegram.receiving import RawUpdate, StoringQueue
from bot.domain.languages import OWN_NAMES
from bot.i18n.render import Renderer
from bot.services.updates import ALLOWED_UPDATES
from bot.wording.commands import about, participant_commands

log = structlog.get_logger()

POLL_SECONDS = 25
# Healthy: an answer from Telegram not older than a long poll and a slow network.
FRESH_SECONDS = 60
SECONDS_TO_END = 3
WEBHOOK_PATH = "/telegram/webhook"


class WatchedRequest(HTTPXRequest):
    """Remembers when Telegram last answered, for /health."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.answered_at: float | None = None

    async def do_request(self, *args: Any, **settings: Any) -> tuple[int, bytes]:
        code, body = await super().do_request(*args, **settings)
        if code == 200:
            self.answered_at = time.monotonic()
        return code, body


class RawBot(Bot):
    """Fetches updates as they come: one that the library can't read must not stop all others."""

    async def get_updates(  # type: ignore[override]  # the Updater asks for no more than this
        self,
        offset: int | None = None,
        limit: int | None = None,
        timeout: Any = None,  # noqa: ASYNC109  # the library's name for Telegram's parameter
        allowed_updates: Sequence[str] | None = None,
        **_: Any,
    ) -> tuple[RawUpdate, ...]:
        asked = {
            "offset": offset, "limit": limit, "timeout": timeout,
            "allowed_updates": allowed_updates,
        }  # fmt: skip
        told = await self._post("getUpdates", asked)
        if not isinstance(told, list) or not all(_is_update(one) for one in told):
            raise TelegramError("no updates in the answer")
        return tuple(RawUpdate(one["update_id"], one) for one in told)


def _is_update(told: Any) -> bool:
    return isinstance(told, dict) and type(told.get("update_id")) is int


@dataclass
class TelegramChannel:
    bot: Bot
    watched: WatchedRequest
    renderer: Renderer

    def is_healthy(self) -> bool:
        answered = self.watched.answered_at
        return answered is not None and time.monotonic() - answered < FRESH_SECONDS

    async def start(self) -> None:
        """Until Telegram answers: without it there is nobody to talk with.

        Raises InvalidToken where Telegram refuses ours: waiting would not help.
        """
        wait = 1.0
        while True:
            try:
                await self.bot.initialize()
                self.watched.answered_at = time.monotonic()
                return
            except InvalidToken:
                raise
            except Exception as error:  # noqa: BLE001  # an answer the library trips over, too
                log.warning("telegram_away", error=type(error).__name__, next_try_in=wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, 60)

    async def poll(self, queue: StoringQueue) -> None:
        """Until cancelled."""
        updater = Updater(self.bot, queue)
        await updater.initialize()
        await updater.start_polling(
            timeout=POLL_SECONDS,
            poll_interval=0,
            allowed_updates=ALLOWED_UPDATES,
            bootstrap_retries=-1,
            error_callback=_log_polling_error,
        )
        try:
            await asyncio.Event().wait()
        finally:
            # It confirms what came last; where Telegram hangs, that comes again and does no harm.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(SECONDS_TO_END):
                    await updater.stop()  # its shutdown would close the bot that others still use

    async def close(self) -> None:
        """When nobody sends any more."""
        await self.bot.shutdown()

    async def set_webhook(self, public_url: str, secret: str) -> None:
        await self._patiently(
            lambda: self.bot.set_webhook(
                public_url + WEBHOOK_PATH, secret_token=secret, allowed_updates=ALLOWED_UPDATES
            )
        )

    async def watch_webhook(self, every: float = 30) -> None:
        """A stuck webhook is seen in the log, and by /health; until cancelled."""
        while True:
            try:
                info = await self.bot.get_webhook_info()
                self.watched.answered_at = time.monotonic()
                if info.last_error_message and info.pending_update_count:
                    log.warning("webhook_stuck", pending=info.pending_update_count)
            except Exception as error:  # noqa: BLE001  # an answer the library trips over, too
                log.warning("telegram_away", error=type(error).__name__)
            await asyncio.sleep(every)

    async def introduce_itself(self) -> None:
        """Commands and description in each language; people without one of ours see English."""
        for language in (None, *OWN_NAMES):
            spoken = language or "en"
            commands = [
                BotCommand(name, self.renderer.plain(text, spoken)[:256])
                for name, text in participant_commands().items()
            ]
            described = self.renderer.plain(about(), spoken)
            await self._patiently(
                lambda c=commands, code=language: self.bot.set_my_commands(c, language_code=code)
            )
            await self._patiently(
                lambda d=described, code=language: self.bot.set_my_description(d, code)
            )

    async def _patiently(self, call: Any) -> None:
        """Again until it works: these calls change nothing when made twice."""
        wait = 1.0
        while True:
            try:
                await call()
                return
            except RetryAfter as error:
                wait = float(error._retry_after.total_seconds())
            except Exception as error:  # noqa: BLE001  # an answer the library trips over, too
                log.warning("telegram_refused", error=type(error).__name__, next_try_in=wait)
                wait = min(wait * 2, 60)
            await asyncio.sleep(wait)


def make_channel(token: str, api_url: str, renderer: Renderer) -> TelegramChannel:
    """Raises telegram.error.InvalidToken for a token of the wrong form."""
    watched = WatchedRequest(read_timeout=POLL_SECONDS + 10)
    bot = RawBot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=HTTPXRequest(connection_pool_size=64, read_timeout=10, connect_timeout=5),
        get_updates_request=watched,
    )
    return TelegramChannel(bot, watched, renderer)


def _log_polling_error(error: TelegramError) -> None:
    log.warning("polling_failed", error=type(error).__name__)
