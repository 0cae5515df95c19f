"""Drives one bot: posts updates and measures the time until the bot's answer arrives.

Each measured bot runs in a process of its own and has a fake Telegram of its own in this process.
A turn lasts from the post of the update to the arrival of the bot's first message in that chat.
"""

import asyncio
import itertools
import time
from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Self

import httpx

from tests.telegram_server import TelegramServer
from tests.telegram_server.wire import CallRecord

MESSAGE_METHODS = frozenset({"sendmessage", "editmessagetext"})
TIMEOUT = 60  # seconds
FIRST_UPDATE = 1_000_000_000  # above the ids of seeded updates
SECRET = "bench"


class CallRecorder(list[CallRecord]):
    """The bot's calls to Telegram, with a future for the next message in a chat."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: dict[int, asyncio.Future[tuple[float, CallRecord]]] = {}

    def append(self, record: CallRecord) -> None:
        now = time.perf_counter()
        super().append(record)
        if record.method.lower() in MESSAGE_METHODS:
            waiting = self.waiting.pop(record.chat_id, None)
            if waiting is not None and not waiting.done():
                waiting.set_result((now, record))

    def next_message_in(self, chat_id: int) -> asyncio.Future[tuple[float, CallRecord]]:
        """Return a future of the time (perf_counter) and the call of the next message."""
        self.waiting[chat_id] = asyncio.get_running_loop().create_future()
        return self.waiting[chat_id]


@dataclass
class Driver:
    """Takes turns with one bot, whose webhook is at the URL `target`."""

    pause: float = 0.05  # seconds after a turn, in which the bot finishes its writes
    target: str = ""
    server: TelegramServer = field(default_factory=TelegramServer)
    calls: CallRecorder = field(default_factory=CallRecorder)
    last_answer: CallRecord | None = None
    _update_ids: "itertools.count[int]" = field(
        default_factory=lambda: itertools.count(FIRST_UPDATE)
    )
    _running: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def __aenter__(self) -> Self:
        self.server.world.calls = self.calls
        await self._running.enter_async_context(self.server)
        self._client = await self._running.enter_async_context(
            httpx.AsyncClient(timeout=TIMEOUT, trust_env=False)
        )
        self.server.group(-1001, "Team", members=[])
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._running.aclose()

    def add_people(self, chat_ids: Iterable[int]) -> None:
        for chat_id in chat_ids:
            self.server.person(chat_id, "Amina", started=True)

    async def says(self, chat_id: int, text: str) -> float:
        """Send a text; return the time until the answer, in milliseconds."""
        return await self._turn(chat_id, self.text_update(chat_id, text))

    async def presses(self, chat_id: int, data: str) -> float:
        """Press a button; return the time until the answer, in milliseconds."""
        return await self._turn(chat_id, self.press_update(chat_id, data))

    async def post(self, update: Mapping[str, Any], target: str = "") -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        answer = await self._client.post(target or self.target, json=update, headers=headers)
        answer.raise_for_status()

    async def _turn(self, chat_id: int, update: Mapping[str, Any]) -> float:
        answered = self.calls.next_message_in(chat_id)
        started = time.perf_counter()
        posted = asyncio.create_task(self.post(update))
        arrived, self.last_answer = await asyncio.wait_for(answered, TIMEOUT)
        await posted
        await asyncio.sleep(self.pause)
        return (arrived - started) * 1000

    def text_update(self, chat_id: int, text: str) -> dict[str, Any]:
        entity = {"type": "bot_command", "offset": 0, "length": len(text)}
        entities = {"entities": [entity]} if text.startswith("/") else {}
        message = self._message(chat_id) | {
            "from": self._person(chat_id),
            "text": text,
            **entities,
        }
        return self._update("message", message)

    def press_update(self, chat_id: int, data: str) -> dict[str, Any]:
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
