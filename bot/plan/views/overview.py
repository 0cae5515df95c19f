"""Everything about the plan from one place: its parts, where somebody was, what to do next."""

from bot.kernel.messages import (
    Button,
    Message,
    Param,
    Phrase,
    Verbatim,
    message,
    phrase,
    phrases,
    strong,
)
from bot.kernel.views.commands import to_consultant, to_menu
from bot.kernel.views.layout import in_pairs
from bot.plan.buttons import AcceptAllSuggestions, OpenSection, ReadPlan, ShowFinding
from bot.plan.rules.plan import Plan
from bot.plan.rules.view import Mark, PlanView
from bot.plan.views.builder import plan_id
from bot.plan.views.files import files
from bot.plan.views.links import to_money
from bot.plan.views.plan import section
from bot.questionnaire.buttons import Ref, Resume


def overview(view: PlanView, plan: Plan, to_look_at: int) -> Message:
    """All of the plan from one place.  `to_look_at`: what a friendly reader would ask."""
    marks = view.marks()
    mine = plan_id(plan)
    done = sum(mark is Mark.DONE for mark in marks.values())
    sections = [
        Button(_marked(name, mark, bool(view.comments(name))), OpenSection(mine, name).pack())
        for name, mark in marks.items()
    ]
    keepable = len(view.keepable())
    label = phrases(
        "✔ Keep {count} answer from my tasks", "✔ Keep {count} answers from my tasks", keepable
    )
    keep = [[Button(label, AcceptAllSuggestions(mine).pack())]] if keepable > 1 else []
    return message(
        strong(phrase("📘 Your plan")),
        phrases(
            "{count} of {total} parts is finished. You can begin anywhere.",
            "{count} of {total} parts are finished. You can begin anywhere.",
            done,
            total=Verbatim(str(len(marks))),
        ),
        *_where(view, plan),
        *_ready(view, plan),
        buttons=[
            *_onwards(view, plan),
            *keep,
            *in_pairs(sections),
            [Button(phrase("👁 Read it"), ReadPlan(mine).pack()), to_money()],
            *_to_look_at(plan, to_look_at),
            files(),
            [to_consultant()],
            [to_menu()],
        ],
    )


def _where(view: PlanView, plan: Plan) -> list[Param]:
    """Where somebody left off, also weeks ago."""
    if plan.current is None or plan.current not in view.outline.whole or not plan.answers:
        return []
    question = view.outline.whole.question(plan.current)
    return [
        phrase(
            "You were at “{question}” in “{section}”.",
            question=phrase(question.title),
            section=section(question.plan or ""),
        )
    ]


def _ready(view: PlanView, plan: Plan) -> list[Param]:
    if plan.ready_at is None:
        return []
    if view.changed_since_ready:
        return [phrase("⭐ Your consultant said that it is ready. You have changed it since.")]
    return [phrase("⭐ Your consultant says that your plan is ready.")]


def _onwards(view: PlanView, plan: Plan) -> list[list[Button]]:
    if view.next_open() is None:
        return []
    label = phrase("▶ Go on") if plan.answers else phrase("▶ Start")
    return [[Button(label, Ref("b", plan_id(plan)).data(Resume))]]


def _to_look_at(plan: Plan, count: int) -> list[list[Button]]:
    if not count:
        return []
    label = phrases("🔎 {count} thing to look at", "🔎 {count} things to look at", count)
    return [[Button(label, ShowFinding(plan_id(plan), 0).pack())]]


def _marked(name: str, mark: Mark, commented: bool) -> Phrase:
    title = section(name)
    if commented:
        return phrase("💬 {section}", section=title)
    match mark:
        case Mark.DONE:
            return phrase("✅ {section}", section=title)
        case Mark.BEGUN:
            return phrase("✏ {section}", section=title)
        case Mark.EMPTY:
            return phrase("⬜ {section}", section=title)


def kept(count: int) -> Message:
    return message(
        phrases(
            "✔ {count} answer is in your plan now. You can change it at any time.",
            "✔ {count} answers are in your plan now. You can change them at any time.",
            count,
        )
    )
