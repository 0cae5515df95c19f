"""A tracker store in memory that keeps the newest events of the most recent conversations.

Rasa replays all stored events for every message, so with its own stores each message takes longer
than the one before.  We keep no state in trackers, so losing one costs nothing, and no second copy
of users' messages is stored.
"""

import json
from collections import OrderedDict
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, SESSION_START_METADATA_SLOT
from rasa.shared.core.conversation import Dialogue
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

KEPT_EVENTS = 20
KEPT_CONVERSATIONS = 500


class BoundedTrackerStore(InMemoryTrackerStore):
    """Keeps `events` events per conversation; evicts the least recently used conversation."""

    def __init__(
        self,
        domain: Domain,
        event_broker: EventBroker | None = None,
        events: int = KEPT_EVENTS,
        conversations: int = KEPT_CONVERSATIONS,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self.store: dict[str, str] = OrderedDict()
        self._events = events
        self._conversations = conversations

    async def save(self, tracker: DialogueStateTracker) -> None:
        await self.stream_events(tracker)
        newest = newest_turns(list(tracker.events), self._events)
        dialogue = Dialogue(tracker.sender_id, [*carried_slots(tracker), *newest])
        self.store.pop(tracker.sender_id, None)
        self.store[tracker.sender_id] = json.dumps(dialogue.as_dict())
        while len(self.store) > self._conversations:
            self.store.pop(next(iter(self.store)))


def newest_turns(events: list[Event], limit: int) -> list[Event]:
    """Return at most `limit` of the newest events, starting with an action_listen if there is one.

    Rasa's rules do not match a history that starts in the middle of a turn.
    """
    newest = events[-limit:]
    listening = (index for index, event in enumerate(newest) if _is_listening(event))
    return newest[next(listening, 0) :]


def carried_slots(tracker: DialogueStateTracker) -> list[Event]:
    """Return events that restore the slots which dropped events had set."""
    return [
        SlotSet(slot.name, slot.value)
        for slot in tracker.slots.values()
        if slot.value is not None and slot.name != SESSION_START_METADATA_SLOT
    ]


def _is_listening(event: Event) -> bool:
    return isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME
