"""Rasa's REST channel with a token, and with an endpoint that announces a text."""

import hmac
import os
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from rasa_server.components import prefetch


class GuardedRestInput(RestInput):
    """Rasa's POST /webhooks/rest/webhook, and POST /webhooks/rest/ahead {"text": …}.

    Both need `Authorization: Bearer $ACTIONS_TOKEN` and answer 403 without it; with no token set
    nobody is let in.  `ahead` answers 204 after it has started to embed the text.
    """

    @classmethod
    def name(cls) -> str:
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[None]]) -> Blueprint:
        blueprint: Blueprint = super().blueprint(on_new_message)
        expected = f"Bearer {os.environ.get('ACTIONS_TOKEN', '')}".encode()

        @blueprint.middleware("request")
        async def check_token(request: Request) -> HTTPResponse | None:
            given = request.headers.get("Authorization", "").encode()
            valid = hmac.compare_digest(given, expected) and expected != b"Bearer "
            return None if valid else response.text("forbidden", 403)

        @blueprint.post("/ahead")
        async def announce(request: Request) -> HTTPResponse:
            body: Any = request.json
            if not isinstance(body, dict) or not isinstance(body.get("text"), str):
                return response.text("no text", 400)
            prefetch.prefetch(body["text"])
            return response.empty()

        return blueprint
