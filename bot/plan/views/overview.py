"""Overview of a plan: its sections, the current question, what to do next."""

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
from bot.plan.rules.view import PlanView, SectionStatus
from bot.plan.views.builder import plan_id
from bot.plan.views.files import files
from bot.plan.views.links import to_money
from bot.plan.views.plan import section
from bot.questionnaire.buttons import Ref, Resume


def overview(view: PlanView, plan: Plan, finding_count: int) -> Message:
    """`finding_count`: findings of the check of the plan."""
    statuses = view.statuses()
    mine = plan_id(plan)
    done = sum(status is SectionStatus.DONE for status in statuses.values())
    sections = [
        Button(
            _section_label(name, status, bool(view.comments(name))), OpenSection(mine, name).pack()
        )
        for name, status in statuses.items()
    ]
    count = len(view.pending_suggestions())
    label = phrases(
        "✔ Keep {count} answer from my tasks", "✔ Keep {count} answers from my tasks", count
    )
    accept_all = [[Button(label, AcceptAllSuggestions(mine).pack())]] if count > 1 else []
    return message(
        strong(phrase("📘 Your plan")),
        phrases(
            "{count} of {total} parts is finished. You can begin anywhere.",
            "{count} of {total} parts are finished. You can begin anywhere.",
            done,
            total=Verbatim(str(len(statuses))),
        ),
        *_position(view, plan),
        *_ready_state(view, plan),
        buttons=[
            *_go_on(view, plan),
            *accept_all,
            *in_pairs(sections),
            [Button(phrase("👁 Read it"), ReadPlan(mine).pack()), to_money()],
            *_findings(plan, finding_count),
            files(),
            [to_consultant()],
            [to_menu()],
        ],
    )


def _position(view: PlanView, plan: Plan) -> list[Param]:
    """The current question, however long ago it was asked."""
    if plan.current is None or plan.current not in view.outline.questionnaire or not plan.answers:
        return []
    question = view.outline.questionnaire.question(plan.current)
    return [
        phrase(
            "You were at “{question}” in “{section}”.",
            question=phrase(question.title),
            section=section(question.plan or ""),
        )
    ]


def _ready_state(view: PlanView, plan: Plan) -> list[Param]:
    if plan.ready_at is None:
        return []
    if view.changed_since_ready:
        return [phrase("⭐ Your consultant said that it is ready. You have changed it since.")]
    return [phrase("⭐ Your consultant says that your plan is ready.")]


def _go_on(view: PlanView, plan: Plan) -> list[list[Button]]:
    if view.next_unanswered() is None:
        return []
    label = phrase("▶ Go on") if plan.answers else phrase("▶ Start")
    return [[Button(label, Ref("b", plan_id(plan)).data(Resume))]]


def _findings(plan: Plan, count: int) -> list[list[Button]]:
    if not count:
        return []
    label = phrases("🔎 {count} thing to look at", "🔎 {count} things to look at", count)
    return [[Button(label, ShowFinding(plan_id(plan), 0).pack())]]


def _section_label(name: str, status: SectionStatus, commented: bool) -> Phrase:
    title = section(name)
    if commented:
        return phrase("💬 {section}", section=title)
    match status:
        case SectionStatus.DONE:
            return phrase("✅ {section}", section=title)
        case SectionStatus.BEGUN:
            return phrase("✏ {section}", section=title)
        case SectionStatus.EMPTY:
            return phrase("⬜ {section}", section=title)


def suggestions_accepted(count: int) -> Message:
    return message(
        phrases(
            "✔ {count} answer is in your plan now. You can change it at any time.",
            "✔ {count} answers are in your plan now. You can change them at any time.",
            count,
        )
    )
