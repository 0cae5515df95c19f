"""The action server, inside our own web app: Rasa posts here, rasa-sdk runs the action."""

import hmac
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.services.faults import fault

log = structlog.get_logger()


class ActionsEndpoint:
    """`token` is shared with the Rasa server; without it nobody can make the assistant act.

    `make_actions` gives the rasa-sdk actions; it is called at the first request.
    """

    def __init__(self, make_actions: Callable[[], Iterable[Any]], token: str) -> None:
        self._make_actions, self._expected = make_actions, f"Bearer {token}".encode()
        self._executor: Any = None

    async def respond(self, request: Request) -> Response:
        if not _from_this_machine(request):
            log.warning("action_refused", why="address")
            return PlainTextResponse("forbidden", 403)
        given = request.headers.get("Authorization", "").encode()
        if not hmac.compare_digest(given, self._expected):
            log.warning("action_refused", why="token")
            return PlainTextResponse("forbidden", 403)
        try:
            # Rasa leaves out the domain our actions never look at; rasa-sdk insists on one.
            call = {"domain": {}, **await request.json()}
            result = await self._ready_executor().run(call)
        except Exception as error:  # noqa: BLE001  # Rasa gets an answer, whatever went wrong
            log.error("action_failed", **fault(error))
            return JSONResponse({"error": type(error).__name__}, 500)
        return JSONResponse(result.model_dump() if result else {"events": [], "responses": []})

    def _ready_executor(self) -> Any:
        """rasa-sdk takes a second to import; buttons need not wait for it at start."""
        if self._executor is None:
            from rasa_sdk.executor import ActionExecutor

            self._executor = ActionExecutor()
            for action in self._make_actions():
                self._executor.register_action(action)
        return self._executor


def _from_this_machine(request: Request) -> bool:
    """Rasa runs beside us; a proxy in front of us would tell for whom it asks."""
    host = request.client.host if request.client else ""
    forwarded = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    try:
        address = ip_address(host)
        # A socket for both kinds of addresses tells 127.0.0.1 as ::ffff:127.0.0.1.
        bare = getattr(address, "ipv4_mapped", None) or address
        return bare.is_loopback and not forwarded
    except ValueError:
        return False
