"""Business plans with the longest that can stand in them."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.bootstrap import danish_calendar
from bot.content.loader import load
from bot.course.rules.course import PLAN_SECTIONS
from bot.course.rules.enrolments import Enrolment, release
from bot.kernel.messages import Message, Paragraph, phrase
from bot.plan.rules.checks import Finding, FindingKind
from bot.plan.rules.outline import ChoiceTag
from bot.plan.rules.plan import Plan, PlanAnswer, PlanComment
from bot.plan.rules.view import PlanView
from bot.plan.views.builder import PlanFlowViews
from bot.plan.views.consultant import LONGEST_COMMENT
from bot.questionnaire.rules import item_lines
from bot.questionnaire.rules.item_lines import MAX_LINES, MAX_NAME_LENGTH, ItemLine
from bot.questionnaire.rules.questionnaire import Question

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
CONTENT = load()
OUTLINE, COURSE = CONTENT.plan, CONTENT.course
QUESTIONS = OUTLINE.questionnaire.questions
LINES = [
    ItemLine(n, "n" * MAX_NAME_LENGTH, Decimal("1234567.5"), own=n % 2 > 0)
    for n in range(1, MAX_LINES + 1)
]
ODD_LINES = [ItemLine(1, "", Decimal(5)), ItemLine(2, "rent", None)]


def _value(question: Question, words: str) -> str:
    match question.kind:
        case "items":
            return item_lines.dump(LINES)
        case "number":
            return "123456789.5"
        case "several":
            return ",".join(c.id for c in question.choices if not c.alone)
        case "one":
            return max(question.choices, key=lambda c: len(c.label)).id
        case _:
            return words


def plan(words: str = "") -> Plan:
    """New without words; else every question answered, commented on, and marked ready."""
    made = Plan(enrolment_id=10**9, participant_id=7, started_at=NOON, id=10**9)
    if not words:
        return made
    made.ready_at, made.ready_by = NOON, "K" * 64
    for question in QUESTIONS:
        made.answers[question.id] = PlanAnswer(question.id, _value(question, words), 1, NOON)
    later = NOON + timedelta(days=1)
    made.comments = [
        PlanComment(name, "c" * LONGEST_COMMENT, "K" * 64, later) for name in PLAN_SECTIONS
    ]
    return made


def _enrolment() -> Enrolment:
    made = Enrolment(1, 7, NOON, 900, id=10**9)
    calendar = danish_calendar("Europe/Copenhagen")
    release(made, COURSE, [week.number for week in COURSE.weeks], calendar, NOON)
    return made


PLANS = [plan(), plan("w" * 1000)]
VIEWS = [PlanView(OUTLINE, COURSE, _enrolment(), one) for one in (None, *PLANS)]
GAP = Finding(FindingKind.GAP, QUESTIONS[0], section=PLAN_SECTIONS[0], count=3)
FINDINGS = [
    *(
        Finding(kind, QUESTIONS[0], "n" * 60, PLAN_SECTIONS[0], 5)
        for kind in FindingKind
        if kind is not FindingKind.GAP
    ),
    GAP,
]

EXAMPLES: dict[Any, list[Any]] = {
    Finding: FINDINGS,
    tuple[Finding, ...]: [tuple(FINDINGS)],
    ItemLine: [LINES[0], *ODD_LINES],
    Plan: PLANS,
    PlanView: VIEWS[1:],
    ChoiceTag | None: [None, *ChoiceTag],
    Sequence[ItemLine]: [LINES[:1], LINES],
    Sequence[Paragraph]: [[Paragraph(phrase("Has no open question."))]],
    Sequence[Question]: [[], list(QUESTIONS)],
    Sequence[str]: [list(PLAN_SECTIONS)],
}
WORDS = {
    "ask_for_comment.name": list(PLAN_SECTIONS),
    "comment_sent.name": list(PLAN_SECTIONS),
    "has_comment.name": list(PLAN_SECTIONS),
    "has_comment.words": ["c" * LONGEST_COMMENT],
}


def spoken() -> Iterator[Message]:
    """Every question of the plan: new, and with the longest answer there can be."""
    for view in VIEWS[1:]:
        assert view.plan is not None, "these are opened"
        for question in QUESTIONS:
            words = PlanFlowViews(view, view.plan, question.plan or PLAN_SECTIONS[0])
            yield from (words.question(question, more) for more in (None, "example", "simpler"))
            yield words.answered(question)
            yield words.where_we_were(question)
            yield words.summary()
            yield words.which_to_change()
            yield words.all_answers()
            yield words.paused()
