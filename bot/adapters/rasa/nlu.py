"""Sends free text to the Rasa server, which answers by calling one of our actions."""

import contextlib
import time
from collections.abc import Callable
from typing import Any

import httpx

from bot.kernel.runtime.tasks import BackgroundTasks
from bot.pipeline.ports import NluUnavailable

# A turn takes 20–30 ms; one that takes 20 s is not coming back.
TIMEOUT = httpx.Timeout(20, connect=2)
PREFETCH_TIMEOUT = httpx.Timeout(2)
MAX_PREFETCHES = 2  # at a time
PREFETCH_INTERVAL = 1.0  # seconds between two of the same chat


class RasaNlu:
    """`url` and `ready` are called each time: a restarted child listens on another port.

    `token` authorizes us (rasa_server.components.channel).  `seconds` is a monotonic clock.
    """

    def __init__(
        self, client: httpx.AsyncClient, url: Callable[[], str], ready: Callable[[], bool],
        token: str, seconds: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._client, self._url, self._ready, self._seconds = client, url, ready, seconds
        self._headers = {"Authorization": f"Bearer {token}"}
        self._prefetches = BackgroundTasks()
        self._prefetched_at: dict[int, float] = {}  # by chat

    def is_ready(self) -> bool:
        return self._ready()

    def prefetch(self, chat_id: int, text: str) -> None:
        """Let Rasa compute the text's features before it is submitted, if it is at all.

        Skipped while others are under way, which would only compete for the processor, and for a
        chat that floods us.
        """
        if not self._ready() or len(self._prefetches) >= MAX_PREFETCHES:
            return
        if self._may_prefetch(chat_id):
            self._prefetches.start(self._prefetch(text))

    def _may_prefetch(self, chat_id: int) -> bool:
        now = self._seconds()
        self._prefetched_at = {
            chat: at for chat, at in self._prefetched_at.items() if now - at < PREFETCH_INTERVAL
        }
        if chat_id in self._prefetched_at:
            return False
        self._prefetched_at[chat_id] = now
        return True

    async def _prefetch(self, text: str) -> None:
        with contextlib.suppress(Exception):  # an optimization only
            await self._post("ahead", {"text": _as_message(text)}, PREFETCH_TIMEOUT)

    async def submit(
        self, update_id: int, chat_id: int, text: str, language: str, waiting: str
    ) -> None:
        """Return when Rasa has called its action.  Raises MindAway."""
        if not self._ready():
            raise NluUnavailable
        metadata = {"update_id": update_id, "language": language, "waiting": waiting}
        body = {"sender": str(chat_id), "message": _as_message(text), "metadata": metadata}
        try:
            response = await self._post("webhook", body, TIMEOUT)
            response.raise_for_status()
        except httpx.HTTPError as error:
            raise NluUnavailable from error

    async def _post(
        self,
        endpoint: str,
        body: dict[str, Any],
        timeout: httpx.Timeout,  # noqa: ASYNC109  # httpx applies it
    ) -> httpx.Response:
        return await self._client.post(
            f"{self._url()}/webhooks/rest/{endpoint}", json=body, headers=self._headers,
            timeout=timeout,
        )  # fmt: skip


def _as_message(text: str) -> str:
    """Remove a leading slash: Rasa would take "/greet" as an intent that needs no understanding.

    Rasa refuses NUL and an empty message.
    """
    return text.replace("\x00", " ").lstrip("/ ") or "?"
