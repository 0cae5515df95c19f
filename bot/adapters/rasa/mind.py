"""Free text to the Rasa server.  The meaning comes back as a call of one of our actions."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Any

import httpx

from bot.services.ports import MindAway

# A turn takes 20–30 ms; one that takes this long is not coming back.
PATIENCE = httpx.Timeout(20, connect=2)
# A word of what comes: so many under way, and one a second for each chat.
AHEAD, MOST_AHEAD, ONCE_IN = httpx.Timeout(2), 2, 1.0


class RasaMind:
    """`url` and `ready` are asked each time: the child may come back on another port.

    `token` lets us in (rasa_server.components.channel).
    """

    def __init__(
        self, client: httpx.AsyncClient, url: Callable[[], str], ready: Callable[[], bool],
        token: str,
    ) -> None:  # fmt: skip
        self._client, self._url, self._ready = client, url, ready
        self._headers = {"Authorization": f"Bearer {token}"}
        self._told: set[asyncio.Task[None]] = set()
        self._told_at: dict[int, float] = {}

    def is_ready(self) -> bool:
        return self._ready()

    def expect(self, chat_id: int, text: str) -> None:
        """A text that will have to be understood in a moment, or not: whoever has a free core may
        begin.  Not for a crowd, which would only wait, or for one who floods."""
        if (
            not self._ready()
            or len(self._told) >= MOST_AHEAD
            or not self._has_not_flooded(chat_id)
        ):
            return
        task = asyncio.create_task(self._tell(text))
        self._told.add(task)
        task.add_done_callback(self._told.discard)

    def _has_not_flooded(self, chat_id: int) -> bool:
        now = time.monotonic()
        self._told_at = {c: at for c, at in self._told_at.items() if now - at < ONCE_IN}
        return self._told_at.setdefault(chat_id, now) == now

    async def _tell(self, text: str) -> None:
        with contextlib.suppress(Exception):  # only a hint
            await self._post("ahead", {"text": _plain(text)}, AHEAD)

    async def hear(
        self, update_id: int, chat_id: int, text: str, language: str, waiting: str
    ) -> None:
        """Returns when Rasa has run its action.  Raises MindAway."""
        if not self._ready():
            raise MindAway
        metadata = {"update_id": update_id, "language": language, "waiting": waiting}
        body = {"sender": str(chat_id), "message": _plain(text), "metadata": metadata}
        try:
            answer = await self._post("webhook", body, PATIENCE)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise MindAway from error

    async def _post(
        self, door: str, body: dict[str, Any], patience: httpx.Timeout
    ) -> httpx.Response:
        return await self._client.post(
            f"{self._url()}/webhooks/rest/{door}", json=body, headers=self._headers,
            timeout=patience,
        )  # fmt: skip


def _plain(text: str) -> str:
    """ "/intent" is Rasa's shortcut past understanding; a person's slash must not take it."""
    return text.replace("\x00", " ").lstrip("/ ") or "?"
