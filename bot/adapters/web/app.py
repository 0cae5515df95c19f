"""The web app: health, the action server, and Telegram's webhook where it is used."""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Iterable

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.services.faults import fault

log = structlog.get_logger()

SECONDS_TO_END = 3  # for requests under way; one that never ends must not hold us

Check = Callable[[], Awaitable[bool]]


def health_routes(checks: dict[str, Check]) -> list[BaseRoute]:
    """/health/live: the process answers.  /health, /health/ready: each part; 503 if one fails."""

    async def live(_: Request) -> Response:
        return JSONResponse({"live": True})

    async def ready(_: Request) -> Response:
        parts = {name: await check() for name, check in checks.items()}
        good = all(parts.values())
        return JSONResponse({"live": True, "ready": good, **parts}, 200 if good else 503)

    return [
        Route("/health", ready),
        Route("/health/live", live),
        Route("/health/ready", ready),
    ]


def make_app(routes: Iterable[BaseRoute]) -> Starlette:
    return Starlette(routes=list(routes), exception_handlers={Exception: _our_fault})


async def _our_fault(_: Request, error: Exception) -> Response:
    log.error("web_failed", **fault(error))
    return JSONResponse({"error": "internal"}, 500)


def listen(host: str, port: int) -> socket.socket:
    """Bound before all else starts, so that a taken port is one clear line.  Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((host, port))
    return bound


async def serve(app: Starlette, bound: socket.socket) -> None:
    """Until cancelled."""
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off",
        timeout_graceful_shutdown=SECONDS_TO_END,
    )  # fmt: skip
    server = uvicorn.Server(config)
    # uvicorn would take SIGINT and SIGTERM for itself; the program as a whole handles them.
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment]  # no public switch
    running = asyncio.create_task(server.serve(sockets=[bound]))
    try:
        await asyncio.shield(running)
    finally:
        server.should_exit = True
        with contextlib.suppress(asyncio.CancelledError):
            await running
