"""The HTTP layer below python-telegram-bot, replaced: calls are recorded, no socket is opened.

For tests in virtual time; what Telegram really accepts is known to tests.telegram_server.
"""

import asyncio
import json
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Any

from telegram import Bot
from telegram.request import BaseRequest, RequestData

TOKEN = "123456:TEST"
ME = {"id": 123456, "is_bot": True, "first_name": "Bot", "username": "bot"}


@dataclass(frozen=True)
class Failed:
    """An error response of Telegram."""

    status: int
    description: str = "failed"
    retry_after: int = 0

    def body(self) -> dict[str, Any]:
        more = {"parameters": {"retry_after": self.retry_after}} if self.retry_after else {}
        return {"ok": False, "error_code": self.status, "description": self.description, **more}


@dataclass(frozen=True)
class Called:
    method: str
    parameters: dict[str, Any]
    at: float  # the loop's time


class FakeApi(BaseRequest):
    """`responses` by method, in their order; then True, and for getUpdates an empty long poll."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Called] = []
        self.is_shut_down = False
        self.responses: defaultdict[str, deque[Any]] = defaultdict(deque)

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None:
        self.is_shut_down = True

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        name, parameters = url.rpartition("/")[2], request_data.parameters if request_data else {}
        self.calls.append(Called(name, parameters, asyncio.get_running_loop().time()))
        if self.responses[name]:
            response = self.responses[name].popleft()
        else:
            response = await self.default(name, parameters)
        if isinstance(response, Exception):
            raise response
        if isinstance(response, Failed):
            return response.status, json.dumps(response.body()).encode()
        return 200, json.dumps({"ok": True, "result": response}).encode()

    async def default(self, name: str, parameters: dict[str, Any]) -> Any:
        if name == "getUpdates":
            await asyncio.sleep(float(parameters.get("timeout", 0)))
            return []
        return ME if name == "getMe" else True

    def calls_of(self, method: str) -> list[Called]:
        return [call for call in self.calls if call.method == method]


def make_bot(api: FakeApi) -> Bot:
    return Bot(TOKEN, request=api, get_updates_request=api)
