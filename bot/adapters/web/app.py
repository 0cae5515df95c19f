"""The web app: health checks, the action server, and Telegram's webhook where it is used."""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Iterable, Iterator

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.kernel.runtime.faults import fault

log = structlog.get_logger()

SHUTDOWN_SECONDS = 3  # for requests in progress

Check = Callable[[], Awaitable[bool]]


def health_routes(checks: dict[str, Check]) -> list[BaseRoute]:
    """/health/live: 200 while the process responds.  /health and /health/ready: the result of
    each check; 503 if one fails."""

    async def live(_: Request) -> Response:
        return JSONResponse({"live": True})

    async def ready(_: Request) -> Response:
        results = {name: await check() for name, check in checks.items()}
        is_ready = all(results.values())
        status = 200 if is_ready else 503
        return JSONResponse({"live": True, "ready": is_ready, **results}, status)

    return [
        Route("/health", ready),
        Route("/health/live", live),
        Route("/health/ready", ready),
    ]


def make_app(routes: Iterable[BaseRoute]) -> Starlette:
    return Starlette(routes=list(routes), exception_handlers={Exception: _internal_error})


async def _internal_error(_: Request, error: Exception) -> Response:
    log.error("web_failed", **fault(error))
    return JSONResponse({"error": "internal"}, 500)


def bind(host: str, port: int) -> socket.socket:
    """Bind before anything else starts, so that a taken port is reported.  Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((host, port))
    return bound


class _Server(uvicorn.Server):
    """Leaves SIGINT and SIGTERM to the program; uvicorn has no setting for that."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(app: Starlette, bound: socket.socket) -> None:
    """Serve until cancelled, then let requests in progress finish."""
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off",
        proxy_headers=False,  # the peer is logged as it is; what a proxy names is logged beside
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )  # fmt: skip
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[bound]))
    try:
        await asyncio.shield(running)
    finally:
        server.should_exit = True
        with contextlib.suppress(asyncio.CancelledError):
            await running
