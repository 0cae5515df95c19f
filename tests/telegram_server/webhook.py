"""Delivery to a webhook: in order within a chat, concurrent across chats, with retries."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from tests.telegram_server.wire import Json

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0  # between tries; Telegram is more patient
_ANSWER_WITHIN = 10.0


@dataclass(frozen=True, eq=False)
class Queued:
    update: Json
    once: bool = False  # given again or out of order on purpose, so it is not kept

    @property
    def id(self) -> int:
        return int(self.update["update_id"])

    @property
    def line(self) -> int:
        """The chat, or else the person, within which the order is kept."""
        payload = next(value for key, value in self.update.items() if key != "update_id")
        chat = payload.get("chat") or payload.get("message", {}).get("chat") or {}
        return int((chat or payload.get("from") or payload.get("user") or {}).get("id", 0))


class Webhook:
    def __init__(
        self,
        url: str,
        target: str,
        secret: str,
        max_connections: int,
        delivered: Callable[[Queued], None],
    ) -> None:
        self.url = url
        self.max_connections = max_connections
        self.last_error = ""
        self._target = target
        self._headers = {SECRET_HEADER: secret} if secret else {}
        self._delivered = delivered
        self._lines: dict[int, deque[Queued]] = {}
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(max_connections)
        # Neither the machine's proxies nor its certificates concern a loopback address.
        self._client = httpx.AsyncClient(timeout=_ANSWER_WITHIN, trust_env=False, verify=False)

    def deliver(self, queued: Queued) -> None:
        self._lines.setdefault(queued.line, deque()).append(queued)
        if queued.line not in self._workers:
            self._workers[queued.line] = asyncio.create_task(self._serve(queued.line))

    async def close(self) -> None:
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        await self._client.aclose()

    async def _serve(self, line: int) -> None:
        waiting, pause = self._lines[line], FIRST_PAUSE
        while waiting:
            if await self._accepted(waiting[0].update):
                self._delivered(waiting.popleft())
                pause = FIRST_PAUSE
            else:
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
        del self._workers[line]  # no await since the last look: nothing can slip in between

    async def _accepted(self, update: Json) -> bool:
        try:
            async with self._slots:
                answer = await self._client.post(self._target, json=update, headers=self._headers)
        except httpx.HTTPError as error:
            self.last_error = f"{type(error).__name__}: {error}"
            return False
        if not answer.is_success:
            reason = f"{answer.status_code} {answer.reason_phrase}"
            self.last_error = f"Wrong response from the webhook: {reason}"
        return answer.is_success
