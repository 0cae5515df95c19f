"""Rasa's parsed message becomes a Meaning, and reaches the assistant with its update."""

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.families import Consultant, meaning
from bot.questionnaire.rules.interruption import NluResult

FALLBACK = {"name": "nlu_fallback", "confidence": 0.7}


def ranked(**confidences: float) -> list[dict[str, Any]]:
    return [{"name": name, "confidence": share} for name, share in confidences.items()]


def test_predicted_intent_language_and_text_are_passed_on() -> None:
    message = {
        "text": "vil du ringe",
        "intent": {"name": "talk_to_human", "confidence": 0.8},
        "intent_ranking": ranked(talk_to_human=0.8, greet=0.1),
        "text_language": {"code": "da", "confidence": 0.95},
    }
    assert meaning(message) == NluResult(
        "talk_to_human", 0.8, distress=0.0, guess=None, language="da", text="vil du ringe"
    )


@pytest.mark.parametrize("missing", [{}, {"intent": None, "intent_ranking": None, "text": None}])
def test_missing_fields_have_neutral_values(missing: dict[str, Any]) -> None:
    found = meaning(missing | {"text_language": None})
    assert found == NluResult("None", 0.0, distress=0.0, guess=None, language=None, text="")


def test_confidence_of_distress_is_passed_on_behind_another_intent() -> None:
    message = {"intent": FALLBACK, "intent_ranking": ranked(greet=0.3, distress=0.2)}
    assert meaning(message).distress == 0.2


def test_guess_is_the_most_likely_real_intent_after_a_fallback() -> None:
    ranking = ranked(nlu_fallback=0.7, out_of_scope=0.3, answer=0.28, book_meeting=0.2, greet=0.1)
    assert meaning({"intent": FALLBACK, "intent_ranking": ranking}).guess == "book_meeting"


def test_there_is_no_guess_where_only_fallbacks_were_ranked() -> None:
    ranking = ranked(nlu_fallback=0.7, out_of_scope=0.2, answer=0.1)
    assert meaning({"intent": FALLBACK, "intent_ranking": ranking}).guess is None


def test_there_is_no_guess_beside_a_predicted_intent() -> None:
    message = {"intent": {"name": "greet", "confidence": 0.9}, "intent_ranking": ranked(greet=0.9)}
    assert meaning(message).guess is None


@pytest.mark.parametrize(("confidence", "language"), [(0.9, "ur"), (0.89, None), (None, None)])
def test_language_counts_from_its_threshold_on(
    confidence: float | None, language: str | None
) -> None:
    detected = {"code": "ur", "confidence": confidence}
    assert meaning({"text_language": detected}).language == language


class Recorder:
    """An assistant that records what it is called with."""

    def __init__(self) -> None:
        self.calls: list[tuple[int, NluResult, str]] = []

    async def understood(self, update_id: int, meaning: NluResult, family: str) -> None:
        self.calls.append((update_id, meaning, family))


def tracker(message: dict[str, Any]) -> Tracker:
    return Tracker("42", {}, message, [], False, None, {}, "")


async def test_action_passes_update_and_family_and_returns_no_events() -> None:
    assistant = Recorder()
    message = {"text": "hej", "metadata": {"update_id": 7}}
    events = await Consultant(assistant).run(CollectingDispatcher(), tracker(message), {})
    assert events == []
    assert assistant.calls == [(7, meaning(message), "consultant")]


@pytest.mark.parametrize("metadata", [None, {}, {"update_id": "7"}, {"update_id": None}])
async def test_message_without_an_update_is_ignored(metadata: dict[str, Any] | None) -> None:
    assistant = Recorder()
    message = {"text": "hej", "metadata": metadata}
    assert await Consultant(assistant).run(CollectingDispatcher(), tracker(message), {}) == []
    assert assistant.calls == []


def test_action_is_registered_by_its_name_in_the_domain() -> None:
    assert Consultant(Recorder()).name() == "action_consultant"
