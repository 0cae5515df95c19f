"""Serves an ASGI application on a free loopback port, inside the running event loop."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from starlette.requests import Request
from uvicorn.protocols.http.h11_impl import H11Protocol


class _ReachableTransport(H11Protocol):
    """Gives the application access to its connection, so that it can close it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


def hang_up(request: Request) -> None:
    """Abort the connection as a lost network does."""
    request.state.transport.abort()


@asynccontextmanager
async def serving(app: Any, port: int = 0) -> AsyncIterator[str]:
    """Yield the URL.  Not by `serve()`, which would replace the signal handlers."""
    listener = _listener(port)
    config = uvicorn.Config(
        app, http=_ReachableTransport, lifespan="off", ws="none", log_config=None, access_log=False
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listener])
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        await _stop(server)


def _listener(port: int) -> socket.socket:
    """The protocol is explicit: asyncio disables Nagle's algorithm (40 ms) only then."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        listener.close()
        raise
    return listener


async def _stop(server: uvicorn.Server) -> None:
    """Stop at once: a graceful shutdown would wait for every long poll."""
    for listening in server.servers:
        listening.close()
    for connection in list(server.server_state.connections):
        connection.transport.abort()
    tasks = list(server.server_state.tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
