"""A Rasa server for tests: speaks its REST channel, calls our action server, understands nothing.

Everything is an `answer` unless the text is an intent's name.  It runs in the test's process, so
it stays while the bot is killed.
"""

from dataclasses import dataclass, field

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.questionnaire.rules.intents import FAMILIES

_ACTIONS = {"courage": "action_care"}


@dataclass
class FakeRasa:
    """`actions_url` is where the bot's own web app listens."""

    actions_url: str
    token: str
    heard: list[str] = field(default_factory=list)

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/status", self._status),
                Route("/webhooks/rest/webhook", self._hear, methods=["POST"]),
            ]
        )

    async def _status(self, _: Request) -> Response:
        return JSONResponse({"num_active_training_jobs": 0})

    async def _hear(self, request: Request) -> Response:
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return JSONResponse({}, 403)
        body = await request.json()
        self.heard.append(body["message"])
        known = {intent for intents in FAMILIES.values() for intent in intents}
        intent = body["message"] if body["message"] in known else "answer"
        family = next(name for name, intents in FAMILIES.items() if intent in intents)
        call = {
            "next_action": _ACTIONS.get(family, f"action_{family}"),
            "sender_id": body["sender"],
            "version": "3.6.21",
            "tracker": {
                "sender_id": body["sender"],
                "slots": {},
                "events": [],
                "paused": False,
                "active_loop": {},
                "latest_message": {
                    "text": body["message"],
                    "intent": {"name": intent, "confidence": 0.97},
                    "intent_ranking": [{"name": intent, "confidence": 0.97}],
                    "entities": [],
                    "metadata": body["metadata"],
                },
            },
        }
        headers = {"Authorization": f"Bearer {self.token}"}
        try:
            async with httpx.AsyncClient() as client:
                answer = await client.post(self.actions_url, json=call, headers=headers)
        except httpx.HTTPError:
            return JSONResponse([], 500)
        return JSONResponse([], 200 if answer.status_code == 200 else 500)
