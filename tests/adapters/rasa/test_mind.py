"""Free text on its way to Rasa: whatever goes wrong there, the text is put aside and not lost."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.adapters.rasa.mind import MOST_AHEAD, PATIENCE, RasaMind
from bot.services.ports import MindAway
from tests.helpers.program import free_port
from tests.telegram_server.loopback import hang_up, serving

NOBODY = "http://127.0.0.1:9"
TOKEN = "shared"
Answer = Callable[[Request], Awaitable[Response]]


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=0.3, trust_env=False) as client:
        yield client


def rasa(answer: Answer) -> Starlette:
    return Starlette(routes=[Route("/webhooks/rest/webhook", answer, methods=["POST"])])


async def hear(client: httpx.AsyncClient, url: str, text: str = "hej", ready: bool = True) -> None:
    mind = RasaMind(client, lambda: url, lambda: ready, TOKEN)
    await mind.hear(7, 42, text, "so", "motivation")


async def test_rasa_hears_the_text_and_what_was_waiting(client: httpx.AsyncClient) -> None:
    heard: list[object] = []

    async def answer(request: Request) -> Response:
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        heard.append(await request.json())
        return JSONResponse([])

    async with serving(rasa(answer)) as url:
        await hear(client, url, "salaan")
    metadata = {"update_id": 7, "language": "so", "waiting": "motivation"}
    assert heard == [{"sender": "42", "message": "salaan", "metadata": metadata}]


async def told(
    client: httpx.AsyncClient, *texts: str, ready: bool = True, chats: int = 100
) -> None:
    """Rasa is told of texts that will come, and has had its time to hear of them."""
    mind = RasaMind(client, lambda: NOBODY, lambda: ready, TOKEN)
    for number, text in enumerate(texts):
        mind.expect(42 + number % chats, text)
    for _ in range(20):
        await asyncio.sleep(0)


async def test_rasa_is_told_of_a_text_before_it_is_asked_and_of_no_crowd() -> None:
    heard: list[tuple[str, str, object]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        door, given = request.url.path, request.headers["Authorization"]
        heard.append((door, given, json.loads(request.content)))
        return httpx.Response(204)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        await told(client, *(f"/salaan {n}" for n in range(10)))
    assert heard == [
        ("/webhooks/rest/ahead", f"Bearer {TOKEN}", {"text": f"salaan {n}"})
        for n in range(MOST_AHEAD)
    ]


async def test_one_who_floods_is_told_of_once() -> None:
    heard: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        heard.append(request.url.path)
        return httpx.Response(204)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        await told(client, *("flood" for _ in range(9)), chats=1)
    assert len(heard) == 1


@pytest.mark.parametrize("text", ["hej", "half a letter \ud83d"])
async def test_a_rasa_that_can_not_be_told_is_no_fault(text: str) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        raise httpx.ConnectError("away", request=request)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        await told(client, text, ready=False)
        assert asked == []
        await told(client, text)
        assert asked == ["/webhooks/rest/ahead"] * (text == "hej")


async def test_a_rasa_that_is_not_ready_is_not_even_asked() -> None:
    def never(_: httpx.Request) -> httpx.Response:
        raise AssertionError("asked")

    async with httpx.AsyncClient(transport=httpx.MockTransport(never)) as client:
        with pytest.raises(MindAway):
            await hear(client, NOBODY, ready=False)


async def test_a_refused_connection_means_away(client: httpx.AsyncClient) -> None:
    with pytest.raises(MindAway):
        await hear(client, f"http://127.0.0.1:{free_port()}")


@pytest.mark.parametrize("status", [400, 404, 500, 502, 503])
async def test_an_error_of_rasa_means_away(client: httpx.AsyncClient, status: int) -> None:
    async def answer(_: Request) -> Response:
        return Response(status_code=status)

    async with serving(rasa(answer)) as url:
        with pytest.raises(MindAway):
            await hear(client, url)


async def test_a_lost_connection_means_away(client: httpx.AsyncClient) -> None:
    async def answer(request: Request) -> Response:
        hang_up(request)
        return Response()

    async with serving(rasa(answer)) as url:
        with pytest.raises(MindAway):
            await hear(client, url)


@pytest.mark.parametrize(
    "failure", [httpx.ReadTimeout, httpx.ConnectTimeout, httpx.WriteTimeout, httpx.PoolTimeout]
)
async def test_an_answer_that_does_not_come_means_away(
    failure: type[httpx.TimeoutException],
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise failure("too long", request=request)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        with pytest.raises(MindAway):
            await hear(client, NOBODY)


async def test_a_turn_gets_the_patience_it_is_promised() -> None:
    given: list[object] = []

    def answer(request: httpx.Request) -> httpx.Response:
        given.append(request.extensions["timeout"])
        return httpx.Response(200, json=[])

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        await hear(client, NOBODY)
    assert given == [PATIENCE.as_dict()]


async def test_readiness_and_address_are_asked_each_time(client: httpx.AsyncClient) -> None:
    async def answer(_: Request) -> Response:
        return JSONResponse([])

    urls, ready = [NOBODY], [False]
    mind = RasaMind(client, lambda: urls[-1], lambda: ready[-1], TOKEN)
    assert not mind.is_ready()
    async with serving(rasa(answer)) as url:
        urls.append(url)
        ready.append(True)
        assert mind.is_ready()
        await mind.hear(1, 42, "hej", "da", "")


@pytest.mark.parametrize("text", ["/", "\x00", "///  "])
async def test_a_text_that_is_nothing_still_asks_something(text: str) -> None:
    said: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        said.append(json.loads(request.content)["message"])
        return httpx.Response(200, json=[])

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        await hear(client, NOBODY, text)
    assert said[0].strip() and not said[0].startswith("/")
