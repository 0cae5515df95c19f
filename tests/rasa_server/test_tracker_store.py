"""The tracker store keeps the newest events of the most recent conversations."""

import asyncio
import time

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from rasa_server.components.tracker_store import BoundedTrackerStore

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
