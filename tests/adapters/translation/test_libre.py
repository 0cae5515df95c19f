"""The LibreTranslate client: what it sends, what it accepts, and every way a server can fail."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.responses import StreamingResponse as Stream
from starlette.routing import Route
from structlog.testing import capture_logs

from bot.adapters.translation.libre import (
    FAILURES,
    MAX_PAUSE,
    MAX_RESPONSE,
    MAX_TEXT,
    PAUSE,
    TIMEOUT,
    LibreTranslator,
    make_breaker,
)
from bot.program import translation
from bot.settings import Settings
from tests.telegram_server.loopback import hang_up, serving

CODES = ["da", "en", "ar", "tr", "fa", "ur", "pl", "uk"]  # no Somali, as with the real one
LISTED = [{"code": code, "name": code, "targets": CODES} for code in CODES]
NOBODY = "http://127.0.0.1:9"
Answer = Callable[[Request], Awaitable[Response]]


async def translated(request: Request) -> Response:
    body = await request.json()
    return JSONResponse({"translatedText": f"{body['target']}: {body['q']}"})


async def hang(_: Request) -> Response:
    await asyncio.sleep(600)
    return PlainTextResponse("")


async def flood(_: Request) -> Response:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(10 * MAX_RESPONSE // 1000):
            yield b"x" * 1000

    return Stream(pieces())


async def vanish(request: Request) -> Response:
    hang_up(request)
    return PlainTextResponse("")


def status(code: int, headers: dict[str, str] | None = None) -> Answer:
    async def answer(_: Request) -> Response:
        return JSONResponse({"translatedText": "no"}, code, headers)

    return answer


def says(content: str) -> Answer:
    async def answer(_: Request) -> Response:
        return Response(content, media_type="application/json")

    return answer


@dataclass
class Server:
    """LibreTranslate's two endpoints; `translate` and `languages` can be replaced."""

    translate: Answer = translated
    languages: Any = field(default_factory=lambda: LISTED)
    asked: list[dict[str, str]] = field(default_factory=list)
    listed: int = 0

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/languages", self._languages),
                Route("/translate", self._translate, methods=["POST"]),
            ]
        )

    async def _languages(self, request: Request) -> Response:
        self.listed += 1
        if callable(self.languages):
            answer: Response = await self.languages(request)
            return answer
        return JSONResponse(self.languages)

    async def _translate(self, request: Request) -> Response:
        self.asked.append(json.loads(await request.body()))
        return await self.translate(request)


@dataclass
class Clock:
    now: float = 0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def libre(server: Server, clock: Clock) -> AsyncIterator[LibreTranslator]:
    async with serving(server.app()) as url, httpx.AsyncClient(trust_env=False) as client:
        yield LibreTranslator(client, url, "key", timeout=60, breaker=make_breaker(clock))


async def test_text_is_translated(libre: LibreTranslator, server: Server) -> None:
    assert await libre.translate("مرحبا <b>", "ar", "da") == "da: مرحبا <b>"
    assert server.asked == [
        {"q": "مرحبا <b>", "source": "ar", "target": "da", "format": "text", "api_key": "key"}
    ]


async def test_no_key_configured_sends_none(libre: LibreTranslator, server: Server) -> None:
    libre.key = ""
    assert await libre.translate("Hej", "da", "tr") == "tr: Hej"
    assert "api_key" not in server.asked[0]


async def test_list_of_languages_is_requested_once(libre: LibreTranslator, server: Server) -> None:
    for _ in range(3):
        assert await libre.translate("Hej", "da", "uk")
    assert server.listed == 1


async def test_unlisted_language_makes_no_request(libre: LibreTranslator, server: Server) -> None:
    assert await libre.translate("Hej", "da", "so") is None
    assert await libre.translate("Salaan", "so", "da") is None
    assert server.asked == [] and not libre.breaker.failures


async def test_unlisted_pair_makes_no_request(libre: LibreTranslator, server: Server) -> None:
    server.languages = [{"code": "da", "targets": ["en"]}, {"code": "ar", "targets": ["en"]}]
    assert await libre.translate("Hej", "da", "ar") is None and server.asked == []


async def test_missing_targets_mean_all_languages(libre: LibreTranslator, server: Server) -> None:
    server.languages = [{"code": code, "name": code} for code in CODES]
    assert await libre.translate("Hej", "da", "ar") == "ar: Hej"


@pytest.mark.parametrize("text", ["", " \n", "x" * (MAX_TEXT + 1)])
async def test_empty_and_too_long_texts_make_no_request(
    libre: LibreTranslator, server: Server, text: str
) -> None:
    assert await libre.translate(text, "da", "ar") is None
    assert await libre.translate("Hej", "da", "da") is None
    assert server.listed == 0


@pytest.mark.parametrize(
    "answer",
    [
        flood, vanish, status(500), status(503), status(403), status(429),
        status(302, {"Location": "http://127.0.0.1:9/translate"}), status(204),
        says("<html>"), says("[]"), says('{"error": "x"}'), says('{"translatedText": 7}'),
        says('{"translatedText": " "}'), says("[" * 50_000), says('"\\ud800'), says("\xff\x00"),
    ],
)  # fmt: skip
async def test_failing_server_gives_no_translation_and_one_log_line_without_the_text(
    libre: LibreTranslator, server: Server, answer: Answer
) -> None:
    server.translate = answer
    with capture_logs() as logs:
        assert await libre.translate("Min hemmelighed", "da", "ar") is None
    assert libre.breaker.failures == 1
    assert len(logs) == 1 and "hemmelighed" not in str(logs) and "key" not in str(logs)


class Dribble(httpx.AsyncByteStream):
    """A body that goes on for ever, a byte every 20 ms."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b'{"translatedText": "'
        while True:
            await asyncio.sleep(0.02)
            yield b"x"


@dataclass
class SlowServer(httpx.AsyncBaseTransport):
    """Answers at `path` too slowly: not at all, or without an end.  No sockets: virtual time."""

    path: str
    dribbles: bool

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path != self.path:
            return httpx.Response(200, stream=httpx.ByteStream(json.dumps(LISTED).encode()))
        if self.dribbles:
            return httpx.Response(200, stream=Dribble())
        await asyncio.sleep(600)
        raise AssertionError("the client waited for ten minutes")


@pytest.mark.looptime
@pytest.mark.parametrize("path", ["/languages", "/translate"])
@pytest.mark.parametrize("dribbles", [False, True])
async def test_slow_server_is_given_up_after_the_timeout(path: str, dribbles: bool) -> None:
    async with httpx.AsyncClient(transport=SlowServer(path, dribbles)) as client:
        libre = LibreTranslator(client, "http://slow")
        began = asyncio.get_running_loop().time()
        assert await libre.translate("Hej", "da", "ar") is None
        assert asyncio.get_running_loop().time() - began == pytest.approx(TIMEOUT)
    assert libre.breaker.failures == 1


@pytest.mark.parametrize(
    "listed", [status(500), says("{}"), says("[]"), says("[1]"), says('[{"code": 1}]')]
)
async def test_failed_list_of_languages_is_requested_again(
    libre: LibreTranslator, server: Server, listed: Answer
) -> None:
    server.languages = listed
    assert await libre.translate("Hej", "da", "ar") is None
    assert server.asked == [] and libre.breaker.failures == 1
    server.languages = LISTED
    assert await libre.translate("Hej", "da", "ar") == "ar: Hej"


async def test_refused_connection_gives_no_translation(clock: Clock) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        libre = LibreTranslator(client, NOBODY, breaker=make_breaker(clock))
        assert await libre.translate("Hej", "da", "ar") is None


async def test_redirects_are_not_followed(libre: LibreTranslator, server: Server) -> None:
    other = Server()
    async with serving(other.app()) as elsewhere:

        async def redirect(_: Request) -> Response:
            return RedirectResponse(f"{elsewhere}/translate", 307)

        server.translate = redirect
        libre.client.follow_redirects = True  # even where the client would
        assert await libre.translate("Hej", "da", "ar") is None
    assert other.asked == []


async def test_lone_surrogate_is_not_sent_and_not_counted(
    libre: LibreTranslator, server: Server
) -> None:
    assert await libre.translate("Hej \ud83d", "da", "ar") is None
    assert not libre.breaker.failures and server.asked == []


async def test_bad_request_is_not_counted(libre: LibreTranslator, server: Server) -> None:
    server.translate = status(400)
    for _ in range(FAILURES + 1):
        assert await libre.translate("Hej", "da", "ar") is None
    assert len(server.asked) == FAILURES + 1


async def test_failures_in_a_row_open_the_circuit(
    libre: LibreTranslator, server: Server, clock: Clock
) -> None:
    server.translate = status(500)
    for _ in range(FAILURES + 2):
        assert await libre.translate("Hej", "da", "ar") is None
    assert len(server.asked) == FAILURES
    clock.now = PAUSE
    assert await libre.translate("Hej", "da", "ar") is None
    assert await libre.translate("Hej", "da", "ar") is None
    assert len(server.asked) == FAILURES + 1, "one probe in an interval"
    clock.now, server.translate = 2 * PAUSE, translated
    assert await libre.translate("Hej", "da", "ar") == "ar: Hej"
    server.translate = status(500)
    await libre.translate("Hej", "da", "ar")
    assert not libre.breaker.is_open, "the success reset the count"


@pytest.mark.parametrize(
    ("retry_after", "pause"),
    [("7", 7), ("99999", MAX_PAUSE), ("soon", PAUSE), ("9" * 400, MAX_PAUSE)],
)
async def test_retry_after_pauses_requests(
    libre: LibreTranslator, server: Server, clock: Clock, retry_after: str, pause: float
) -> None:
    server.translate = status(429, {"Retry-After": retry_after})
    await libre.translate("Hej", "da", "ar")
    server.translate = translated
    clock.now = pause - 0.1
    assert await libre.translate("Hej", "da", "ar") is None
    clock.now = pause
    assert await libre.translate("Hej", "da", "ar") == "ar: Hej"


async def test_cancellation_is_not_counted(libre: LibreTranslator, server: Server) -> None:
    heard = asyncio.Event()

    async def hear_and_hang(request: Request) -> Response:
        heard.set()
        return await hang(request)

    server.translate, libre.timeout = hear_and_hang, 60
    waiting = asyncio.create_task(libre.translate("Hej", "da", "ar"))
    await heard.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert not libre.breaker.failures


async def test_repr_hides_the_key(libre: LibreTranslator) -> None:
    libre.key = "hush"
    assert "hush" not in repr(libre)


async def test_translator_exists_only_where_a_url_is_set(server: Server) -> None:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]  # pydantic-settings' own switch
    none = settings.model_copy(update={"translate_url": None})
    async with translation(none) as translator:
        assert translator is None
    async with serving(server.app()) as url:
        given = none.model_copy(update={"translate_url": url})
        async with translation(given) as translator:
            assert translator is not None
            assert await translator.translate("Hej", "da", "pl") == "pl: Hej"
