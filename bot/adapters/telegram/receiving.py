"""How updates come in: stored before Telegram is told that we have them."""

import asyncio
import hmac
import json
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from telegram.error import NetworkError

from bot.domain.incoming import Incoming, Press, Text
from bot.services.again import again
from bot.services.faults import fault
from bot.services.ports import Clock, Mind, NotDelivered, Transport, UnitsOfWork
from bot.services.updates import NotAnUpdate, Raw, parse, without_cpr

log = structlog.get_logger()

# Telegram sends far smaller ones.
LARGEST_UPDATE = 1_000_000
# Seconds: people wait for the answer to a press, and not for the end of its spinner.
ANSWER_FIRST = 0.05


class Receiver:
    """Stores an update and stops the spinner of a pressed button."""

    def __init__(self, uow: UnitsOfWork, clock: Clock, transport: Transport, mind: Mind) -> None:
        self._uow, self._clock, self._transport, self._mind = uow, clock, transport, mind
        self._background: set[asyncio.Task[None]] = set()

    async def receive(self, raw: Raw) -> None:
        """Returns when it is stored.  What is no update of ours is dropped; the log says so."""
        try:
            kept = without_cpr(raw)
            incoming = parse(kept)
        except (NotAnUpdate, RecursionError) as error:
            log.info("update_ignored", why=str(error))
            return
        if isinstance(incoming.content, Text) and incoming.sender.private:
            self._mind.expect(incoming.sender.chat_id, incoming.content.text)
        await again(lambda: self._store(incoming, kept))
        # A press that comes again may still be spinning: answering twice is harmless.
        if isinstance(incoming.content, Press):
            self._soon(self._acknowledge(incoming.content.callback_id))
        if not incoming.sender.private:
            log.info("group_update", chat_id=incoming.sender.chat_id)

    async def _store(self, incoming: Incoming, kept: Raw) -> None:
        chat_id = incoming.sender.chat_id
        async with self._uow() as uow:
            await uow.inbox.store(incoming.update_id, chat_id, kept, self._clock())
            await uow.commit()

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _acknowledge(self, callback_id: str) -> None:
        await asyncio.sleep(ANSWER_FIRST)
        for wait in (0.2, 1, 3):
            try:
                return await self._transport.acknowledge(callback_id)
            except NotDelivered as failure:
                if failure.permanent:
                    return None
                await asyncio.sleep(failure.retry_after or wait)
        return None


@dataclass(frozen=True)
class RawUpdate:
    """As Telegram sent it; the Updater looks at its number only."""

    update_id: int
    raw: Raw


class StoringQueue(asyncio.Queue[object]):
    """The Updater's queue, whose `put` returns when the update is stored.

    The Updater confirms updates to Telegram with its next request, which it makes after `put`: so
    nothing is confirmed that is not in the inbox.
    """

    def __init__(self, receiver: Receiver) -> None:
        super().__init__()
        self._receiver = receiver

    async def put(self, item: object) -> None:
        assert isinstance(item, RawUpdate)
        try:
            await self._receiver.receive(item.raw)
        except Exception as error:
            # The Updater knows only Telegram's errors; this one makes it ask for the update again.
            log.error("inbox_unavailable", **fault(error))
            raise NetworkError("inbox unavailable") from error


class Webhook:
    """The route Telegram posts to; without the secret it is refused before anything is read."""

    def __init__(self, receiver: Receiver, secret: str) -> None:
        self._receiver, self._secret = receiver, secret.encode()

    async def respond(self, request: Request) -> Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "").encode()
        if not hmac.compare_digest(given, self._secret):
            log.warning("webhook_refused", why="secret")
            return PlainTextResponse("forbidden", 403)
        body = await request.body()
        if len(body) > LARGEST_UPDATE:
            return PlainTextResponse("too large", 413)
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            return PlainTextResponse("not JSON", 400)
        if isinstance(raw, dict):
            await self._receiver.receive(raw)
        return PlainTextResponse("ok")
