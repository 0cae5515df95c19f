"""Incoming updates: stored, and their presses acknowledged."""

import asyncio
import gc
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from structlog.testing import capture_logs

from bot.adapters.telegram.receiving import ACKNOWLEDGE_DELAY, MAX_UPDATE, Receiver, Webhook
from bot.kernel.database.outbox_tables import OutboxRow
from bot.kernel.failures import DeliveryFailure
from bot.kernel.unit_of_work import Conflict
from bot.pipeline.inbox import Inbox
from bot.pipeline.ports import NotDelivered

NOW = datetime(2026, 12, 1, tzinfo=UTC)
PRIVATE, GROUP = {"id": 42, "type": "private"}, {"id": -1001, "type": "supergroup"}
AMINA = {"id": 42, "is_bot": False, "first_name": "Amina"}
pytestmark = pytest.mark.looptime


@dataclass
class FakeInbox:
    """A unit of work that stores nothing but updates; `conflicts` commits fail first."""

    stored: list[tuple[Any, ...]] = field(default_factory=list)
    conflicts: int = 0
    _new: list[tuple[Any, ...]] = field(default_factory=list)

    def __getitem__(self, repository: object) -> "FakeInbox":
        assert repository is Inbox, "only the inbox is used"
        return self

    async def __aenter__(self) -> "FakeInbox":
        self._new = []
        return self

    async def __aexit__(self, *_: object) -> None: ...

    async def take_begun(self, *_: Any) -> None:
        """Nothing was begun."""

    async def store(self, *row: Any, urgent: bool = False) -> None:
        self._new.append(row)

    async def commit(self) -> None:
        if self.conflicts:
            self.conflicts -= 1
            raise Conflict
        self.stored += self._new


@dataclass
class FakeTransport:
    """`fails`, one failure a call; `calls` are the moments of the loop."""

    fails: list[NotDelivered] = field(default_factory=list)
    calls: list[tuple[str, float]] = field(default_factory=list)

    async def acknowledge(self, callback_id: str) -> None:
        self.calls.append((callback_id, asyncio.get_running_loop().time()))
        if self.fails:
            raise self.fails.pop(0)

    async def deliver(self, row: OutboxRow) -> None:
        raise AssertionError("nothing is sent")

    def reachable(self, chat_id: int) -> bool:
        return True


@dataclass
class FakeNlu:
    expected: list[tuple[int, str]] = field(default_factory=list)

    def is_ready(self) -> bool:
        return True

    def prefetch(self, chat_id: int, text: str) -> None:
        self.expected.append((chat_id, text))

    async def submit(self, *_: Any) -> None:
        raise AssertionError("nothing is understood")


@dataclass
class Door:
    inbox: FakeInbox = field(default_factory=FakeInbox)
    transport: FakeTransport = field(default_factory=FakeTransport)
    nlu: FakeNlu = field(default_factory=FakeNlu)

    def __post_init__(self) -> None:
        unit: Any = self.inbox
        self.receiver = Receiver(lambda: unit, lambda: NOW, self.transport, self.nlu)

    async def takes(self, **update: Any) -> None:
        await self.receiver.receive({"update_id": 7, **update})

    async def presses(self, chat: dict[str, Any] = PRIVATE) -> None:
        message = {"message_id": 5, "chat": chat}
        query = {"id": "q1", "from": AMINA, "message": message, "data": "m:menu"}
        await self.takes(callback_query=query)


@pytest.fixture
def door() -> Door:
    return Door()


def text(words: str, chat: dict[str, Any] = PRIVATE) -> dict[str, Any]:
    return {"message": {"message_id": 5, "chat": chat, "from": AMINA, "text": words}}


async def test_update_is_stored_without_cpr_numbers(door: Door) -> None:
    await door.takes(**text("mit cpr er 010190-1234"))
    [(update_id, chat_id, raw, at)] = door.inbox.stored
    assert (update_id, chat_id, at) == (7, 42, NOW)
    assert "1234" not in str(raw)


async def test_conflict_is_retried(door: Door) -> None:
    door.inbox.conflicts = 1
    await door.takes(**text("hej"))
    assert len(door.inbox.stored) == 1


async def test_private_text_is_prefetched_by_the_nlu(door: Door) -> None:
    await door.takes(**text("hej"))
    await door.takes(**text("hej", GROUP))
    await door.presses()
    assert door.nlu.expected == [(42, "hej")]


async def test_update_of_another_kind_is_logged_and_dropped(door: Door) -> None:
    with capture_logs() as logs:
        await door.takes(poll={"id": "1"})
    assert [line["event"] for line in logs] == ["update_ignored"]
    assert door.inbox.stored == []


async def test_group_updates_are_logged_by_their_chat(door: Door) -> None:
    with capture_logs() as logs:
        await door.takes(**text("hej", GROUP))
        await door.takes(**text("hej"))
    assert [(line["event"], line["chat_id"]) for line in logs] == [("group_update", -1001)]


async def test_press_is_stored_first_and_acknowledged_in_the_background(door: Door) -> None:
    await door.presses()
    assert len(door.inbox.stored) == 1 and door.transport.calls == []
    gc.collect()  # asyncio itself keeps no task alive
    await asyncio.sleep(10)
    [(callback_id, at)] = door.transport.calls
    assert callback_id == "q1" and at == pytest.approx(ACKNOWLEDGE_DELAY)


async def test_only_presses_are_acknowledged(door: Door) -> None:
    await door.takes(**text("hej"))
    await asyncio.sleep(1)
    assert door.transport.calls == []


def network(retry_after: float | None = None) -> NotDelivered:
    return NotDelivered(DeliveryFailure.NETWORK, permanent=False, retry_after=retry_after)


async def test_failed_acknowledgement_is_retried_twice(door: Door) -> None:
    door.transport.fails = [network(), network(), network(), network()]
    with capture_logs() as logs:
        await door.presses()
        await asyncio.sleep(60)
    assert [at for _, at in door.transport.calls] == pytest.approx([0.05, 0.25, 1.25])
    [line] = logs
    assert (line["event"], line["reason"]) == ("press_not_acknowledged", "network error")


async def test_acknowledgement_waits_as_long_as_telegram_asks(door: Door) -> None:
    door.transport.fails = [network(retry_after=7)]
    await door.presses()
    await asyncio.sleep(60)
    assert [at for _, at in door.transport.calls] == pytest.approx([0.05, 7.05])


async def test_permanent_failure_is_not_retried(door: Door) -> None:
    door.transport.fails = [NotDelivered(DeliveryFailure.REJECTED, permanent=True)]
    with capture_logs():
        await door.presses()
        await asyncio.sleep(60)
    assert len(door.transport.calls) == 1


# The webhook's endpoint.

SECRET = "hush"


async def post(
    door: Door, body: bytes, secret: str | None = SECRET, forwarded: str | None = None
) -> int:
    webhook = Webhook(door.receiver, SECRET)
    app = Starlette(routes=[Route("/", webhook.respond, methods=["POST"])])
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
    if forwarded is not None:
        headers["X-Forwarded-For"] = forwarded
    transport = httpx.ASGITransport(app, client=("198.51.100.7", 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        return (await client.post("/", content=body, headers=headers)).status_code


UPDATE = json.dumps({"update_id": 7, **text("hej")}).encode()


async def test_webhook_stores_the_update(door: Door) -> None:
    assert await post(door, UPDATE) == 200 and len(door.inbox.stored) == 1


@pytest.mark.parametrize("secret", [None, "", "hus", "hush ", "HUSH"])
async def test_webhook_refuses_a_wrong_secret(door: Door, secret: str | None) -> None:
    with capture_logs() as logs:
        assert await post(door, UPDATE, secret) == 403
    assert door.inbox.stored == [] and [line["event"] for line in logs] == ["webhook_refused"]


@pytest.mark.parametrize(
    ("forwarded", "logged"),
    [
        (None, {}),
        ("203.0.113.9", {"forwarded_for": "203.0.113.9"}),
        ("10.0.0.1, 2001:db8::9", {"forwarded_for": "2001:db8::9"}),
        ("I want to die", {}),
        ("fe80::1%I want to die", {}),
        ("203.0.113.9\x1b[2J", {}),
    ],
)
async def test_refused_webhook_call_is_logged_with_its_source_and_without_its_body(
    door: Door, forwarded: str | None, logged: dict[str, str]
) -> None:
    with capture_logs() as logs:
        assert await post(door, UPDATE, "guessed", forwarded) == 403
    expected = {"why": "secret", "source": "198.51.100.7", "log_level": "warning"} | logged
    assert logs == [{"event": "webhook_refused"} | expected]


async def test_webhook_limits_the_size_of_an_update(door: Door) -> None:
    padding = MAX_UPDATE - len(UPDATE)
    assert await post(door, UPDATE + b" " * padding) == 200
    assert await post(door, UPDATE + b" " * (padding + 1)) == 413
    assert len(door.inbox.stored) == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000])
async def test_webhook_refuses_what_is_not_json(door: Door, body: bytes) -> None:
    assert await post(door, body) == 400 and door.inbox.stored == []


@pytest.mark.parametrize("body", [b"[]", b"7", b"null"])
async def test_webhook_ignores_json_of_another_shape(door: Door, body: bytes) -> None:
    assert await post(door, body) == 200 and door.inbox.stored == []
