"""The action server in our web app: access control, and robustness against any call."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from starlette.routing import Route
from structlog.testing import capture_logs

from actions.families import ALL
from bot.adapters.rasa.actions_endpoint import ActionsEndpoint
from bot.adapters.web.app import make_app
from bot.questionnaire.rules.interruption import NluResult

TOKEN = "kept between Rasa and us"
RIGHT = {"Authorization": f"Bearer {TOKEN}"}
CALLED = {action.name_: action.family for action in ALL}


@dataclass
class FakeAssistant:
    """Records what was understood; `broken`: every call fails."""

    understood_: list[tuple[int, NluResult, str]] = field(default_factory=list)
    broken: bool = False

    async def understood(self, update_id: int, meaning: NluResult, family: str) -> None:
        if self.broken:
            raise RuntimeError("the person wrote: a secret")
        self.understood_.append((update_id, meaning, family))


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
async def rasa(assistant: FakeAssistant) -> AsyncIterator[httpx.AsyncClient]:
    """A client in the place of the Rasa server."""
    endpoint = ActionsEndpoint(lambda: [action(assistant) for action in ALL], TOKEN)
    app = make_app([Route("/webhook", endpoint.respond, methods=["POST"])])
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        yield client


def call(action: str = "action_everyday", update_id: Any = 7) -> dict[str, Any]:
    """As Rasa 3.6.21 sends it, without a domain."""
    return {
        "next_action": action,
        "sender_id": "42",
        "version": "3.6.21",
        "tracker": {
            "sender_id": "42",
            "slots": {},
            "events": [],
            "paused": False,
            "active_loop": {},
            "latest_message": {
                "text": "hej",
                "intent": {"name": "greet", "confidence": 0.9},
                "intent_ranking": [
                    {"name": "greet", "confidence": 0.9},
                    {"name": "distress", "confidence": 0.05},
                ],
                "entities": [],
                "metadata": {"update_id": update_id},
            },
        },
    }


async def test_call_without_a_domain_runs_the_action(
    rasa: httpx.AsyncClient, assistant: FakeAssistant
) -> None:
    answer = await rasa.post("/webhook", json=call(), headers=RIGHT)
    assert (answer.status_code, answer.json()["events"]) == (200, [])
    [(update_id, meaning, family)] = assistant.understood_
    assert (update_id, family) == (7, "everyday")
    assert (meaning.intent, meaning.confidence, meaning.distress) == ("greet", 0.9, 0.05)


async def test_call_with_a_domain_is_accepted(rasa: httpx.AsyncClient) -> None:
    answer = await rasa.post("/webhook", json=call() | {"domain": {"intents": []}}, headers=RIGHT)
    assert answer.status_code == 200


@pytest.mark.parametrize("action", sorted(CALLED))
async def test_every_action_is_handled_by_its_family(
    rasa: httpx.AsyncClient, assistant: FakeAssistant, action: str
) -> None:
    assert (await rasa.post("/webhook", json=call(action), headers=RIGHT)).status_code == 200
    assert [family for _, _, family in assistant.understood_] == [CALLED[action]]


async def test_actions_return_no_responses(rasa: httpx.AsyncClient) -> None:
    answers = [await rasa.post("/webhook", json=call(name), headers=RIGHT) for name in CALLED]
    assert all(answer.json()["responses"] == [] for answer in answers)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer "},
        {"Authorization": f"Bearer {TOKEN}x"},
        {"Authorization": f"Bearer {TOKEN[:-1]}"},
        {"Authorization": f"bearer {TOKEN}"},
        {"Authorization": TOKEN},
        {"Authorization": "Bearer \xe6\xf8\xe5".encode("latin-1")},
    ],
)
async def test_wrong_token_is_refused(
    rasa: httpx.AsyncClient, assistant: FakeAssistant, headers: dict[str, str | bytes]
) -> None:
    raw = [(k.encode(), v.encode() if isinstance(v, str) else v) for k, v in headers.items()]
    answer = await rasa.post("/webhook", json=call(), headers=raw)
    assert (answer.status_code, assistant.understood_) == (403, [])


async def submissions(rasa: httpx.AsyncClient) -> bool:
    return (await rasa.post("/webhook", json=call(), headers=RIGHT)).status_code == 200


@pytest.mark.parametrize("name", ["action_fly", "action_listen", "", "__init__"])
async def test_unknown_action_does_not_break_the_next_call(
    rasa: httpx.AsyncClient, assistant: FakeAssistant, name: str
) -> None:
    answer = await rasa.post("/webhook", json=call(name), headers=RIGHT)
    assert assistant.understood_ == []
    assert answer.status_code >= 400 or name == "", "rasa-sdk does nothing for no name"
    assert await submissions(rasa)


BROKEN_TRACKER = call() | {"tracker": {"sender_id": "42", "latest_message": None}}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"null",
        b"7",
        b"[]",
        b'"text"',
        b"{}",
        b"[" * 100_000,
        b'{"next_action": 7}',
        b'{"next_action": "action_everyday"}',
        b'{"next_action": "action_everyday", "tracker": null}',
        b'{"next_action": "action_everyday", "tracker": []}',
        json.dumps(BROKEN_TRACKER).encode(),
    ],
    ids=lambda body: body[:40].decode(errors="replace"),
)
async def test_malformed_body_does_not_break_the_next_call(
    rasa: httpx.AsyncClient, assistant: FakeAssistant, body: bytes
) -> None:
    answer = await rasa.post("/webhook", content=body, headers=RIGHT)
    assert answer.headers["content-type"].startswith(("application/json", "text/plain"))
    assert assistant.understood_ == []
    assert await submissions(rasa)


@pytest.mark.parametrize("update_id", [None, "7", 7.5, [], {}])
async def test_invalid_update_id_changes_nothing(
    rasa: httpx.AsyncClient, assistant: FakeAssistant, update_id: Any
) -> None:
    await rasa.post("/webhook", json=call(update_id=update_id), headers=RIGHT)
    assert assistant.understood_ == []


async def test_failed_action_returns_500_without_peoples_words(
    rasa: httpx.AsyncClient, assistant: FakeAssistant
) -> None:
    assistant.broken = True
    answer = await rasa.post("/webhook", json=call(), headers=RIGHT)
    assert answer.status_code == 500 and "secret" not in answer.text
    assistant.broken = False
    assert await submissions(rasa)


@pytest.mark.parametrize("address", ["10.0.0.5", "2001:db8::1", "::ffff:10.0.0.5", "nobody"])
async def test_remote_address_is_refused_even_with_the_token(
    assistant: FakeAssistant, address: str
) -> None:
    assert await _status_from(assistant, address) == 403
    assert assistant.understood_ == []


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
async def test_every_loopback_address_is_accepted(assistant: FakeAssistant, address: str) -> None:
    assert await _status_from(assistant, address) == 200


@pytest.mark.parametrize(
    ("rasa_host", "address", "status"),
    [
        ("10.0.0.5", "10.0.0.5", 200), ("10.0.0.5", "::ffff:10.0.0.5", 200),
        ("10.0.0.5", "10.0.0.6", 403), ("2001:db8::1", "2001:db8::1", 200),
        ("nowhere.invalid", "10.0.0.5", 403), ("localhost", "10.0.0.5", 403),
        ("10.0.0.5", "127.0.0.1", 200),
    ],
)  # fmt: skip
async def test_of_other_machines_only_that_of_the_rasa_server_may_call(
    assistant: FakeAssistant, rasa_host: str, address: str, status: int
) -> None:
    assert await _status_from(assistant, address, rasa_host) == status


async def test_rasa_server_on_another_machine_needs_the_token_too(
    assistant: FakeAssistant,
) -> None:
    with capture_logs() as logs:
        assert await _status_from(assistant, "10.0.0.5", "10.0.0.5", {}) == 403
    assert assistant.understood_ == []
    assert [(line["why"], line["source"]) for line in logs] == [("token", "10.0.0.5")]


async def test_proxied_request_is_refused(rasa: httpx.AsyncClient) -> None:
    told = RIGHT | {"X-Forwarded-For": "127.0.0.1"}
    assert (await rasa.post("/webhook", json=call(), headers=told)).status_code == 403


async def _status_from(
    assistant: FakeAssistant,
    address: str,
    rasa_host: str | None = None,
    headers: dict[str, str] = RIGHT,
) -> int:
    endpoint = ActionsEndpoint(lambda: [action(assistant) for action in ALL], TOKEN, rasa_host)
    app = make_app([Route("/webhook", endpoint.respond, methods=["POST"])])
    transport = httpx.ASGITransport(app, client=(address, 5))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        return (await client.post("/webhook", json=call(), headers=headers)).status_code
