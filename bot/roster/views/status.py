"""The status of a cohort and a person's card, as the consultants see them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from bot.appointments.views.offers import to_offer
from bot.course.buttons import (
    ApproveCertificate,
    BackToPerson,
    NewCohort,
    OpenCohort,
    OpenPerson,
    RemoveFromCohort,
    ShowCohortStatus,
    TakeAttendance,
)
from bot.course.rules.cohorts import Cohort
from bot.course.rules.course import Task
from bot.course.rules.enrolments import Enrolment, Standing
from bot.course.rules.progress import WeekProgress
from bot.course.rules.submissions import Stage, Submission
from bot.kernel.messages import (
    Button,
    LanguageName,
    Message,
    Paragraph,
    Param,
    Phrase,
    Verbatim,
    Weekday,
    item,
    message,
    phrase,
    phrases,
    strong,
)
from bot.kernel.participants import Participant
from bot.kernel.views.layout import in_pairs
from bot.kernel.views.pager import Page
from bot.kernel.views.people import name_of, who
from bot.phrasebook.views import to_phrasebook
from bot.plan.views.danish import to_danish
from bot.plan.views.links import to_plan_of
from bot.roster.buttons import (
    ChooseAttendanceDay,
    IssueStatement,
    RecordAttendanceToday,
    ShowRemindersOf,
    ShowSubmission,
    ShowSubmissions,
)

# None: the certificate was given.  In the order of the message: who needs a consultant is first.
_HEADS: dict[Standing | None, Callable[[], Phrase]] = {
    Standing.WAITING: lambda: phrase("📥 Waits for you"),
    Standing.STUCK: lambda: phrase("🔸 Stuck: something is late"),
    Standing.SILENT: lambda: phrase("🤫 Silent for four days or more"),
    Standing.AWAY: lambda: phrase("☁ Pause"),
    Standing.READY: lambda: phrase("🎓 Ready for the certificate"),
    Standing.UNDER_WAY: lambda: phrase("🌱 On the way"),
    None: lambda: phrase("🏁 Finished"),
}
ORDER: tuple[Standing | None, ...] = tuple(_HEADS)


@dataclass(frozen=True)
class PersonView:
    """A member of a cohort.  `standing` is None for those who have their certificate."""

    enrolment: Enrolment
    participant: Participant
    standing: Standing | None
    weeks: list[WeekProgress]

    @property
    def id(self) -> int:
        assert self.enrolment.id is not None, "an enrolment is stored before it is shown"
        return self.enrolment.id

    def was_present(self, day: date) -> bool:
        """Whether the person is recorded as present on that day."""
        return any(a.present for a in self.enrolment.attendances if a.held_on == day)

    @property
    def rank(self) -> int:
        """Sorts by who needs a consultant first."""
        return ORDER.index(self.standing)


def which_cohort(cohorts: Sequence[Cohort]) -> Message:
    rows = [[Button(Verbatim(c.name), ShowCohortStatus(_id(c)).pack())] for c in cohorts]
    if not rows:
        new = Button(phrase("➕ New run"), NewCohort().pack())
        return message(phrase("There is no run yet."), buttons=[[new]])
    return message(strong(phrase("Which run?")), buttons=rows)


def of_cohort(cohort: Cohort, page: Page[PersonView], today: date) -> Message:
    """The members by their standing."""
    content: list[Param | Paragraph] = [
        strong(phrase("{run} on {day}", run=Verbatim(cohort.name), day=Weekday(today)))
    ]
    if not page.items:
        content.append(phrase("Nobody is in this run yet."))
    for standing in ORDER:
        people = [p for p in page.items if p.standing == standing]
        if people:
            content += [strong(_HEADS[standing]()), *(item(_line(p)) for p in people)]
    cohort_id = _id(cohort)
    buttons = [Button(name_of(p.participant), OpenPerson(p.id).pack()) for p in page.items]
    return message(
        *content,
        buttons=[
            *in_pairs(buttons),
            page.turning(partial(ShowCohortStatus, cohort_id)),
            [] if cohort.closed_at else [todays_meeting(cohort_id)],
            [Button(phrase("◀ The run"), OpenCohort(cohort_id).pack())],
        ],
    )


def todays_meeting(cohort_id: int) -> Button:
    return Button(phrase("☑ Today's meeting"), TakeAttendance(cohort_id).pack())


def card(
    view: PersonView, cohort: Cohort, due: Sequence[tuple[Task, Submission]], today: date,
    plan: Sequence[Phrase] = (),
) -> Message:  # fmt: skip
    """`due`: what is still to be handed in; `plan`: lines about the business plan."""
    enrolment = view.enrolment
    return message(
        strong(who(view.participant)),
        item(Verbatim(cohort.name)),
        item(_HEADS[view.standing]()),
        item(phrase("Language: {language}", language=LanguageName(view.participant.language))),
        *[item(_week_line(w)) for w in view.weeks],
        *[item(_due_line(task, submission, today)) for task, submission in due],
        *_presence(enrolment, today),
        *[item(line) for line in plan],
        buttons=_card_buttons(view, cohort, today),
    )


def _card_buttons(view: PersonView, cohort: Cohort, today: date) -> list[list[Button]]:
    rows = [
        [
            Button(phrase("📂 Answers"), ShowSubmissions(view.id).pack()),
            Button(phrase("📄 Statement"), IssueStatement(view.id).pack()),
        ],
        [to_phrasebook(view.participant)],
        [to_plan_of(view.id), to_danish(view.id)],
    ]
    if view.enrolment.active:
        present, absent = (RecordAttendanceToday(view.id, today, there) for there in (True, False))
        rows = [
            [
                Button(phrase("☑ Attended today"), present.pack()),
                Button(phrase("☐ Was absent today"), absent.pack()),
            ],
            [Button(phrase("🗓 Another day"), ChooseAttendanceDay(view.id).pack())],
            *rows,
            [to_offer(view.participant)],
            [to_reminders(view)],
        ]
        if view.standing is Standing.READY:
            rows.append([Button(phrase("🎓 Certificate"), ApproveCertificate(view.id).pack())])
        rows.append([Button(phrase("🚪 Take out of the run"), RemoveFromCohort(view.id).pack())])
    back = Button(phrase("◀ Status"), ShowCohortStatus(_id(cohort)).pack())
    return [*rows, [back]]


def to_reminders(view: PersonView) -> Button:
    return Button(phrase("🔔 Reminders"), ShowRemindersOf(view.id).pack())


def answers(view: PersonView, pairs: Sequence[tuple[Task, Submission]]) -> Message:
    """`pairs`: what was handed in at least once."""
    if not pairs:
        return message(
            phrase("{person} has handed in nothing yet.", person=who(view.participant)),
            buttons=[[to_card(view)]],
        )
    return message(
        strong(phrase("What {person} has handed in", person=who(view.participant))),
        buttons=[
            *[[_to_submission(task, submission)] for task, submission in pairs],
            [to_card(view)],
        ],
    )


def _to_submission(task: Task, submission: Submission) -> Button:
    assert submission.id is not None, "a submission is stored before it is shown"
    return Button(_marked(task, submission), ShowSubmission(submission.id).pack())


def _line(view: PersonView) -> Phrase:
    enrolment, person = view.enrolment, who(view.participant)
    if not view.weeks:
        return phrase("{person}: week one has not come yet", person=person)
    fields: dict[str, Param] = {
        "person": person,
        "week": Verbatim(str(view.weeks[-1].week)),
        "done": Verbatim(str(sum(w.handed_in for w in view.weeks))),
        "total": Verbatim(str(sum(w.tasks for w in view.weeks))),
    }
    held = len(enrolment.attendances)
    if not held:
        return phrase("{person}: week {week}, {done} of {total} handed in", **fields)
    return phrase(
        "{person}: week {week}, {done} of {total} handed in, {came} of {held} meetings",
        **fields, came=Verbatim(str(enrolment.attended())), held=Verbatim(str(held)),
    )  # fmt: skip


def _week_line(week: WeekProgress) -> Phrase:
    return phrase(
        "Week {week}: {done} of {total} handed in, {approved} approved",
        week=Verbatim(str(week.week)), done=Verbatim(str(week.handed_in)),
        total=Verbatim(str(week.tasks)), approved=Verbatim(str(week.approved)),
    )  # fmt: skip


def _due_line(task: Task, submission: Submission, today: date) -> Phrase:
    title, day = phrase(task.title), Weekday(submission.due_on)
    if submission.is_late(today):
        return phrase("🔸 {task}: should have come by {day}", task=title, day=day)
    return phrase("📝 {task}: by {day}", task=title, day=day)


def _presence(enrolment: Enrolment, today: date) -> list[Paragraph]:
    held = len(enrolment.attendances)
    lines: list[Param] = []
    if held:
        came = Verbatim(str(enrolment.attended()))
        lines.append(phrase("Meetings: {came} of {held}", came=came, held=Verbatim(str(held))))
    if enrolment.absences:
        lines.append(
            phrases(
                "{count} notice of absence", "{count} notices of absence", len(enrolment.absences)
            )
        )
    if enrolment.away_until and enrolment.is_away(today):
        lines.append(phrase("☁ Pause until {day}", day=Weekday(enrolment.away_until)))
    for record in enrolment.attendances:
        if record.held_on == today:
            present = phrase("☑ Attended today")
            lines.append(present if record.present else phrase("☐ Was absent today"))
    return [item(line) for line in lines]


def _marked(task: Task, submission: Submission) -> Phrase:
    title = phrase(task.title)
    match submission.stage:
        case Stage.APPROVED:
            return phrase("✅ {task}", task=title)
        case Stage.HANDED_IN:
            return phrase("📥 {task}", task=title)
        case Stage.TALK:
            return phrase("💬 {task}", task=title)
        case _:
            return phrase("✏ {task}", task=title)


def to_card(view: PersonView) -> Button:
    return Button(phrase("◀ Back"), BackToPerson(view.id).pack())


def _id(cohort: Cohort) -> int:
    assert cohort.id is not None, "a cohort is stored before it is shown"
    return cohort.id
