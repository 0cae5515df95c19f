"""The tracker store keeps the newest events of the most recent conversations."""

import asyncio
import time
from typing import Any

import yaml
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from rasa_server.components.prefetch import MAX_PENDING
from rasa_server.components.tracker_store import (
    KEPT_CONVERSATIONS,
    KEPT_EVENTS,
    BoundedTrackerStore,
    carried_slots,
    newest_turns,
)
from tests.rasa_server.paths import PROJECT

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [greet]
actions: [action_everyday]
slots:
  slot: {type: any, mappings: [{type: custom}]}
"""
)


def store(events: int = 20, conversations: int = 500) -> BoundedTrackerStore:
    return BoundedTrackerStore(DOMAIN, events=events, conversations=conversations)


async def add_turn(trackers: BoundedTrackerStore, sender: str) -> DialogueStateTracker:
    tracker = await trackers.get_or_create_tracker(sender)
    tracker.update(UserUttered("hej", {"name": "greet", "confidence": 1.0}))
    tracker.update(ActionExecuted("action_everyday"))
    tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
    await trackers.save(tracker)
    return tracker


def test_only_newest_events_are_kept() -> None:
    async def scenario() -> None:
        trackers = store(events=10)
        for _ in range(30):
            await add_turn(trackers, "a")
        kept = list((await trackers.get_or_create_tracker("a")).events)
        assert 4 <= len(kept) <= 10
        assert isinstance(kept[0], ActionExecuted) and kept[0].action_name == ACTION_LISTEN_NAME

    asyncio.run(scenario())


def test_slot_survives_the_event_that_set_it() -> None:
    async def scenario() -> None:
        trackers = store(events=6)
        tracker = await trackers.get_or_create_tracker("a")
        tracker.update(SlotSet("slot", 7))
        await trackers.save(tracker)
        for _ in range(10):
            await add_turn(trackers, "a")
        assert (await trackers.get_or_create_tracker("a")).get_slot("slot") == 7

    asyncio.run(scenario())


def test_least_recently_used_conversation_is_evicted() -> None:
    async def scenario() -> None:
        trackers = store(conversations=2)
        for sender in ("a", "b", "a", "c"):
            await add_turn(trackers, sender)
        assert set(await trackers.keys()) == {"a", "c"}

    asyncio.run(scenario())


def test_time_per_message_does_not_grow_with_the_conversation() -> None:
    async def scenario() -> tuple[float, float]:
        trackers, times = store(), []
        for _ in range(1_000):
            started = time.process_time()
            await add_turn(trackers, "a")
            times.append(time.process_time() - started)
        return sum(times[50:150]), sum(times[-100:])

    early, late = asyncio.run(scenario())
    assert late < 3 * early


LISTEN, ACTION = ActionExecuted(ACTION_LISTEN_NAME), ActionExecuted("action_everyday")


def test_history_starts_where_the_bot_listens() -> None:
    events: list[Event] = [ACTION, LISTEN, UserUttered("hej"), ACTION, LISTEN]
    assert newest_turns(events, 10) == events[1:]
    assert newest_turns(events, 3) == [LISTEN]


def test_history_in_which_the_bot_never_listens_is_kept_whole() -> None:
    events: list[Event] = [UserUttered("hej"), ACTION]
    assert newest_turns(events, 10) == events


def test_empty_slots_and_session_metadata_are_not_carried() -> None:
    tracker = DialogueStateTracker("a", DOMAIN.slots)
    assert carried_slots(tracker) == []
    tracker.update(SlotSet("session_started_metadata", {"update_id": 7}))
    assert carried_slots(tracker) == []
    tracker.update(SlotSet("slot", 7))
    assert carried_slots(tracker) == [SlotSet("slot", 7)]


def endpoint() -> dict[str, Any]:
    settings = yaml.safe_load((PROJECT / "endpoints.yml").read_text(encoding="utf-8"))
    found: dict[str, Any] = settings["tracker_store"]
    return found


def test_rasa_creates_the_configured_store() -> None:
    created = TrackerStore.create(EndpointConfig(**endpoint()), DOMAIN)
    # Rasa wraps it, to survive a store that fails.
    inner = getattr(created, "_tracker_store", created)
    assert isinstance(inner, BoundedTrackerStore)
    assert (inner._events, inner._conversations) == (20, 500)
    assert inner.domain is DOMAIN


def test_bounds_are_those_that_the_page_on_trust_promises() -> None:
    bounds = f"{KEPT_EVENTS} events of {KEPT_CONVERSATIONS} conversations"
    assert bounds in (PROJECT / "docs" / "trust.md").read_text(encoding="utf-8")
    assert (endpoint()["events"], endpoint()["conversations"]) == (KEPT_EVENTS, KEPT_CONVERSATIONS)
    assert MAX_PENDING == 8  # "eight texts"


class RecordingBroker(EventBroker):
    def __init__(self) -> None:
        self.published: list[str] = []

    def publish(self, event: dict[str, Any]) -> None:
        self.published.append(event["event"])


def test_events_are_published_to_a_broker() -> None:
    broker = RecordingBroker()
    trackers = BoundedTrackerStore(DOMAIN, broker)
    asyncio.run(add_turn(trackers, "a"))
    assert broker.published.count("user") == 1
