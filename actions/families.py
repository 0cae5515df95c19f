"""Rasa's custom actions: one for each intent family.

Rasa predicts the intent; the assistant decides what to do.  The actions utter nothing: replies go
through the outbox, in the transaction of their effect.
"""

from typing import Any, Protocol

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.questionnaire.rules.interruption import NluResult

# Threshold of the language detector: 85 % of the held-out messages reach it, and none of them is
# wrong (tests/rasa_server/test_language_detector.py).
LANGUAGE_THRESHOLD = 0.9
# Intents that say nothing about what the user may have wanted.
NO_GUESS = ("nlu_fallback", "out_of_scope", "answer")


class Assistant(Protocol):
    async def understood(self, update_id: int, meaning: NluResult, family: str) -> None: ...


class Family(Action):
    """Passes the parsed message to the assistant.

    `name_` is the action's name in domain.yml, `family` the use case that handles its intents.
    """

    name_: str
    family: str

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def name(self) -> str:
        return self.name_

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Call the assistant, if the message carries the id of an update; set no events."""
        message = tracker.latest_message
        update_id = (message.get("metadata") or {}).get("update_id")
        if isinstance(update_id, int):
            await self._assistant.understood(update_id, meaning(message), self.family)
        return []


def meaning(message: dict[str, Any]) -> NluResult:
    """Return the meaning of a message that Rasa has parsed.

    Where the classifier was unsure the intent is nlu_fallback; `guess` is then the most likely
    intent of the ranking.  `distress` is the confidence in distress, whichever intent was
    predicted.  Every field of `message` may be missing or None.
    """
    intent = message.get("intent") or {}
    ranking = {r["name"]: float(r["confidence"]) for r in message.get("intent_ranking") or []}
    name, confidence = str(intent.get("name")), float(intent.get("confidence") or 0)
    guesses = [n for n in ranking if n not in NO_GUESS]
    guess = guesses[0] if name == "nlu_fallback" and guesses else None
    detected = message.get("text_language") or {}
    is_certain = float(detected.get("confidence") or 0) >= LANGUAGE_THRESHOLD
    language = str(detected["code"]) if is_certain else None
    distress = ranking.get("distress", 0.0)
    return NluResult(name, confidence, distress, guess, language, str(message.get("text") or ""))


class Everyday(Family):
    name_, family = "action_everyday", "everyday"


class Confirm(Family):
    name_, family = "action_confirm", "confirm"


class Navigate(Family):
    name_, family = "action_navigate", "navigate"


class Join(Family):
    name_, family = "action_join", "join"


class Assignment(Family):
    name_, family = "action_assignment", "assignment"


class Plan(Family):
    name_, family = "action_plan", "plan"


class Consultant(Family):
    name_, family = "action_consultant", "consultant"


class Reminders(Family):
    name_, family = "action_reminders", "reminders"


class Privacy(Family):
    name_, family = "action_privacy", "privacy"


class Facts(Family):
    name_, family = "action_facts", "facts"


class CrisisSupport(Family):
    name_, family = "action_care", "courage"


class Unclear(Family):
    name_, family = "action_unclear", "unclear"


ALL: tuple[type[Family], ...] = (
    Everyday, Confirm, Navigate, Join, Assignment, Plan, Consultant, Reminders, Privacy, Facts,
    CrisisSupport, Unclear,
)  # fmt: skip
