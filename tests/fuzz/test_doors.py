"""The web's doors: Telegram's webhook and Rasa's way back.  Whatever comes is answered."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Route

from actions.families import ALL
from bot.adapters.rasa.actions_endpoint import ActionsEndpoint
from bot.adapters.telegram.receiving import Receiver, Webhook
from bot.adapters.web.app import make_app
from tests.fuzz.gate import SECRET as OTHERS_WORDS
from tests.fuzz.gate import Gate, gate
from tests.fuzz.shapes import MARK, MY_CHAT, broken, junk, tries, updates, words
from tests.telegram_server.webhook import SECRET_HEADER

SECRET, TOKEN = "only-Telegram-knows", "only-Rasa-knows"
RIGHT = {SECRET_HEADER: SECRET, "Authorization": f"Bearer {TOKEN}"}


@asynccontextmanager
async def doors() -> AsyncIterator[tuple[Gate, httpx.AsyncClient]]:
    async with gate() as it:
        world = it.world
        receiver = Receiver(world.uow, world.clock, world.channel, world.nlu)
        actions = ActionsEndpoint(lambda: [family(world.assistant) for family in ALL], TOKEN)
        app = make_app([
            Route("/telegram", Webhook(receiver, SECRET).respond, methods=["POST"]),
            Route("/actions", actions.respond, methods=["POST"]),
        ])  # fmt: skip
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
            yield it, client


def numbered(update: dict[str, Any]) -> bytes:
    return json.dumps({"update_id": 77, **update}).encode()


nested = st.builds(
    lambda kind, depth: f'{{"update_id": 7, "message": {kind[0] * depth}{kind[1] * depth}}}',
    st.sampled_from([("[", "]"), ('{"a":', "}")]),
    st.sampled_from([3, 300, 900, 5000]),
).map(str.encode)
bodies = st.one_of(
    st.binary(max_size=80), nested, updates.map(numbered), junk.map(json.dumps).map(str.encode)
)


@tries(12)
@given(st.lists(bodies, min_size=4, max_size=10))
async def test_any_webhook_body_is_answered(posted: list[bytes]) -> None:
    async with doors() as (it, client):
        for body in posted:
            answer = await client.post("/telegram", content=body, headers=RIGHT)
            assert answer.status_code in (200, 400), body
            assert MARK not in answer.text
        await it.settles()
        await it.check()


wrong = st.dictionaries(
    st.sampled_from([SECRET_HEADER, "Authorization", "X-Forwarded-For"]),
    st.sampled_from([SECRET[:-1], f"{SECRET} ", f"bearer {TOKEN}", TOKEN, "Bearer ", "\xe6"])
    | st.text(st.characters(min_codepoint=33, max_codepoint=255), max_size=30),
)


@tries(12)
@given(st.lists(wrong, min_size=3, max_size=8), bodies)
async def test_webhook_without_secret_is_rejected_and_logged(
    tried: list[dict[str, str]], body: bytes
) -> None:
    async with doors() as (it, client):
        for headers in tried:
            raw = [(k.encode(), v.encode("latin-1")) for k, v in headers.items()]
            for door in ("/telegram", "/actions"):
                assert (await client.post(door, content=body, headers=raw)).status_code == 403
        events = [entry["event"] for entry in it.log]
        assert events.count("webhook_refused") == events.count("action_refused") == len(tried)
        assert await it.stored() == 0
        await it.check()


def call(update_id: int) -> dict[str, Any]:
    heard = {
        "text": f"{MARK} hej", "intent": {"name": "greet", "confidence": 0.9},
        "intent_ranking": [{"name": "greet", "confidence": 0.9}],
        "text_language": {"code": "en", "confidence": 0.95},
        "entities": [], "metadata": {"update_id": update_id},
    }  # fmt: skip
    tracker = {
        "sender_id": "42", "slots": {}, "events": [], "paused": False, "active_loop": {},
        "latest_message": heard,
    }  # fmt: skip
    return {
        "next_action": "action_everyday",
        "sender_id": "42",
        "version": "3",
        "tracker": tracker,
    }


@tries(12)
@given(st.lists(broken(call(20_001)), min_size=4, max_size=10))
async def test_any_action_call_is_answered_without_personal_text(
    calls: list[dict[str, Any]],
) -> None:
    async with doors() as (it, client):
        it.world.nlu.ready = False  # the text waits, as it does while Rasa reads it
        it.next_id = 20_000
        await it.takes({"message": {"message_id": 9, "chat": MY_CHAT, "text": f"{MARK} hej",
                                    "from": {"id": 42, "first_name": "Amina"}}})  # fmt: skip
        for body in calls:
            answer = await client.post("/actions", content=json.dumps(body), headers=RIGHT)
            assert answer.status_code in (200, 400, 404, 500), body
            assert MARK not in answer.text and OTHERS_WORDS not in answer.text
        it.world.nlu.ready = True
        await it.settles()
        await it.check()


@tries(12)
@given(st.lists(words | st.text(max_size=200), min_size=4, max_size=10))
async def test_any_text_reaches_nlu_or_gets_an_error(texts: list[str]) -> None:
    """What Rasa is sent can always be written down as JSON in UTF-8."""
    async with gate() as it:
        message = {"chat": MY_CHAT, "from": {"id": 42, "first_name": "Amina"}}
        for number, text in enumerate(texts):
            await it.takes({"message": message | {"message_id": 50 + number, "text": text}})
        await it.settles()
        assert all(heard.encode() is not None for heard in it.world.nlu.heard)
        await it.check()
