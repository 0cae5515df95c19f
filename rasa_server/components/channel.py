"""Rasa's REST channel, open only to whoever has the token; and a word of what will come."""

import hmac
import os
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from rasa_server.components import ahead


class GuardedRestInput(RestInput):
    """POST webhooks/rest/webhook as Rasa has it, and POST webhooks/rest/ahead {"text": …}."""

    @classmethod
    def name(cls) -> str:
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[None]]) -> Blueprint:
        doors: Blueprint = super().blueprint(on_new_message)
        expected = f"Bearer {os.environ.get('ACTIONS_TOKEN', '')}".encode()

        @doors.middleware("request")
        async def check(request: Request) -> HTTPResponse | None:
            given = request.headers.get("Authorization", "").encode()
            known = hmac.compare_digest(given, expected) and expected != b"Bearer "
            return None if known else response.text("forbidden", 403)

        @doors.post("/ahead")
        async def expect(request: Request) -> HTTPResponse:
            told: Any = request.json
            if not isinstance(told, dict) or not isinstance(told.get("text"), str):
                return response.text("no text", 400)
            ahead.expect(told["text"])
            return response.empty()

        return doors
