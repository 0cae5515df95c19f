"""Telegram's side of a turn: posts an update to a bot, and hears when the bot says something.

Each bot that is measured has a stand-in of its own in this process and runs in another one.  The
clock runs from the post of the update to the moment its call is here, alike for all.
"""

import asyncio
import itertools
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Self

import httpx

from tests.telegram_server import TelegramServer
from tests.telegram_server.wire import CallRecord

SAID = frozenset({"sendmessage", "editmessagetext"})
LONGEST = 60  # seconds; a bot that is silent for so long is broken
FIRST_UPDATE = 1_000_000_000  # below it: what was there before
SECRET = "bench"


class Calls(list[CallRecord]):
    """The calls of a bot; whoever waits for a chat is told of the first that says something."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: dict[int, asyncio.Future[tuple[float, CallRecord]]] = {}

    def append(self, record: CallRecord) -> None:
        now = time.perf_counter()
        super().append(record)
        if record.method.lower() in SAID:
            waiting = self.waiting.pop(record.chat_id, None)
            if waiting is not None and not waiting.done():
                waiting.set_result((now, record))

    def first_in(self, chat_id: int) -> asyncio.Future[tuple[float, CallRecord]]:
        self.waiting[chat_id] = asyncio.get_running_loop().create_future()
        return self.waiting[chat_id]


@dataclass
class Turns:
    """Turns with one bot, whose updates go to `target`."""

    rest: float = 0.05  # seconds in which a bot writes down what it has just done
    target: str = ""
    server: TelegramServer = field(default_factory=TelegramServer)
    calls: Calls = field(default_factory=Calls)
    last: CallRecord | None = None
    _update_ids: "itertools.count[int]" = field(
        default_factory=lambda: itertools.count(FIRST_UPDATE)
    )
    _running: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def __aenter__(self) -> Self:
        self.server.world.calls = self.calls
        await self._running.enter_async_context(self.server)
        self._client = await self._running.enter_async_context(
            httpx.AsyncClient(timeout=LONGEST, trust_env=False)
        )
        self.server.group(-1001, "Team", members=[])
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._running.aclose()

    def people(self, chat_ids: range) -> None:
        for chat_id in chat_ids:
            self.server.person(chat_id, "Amina", started=True)

    async def says(self, chat_id: int, text: str) -> float:
        return await self._turn(chat_id, self.words(chat_id, text))

    async def presses(self, chat_id: int, data: str) -> float:
        return await self._turn(chat_id, self.press(chat_id, data))

    async def post(self, update: Mapping[str, Any], target: str = "") -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        answer = await self._client.post(target or self.target, json=update, headers=headers)
        answer.raise_for_status()

    async def _turn(self, chat_id: int, update: Mapping[str, Any]) -> float:
        """Milliseconds from the update to the first call that says something in its chat."""
        said = self.calls.first_in(chat_id)
        began = time.perf_counter()
        posted = asyncio.create_task(self.post(update))
        ended, self.last = await asyncio.wait_for(said, LONGEST)
        await posted
        await asyncio.sleep(self.rest)
        return (ended - began) * 1000

    def words(self, chat_id: int, text: str) -> dict[str, Any]:
        entity = {"type": "bot_command", "offset": 0, "length": len(text)}
        entities = {"entities": [entity]} if text.startswith("/") else {}
        message = self._message(chat_id) | {
            "from": self._person(chat_id),
            "text": text,
            **entities,
        }
        return self._update("message", message)

    def press(self, chat_id: int, data: str) -> dict[str, Any]:
        message = self._message(chat_id) | {"from": self.server.world.me, "text": "Menu"}
        query = self.server.world.queries.press(chat_id, chat_id, 1, data, data)
        pressed = {"id": query.id, "from": self._person(chat_id), "message": message,
                   "chat_instance": "1", "data": data}  # fmt: skip
        return self._update("callback_query", pressed)

    def _update(self, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
        number = next(self._update_ids)
        if kind == "message":
            payload["message_id"] = number
        return {"update_id": number, kind: payload}

    def _message(self, chat_id: int) -> dict[str, Any]:
        chat = {"id": chat_id, "type": "private", "first_name": "Amina"}
        return {"message_id": 1, "date": int(time.time()), "chat": chat}

    @staticmethod
    def _person(chat_id: int) -> dict[str, Any]:
        return {"id": chat_id, "is_bot": False, "first_name": "Amina", "language_code": "en"}
