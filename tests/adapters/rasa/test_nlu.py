"""The client of the Rasa server: what it sends, prefetching, and every failure as MindAway."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.adapters.rasa.nlu import MAX_PREFETCHES, TIMEOUT, RasaNlu
from bot.pipeline.ports import NluUnavailable
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


async def submit(
    client: httpx.AsyncClient, url: str, text: str = "hej", ready: bool = True
) -> None:
    nlu = RasaNlu(client, lambda: url, lambda: ready, TOKEN)
    await nlu.submit(7, 42, text, "so", "motivation")


async def test_text_is_submitted_with_its_metadata(client: httpx.AsyncClient) -> None:
    heard: list[object] = []

    async def answer(request: Request) -> Response:
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        heard.append(await request.json())
        return JSONResponse([])

    async with serving(rasa(answer)) as url:
        await submit(client, url, "salaan")
    metadata = {"update_id": 7, "language": "so", "waiting": "motivation"}
    assert heard == [{"sender": "42", "message": "salaan", "metadata": metadata}]


async def prefetch(
    client: httpx.AsyncClient, *texts: str, ready: bool = True, chats: int = 100
) -> None:
    """Announce texts, and let the prefetches run."""
    nlu = RasaNlu(client, lambda: NOBODY, lambda: ready, TOKEN)
    for number, text in enumerate(texts):
        nlu.prefetch(42 + number % chats, text)
    for _ in range(20):
        await asyncio.sleep(0)


async def test_prefetches_are_limited_in_number() -> None:
    heard: list[tuple[str, str, object]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        door, given = request.url.path, request.headers["Authorization"]
        heard.append((door, given, json.loads(request.content)))
        return httpx.Response(204)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        await prefetch(client, *(f"/salaan {n}" for n in range(10)))
    assert heard == [
        ("/webhooks/rest/ahead", f"Bearer {TOKEN}", {"text": f"salaan {n}"})
        for n in range(MAX_PREFETCHES)
    ]


async def test_a_flooding_chat_is_prefetched_once() -> None:
    heard: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        heard.append(request.url.path)
        return httpx.Response(204)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        await prefetch(client, *("flood" for _ in range(9)), chats=1)
    assert len(heard) == 1


async def test_chat_is_prefetched_again_after_the_interval() -> None:
    heard: list[str] = []
    now = [100.0]

    def answer(request: httpx.Request) -> httpx.Response:
        heard.append(json.loads(request.content)["text"])
        return httpx.Response(204)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        nlu = RasaNlu(client, lambda: NOBODY, lambda: True, TOKEN, lambda: now[0])
        for chat_id, text, seconds in [
            (1, "a", 0.5), (2, "b", 0.25), (1, "too early", 0.25),
            (1, "c", 0.25), (2, "too early", 0.25), (2, "d", 0),
        ]:  # fmt: skip
            nlu.prefetch(chat_id, text)
            now[0] += seconds
            for _ in range(20):
                await asyncio.sleep(0)
    assert heard == ["a", "b", "c", "d"]


@pytest.mark.parametrize("text", ["hej", "half a letter \ud83d"])
async def test_failed_prefetch_is_ignored(text: str) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        raise httpx.ConnectError("away", request=request)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        await prefetch(client, text, ready=False)
        assert asked == []
        await prefetch(client, text)
        assert asked == ["/webhooks/rest/ahead"] * (text == "hej")


async def test_not_ready_means_no_request() -> None:
    def never(_: httpx.Request) -> httpx.Response:
        raise AssertionError("asked")

    async with httpx.AsyncClient(transport=httpx.MockTransport(never)) as client:
        with pytest.raises(NluUnavailable):
            await submit(client, NOBODY, ready=False)


async def test_refused_connection_is_unavailable(client: httpx.AsyncClient) -> None:
    with pytest.raises(NluUnavailable):
        await submit(client, f"http://127.0.0.1:{free_port()}")


@pytest.mark.parametrize("status", [400, 404, 500, 502, 503])
async def test_error_status_is_unavailable(client: httpx.AsyncClient, status: int) -> None:
    async def answer(_: Request) -> Response:
        return Response(status_code=status)

    async with serving(rasa(answer)) as url:
        with pytest.raises(NluUnavailable):
            await submit(client, url)


async def test_lost_connection_is_unavailable(client: httpx.AsyncClient) -> None:
    async def answer(request: Request) -> Response:
        hang_up(request)
        return Response()

    async with serving(rasa(answer)) as url:
        with pytest.raises(NluUnavailable):
            await submit(client, url)


@pytest.mark.parametrize(
    "failure", [httpx.ReadTimeout, httpx.ConnectTimeout, httpx.WriteTimeout, httpx.PoolTimeout]
)
async def test_timeout_is_unavailable(
    failure: type[httpx.TimeoutException],
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise failure("too long", request=request)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        with pytest.raises(NluUnavailable):
            await submit(client, NOBODY)


async def test_submit_uses_its_timeout() -> None:
    given: list[object] = []

    def answer(request: httpx.Request) -> httpx.Response:
        given.append(request.extensions["timeout"])
        return httpx.Response(200, json=[])

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        await submit(client, NOBODY)
    assert given == [TIMEOUT.as_dict()]


async def test_readiness_and_address_are_read_at_each_call(client: httpx.AsyncClient) -> None:
    async def answer(_: Request) -> Response:
        return JSONResponse([])

    urls, ready = [NOBODY], [False]
    nlu = RasaNlu(client, lambda: urls[-1], lambda: ready[-1], TOKEN)
    assert not nlu.is_ready()
    async with serving(rasa(answer)) as url:
        urls.append(url)
        ready.append(True)
        assert nlu.is_ready()
        await nlu.submit(1, 42, "hej", "da", "")


@pytest.mark.parametrize("text", ["/", "\x00", "///  "])
async def test_slashes_and_nul_are_never_submitted_as_an_intent_or_empty(text: str) -> None:
    said: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        said.append(json.loads(request.content)["message"])
        return httpx.Response(200, json=[])

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        await submit(client, NOBODY, text)
    assert said[0].strip() and not said[0].startswith("/")
