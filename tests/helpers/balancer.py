"""What nginx does in deploy/: passes each call of Telegram on to whichever worker answers."""

import asyncio
import random
from dataclasses import dataclass, field

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.adapters.telegram.channel import WEBHOOK_PATH
from tests.telegram_server.webhook import SECRET_HEADER


@dataclass
class Balancer:
    """To a worker at random; `twice` is how often to all of them at the same moment."""

    ports: list[int]
    chance: random.Random
    twice: float = 0.0
    taken: list[int] = field(default_factory=list)  # by the worker on which port

    def app(self) -> Starlette:
        return Starlette(routes=[Route(WEBHOOK_PATH, self._pass_on, methods=["POST"])])

    async def _pass_on(self, request: Request) -> Response:
        body, secret = await request.body(), request.headers[SECRET_HEADER]
        ports = self.chance.sample(self.ports, len(self.ports))
        async with httpx.AsyncClient(headers={SECRET_HEADER: secret}) as client:
            if self.chance.random() < self.twice:
                took = await asyncio.gather(*(self._takes(client, p, body) for p in ports))
                return _answer(any(took))
            for port in ports:
                if await self._takes(client, port, body):
                    return _answer(True)
        return _answer(False)

    async def _takes(self, client: httpx.AsyncClient, port: int, body: bytes) -> bool:
        try:
            answer = await client.post(f"http://127.0.0.1:{port}{WEBHOOK_PATH}", content=body)
        except httpx.HTTPError:
            return False
        if answer.is_success:
            self.taken.append(port)
        return answer.is_success


def _answer(taken: bool) -> Response:
    return PlainTextResponse("ok") if taken else PlainTextResponse("nobody there", 502)
