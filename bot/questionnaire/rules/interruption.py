"""Whether a text answers the current question or interrupts it.

One policy for every question.  Losing an answer is bad, storing "I want to talk to the consultant"
as somebody's business idea is worse, and asking back is always allowed.
"""

from dataclasses import dataclass
from enum import Enum

# Ways out of a question; they work in every question.
ALWAYS_INTERRUPT = frozenset(
    {"ask_help", "talk_to_human", "go_back", "skip", "pause", "change_language", "distress"}
)
# Other requests, rights such as privacy among them; they interrupt when they are clear.
COURSE_QUESTIONS = frozenset(
    {
        "ask_programme", "check_eligibility", "ask_deadline", "show_assignment", "show_progress",
        "ask_privacy", "delete_my_data", "book_meeting", "report_absence", "set_reminder",
        "stop_reminders", "export_plan", "build_plan", "submit_assignment", "bot_challenge",
        "faq_register", "faq_company_type", "faq_vat_tax", "faq_benefits", "faq_funding",
        "faq_permits",
    }
)  # fmt: skip

# Nobody answers "why do you want a business?" with "hello".
SMALL_TALK = frozenset({"greet", "goodbye", "thank", "affirm", "deny"})
MAX_SMALL_TALK_WORDS = 4

# Low: a false alarm is better than a missed one.
DISTRESS_THRESHOLD = 0.30
HIGH_CONFIDENCE = 0.80
MEDIUM_CONFIDENCE = 0.50
# Requests are short; a longer text is more likely an answer.
MAX_REQUEST_WORDS = 12


class Interpretation(Enum):
    """What to do with a text; ASK: ask the participant whether it was an answer."""

    ANSWER = "answer"
    INTERRUPTION = "interruption"
    ASK = "ask"


class ExpectedInput(Enum):
    """How the current question is answered."""

    NOTHING = "nothing"
    FREE_TEXT = "free text"
    BUTTONS = "buttons"


@dataclass(frozen=True)
class NluResult:
    """The result of intent classification: an intent of the contract or "answer".

    Confidences are from 0 to 1.
    """

    intent: str
    confidence: float
    distress: float = 0.0  # confidence of the intent "distress", whatever the rank
    guess: str | None = None  # the best intent where none was likely enough
    language: str | None = None  # language of the text where that is nearly certain
    text: str = ""


# These store, send or call something: below HIGH_CONFIDENCE the participant is asked first.
WITH_EFFECT = frozenset(
    {
        "talk_to_human", "book_meeting", "report_absence", "delete_my_data", "submit_assignment",
        "set_reminder", "stop_reminders", "go_back", "skip", "pause", "check_eligibility",
        "affirm", "deny",
    }
)  # fmt: skip
# From here on distress counts even in a text of an unknown language.
CLEAR_DISTRESS_THRESHOLD = 0.6


def needs_confirmation(meaning: NluResult) -> bool:
    """Whether to ask "did you mean …?" first; noise gets a low confidence."""
    return meaning.intent in WITH_EFFECT and meaning.confidence < HIGH_CONFIDENCE


def alerts_consultant(meaning: NluResult) -> bool:
    """Whether distress alerts a consultant at once.

    In an unknown language, which may be noise, the confidence must be higher.
    """
    return meaning.language is not None or _distress(meaning) >= CLEAR_DISTRESS_THRESHOLD


def is_distress(meaning: NluResult, waiting: ExpectedInput = ExpectedInput.NOTHING) -> bool:
    """Whether a text is to be treated as distress.

    The threshold is low, except in a question for free text: most texts are its answer, "I want to
    stand on my own feet" among them.  (The word list of crises was searched before.)
    """
    if waiting is ExpectedInput.FREE_TEXT:
        return _distress(meaning) >= CLEAR_DISTRESS_THRESHOLD
    return meaning.intent == "distress" or meaning.distress >= DISTRESS_THRESHOLD


def _distress(meaning: NluResult) -> float:
    return max(meaning.distress, meaning.confidence if meaning.intent == "distress" else 0.0)


def interpret(meaning: NluResult, waiting: ExpectedInput, words: int) -> Interpretation:
    """Decide for a text of `words` words.  Distress is handled before (`is_distress`)."""
    if waiting is ExpectedInput.NOTHING:
        return Interpretation.INTERRUPTION
    if meaning.intent in ALWAYS_INTERRUPT:
        return _way_out(meaning, waiting, words)
    if meaning.intent in COURSE_QUESTIONS:
        return _course_question(meaning, waiting)
    if meaning.intent in SMALL_TALK and waiting is ExpectedInput.FREE_TEXT:
        is_passing = words <= MAX_SMALL_TALK_WORDS and meaning.confidence >= MEDIUM_CONFIDENCE
        return Interpretation.INTERRUPTION if is_passing else Interpretation.ANSWER
    return (
        Interpretation.INTERRUPTION if waiting is ExpectedInput.BUTTONS else Interpretation.ANSWER
    )


def _way_out(meaning: NluResult, waiting: ExpectedInput, words: int) -> Interpretation:
    if waiting is ExpectedInput.BUTTONS or words <= MAX_REQUEST_WORDS:
        sure = meaning.confidence >= MEDIUM_CONFIDENCE
    else:
        sure = meaning.confidence >= HIGH_CONFIDENCE
    if sure:
        return Interpretation.INTERRUPTION
    return (
        Interpretation.ASK if waiting is ExpectedInput.FREE_TEXT else Interpretation.INTERRUPTION
    )


def _course_question(meaning: NluResult, waiting: ExpectedInput) -> Interpretation:
    if waiting is ExpectedInput.BUTTONS or meaning.confidence >= HIGH_CONFIDENCE:
        return Interpretation.INTERRUPTION
    return Interpretation.ASK if meaning.confidence >= MEDIUM_CONFIDENCE else Interpretation.ANSWER
