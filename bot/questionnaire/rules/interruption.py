"""While a question waits: is this text the answer, or did the person want something else?

One policy for every question (DESIGN.md 4.5).  Losing an answer is bad, storing "I want to talk
to the consultant" as somebody's business idea is worse, and asking is always allowed.
"""

from dataclasses import dataclass
from enum import Enum

# The person must never be held in a question against their will.
ALWAYS_INTERRUPT = frozenset(
    {"ask_help", "talk_to_human", "go_back", "skip", "pause", "change_language", "distress"}
)
# Rights: to know who reads, and to be forgotten.  They win when they are clear.
COURSE_QUESTIONS = frozenset(
    {
        "ask_programme", "check_eligibility", "ask_deadline", "show_assignment", "show_progress",
        "ask_privacy", "delete_my_data", "book_meeting", "report_absence", "set_reminder",
        "stop_reminders", "export_plan", "build_plan", "submit_assignment", "bot_challenge",
        "faq_register", "faq_company_type", "faq_vat_tax", "faq_benefits", "faq_funding",
        "faq_permits",
    }
)  # fmt: skip

# Said in passing; nobody answers "why do you want a business?" with "hello".
SMALL_TALK = frozenset({"greet", "goodbye", "thank", "affirm", "deny"})
MAX_SMALL_TALK_WORDS = 4

# An alarm too many is better than one too few.
DISTRESS_THRESHOLD = 0.30
HIGH_CONFIDENCE = 0.80
MEDIUM_CONFIDENCE = 0.50
# A wish is short; people who write this much are telling, not steering.
MAX_REQUEST_WORDS = 12


class Interpretation(Enum):
    ANSWER = "answer"
    INTERRUPTION = "interruption"
    ASK = "ask"


class ExpectedInput(Enum):
    NOTHING = "nothing"
    FREE_TEXT = "free text"
    BUTTONS = "buttons"


@dataclass(frozen=True)
class NluResult:
    """What the classifier thinks: a contract intent (or "answer"), and how sure it is, 0 to 1."""

    intent: str
    confidence: float
    distress: float = 0.0  # its confidence in distress, whatever came first
    guess: str | None = None  # the likeliest intent where none was likely enough
    language: str | None = None  # what the text is written in, where that is nearly certain
    text: str = ""


# Something is stored, sent or called because of these: below CLEAR the person is asked first.
WITH_EFFECT = frozenset(
    {
        "talk_to_human", "book_meeting", "report_absence", "delete_my_data", "submit_assignment",
        "set_reminder", "stop_reminders", "go_back", "skip", "pause", "check_eligibility",
        "affirm", "deny",
    }
)  # fmt: skip
# From here on a suspicion of distress is acted on even where the text may be no language at all.
CLEAR_DISTRESS_THRESHOLD = 0.6


def needs_confirmation(meaning: NluResult) -> bool:
    """Noise and strangers' words look like wishes, but never very much."""
    return meaning.intent in WITH_EFFECT and meaning.confidence < HIGH_CONFIDENCE


def alerts_consultant(meaning: NluResult) -> bool:
    """Distress in a language we know calls at once; in what may be noise it has to be clear."""
    return meaning.language is not None or _distress(meaning) >= CLEAR_DISTRESS_THRESHOLD


def is_distress(meaning: NluResult, waiting: ExpectedInput = ExpectedInput.NOTHING) -> bool:
    """The pipeline has a low bar of its own; below it our share of doubt still counts.

    Where an open question waits, most texts are its answer, "I want to stand on my own feet" among
    them: there it has to be clear.  (The word list of crises has been asked before.)
    """
    if waiting is ExpectedInput.FREE_TEXT:
        return _distress(meaning) >= CLEAR_DISTRESS_THRESHOLD
    return meaning.intent == "distress" or meaning.distress >= DISTRESS_THRESHOLD


def _distress(meaning: NluResult) -> float:
    return max(meaning.distress, meaning.confidence if meaning.intent == "distress" else 0.0)


def interpret(meaning: NluResult, waiting: ExpectedInput, words: int) -> Interpretation:
    """Decide for one text of `words` words.  Distress never reaches this: see `is_distress`."""
    if waiting is ExpectedInput.NOTHING:
        return Interpretation.INTERRUPTION
    if meaning.intent in ALWAYS_INTERRUPT:
        return _strong_wish(meaning, waiting, words)
    if meaning.intent in COURSE_QUESTIONS:
        return _course_question(meaning, waiting)
    if meaning.intent in SMALL_TALK and waiting is ExpectedInput.FREE_TEXT:
        passing = words <= MAX_SMALL_TALK_WORDS and meaning.confidence >= MEDIUM_CONFIDENCE
        return Interpretation.INTERRUPTION if passing else Interpretation.ANSWER
    return (
        Interpretation.INTERRUPTION if waiting is ExpectedInput.BUTTONS else Interpretation.ANSWER
    )


def _strong_wish(meaning: NluResult, waiting: ExpectedInput, words: int) -> Interpretation:
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
