"""Incoming updates: stored in the inbox before Telegram learns that we have them."""

import asyncio
import hmac
import json
from collections.abc import Callable

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.adapters.callers import source
from bot.kernel.incoming import Attachment, Incoming, Press, Text, text_of
from bot.kernel.ports import Clock
from bot.kernel.runtime.backoff import backoff
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.runtime.retrying import retry
from bot.kernel.runtime.tasks import BackgroundTasks
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork
from bot.pipeline.batched_store import Arrival, BatchedStore
from bot.pipeline.inbox import Inbox
from bot.pipeline.intake import may_be_rest, store_update
from bot.pipeline.masking import Raw, without_cpr
from bot.pipeline.ports import Nlu, NotDelivered, Transport
from bot.pipeline.updates import NotAnUpdate, parse

log = structlog.get_logger()

MAX_UPDATE = 1_000_000  # bytes; Telegram sends far smaller ones
# Seconds: the reply to a press should not wait behind the end of its spinner.
ACKNOWLEDGE_DELAY = 0.05
ACKNOWLEDGE_ATTEMPTS = 3
MOST_ACKNOWLEDGED = 8  # at the same moment: a crowd must not keep the program busy with spinners


def _never(text: str) -> bool:
    return False


class Receiver:
    """Stores updates and acknowledges presses.

    is_alarm: whether a text sounds like a crisis; its update is marked urgent, and stored in a
        unit of work of `urgent_uow`.
    """

    def __init__(
        self,
        uow: UnitsOfWork,
        clock: Clock,
        transport: Transport,
        nlu: Nlu,
        is_alarm: Callable[[str], bool] = _never,
        urgent_uow: UnitsOfWork | None = None,
    ) -> None:
        self._urgent_uow = urgent_uow or uow
        self._store = BatchedStore(uow, self._put)
        self._clock, self._transport, self._nlu = clock, transport, nlu
        self._is_alarm = is_alarm
        self._acknowledging = asyncio.Semaphore(MOST_ACKNOWLEDGED)
        self._background = BackgroundTasks()

    async def receive(self, raw: Raw) -> None:
        """Return when the update is stored.  An update of a kind we do not handle is logged."""
        try:
            redacted = without_cpr(raw)
            incoming = parse(redacted)
        except (NotAnUpdate, RecursionError) as error:
            log.info("update_ignored", why=str(error))
            return
        content, sender = incoming.content, incoming.sender
        # Rasa gets no digits before it is known whether they complete a CPR number.
        if isinstance(content, Text) and sender.private and not may_be_rest(content.text):
            self._nlu.prefetch(sender.chat_id, content.text)
        if self._is_urgent(incoming):
            await retry_on_conflict(lambda: self._store_alarm(incoming, redacted))
        else:
            await self._store.store(Arrival(incoming, redacted))
        # The spinner of a repeated press may still turn; acknowledging twice does no harm.
        if isinstance(incoming.content, Press):
            self._background.start(self._acknowledge(incoming.content.callback_id))
        if not incoming.sender.private:
            log.info("group_update", chat_id=incoming.sender.chat_id)

    async def _put(self, uow: UnitOfWork, arrival: Arrival) -> None:
        await store_update(uow[Inbox], arrival.masked, arrival.incoming, self._clock())

    async def _store_alarm(self, incoming: Incoming, redacted: Raw) -> None:
        async with self._urgent_uow() as uow:
            await store_update(uow[Inbox], redacted, incoming, self._clock(), urgent=True)
            await uow.commit()

    def _is_urgent(self, incoming: Incoming) -> bool:
        written = isinstance(incoming.content, Text | Attachment) and incoming.sender.private
        return written and self._is_alarm(text_of(incoming.content))

    async def _acknowledge(self, callback_id: str) -> None:
        """Stop the spinner of the pressed button, if that works in a few attempts."""
        await asyncio.sleep(ACKNOWLEDGE_DELAY)
        try:
            await retry(
                lambda: self._acknowledge_once(callback_id),
                on=lambda error: isinstance(error, NotDelivered) and not error.permanent,
                wait=_acknowledge_wait,
                attempts=ACKNOWLEDGE_ATTEMPTS,
            )
        except NotDelivered as failure:
            log.info("press_not_acknowledged", reason=str(failure))

    async def _acknowledge_once(self, callback_id: str) -> None:
        async with self._acknowledging:
            await self._transport.acknowledge(callback_id)


def _acknowledge_wait(failures: int, error: Exception) -> float:
    asked = error.retry_after if isinstance(error, NotDelivered) else None
    return asked or backoff(failures, first=0.2, factor=5, longest=3)


class Webhook:
    """The endpoint that Telegram posts to.  `secret` is checked before the body is read."""

    def __init__(self, receiver: Receiver, secret: str) -> None:
        self._receiver, self._secret = receiver, secret.encode()

    async def respond(self, request: Request) -> Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "").encode()
        if not hmac.compare_digest(given, self._secret):
            log.warning("webhook_refused", why="secret", **source(request))
            return PlainTextResponse("forbidden", 403)
        body = await request.body()
        if len(body) > MAX_UPDATE:
            return PlainTextResponse("too large", 413)
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            return PlainTextResponse("not JSON", 400)
        if isinstance(raw, dict):
            await self._receiver.receive(raw)
        return PlainTextResponse("ok")
