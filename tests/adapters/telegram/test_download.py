"""Downloads from Telegram: whole, limited in size, and without the token in an error."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram import Bot

from bot.adapters.telegram.download import TelegramDownloads
from bot.files.ports import NotFetched
from bot.files.rules.files import Refusal
from bot.kernel.failures import FetchFailure
from bot.kernel.incoming import LARGEST
from bot.pipeline.updates import parse
from tests.helpers.files import JPEG, MP4, PDF, VOICE
from tests.telegram_server import Person, TelegramServer
from tests.telegram_server.faults import DOWNLOAD


@pytest.fixture
def amina(telegram: TelegramServer) -> Person:
    return telegram.person(42, "Amina", started=True)


@pytest.fixture
async def downloads(bot: Bot) -> AsyncIterator[TelegramDownloads]:
    async with httpx.AsyncClient() as client:
        yield TelegramDownloads(bot, client)


async def sent_id(bot: Bot) -> str:
    """Return the file id of the newest update, as our parser reads it."""
    update = (await bot.get_updates(offset=-1))[0]
    content: Any = parse(update.to_dict()).content
    assert content.file_id is not None
    return str(content.file_id)


async def failure(downloads: TelegramDownloads, file_id: str) -> NotFetched:
    with pytest.raises(NotFetched) as raised:
        await downloads.fetch(file_id)
    shown = repr(raised.value) + str(raised.value.__cause__)
    assert "TEST" not in shown and "http" not in shown.lower().replace("httpx", "")
    return raised.value


@pytest.mark.parametrize(
    ("send", "content"),
    [
        (lambda p: p.sends_photo(JPEG), JPEG),
        (lambda p: p.sends_voice(VOICE), VOICE),
        (lambda p: p.sends_document("../../x.exe", PDF), PDF),
        (lambda p: p.sends_video(MP4), MP4),
    ],
    ids=["photo", "voice", "document", "video"],
)
async def test_files_are_downloaded_whole(
    downloads: TelegramDownloads, amina: Person, bot: Bot,
    send: Callable[[Person], Awaitable[Any]], content: bytes,
) -> None:  # fmt: skip
    await send(amina)
    assert await downloads.fetch(await sent_id(bot)) == content


async def test_largest_allowed_file_is_downloaded(
    downloads: TelegramDownloads, amina: Person, bot: Bot
) -> None:
    await amina.sends_document("a.pdf", PDF + bytes(LARGEST - len(PDF)))
    assert len(await downloads.fetch(await sent_id(bot))) == LARGEST


async def test_file_too_big_for_the_bot_api_is_refused(
    downloads: TelegramDownloads, amina: Person, bot: Bot
) -> None:
    await amina.sends_video(MP4 + bytes(25_000_000))
    refused = await failure(downloads, await sent_id(bot))
    assert refused.refusal is Refusal.TOO_BIG and refused.permanent


async def test_download_stops_at_the_size_limit(
    downloads: TelegramDownloads, amina: Person, bot: Bot
) -> None:
    await amina.sends_document("a.pdf", PDF + bytes(25_000_000), told_size=10)
    assert (await failure(downloads, await sent_id(bot))).refusal is Refusal.TOO_BIG


async def test_unknown_file_id_is_permanent(downloads: TelegramDownloads) -> None:
    refused = await failure(downloads, "nothing")
    assert refused.permanent and refused.refusal is None


PASSING: dict[str, dict[str, Any]] = {
    "a server error": {"status": 500},
    "a bad gateway": {"status": 502},
    "rubbish": {"garbage": True},
    "a broken connection": {"drop": "before"},
    "an unknown token": {"status": 401},
    "a file that is away": {
        "status": 400,
        "description": "Bad Request: wrong file_id or the file is temporarily unavailable",
    },
}


@pytest.mark.parametrize("how", PASSING.values(), ids=PASSING.keys())
async def test_failed_get_file_is_retryable(
    downloads: TelegramDownloads, telegram: TelegramServer, amina: Person, bot: Bot,
    how: dict[str, Any],
) -> None:  # fmt: skip
    await amina.sends_photo(JPEG)
    file_id = await sent_id(bot)
    telegram.faults.add("getFile", **how)
    refused = await failure(downloads, file_id)
    assert not refused.permanent
    assert await downloads.fetch(file_id) == JPEG


@pytest.mark.parametrize(
    "how", [{"status": 500}, {"status": 404}, {"status": 401}, {"drop": "before"}]
)
async def test_failed_download_is_retryable(
    downloads: TelegramDownloads, telegram: TelegramServer, amina: Person, bot: Bot,
    how: dict[str, Any],
) -> None:  # fmt: skip
    await amina.sends_photo(JPEG)
    file_id = await sent_id(bot)
    telegram.faults.add(DOWNLOAD, **how)
    refused = await failure(downloads, file_id)
    expected = f"unexpected status: {how['status']}" if "status" in how else "network error: "
    assert not refused.permanent and str(refused).startswith(expected)
    assert await downloads.fetch(file_id) == JPEG


@pytest.mark.parametrize(
    ("status", "header", "retry_after"),
    [(429, "7", 7), (429, "soon", None), (429, None, None), (503, "7", None)],
)
async def test_download_honours_retry_after(
    downloads: TelegramDownloads, amina: Person, bot: Bot, status: int, header: str | None,
    retry_after: float | None,
) -> None:  # fmt: skip
    def respond(request: httpx.Request) -> httpx.Response:
        assert request.headers["Accept-Encoding"] == "identity"
        assert request.extensions["timeout"] == httpx.Timeout(30, connect=5).as_dict()
        return httpx.Response(status, headers={"Retry-After": header} if header else {})

    await amina.sends_photo(JPEG)
    async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as downloads.client:
        refused = await failure(downloads, await sent_id(bot))
    assert (refused.retry_after, refused.permanent) == (retry_after, False)


async def test_file_without_an_address_is_retryable() -> None:
    server = LocalServer(None)
    async with httpx.AsyncClient() as client:
        downloads = TelegramDownloads(server, client)  # type: ignore[arg-type]  # all it uses
        refused = await failure(downloads, "x")
    assert (refused.reason, refused.permanent) == (FetchFailure.NO_ADDRESS, False)


async def test_rate_limit_returns_telegrams_retry_after(
    downloads: TelegramDownloads, telegram: TelegramServer, amina: Person, bot: Bot
) -> None:
    await amina.sends_photo(JPEG)
    file_id = await sent_id(bot)
    telegram.faults.add("getFile", retry_after=7)
    assert (await failure(downloads, file_id)).retry_after == 7


class LocalServer:
    """Bot API server in local mode: it returns a path instead of an address."""

    def __init__(self, path: Path | None) -> None:
        self.file_path = str(path) if path else None

    async def get_file(self, _: str) -> "LocalServer":
        return self


@pytest.mark.parametrize(("size", "refusal"), [(LARGEST + 1, Refusal.TOO_BIG), (None, None)])
async def test_local_bot_api_server_names_a_file_on_this_machine(
    tmp_path: Path, size: int | None, refusal: Refusal | None
) -> None:
    path, server = tmp_path / "a", LocalServer(tmp_path / "a")
    async with httpx.AsyncClient() as client:
        downloads = TelegramDownloads(server, client)  # type: ignore[arg-type]  # all it uses
        if size is not None:
            path.write_bytes(bytes(size))
        refused = await failure(downloads, "x")
        assert refused.refusal is refusal
        assert str(refused) == ("too large" if size else "not readable: FileNotFoundError")
        path.write_bytes(JPEG)
        assert await downloads.fetch("x") == JPEG
