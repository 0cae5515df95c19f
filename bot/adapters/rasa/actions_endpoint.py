"""The action server, as a route of our web app: Rasa posts here and rasa-sdk runs the action."""

import asyncio
import hmac
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.adapters.callers import source
from bot.kernel.runtime.faults import fault

log = structlog.get_logger()

Address = IPv4Address | IPv6Address


class ActionsEndpoint:
    """`token` is shared with the Rasa server; nobody else may call an action.

    `make_actions` returns the rasa-sdk actions; it is called at the first request.  `rasa_host`:
    the machine of a Rasa server that is not on this one.
    """

    def __init__(
        self, make_actions: Callable[[], Iterable[Any]], token: str, rasa_host: str | None = None
    ) -> None:
        self._make_actions, self._expected = make_actions, f"Bearer {token}".encode()
        self._rasa_host = rasa_host
        self._executor: Any = None

    async def respond(self, request: Request) -> Response:
        refusal = await self._refusal(request)
        if refusal is not None:
            log.warning("action_refused", why=refusal, **source(request))
            return PlainTextResponse("forbidden", 403)
        try:
            # Our Rasa server leaves out the domain, which rasa-sdk requires and no action reads.
            call = {"domain": {}, **await request.json()}
            result = await self._get_executor().run(call)
        except Exception as error:  # noqa: BLE001  # Rasa gets a response in any case
            log.error("action_failed", **fault(error))
            return JSONResponse({"error": type(error).__name__}, 500)
        return JSONResponse(result.model_dump() if result else {"events": [], "responses": []})

    async def _refusal(self, request: Request) -> str | None:
        """Return what is wrong with the caller, None where nothing is."""
        peer = _direct_peer(request)
        if peer is None or not (peer.is_loopback or peer in await self._rasa_addresses()):
            return "address"
        given = request.headers.get("Authorization", "").encode()
        return None if hmac.compare_digest(given, self._expected) else "token"

    async def _rasa_addresses(self) -> set[Address]:
        """Look the host up at each call: a restarted container may have another address."""
        if self._rasa_host is None:
            return set()
        try:
            found = await asyncio.get_running_loop().getaddrinfo(self._rasa_host, None)
        except OSError:
            return set()
        return {ip_address(address[0]) for *_, address in found}

    def _get_executor(self) -> Any:
        """Import rasa-sdk at the first request: it takes a second, which the start need not."""
        if self._executor is None:
            from rasa_sdk.executor import ActionExecutor

            self._executor = ActionExecutor()
            for action in self._make_actions():
                self._executor.register_action(action)
        return self._executor


def _direct_peer(request: Request) -> Address | None:
    """Return the address of the caller, None for a proxy and what has no address."""
    if "x-forwarded-for" in request.headers or "forwarded" in request.headers:
        return None
    try:
        address = ip_address(request.client.host if request.client else "")
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:  # from a dual-stack socket
        return address.ipv4_mapped
    return address
