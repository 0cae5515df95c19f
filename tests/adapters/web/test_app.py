"""The web app: health checks, errors, binding, and the end of the server."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from structlog.testing import capture_logs

from bot.adapters.web.app import bind, health_routes, make_app, serve

HANG_GUARD = 60.0  # seconds


def client_of(routes: list[Route]) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(make_app(routes), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://bot")


@pytest.mark.parametrize("path", ["/health", "/health/ready"])
@pytest.mark.parametrize(("database", "rasa"), [(True, True), (True, False), (False, False)])
async def test_health_names_each_check(path: str, database: bool, rasa: bool) -> None:
    async def check_database() -> bool:
        return database

    async def check_rasa() -> bool:
        return rasa

    routes = health_routes({"database": check_database, "rasa": check_rasa})
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(make_app(routes)), base_url="http://bot"
    ) as client:
        response = await client.get(path)
        live = await client.get("/health/live")
    ready = database and rasa
    assert response.status_code == (200 if ready else 503)
    assert response.json() == {"live": True, "ready": ready, "database": database, "rasa": rasa}
    assert (live.status_code, live.json()) == (200, {"live": True})


async def test_unhandled_error_is_a_500_without_its_text() -> None:
    async def fails(_: Request) -> Response:
        raise RuntimeError("Aminas ord")

    async with client_of([Route("/", fails)]) as client:
        with capture_logs() as logs:
            response = await client.get("/")
    assert (response.status_code, response.json()) == (500, {"error": "internal"})
    assert [(line["event"], line["error"]) for line in logs] == [("web_failed", "RuntimeError")]
    assert "Aminas" not in str(logs)


@pytest.mark.parametrize(("host", "family"), [
    ("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6),
])  # fmt: skip
def test_bind(host: str, family: socket.AddressFamily) -> None:
    with contextlib.closing(bind(host, 0)) as bound:
        assert bound.family == family and bound.getsockname()[0] == host
        bound.listen()
        with pytest.raises(OSError, match="in use"):
            bind(host, bound.getsockname()[1])


def test_port_can_be_bound_again_right_after_a_connection() -> None:
    """The side that closes first leaves its port in TIME_WAIT."""
    server = bind("127.0.0.1", 0)
    server.listen()
    port = server.getsockname()[1]
    with socket.create_connection(("127.0.0.1", port)) as client:
        accepted, _ = server.accept()
        accepted.close()
        server.close()
        client.recv(1)
    bind("127.0.0.1", port).close()


class Slow:
    """A request that is answered when the test allows it."""

    def __init__(self) -> None:
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()

    async def respond(self, _: Request) -> Response:
        self.begun.set()
        await self.go_on.wait()
        return PlainTextResponse("done")


@contextlib.asynccontextmanager
async def served(slow: Slow) -> AsyncIterator[tuple[str, asyncio.Task[None]]]:
    with contextlib.closing(bind("127.0.0.1", 0)) as bound:
        app = make_app([Route("/", slow.respond)])
        serving = asyncio.create_task(serve(app, bound))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}/", serving
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


async def until_done(slow: Slow, url: str, client: httpx.AsyncClient) -> asyncio.Task[str]:
    """A request in progress."""

    async def get() -> str:
        while True:
            with contextlib.suppress(httpx.ConnectError):
                return (await client.get(url)).text
            await asyncio.sleep(0.01)

    request = asyncio.create_task(get())
    await asyncio.wait_for(slow.begun.wait(), HANG_GUARD)
    return request


async def test_cancelled_server_finishes_requests_in_progress() -> None:
    slow = Slow()
    async with (
        served(slow) as (url, serving),
        httpx.AsyncClient(trust_env=False, timeout=HANG_GUARD) as client,
    ):
        request = await until_done(slow, url, client)
        serving.cancel()
        await asyncio.sleep(0)
        slow.go_on.set()
        assert await request == "done"
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(asyncio.shield(serving), HANG_GUARD)


async def test_request_that_never_ends_does_not_hold_up_the_end() -> None:
    slow = Slow()
    async with (
        served(slow) as (url, serving),
        httpx.AsyncClient(trust_env=False, timeout=HANG_GUARD) as client,
    ):
        request = await until_done(slow, url, client)
        serving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(asyncio.shield(serving), HANG_GUARD)
        await asyncio.gather(request, return_exceptions=True)


async def test_uvicorn_leaves_the_signals_to_the_program() -> None:
    """Tells of a change in uvicorn, whose `capture_signals` is overridden."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(number) for number in numbers]
    slow = Slow()
    async with (
        served(slow) as (url, _),
        httpx.AsyncClient(trust_env=False, timeout=HANG_GUARD) as client,
    ):
        request = await until_done(slow, url, client)
        assert [signal.getsignal(number) for number in numbers] == before
        slow.go_on.set()
        await request
