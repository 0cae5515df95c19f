"""One action an intent family.  Rasa found out what was meant; the assistant decides what happens.

Nothing is uttered here: replies go through the outbox, in the transaction of their effect.
"""

from typing import Any, Protocol

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.questionnaire.rules.interruption import Meaning

# On held-out messages nothing above it was wrong; it speaks for nine texts of ten.
SURE_OF_LANGUAGE = 0.9


class Understands(Protocol):
    async def understood(self, update_id: int, meaning: Meaning, family: str) -> None: ...


class Family(Action):
    """`name_` is the action's name in domain.yml, `family` the use cases it ends in."""

    name_: str
    family: str

    def __init__(self, assistant: Understands) -> None:
        self._assistant = assistant

    def name(self) -> str:
        return self.name_

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        heard = tracker.latest_message
        update_id = (heard.get("metadata") or {}).get("update_id")
        if isinstance(update_id, int):
            await self._assistant.understood(update_id, meaning(heard), self.family)
        return []


def meaning(heard: dict[str, Any]) -> Meaning:
    """From Rasa's parse: the first intent, and how likely distress is whatever came first.

    Where the classifier was unsure, `nlu_fallback` comes first and the ranking holds the rest.
    """
    intent = heard.get("intent") or {}
    ranking = {r["name"]: float(r["confidence"]) for r in heard.get("intent_ranking") or []}
    name, confidence = str(intent.get("name")), float(intent.get("confidence") or 0)
    guesses = [n for n in ranking if n not in ("nlu_fallback", "out_of_scope", "answer")]
    guess = guesses[0] if name == "nlu_fallback" and guesses else None
    written = heard.get("text_language") or {}
    sure = float(written.get("confidence") or 0) >= SURE_OF_LANGUAGE
    language = str(written["code"]) if sure else None
    distress = ranking.get("distress", 0.0)
    return Meaning(name, confidence, distress, guess, language, str(heard.get("text") or ""))


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
