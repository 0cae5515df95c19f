"""Machine translation: whatever the server does, no word is lost, shown wrong, or waited for."""

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
    LARGEST_ANSWER,
    LONGEST_REST,
    LONGEST_TEXT,
    REST,
    Breaker,
    LibreTranslator,
)
from bot.program import translation
from bot.settings import Settings
from tests.telegram_server.loopback import hang_up, serving

CODES = ["da", "en", "ar", "tr", "fa", "ur", "pl", "uk"]  # no Somali, as with the real one
LISTED = [{"code": code, "name": code, "targets": CODES} for code in CODES]
NOBODY = "http://127.0.0.1:9"
Answer = Callable[[Request], Awaitable[Response]]


async def turned(request: Request) -> Response:
    body = await request.json()
    return JSONResponse({"translatedText": f"{body['target']}: {body['q']}"})


async def hang(_: Request) -> Response:
    await asyncio.sleep(60)
    return PlainTextResponse("")


async def dribble(_: Request) -> Response:
    async def pieces() -> AsyncIterator[bytes]:
        yield b'{"translatedText": "'
        while True:
            await asyncio.sleep(0.02)
            yield b"x"

    return Stream(pieces())


async def flood(_: Request) -> Response:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(10 * LARGEST_ANSWER // 1000):
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
    """LibreTranslate's two ways in; `translate` and `languages` can be replaced."""

    translate: Answer = turned
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
        yield LibreTranslator(client, url, "key", patience=0.25, breaker=Breaker(clock))


async def test_a_text_is_translated(libre: LibreTranslator, server: Server) -> None:
    assert await libre.translate("مرحبا <b>", "ar", "da") == "da: مرحبا <b>"
    assert server.asked == [
        {"q": "مرحبا <b>", "source": "ar", "target": "da", "format": "text", "api_key": "key"}
    ]


async def test_without_a_key_none_is_sent(libre: LibreTranslator, server: Server) -> None:
    libre.key = ""
    assert await libre.translate("Hej", "da", "tr") == "tr: Hej"
    assert "api_key" not in server.asked[0]


async def test_the_languages_are_asked_for_once(libre: LibreTranslator, server: Server) -> None:
    for _ in range(3):
        assert await libre.translate("Hej", "da", "uk")
    assert server.listed == 1


async def test_a_language_the_server_lacks_is_not_asked_for(
    libre: LibreTranslator, server: Server
) -> None:
    assert await libre.translate("Hej", "da", "so") is None
    assert await libre.translate("Salaan", "so", "da") is None
    assert server.asked == [] and not libre.breaker.failures


async def test_a_pair_the_server_lacks_is_not_asked_for(
    libre: LibreTranslator, server: Server
) -> None:
    server.languages = [{"code": "da", "targets": ["en"]}, {"code": "ar", "targets": ["en"]}]
    assert await libre.translate("Hej", "da", "ar") is None and server.asked == []


async def test_an_old_server_that_names_no_targets_is_understood(
    libre: LibreTranslator, server: Server
) -> None:
    server.languages = [{"code": code, "name": code} for code in CODES]
    assert await libre.translate("Hej", "da", "ar") == "ar: Hej"


@pytest.mark.parametrize("text", ["", " \n", "x" * (LONGEST_TEXT + 1)])
async def test_nothing_and_too_much_are_not_asked_for(
    libre: LibreTranslator, server: Server, text: str
) -> None:
    assert await libre.translate(text, "da", "ar") is None
    assert await libre.translate("Hej", "da", "da") is None
    assert server.listed == 0


@pytest.mark.parametrize(
    "answer",
    [
        hang, dribble, flood, vanish, status(500), status(503), status(403), status(429),
        status(302, {"Location": "http://127.0.0.1:9/translate"}), status(204),
        says("<html>"), says("[]"), says('{"error": "x"}'), says('{"translatedText": 7}'),
        says('{"translatedText": " "}'), says("[" * 50_000), says('"\\ud800'), says("\xff\x00"),
    ],
)  # fmt: skip
async def test_whatever_the_server_does_there_is_just_no_translation(
    libre: LibreTranslator, server: Server, answer: Answer
) -> None:
    server.translate = answer
    began = asyncio.get_running_loop().time()
    with capture_logs() as logs:
        assert await libre.translate("Min hemmelighed", "da", "ar") is None
    assert asyncio.get_running_loop().time() - began < 1
    assert libre.breaker.failures == 1
    assert len(logs) == 1 and "hemmelighed" not in str(logs) and "key" not in str(logs)


@pytest.mark.parametrize(
    "listed", [hang, status(500), says("{}"), says("[]"), says("[1]"), says('[{"code": 1}]')]
)
async def test_without_a_list_of_languages_nothing_is_asked(
    libre: LibreTranslator, server: Server, listed: Answer
) -> None:
    server.languages = listed
    assert await libre.translate("Hej", "da", "ar") is None
    assert server.asked == [] and libre.breaker.failures == 1
    server.languages = LISTED
    assert await libre.translate("Hej", "da", "ar") == "ar: Hej"  # the next one asks again


async def test_nobody_there_is_no_translation(clock: Clock) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        libre = LibreTranslator(client, NOBODY, breaker=Breaker(clock))
        assert await libre.translate("Hej", "da", "ar") is None


async def test_the_words_follow_no_redirect(libre: LibreTranslator, server: Server) -> None:
    other = Server()
    async with serving(other.app()) as elsewhere:

        async def redirect(_: Request) -> Response:
            return RedirectResponse(f"{elsewhere}/translate", 307)

        server.translate = redirect
        libre.client.follow_redirects = True  # even where the client would
        assert await libre.translate("Hej", "da", "ar") is None
    assert other.asked == []


async def test_half_a_character_is_no_fault_of_the_server(
    libre: LibreTranslator, server: Server
) -> None:
    assert await libre.translate("Hej \ud83d", "da", "ar") is None
    assert not libre.breaker.failures and server.asked == []


async def test_a_request_the_server_refuses_is_no_failure_of_it(
    libre: LibreTranslator, server: Server
) -> None:
    server.translate = status(400)
    for _ in range(FAILURES + 1):
        assert await libre.translate("Hej", "da", "ar") is None
    assert len(server.asked) == FAILURES + 1


async def test_after_failures_the_server_has_a_rest(
    libre: LibreTranslator, server: Server, clock: Clock
) -> None:
    server.translate = status(500)
    for _ in range(FAILURES + 2):
        assert await libre.translate("Hej", "da", "ar") is None
    assert len(server.asked) == FAILURES
    clock.now = REST
    assert await libre.translate("Hej", "da", "ar") is None
    assert await libre.translate("Hej", "da", "ar") is None
    assert len(server.asked) == FAILURES + 1, "one more failure is enough"
    clock.now, server.translate = 2 * REST, turned
    assert await libre.translate("Hej", "da", "ar") == "ar: Hej"
    server.translate = status(500)
    await libre.translate("Hej", "da", "ar")
    assert not libre.breaker.open, "it begins to count anew"


@pytest.mark.parametrize(
    ("told", "rest"),
    [("7", 7), ("99999", LONGEST_REST), ("soon", REST), ("9" * 400, LONGEST_REST)],
)
async def test_a_server_that_is_busy_is_left_alone_as_long_as_it_says(
    libre: LibreTranslator, server: Server, clock: Clock, told: str, rest: float
) -> None:
    server.translate = status(429, {"Retry-After": told})
    await libre.translate("Hej", "da", "ar")
    server.translate = turned
    clock.now = rest - 0.1
    assert await libre.translate("Hej", "da", "ar") is None
    clock.now = rest
    assert await libre.translate("Hej", "da", "ar") == "ar: Hej"


async def test_being_stopped_is_no_failure(libre: LibreTranslator, server: Server) -> None:
    heard = asyncio.Event()

    async def hear_and_hang(request: Request) -> Response:
        heard.set()
        return await hang(request)

    server.translate, libre.patience = hear_and_hang, 60
    waiting = asyncio.create_task(libre.translate("Hej", "da", "ar"))
    await heard.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert not libre.breaker.failures


async def test_the_key_is_not_told_with_the_translator(libre: LibreTranslator) -> None:
    libre.key = "hush"
    assert "hush" not in repr(libre)


async def test_the_settings_say_whether_there_is_one(server: Server) -> None:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]  # pydantic-settings' own switch
    none = settings.model_copy(update={"translate_url": None})
    async with translation(none) as translator:
        assert translator is None
    async with serving(server.app()) as url:
        given = none.model_copy(update={"translate_url": url})
        async with translation(given) as translator:
            assert translator is not None
            assert await translator.translate("Hej", "da", "pl") == "pl: Hej"
