"""The status of a cohort, a person's card, attendance and certificate, as consultants see them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

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
from bot.course.rules.documents import Certificate, Statement
from bot.course.rules.enrolments import (
    Absence,
    Attendance,
    Enrolment,
    EnrolmentStatus,
    Standing,
)
from bot.course.rules.progress import WeekProgress
from bot.course.rules.submissions import Stage, Submission
from bot.kernel.commands import ParticipantCommand, RunCommand
from bot.kernel.messages import Day, LanguageName, Phrase, Verbatim, Weekday, phrase, phrases
from bot.kernel.participants import Participant
from bot.kernel.views.pager import Page, page_of
from bot.kernel.views.people import who
from bot.phrasebook.views import to_phrasebook
from bot.plan.views.danish import to_danish
from bot.plan.views.links import to_plan_of
from bot.roster.buttons import (
    AskAttendance,
    ChooseAttendanceDay,
    ConfirmCertificate,
    ConfirmNobodyCame,
    CorrectAttendance,
    IssueStatement,
    RecordAttendance,
    RecordAttendanceToday,
    SaveAttendance,
    ShowRemindersOf,
    ShowSubmission,
    ShowSubmissions,
    TickAttendance,
)
from bot.roster.forms import CertificateForm
from bot.roster.views import attendance, certificates
from bot.roster.views import status as views
from bot.roster.views.status import PersonView
from tests.course.test_enrolments import COURSE
from tests.helpers.messages import data, labels, parameter, texts
from tests.helpers.world import MONDAY

TODAY = date(2026, 11, 2)
AMINA = Participant(42, "Amina", "so", MONDAY, id=7)
PERSON, NAME = who(AMINA), Verbatim("Amina")
HOLD = Cohort("Hold 1", TODAY, 0, 9, 12, MONDAY, 900, id=5)
WEEKS = [WeekProgress(1, 2, 1, 3), WeekProgress(2, 0, 0, 2)]
BACK = [BackToPerson(3).pack()]
TASK = COURSE.tasks["a"]


def person(
    standing: Standing | None = Standing.UNDER_WAY,
    weeks: list[WeekProgress] | None = None,
    **more: object,
) -> PersonView:
    enrolment = Enrolment(5, 7, MONDAY, 900, id=3, **more)  # type: ignore[arg-type]  # fields
    return PersonView(enrolment, AMINA, standing, WEEKS if weeks is None else weeks)


def submission(stage: Stage = Stage.NEW, due: date = TODAY) -> Submission:
    return Submission(
        started_at=MONDAY, enrolment_id=3, participant_id=7, task_id="a", due_on=due, stage=stage,
        id=31,
    )  # fmt: skip


def at_meetings(*present: bool) -> list[Attendance]:
    return [
        Attendance(TODAY - timedelta(days=7 * n), there, 900, MONDAY)
        for n, there in enumerate(present)
    ]


# --- the status of a cohort


def test_consultant_chooses_a_cohort_or_makes_the_first_one() -> None:
    several = views.which_cohort([HOLD, replace(HOLD, name="Hold 2", id=6)])
    assert texts(several) == ["Which run?"]
    assert data(several) == [[ShowCohortStatus(5).pack()], [ShowCohortStatus(6).pack()]]
    assert labels(several)[1] == [Verbatim("Hold 2")]
    none = views.which_cohort([])
    assert texts(none) == ["There is no run yet."] and data(none) == [[NewCohort().pack()]]


def test_members_stand_below_the_head_of_their_standing() -> None:
    people = [person(Standing.WAITING), person(Standing.WAITING), person(None)]
    shown = views.of_cohort(HOLD, Page(people, 0, 1), TODAY)
    line = "{person}: week {week}, {done} of {total} handed in"
    assert texts(shown) == [
        "{run} on {day}", "📥 Waits for you", line, line, "🏁 Finished", line,
    ]  # fmt: skip
    assert shown.paragraphs[0].content == phrase(
        "{run} on {day}", run=Verbatim("Hold 1"), day=Weekday(TODAY)
    )
    card = OpenPerson(3).pack()
    assert data(shown) == [
        [card, card], [card], [ShowCohortStatus(5, 1).pack()], [TakeAttendance(5).pack()],
        [OpenCohort(5).pack()],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("standing", "head"),
    [
        (Standing.WAITING, "📥 Waits for you"),
        (Standing.STUCK, "🔸 Stuck: something is late"),
        (Standing.SILENT, "🤫 Silent for four days or more"),
        (Standing.AWAY, "☁ Pause"),
        (Standing.READY, "🎓 Ready for the certificate"),
        (Standing.UNDER_WAY, "🌱 On the way"),
        (None, "🏁 Finished"),
    ],
)
def test_each_standing_has_its_head(standing: Standing | None, head: str) -> None:
    assert texts(views.of_cohort(HOLD, page_of([person(standing)], 0), TODAY))[1] == head


def test_whoever_needs_a_consultant_comes_first() -> None:
    order = [
        Standing.WAITING, Standing.STUCK, Standing.SILENT, Standing.AWAY, Standing.READY,
        Standing.UNDER_WAY, None,
    ]  # fmt: skip
    assert [person(standing).rank for standing in order] == list(range(7))


def test_closed_or_empty_cohort_is_shown() -> None:
    closed = views.of_cohort(replace(HOLD, closed_at=MONDAY), page_of([], 0), TODAY)
    assert texts(closed)[1:] == ["Nobody is in this run yet."]
    assert data(closed) == [[OpenCohort(5).pack()]]


@pytest.mark.parametrize(
    ("view", "line"),
    [
        (person(weeks=[]), phrase("{person}: week one has not come yet", person=PERSON)),
        (
            person(),
            phrase("{person}: week {week}, {done} of {total} handed in", person=PERSON,
                   week=Verbatim("2"), done=Verbatim("2"), total=Verbatim("5")),
        ),
        (
            person(attendances=at_meetings(True, False)),
            phrase(
                "{person}: week {week}, {done} of {total} handed in, {came} of {held} meetings",
                person=PERSON, week=Verbatim("2"), done=Verbatim("2"), total=Verbatim("5"),
                came=Verbatim("1"), held=Verbatim("2"),
            ),
        ),
    ],
    ids=["before week one", "without meetings", "with meetings"],
)  # fmt: skip
def test_line_of_a_member_counts_tasks_and_meetings(view: PersonView, line: Phrase) -> None:
    shown = views.of_cohort(HOLD, page_of([view], 0), TODAY)
    assert shown.paragraphs[2].content == line


# --- a person's card


def test_card_shows_how_the_person_is_doing() -> None:
    view = person(
        Standing.AWAY,
        attendances=at_meetings(True, False),
        absences=[Absence(MONDAY, TODAY, 7)],
        away_until=TODAY + timedelta(days=6),
    )
    due = [(TASK, submission()), (TASK, submission(due=TODAY - timedelta(days=1)))]
    shown = views.card(view, HOLD, due, TODAY, [phrase("plan")])
    title = phrase("a")
    assert [p.content for p in shown.paragraphs] == [
        PERSON,
        Verbatim("Hold 1"),
        phrase("☁ Pause"),
        phrase("Language: {language}", language=LanguageName("so")),
        *(
            phrase("Week {week}: {done} of {total} handed in, {approved} approved",
                   week=Verbatim(week), done=Verbatim(done), total=Verbatim(total),
                   approved=Verbatim(approved))
            for week, done, total, approved in ("1231", "2020")
        ),
        phrase("📝 {task}: by {day}", task=title, day=Weekday(TODAY)),
        phrase("🔸 {task}: should have come by {day}", task=title,
               day=Weekday(TODAY - timedelta(days=1))),
        phrase("Meetings: {came} of {held}", came=Verbatim("1"), held=Verbatim("2")),
        phrases("{count} notice of absence", "{count} notices of absence", 1),
        phrase("☁ Pause until {day}", day=Weekday(TODAY + timedelta(days=6))),
        phrase("☑ Attended today"),
        phrase("plan"),
    ]  # fmt: skip


def test_card_without_meetings_and_absences_says_nothing_about_them() -> None:
    over = person(away_until=TODAY - timedelta(days=1))
    assert len(views.card(over, HOLD, [], TODAY).paragraphs) == 4 + len(WEEKS)


def test_absence_from_todays_meeting_is_shown() -> None:
    shown = views.card(person(attendances=at_meetings(False)), HOLD, [], TODAY)
    assert texts(shown)[-1] == "☐ Was absent today"


MORE = [
    [ShowSubmissions(3).pack(), IssueStatement(3).pack()],
    [to_phrasebook(AMINA).data],
    [to_plan_of(3).data, to_danish(3).data],
]
STATUS = [ShowCohortStatus(5).pack()]


@pytest.mark.parametrize("ready", [True, False])
def test_card_of_a_member_has_everything_that_can_be_done(ready: bool) -> None:
    view = person(Standing.READY if ready else Standing.STUCK)
    assert data(views.card(view, HOLD, [], TODAY)) == [
        [
            RecordAttendanceToday(3, TODAY, True).pack(),
            RecordAttendanceToday(3, TODAY, False).pack(),
        ],
        [ChooseAttendanceDay(3).pack()],
        *MORE,
        [to_offer(AMINA).data],
        [ShowRemindersOf(3).pack()],
        *([[ApproveCertificate(3).pack()]] if ready else []),
        [RemoveFromCohort(3).pack()],
        STATUS,
    ]


def test_card_of_somebody_who_has_finished_can_be_read() -> None:
    view = person(None, status=EnrolmentStatus.FINISHED)
    assert data(views.card(view, HOLD, [], TODAY)) == [*MORE, STATUS]


@pytest.mark.parametrize(
    ("stage", "label"),
    [
        (Stage.APPROVED, "✅ {task}"),
        (Stage.HANDED_IN, "📥 {task}"),
        (Stage.TALK, "💬 {task}"),
        (Stage.RETURNED, "✏ {task}"),
        (Stage.STARTED, "✏ {task}"),
    ],
)
def test_handed_in_tasks_are_opened_by_their_button(stage: Stage, label: str) -> None:
    shown = views.answers(person(), [(TASK, submission(stage))])
    assert texts(shown) == ["What {person} has handed in"]
    assert data(shown) == [[ShowSubmission(31).pack()], BACK]
    assert labels(shown)[0] == [phrase(label, task=phrase("a"))]


def test_without_anything_handed_in_the_card_says_so() -> None:
    shown = views.answers(person(), [])
    assert texts(shown) == ["{person} has handed in nothing yet."] and data(shown) == [BACK]


# --- attendance


def test_attendance_of_one_person_is_asked_by_day() -> None:
    days = [TODAY, TODAY - timedelta(days=1)]
    shown = attendance.which_day(person(), days)
    assert texts(shown) == ["Which meeting of {person}?"]
    assert data(shown) == [*[[AskAttendance(3, day).pack()] for day in days], BACK]
    assert labels(shown)[0] == [Weekday(TODAY)]
    asked = attendance.ask_presence(person(), TODAY)
    assert asked.paragraphs[0].content == phrase(
        "Was {person} at the meeting on {day}?", person=PERSON, day=Weekday(TODAY)
    )
    assert data(asked) == [
        [RecordAttendance(3, TODAY, True).pack(), RecordAttendance(3, TODAY, False).pack()], BACK,
    ]  # fmt: skip


def test_meeting_has_a_tick_for_each_member() -> None:
    people = [person(attendances=at_meetings(True)), person(attendances=at_meetings(False))]
    shown = attendance.meeting(HOLD, people, TODAY)
    assert shown.paragraphs[0].content == phrase(
        "Meeting of {run}, {day}", run=Verbatim("Hold 1"), day=Weekday(TODAY)
    )
    assert texts(shown)[1] == "Tick who was there, then save: the others count as absent."
    assert data(shown) == [
        [TickAttendance(5, TODAY, 3, False).pack(), TickAttendance(5, TODAY, 3, True).pack()],
        [SaveAttendance(5, TODAY).pack()],
    ]
    assert labels(shown)[0] == [
        phrase("☑ {person}", person=NAME),
        phrase("☐ {person}", person=NAME),
    ]
    assert texts(attendance.meeting(HOLD, [], TODAY)) == ["Nobody is in this run yet."]


def test_presence_counts_on_its_own_day_only() -> None:
    view = person(attendances=at_meetings(True))
    assert view.was_present(TODAY) and not view.was_present(TODAY - timedelta(days=1))


def test_meeting_without_a_tick_is_confirmed() -> None:
    shown = attendance.nobody_ticked(HOLD, TODAY)
    assert texts(shown) == ["Nobody is ticked. Did nobody come on {day}?"]
    assert parameter(shown, "day") == Weekday(TODAY)
    assert data(shown) == [
        [ConfirmNobodyCame(5, TODAY).pack()], [CorrectAttendance(5, TODAY).pack()],
    ]  # fmt: skip


def test_saved_meeting_is_counted_and_can_be_corrected() -> None:
    shown = attendance.meeting_saved(HOLD, TODAY, 2, 3)
    assert shown.paragraphs[0].content == phrase(
        "Saved: {came} of {people} were at the meeting of {run} on {day}.",
        came=Verbatim("2"), people=Verbatim("3"), run=Verbatim("Hold 1"), day=Weekday(TODAY),
    )  # fmt: skip
    assert data(shown) == [
        [CorrectAttendance(5, TODAY).pack()], [ShowCohortStatus(5).pack()],
    ]  # fmt: skip
    assert texts(attendance.too_long_ago()) == ["That meeting is too long ago to be changed here."]


# --- statement and certificate

DAY = Day(TODAY)
CERTIFICATE = Certificate(NAME, Verbatim("Hold 1"), DAY, DAY, Verbatim("Mette"), ())


def test_statement_goes_to_the_consultants_with_a_note() -> None:
    document = Statement(NAME, Verbatim("Hold 1"), DAY, DAY, (), 0, 0, 0)
    shown = certificates.statement(AMINA, document)
    assert texts(shown) == ["The statement of {person}.", "{person} decides who sees it."]
    assert shown.enclosure == document


def test_certificate_is_approved_with_the_name_on_it() -> None:
    shown = certificates.confirm_approval(person(), "Amina Ali")
    assert [p.content for p in shown.paragraphs] == [
        phrase("Give {person} the certificate?", person=PERSON),
        phrase("Name on it: {name}", name=Verbatim("Amina Ali")),
        phrase("Reply to this message with the full name, and it stands there."),
    ]
    assert data(shown) == [[ConfirmCertificate(3).pack()], BACK]
    assert shown.form == CertificateForm(3, "Amina Ali")


def test_refused_certificate_says_why() -> None:
    assert parameter(certificates.name_too_long(60), "limit") == Verbatim("60")
    assert texts(certificates.not_complete(AMINA)) == [
        "{person} is not there yet: all weeks must have come and all tasks be approved."
    ]
    already = certificates.approved_already(AMINA, "Mette")
    assert texts(already) == ["{person} has the certificate already. Approved by {consultant}."]
    assert parameter(already, "consultant") == Verbatim("Mette")
    assert parameter(certificates.approved_already(AMINA, None), "consultant") == Verbatim("?")


def test_given_certificate_is_enclosed_for_both_sides() -> None:
    ours, hers = (
        certificates.certificate_given(AMINA, CERTIFICATE),
        certificates.congratulations(CERTIFICATE),
    )
    assert ours.enclosure == hers.enclosure == CERTIFICATE
    assert texts(ours) == ["🎓 The certificate of {person}. It is on its way."]
    assert texts(hers) == [
        "🎉 Congratulations! You have finished the whole course.",
        "Week by week you have built something of your own. This certificate is yours.",
    ]
    assert data(hers) == [
        [RunCommand(ParticipantCommand.PROGRESS).pack()],
        [RunCommand(ParticipantCommand.CONSULTANT).pack()],
    ]
    assert texts(certificates.approved()) == ["Approved."]
