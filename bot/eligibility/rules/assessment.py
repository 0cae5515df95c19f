"""Assessment of the answers: a recommendation with its reasons, never a decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.questionnaire.rules.questionnaire import Questionnaire, Verdict


class Outcome(StrEnum):
    """The recommendation."""

    LOOKS_RIGHT = "looks_right"
    UNCLEAR = "unclear"
    PROBABLY_NOT = "probably_not"


@dataclass(frozen=True)
class Reason:
    verdict: Verdict
    text: str


@dataclass(frozen=True)
class Assessment:
    outcome: Outcome
    reasons: tuple[Reason, ...]


_OUTCOMES = {
    Verdict.AGAINST: Outcome.PROBABLY_NOT,
    Verdict.UNCLEAR: Outcome.UNCLEAR,
    Verdict.FITS: Outcome.LOOKS_RIGHT,
}
_WORST_FIRST = list(_OUTCOMES)


def assess(answers: Mapping[str, str | None], questions: Questionnaire) -> Assessment:
    """The worst verdict decides; reasons are sorted from against over unclear to fitting.

    `answers` maps question ids to values as `Answer.value` holds them.
    """
    reasons = [
        Reason(c.verdict, c.reason)
        for q in questions.questions
        for c in q.chosen(answers.get(q.id) or "")
        if c.verdict is not None and c.reason is not None
    ]
    reasons.sort(key=lambda reason: _WORST_FIRST.index(reason.verdict))
    worst = reasons[0].verdict if reasons else Verdict.FITS
    return Assessment(_OUTCOMES[worst], tuple(reasons))
