"""A participant's business plan for consultants, and what the participant is told about it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.course.buttons import OpenPerson
from bot.kernel.calendar import Calendar
from bot.kernel.messages import (
    Button,
    Day,
    Message,
    Paragraph,
    Param,
    Phrase,
    Verbatim,
    item,
    message,
    phrase,
    phrases,
    quiet,
    strong,
)
from bot.kernel.participants import Participant
from bot.kernel.views.commands import to_consultant, to_plan
from bot.kernel.views.layout import in_pairs
from bot.kernel.views.people import who
from bot.plan.buttons import (
    CancelPlanComment,
    ChooseSectionToComment,
    CommentOnSection,
    ExportPlan,
    MarkReady,
    OpenPlan,
    OpenSection,
    UnmarkReady,
)
from bot.plan.forms import PlanCommentForm
from bot.plan.rules.document import PlanDocument
from bot.plan.rules.plan import Plan
from bot.plan.rules.view import PlanView, SectionStatus
from bot.plan.views.builder import plan_id
from bot.plan.views.plan import pages, section
from bot.submissions.views.tasks import guard

LONGEST_COMMENT = 1500


def whole_plan(
    view: PlanView, person: Participant, sections: Sequence[tuple[Phrase, Sequence[Param]]],
    finding_count: int, calendar: Calendar,
) -> list[Message]:  # fmt: skip
    """All pages of the plan, with the buttons under the last one."""
    done = sum(status is SectionStatus.DONE for status in view.statuses().values())
    head = [
        strong(phrase("📘 The business plan of {person}", person=who(person))),
        item(
            phrases(
                "{count} of {total} parts is finished",
                "{count} of {total} parts are finished",
                done,
                total=Verbatim(str(len(view.statuses()))),
            )
        ),
        *[item(line) for line in ready_state(view, calendar)],
        *_findings(finding_count),
    ]
    if not sections:
        nothing = phrase("There is nothing in it yet.")
        return [message(*head, nothing, buttons=[[_to_person(view)]])]
    found = [message(*page) for page in pages(head, sections)]
    found[-1] = Message(found[-1].paragraphs, tuple(map(tuple, buttons(view))))
    return found


def _findings(count: int) -> list[Paragraph]:
    if not count:
        return []
    line = phrases(
        "🔎 The bot would ask about {count} thing in it",
        "🔎 The bot would ask about {count} things in it",
        count,
    )
    return [item(line)]


def file(view: PlanView, person: Participant, document: PlanDocument) -> Message:
    back = Button(phrase("◀ Back"), OpenPlan(enrolment_id(view)).pack())
    caption = message(
        phrase("📘 The business plan of {person}", person=who(person)), buttons=[[back]]
    )
    return replace(caption, enclosure=document)


def ready_state(view: PlanView, calendar: Calendar) -> list[Phrase]:
    """Whether the plan is marked as ready, and whether it changed since."""
    plan = view.plan
    if plan is None or plan.ready_at is None:
        return []
    marked = phrase(
        "⭐ {consultant} marked the plan as ready on {day}",
        consultant=Verbatim(plan.ready_by or ""),
        day=Day(calendar.today(plan.ready_at)),
    )
    changed = phrase("✏ The plan was changed after it was marked as ready")
    return [marked, changed] if view.changed_since_ready else [marked]


def buttons(view: PlanView) -> list[list[Button]]:
    mine = enrolment_id(view)
    files = [
        Button(phrase("📄 As PDF"), ExportPlan(mine, "pdf").pack()),
        Button(phrase("📝 As Word"), ExportPlan(mine, "docx").pack()),
    ]
    comment = Button(phrase("💬 Comment on a part"), ChooseSectionToComment(mine).pack())
    ready = view.plan is not None and view.plan.ready_at is not None
    rows = [files, [comment]]
    if not ready or view.changed_since_ready:
        label = phrase("⭐ Mark the plan as ready")
        rows.append([Button(label, MarkReady(mine, stamp(view)).pack())])
    if ready:
        rows.append([Button(phrase("↩ Take the mark back"), UnmarkReady(mine).pack())])
    return [*rows, [_to_person(view)]]


def stamp(view: PlanView) -> int:
    """When the plan last changed, in milliseconds since the epoch; 0 for an empty plan."""
    return int(view.changed_at.timestamp() * 1000) if view.changed_at else 0


def which_section(view: PlanView, names: Sequence[str]) -> Message:
    mine = enrolment_id(view)
    choices = [Button(section(name), CommentOnSection(mine, name).pack()) for name in names]
    return message(
        phrase("Which part would you like to comment on?"),
        buttons=[*in_pairs(choices), [Button(phrase("◀ Back"), OpenPlan(mine).pack())]],
    )


def ask_for_comment(view: PlanView, person: Participant, name: str) -> Message:
    mine = enrolment_id(view)
    cancel = Button(phrase("✖ Cancel"), CancelPlanComment(mine, name).pack())
    asked = message(
        strong(phrase("Your comment on “{section}”", section=section(name))),
        phrase(
            "Reply to this message. {person} gets it as you write it, with a button to that part.",
            person=who(person),
        ),
        buttons=[[cancel]],
    )
    return replace(asked, form=PlanCommentForm(mine, name))


def comment_sent(person: Participant, name: str) -> Message:
    return message(
        phrase(
            "✔ {person} has your comment on “{section}”.",
            person=who(person),
            section=section(name),
        )
    )


def comment_cancelled() -> Message:
    return message(quiet(phrase("No comment was sent.")))


def comment_is_empty() -> Message:
    return message(phrase("There are no words in it. Please reply once more."))


def comment_too_long(length: int) -> Message:
    return message(
        phrase(
            "That is {length} characters. At most {most} fit. Please reply with a shorter one.",
            length=Verbatim(str(length)),
            most=Verbatim(str(LONGEST_COMMENT)),
        )
    )


def marked(person: Participant) -> Message:
    return message(
        phrase("⭐ The plan of {person} is marked as ready, and the person knows.",
               person=who(person))
    )  # fmt: skip


def marked_already(person: Participant) -> Message:
    return message(phrase("The plan of {person} is marked as ready already.", person=who(person)))


def unmarked(person: Participant) -> Message:
    return message(phrase("The mark is taken back. {person} was not told.", person=who(person)))


def changed_meanwhile(person: Participant) -> Message:
    return message(
        phrase("{person} has changed the plan meanwhile. Here it is as it is now:",
               person=who(person))
    )  # fmt: skip


def enrolment_id(view: PlanView) -> int:
    assert view.enrolment.id is not None, "an enrolment is stored before its plan"
    return view.enrolment.id


def _to_person(view: PlanView) -> Button:
    return Button(phrase("◀ The person"), OpenPerson(enrolment_id(view)).pack())


# To the participant


def has_comment(plan: Plan, name: str, words: str, by: str) -> Message:
    return message(
        strong(
            phrase(
                "💬 {consultant} (consultant) has read “{section}” in your plan and writes:",
                consultant=Verbatim(by),
                section=section(name),
            )
        ),
        Verbatim(words),
        buttons=[
            [Button(phrase("✏ Open this part"), OpenSection(plan_id(plan), name).pack())],
            [to_consultant()],
        ],
    )


def marked_ready(by: str) -> Message:
    return message(
        strong(
            phrase(
                "🎉 {consultant} has read your business plan: it is ready. Congratulations!",
                consultant=Verbatim(by),
            )
        ),
        phrase("You made this plan yourself. You can show it to a bank, a landlord, your family."),
        guard(),
        buttons=[[to_plan()], [to_consultant()]],
    )
