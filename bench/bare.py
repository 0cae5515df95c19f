"""The bare Rasa turn: the same server and the same texts, its actions answered by nobody."""

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.services.ports import Mind
from bot.understanding.actions_endpoint import ActionsEndpoint

SENDER = "nobody"
NOTHING: dict[str, list[Any]] = {"events": [], "responses": []}


@dataclass(frozen=True)
class Actions:
    """The assistant's endpoint for its people, an empty one for the bare turns."""

    assistant: ActionsEndpoint

    async def respond(self, request: Request) -> Response:
        if (await request.json())["sender_id"] == SENDER:
            return JSONResponse(NOTHING)
        return await self.assistant.respond(request)


@dataclass
class Heard:
    """The mind, and a bell that rings when Rasa is through with a text, after the reply."""

    inner: Mind
    over: asyncio.Event = field(default_factory=asyncio.Event)
    ended: float = 0.0

    def is_ready(self) -> bool:
        return self.inner.is_ready()

    async def hear(
        self, update_id: int, chat_id: int, text: str, language: str, waiting: str
    ) -> None:
        await self.inner.hear(update_id, chat_id, text, language, waiting)
        self.ended = time.perf_counter()
        self.over.set()


@dataclass(frozen=True)
class BareRasa:
    """What Rasa takes by itself, in milliseconds."""

    client: httpx.AsyncClient
    url: str
    pid: int
    token: str

    async def turn(self, text: str) -> float:
        body = {"sender": SENDER, "message": text, "metadata": {"language": "en", "waiting": ""}}
        return await self._post("/webhooks/rest/webhook", body)

    async def parse(self, text: str) -> float:
        """Understanding only: no conversation, no action."""
        return await self._post(f"/model/parse?token={self.token}", {"text": text})

    async def _post(self, path: str, body: dict[str, Any]) -> float:
        began = time.perf_counter()
        answer = await self.client.post(self.url + path, json=body, timeout=60)
        answer.raise_for_status()
        return (time.perf_counter() - began) * 1000

    def megabytes(self) -> dict[str, int]:
        """What the server holds now, and the most it held (Linux only)."""
        status = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        fields = (line.split() for line in status)
        return {f[0][:-1]: int(f[1]) // 1024 for f in fields if f[0] in ("VmRSS:", "VmHWM:")}
