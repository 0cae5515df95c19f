"""The connection to Telegram: start, health, webhook, and the bot's published profile."""

import asyncio
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs
from telegram.error import InvalidToken

from bot.adapters.telegram.channel import (
    HEALTHY_SECONDS,
    MAX_WAIT,
    WEBHOOK_PATH,
    TelegramChannel,
    make_channel,
)
from bot.app.views.commands import about, participant_commands
from bot.i18n.markup import TelegramHtml
from bot.i18n.render import Renderer
from bot.kernel.languages import OWN_NAMES
from bot.pipeline.updates import ALLOWED_UPDATES
from tests.adapters.telegram.fake_api import Failed, FakeApi, make_bot

RENDERER = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), TelegramHtml())
pytestmark = pytest.mark.looptime


def loop_time() -> float:
    return asyncio.get_running_loop().time()


@pytest.fixture
def api() -> FakeApi:
    return FakeApi()


@pytest.fixture
def channel(api: FakeApi) -> TelegramChannel:
    return TelegramChannel(make_bot(api), RENDERER, loop_time)


async def test_start_waits_for_telegram(api: FakeApi, channel: TelegramChannel) -> None:
    away: list[Any] = [OSError("away"), Failed(502), {"not": "a user"}]
    api.responses["getMe"].extend(away)
    with capture_logs() as logs:
        await channel.start()
    assert [line["next_attempt_in"] for line in logs] == [1, 2, 4]
    assert loop_time() == pytest.approx(7, abs=0.1)
    assert channel.is_healthy()


async def test_wait_for_telegram_has_a_maximum(api: FakeApi, channel: TelegramChannel) -> None:
    api.responses["getMe"].extend([Failed(502)] * 9)
    with capture_logs() as logs:
        await channel.start()
    assert [line["next_attempt_in"] for line in logs][5:] == [32, MAX_WAIT, MAX_WAIT, MAX_WAIT]


async def test_refused_token_ends_the_start(api: FakeApi, channel: TelegramChannel) -> None:
    api.responses["getMe"].append(Failed(401, "Unauthorized"))
    with pytest.raises(InvalidToken):
        await channel.start()
    assert not channel.is_healthy() and loop_time() == pytest.approx(0, abs=0.1)


async def test_malformed_token_is_refused_at_once() -> None:
    with pytest.raises(InvalidToken):
        make_channel("", "http://127.0.0.1:9", RENDERER)


async def test_health_needs_a_recent_response(channel: TelegramChannel) -> None:
    assert not channel.is_healthy()
    await channel.start()
    await asyncio.sleep(59.5)
    assert channel.is_healthy()
    await asyncio.sleep(1)
    assert not channel.is_healthy()


async def test_polling_keeps_the_channel_healthy(api: FakeApi, channel: TelegramChannel) -> None:
    stored: list[Any] = []

    async def store(raw: Any) -> None:
        stored.append(raw)

    api.responses["getUpdates"].append([{"update_id": 7}])
    polling = asyncio.create_task(channel.poll(store))
    await asyncio.sleep(10 * HEALTHY_SECONDS)
    assert channel.is_healthy() and stored == [{"update_id": 7}]
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)


async def test_webhook_is_set_however_often_that_fails(
    api: FakeApi, channel: TelegramChannel
) -> None:
    api.responses["setWebhook"].extend([Failed(429, retry_after=50), Failed(500)])
    with capture_logs() as logs:
        await channel.set_webhook("https://bot.example", "hush")
    assert api.calls[-1].parameters == {
        "url": f"https://bot.example{WEBHOOK_PATH}", "secret_token": "hush",
        "allowed_updates": ALLOWED_UPDATES,
    }  # fmt: skip
    assert [(line["event"], line["next_attempt_in"]) for line in logs] == [
        ("telegram_refused", 50), ("telegram_refused", 2),
    ]  # fmt: skip


def webhook_info(pending: int, error: str | None = None) -> dict[str, Any]:
    info = {"url": "x", "has_custom_certificate": False, "pending_update_count": pending}
    return info | ({"last_error_message": error, "last_error_date": 1} if error else {})


async def test_stuck_webhook_is_logged(api: FakeApi, channel: TelegramChannel) -> None:
    """An old error without waiting updates is over; waiting updates may be on their way."""
    api.responses["getWebhookInfo"].extend([
        webhook_info(0), webhook_info(3), webhook_info(0, "old"), webhook_info(3, "502"),
        Failed(500), {"not": "info"}, webhook_info(0),
    ])  # fmt: skip
    with capture_logs() as logs:
        watching = asyncio.create_task(channel.watch_webhook(20))
        await asyncio.sleep(6 * 20 + 1)
        watching.cancel()
    told = [(line["event"], line.get("pending"), line.get("error")) for line in logs]
    assert told == [
        ("webhook_stuck", 3, None), ("telegram_away", None, "NetworkError"),
        ("telegram_away", None, "TypeError"),
    ]  # fmt: skip
    assert [call.at for call in api.calls] == pytest.approx([20 * n for n in range(7)], abs=0.1)


async def test_health_follows_the_webhook(api: FakeApi, channel: TelegramChannel) -> None:
    api.responses["getWebhookInfo"].extend([webhook_info(0), *[Failed(500)] * 9])
    watching = asyncio.create_task(channel.watch_webhook())
    with capture_logs():
        await asyncio.sleep(HEALTHY_SECONDS - 1)
        assert channel.is_healthy()
        await asyncio.sleep(2)
        assert not channel.is_healthy()
    watching.cancel()
    assert [call.at for call in api.calls] == pytest.approx([0, 30, 60], abs=0.1)


async def test_profile_is_published_in_every_language(
    api: FakeApi, channel: TelegramChannel
) -> None:
    api.responses["setMyCommands"].append(Failed(500))
    with capture_logs():
        await channel.publish_profile()
    languages = [None, *OWN_NAMES]
    described = api.calls_of("setMyDescription")
    assert [call.parameters.get("language_code") for call in described] == languages
    assert [call.parameters["description"] for call in described] == [
        RENDERER.plain(about(), language or "en") for language in languages
    ]
    commands = api.calls_of("setMyCommands")[1:]  # the first one failed
    assert [call.parameters.get("language_code") for call in commands] == languages
    for call in commands:
        language = call.parameters.get("language_code") or "en"
        given = {one["command"]: one["description"] for one in call.parameters["commands"]}
        assert given == {
            name: RENDERER.plain(text, language)[:256]
            for name, text in participant_commands().items()
        }


async def test_close_shuts_the_connections_down(api: FakeApi, channel: TelegramChannel) -> None:
    await channel.start()
    assert not api.is_shut_down
    await channel.close()
    assert api.is_shut_down
