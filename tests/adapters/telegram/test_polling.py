"""Long polling: raw updates, stored before they are confirmed, whatever fails."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs
from telegram.error import TelegramError

from bot.adapters.telegram.channel import make_channel
from bot.adapters.telegram.polling import MAX_WAIT, POLL_SECONDS, Poller, fetch_updates
from bot.adapters.telegram.receiving import Receiver
from bot.i18n.markup import TelegramHtml
from bot.i18n.render import Renderer
from bot.pipeline.updates import ALLOWED_UPDATES
from tests.adapters.telegram.fake_api import Failed, FakeApi, make_bot
from tests.helpers.world import World
from tests.telegram_server import TelegramServer

WORDS = "zqz words of a person"
# python-telegram-bot raises when it parses one of these.
UNPARSABLE: list[dict[str, Any]] = [
    {"message": {"message_id": "x", "date": "yesterday", "chat": [], "text": WORDS}},
    {"message": {"message_id": 1, "text": WORDS}},
    {"my_chat_member": {"chat": {"id": 1, "type": "private"}, "from": {}, "date": WORDS}},
]


async def test_unparsable_update_blocks_no_other_and_is_not_logged(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    renderer = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), TelegramHtml())
    caplog.set_level(logging.INFO, logger="telegram")
    async with TelegramServer() as telegram:
        channel = make_channel(telegram.token, telegram.url, renderer)
        receiver = Receiver(world.uow, world.clock, world.channel, world.nlu)
        with capture_logs() as log:
            async with channel.bot:
                polling = asyncio.create_task(channel.poll(receiver.receive))
                for update in UNPARSABLE:
                    telegram.publish(next(iter(update)), next(iter(update.values())))
                await telegram.person(42, "Amina", language_code="en").says("/start")
                await telegram.settled()
                assert channel.is_healthy()
                polling.cancel()
                await asyncio.gather(polling, return_exceptions=True)
    await world.settle()
    assert "Which language" in world.person().last.text
    assert WORDS not in str(log) and WORDS not in caplog.text


# With the fake API, in virtual time.


class Inbox:
    """Fails once for each of these updates."""

    def __init__(self, *fails_once: int) -> None:
        self.stored: list[int] = []
        self.fails_once = set(fails_once)

    async def store(self, raw: dict[str, Any]) -> None:
        number = raw["update_id"]
        if number in self.fails_once:
            self.fails_once.remove(number)
            raise OSError("disk full")
        self.stored.append(number)


class Responses:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1


def updates(*ids: int) -> list[dict[str, Any]]:
    return [{"update_id": number} for number in ids]


def offsets(api: FakeApi) -> list[int | None]:
    return [call.parameters.get("offset") for call in api.calls_of("getUpdates")]


@asynccontextmanager
async def polling(
    api: FakeApi, inbox: Inbox, on_response: Responses | None = None
) -> AsyncIterator[None]:
    poller = Poller(make_bot(api), inbox.store, on_response or Responses())
    task = asyncio.create_task(poller.run())
    try:
        yield
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


@pytest.mark.looptime
async def test_long_poll_asks_for_the_kinds_that_are_handled() -> None:
    api = FakeApi()
    async with polling(api, Inbox()):
        await asyncio.sleep(1)
    [call] = api.calls_of("getUpdates")
    assert call.parameters == {"timeout": POLL_SECONDS, "allowed_updates": ALLOWED_UPDATES}


@pytest.mark.looptime
async def test_webhook_is_deleted_first_however_often_that_fails() -> None:
    api = FakeApi()
    api.responses["deleteWebhook"].extend([Failed(500), OSError("away")])
    with capture_logs() as logs:
        async with polling(api, Inbox()):
            await asyncio.sleep(10)
    assert [call.method for call in api.calls] == ["deleteWebhook"] * 3 + ["getUpdates"]
    assert [call.at for call in api.calls] == pytest.approx([0, 1, 3, 3], abs=0.1)
    failures = [(line["event"], line["next_attempt_in"]) for line in logs]
    assert failures == [("polling_failed", 1), ("polling_failed", 2)]


@pytest.mark.looptime
async def test_stored_updates_are_confirmed_by_the_next_poll() -> None:
    api, inbox, responses = FakeApi(), Inbox(), Responses()
    api.responses["getUpdates"].extend([updates(7, 8), updates(9)])
    async with polling(api, inbox, responses):
        await asyncio.sleep(1)
        assert offsets(api) == [None, 9, 10]
    assert inbox.stored == [7, 8, 9]
    assert responses.count == 2


@pytest.mark.looptime
async def test_update_that_could_not_be_stored_is_fetched_again() -> None:
    """Those before it are confirmed, and those behind it are not stored before it."""
    api, inbox = FakeApi(), Inbox(8)
    api.responses["getUpdates"].extend([updates(7, 8, 9), updates(8, 9)])
    with capture_logs() as logs:
        async with polling(api, inbox):
            await asyncio.sleep(10)
            assert offsets(api) == [None, 8, 10]
    assert inbox.stored == [7, 8, 9]
    assert [line["event"] for line in logs] == ["inbox_unavailable", "polling_failed"]
    assert "disk full" not in str(logs)


@pytest.mark.looptime
async def test_failed_polls_back_off_and_start_anew_after_a_good_one() -> None:
    api = FakeApi()
    away = [Failed(502)] * 7
    api.responses["getUpdates"].extend([*away, updates(1), Failed(429, retry_after=7)])
    with capture_logs() as logs:
        async with polling(api, Inbox()):
            await asyncio.sleep(300)
    waits = [line["next_attempt_in"] for line in logs]
    assert waits == [1, 2, 4, 8, 16, MAX_WAIT, MAX_WAIT, 7]


@pytest.mark.looptime
async def test_invalid_response_is_retried() -> None:
    """Neither is it a sign of health."""
    api, inbox, responses = FakeApi(), Inbox(), Responses()
    api.responses["getUpdates"].extend([{"not": "updates"}, ["nor", "these"], updates(7)])
    with capture_logs() as logs:
        async with polling(api, inbox, responses):
            await asyncio.sleep(10)
    assert inbox.stored == [7] and responses.count == 1
    assert [line["event"] for line in logs] == ["polling_failed"] * 2


@pytest.mark.looptime
async def test_last_update_is_confirmed_when_polling_ends() -> None:
    api = FakeApi()
    api.responses["getUpdates"].append(updates(7))
    async with polling(api, Inbox()):
        await asyncio.sleep(1)
    last = api.calls[-1]
    assert (last.parameters["offset"], last.parameters["timeout"]) == (8, 0)


@pytest.mark.looptime
async def test_nothing_is_confirmed_where_nothing_came() -> None:
    api = FakeApi()
    async with polling(api, Inbox()):
        await asyncio.sleep(1)
    assert len(api.calls_of("getUpdates")) == 1


@pytest.mark.looptime
@pytest.mark.parametrize("failure", [Failed(500), OSError("away"), None])
async def test_failed_confirmation_does_not_hold_up_the_end(
    failure: Failed | Exception | None,
) -> None:
    api = FakeApi()

    async def hang(name: str, parameters: dict[str, Any]) -> Any:
        await asyncio.sleep(600)

    api.responses["getUpdates"].append(updates(7))
    async with polling(api, Inbox()):
        await asyncio.sleep(1)
        if failure is None:
            api.default = hang  # type: ignore[method-assign]
        else:
            api.responses["getUpdates"].append(failure)
        began = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - began <= 3.1


@pytest.mark.looptime
@pytest.mark.parametrize(
    "result",
    [True, {}, "x", [1], [[]], [{}], [{"update_id": "7"}], [{"update_id": True}],
     [{"update_id": None}, {"update_id": 7}], [{"update_id": 7}, {"id": 8}]],
)  # fmt: skip
async def test_response_without_updates_is_an_error(result: Any) -> None:
    api = FakeApi()
    api.responses["getUpdates"].append(result)
    with pytest.raises(TelegramError, match="no updates"):
        await fetch_updates(make_bot(api), None, 0)
