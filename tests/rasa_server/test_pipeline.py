"""Alarm, log filter, faster check: the small parts around the classifier."""

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.nlu.training_data.message import Message

from rasa_server import runtime
from rasa_server.components.alarm import Alarm

NEARLY = [
    {"name": "nlu_fallback", "confidence": 0.4},
    {"name": "feel_discouraged", "confidence": 0.3},
    {"name": "distress", "confidence": 0.2},
]


def heard(bar: float) -> Message:
    message = Message({"text": "…", "intent": NEARLY[0], "intent_ranking": NEARLY})
    Alarm({"distress": bar}).process([message])
    return message


def test_distress_is_heard_although_something_else_is_likelier() -> None:
    assert heard(bar=0.15).get("intent") == {"name": "distress", "confidence": 0.2}


def test_below_its_bar_the_alarm_is_silent() -> None:
    assert heard(bar=0.25).get("intent")["name"] == "nlu_fallback"


def test_the_ranking_stays_as_the_classifier_made_it() -> None:
    assert heard(bar=0.15).get("intent_ranking") == NEARLY


def test_no_log_entry_carries_what_a_person_wrote() -> None:
    entry = {"event": "rest.message.received.failure", "text": "min mand slår mig", "user": 1}
    assert runtime.drop_unsafe_fields(None, "error", entry) == {"event": entry["event"]}


def test_answers_of_actions_are_still_checked() -> None:
    runtime.cache_action_schema_validator()
    action = RemoteAction("action_everyday", None)
    assert action._validate_action_result({"events": [], "responses": []})
    with pytest.raises(ValidationError):
        action._validate_action_result({"events": [{"event": "no such thing"}]})
