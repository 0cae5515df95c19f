"""The threshold override, the log filter and the cached schema validator."""

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.nlu.training_data.message import Message

from rasa_server import runtime
from rasa_server.components.threshold_override import ThresholdOverride

RANKING = [
    {"name": "nlu_fallback", "confidence": 0.4},
    {"name": "feel_discouraged", "confidence": 0.3},
    {"name": "distress", "confidence": 0.2},
]


def overridden(threshold: float) -> Message:
    """Return a message with RANKING after an override that has a threshold for distress."""
    message = Message({"text": "…", "intent": RANKING[0], "intent_ranking": RANKING})
    ThresholdOverride({"distress": threshold}).process([message])
    return message


def test_distress_above_its_threshold_wins_over_likelier_intents() -> None:
    assert overridden(threshold=0.15).get("intent") == {"name": "distress", "confidence": 0.2}


def test_distress_below_its_threshold_changes_nothing() -> None:
    assert overridden(threshold=0.25).get("intent")["name"] == "nlu_fallback"


def test_override_leaves_the_ranking_as_it_was() -> None:
    assert overridden(threshold=0.15).get("intent_ranking") == RANKING


def test_log_entries_hold_no_message_of_a_user() -> None:
    entry = {"event": "rest.message.received.failure", "text": "min mand slår mig", "user": 1}
    assert runtime.drop_unsafe_fields(None, "error", entry) == {"event": entry["event"]}


def test_action_responses_are_still_validated() -> None:
    runtime.cache_action_schema_validator()
    action = RemoteAction("action_everyday", None)
    assert action._validate_action_result({"events": [], "responses": []})
    with pytest.raises(ValidationError):
        action._validate_action_result({"events": [{"event": "no such thing"}]})
