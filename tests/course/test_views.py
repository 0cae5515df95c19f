"""Messages to participants around the tasks: weeks, deadlines, absence, progress."""

from datetime import date, timedelta

import pytest

from bot.course.buttons import GetStatement, OpenTask, ReportAbsence
from bot.course.rules.course import Task, Week
from bot.course.rules.documents import PathPicture, Statement, WeekMark
from bot.course.rules.submissions import Stage, Submission
from bot.course.views import course as views
from bot.kernel.commands import ParticipantCommand, RunCommand
from bot.kernel.messages import Day, Verbatim, Weekday, item, phrase, phrases, strong
from bot.questionnaire.rules.questionnaire import Question, Questionnaire
from tests.helpers.messages import data, parameter, texts
from tests.helpers.world import MONDAY

STEPS = Questionnaire((Question("step", "Step", "Step?", "text"),))
TASK = Task("a", 1, "The task", "why", "story", 4, False, STEPS)
OTHER = Task("b", 1, "The other", "why", "story", 4, False, STEPS)
TODAY = date(2026, 11, 6)


def run(command: ParticipantCommand) -> str:
    return RunCommand(command).pack()


JOIN, CALL, MENU = (
    run(ParticipantCommand.JOIN), run(ParticipantCommand.CONSULTANT), run(ParticipantCommand.MENU),
)  # fmt: skip
NEXT, ALL, PROGRESS, AWAY = (
    run(ParticipantCommand.TASK), run(ParticipantCommand.TASKS),
    run(ParticipantCommand.PROGRESS), run(ParticipantCommand.AWAY),
)  # fmt: skip


def submission(task: Task = TASK, stage: Stage = Stage.NEW, due: date = TODAY) -> Submission:
    return Submission(
        started_at=MONDAY, enrolment_id=1, participant_id=7, task_id=task.id, due_on=due,
        stage=stage, id=31 if task is TASK else 32,
    )  # fmt: skip


PAIRS = [(TASK, submission()), (OTHER, submission(OTHER, due=TODAY + timedelta(days=1)))]
LINES = [
    item(phrase("📝 {task}: by {day}", task=phrase(t.title), day=Weekday(s.due_on)))
    for t, s in PAIRS
]


def test_whoever_is_on_no_course_is_offered_the_check() -> None:
    shown = views.not_enrolled()
    assert texts(shown) == ["You are not on a course yet. First we find out if it fits you."]
    assert data(shown) == [[JOIN], [CALL], [MENU]]


def test_before_the_first_week_its_day_is_told() -> None:
    shown = views.first_week_on("Hold 1", TODAY)
    assert [p.content for p in shown.paragraphs] == [
        phrase("You are on the course “{run}”.", run=Verbatim("Hold 1")),
        phrase("The first week comes on {day}. Until then there is nothing you must do.",
               day=Weekday(TODAY)),
    ]  # fmt: skip
    assert data(shown) == [[MENU], [CALL]]


def test_welcome_says_when_the_first_week_comes() -> None:
    shown = views.welcome("Hold 1", TODAY, "9:00")
    assert texts(shown) == [
        "Welcome to the course “{run}”!",
        "The first week comes on {day} at {hour}. It comes here, as a message.",
        "Until then there is nothing you must do.",
    ]
    assert (parameter(shown, "day"), parameter(shown, "hour")) == (
        Weekday(TODAY), Verbatim("9:00"),
    )  # fmt: skip
    assert data(shown) == [[MENU], [CALL]]


def test_late_joiner_is_told_how_many_weeks_have_come() -> None:
    shown = views.welcome_late("Hold 1", 2)
    assert texts(shown)[0] == "Welcome to the course “{run}”!"
    assert shown.paragraphs[1].content == phrases(
        "{count} week has come already. You get it now, with time of its own.",
        "{count} weeks have come already. You get them now, one after the other, each with time "
        "of its own.",
        2,
    )


def test_returned_participant_is_welcomed_back() -> None:
    shown = views.welcome_back("Hold 1")
    assert texts(shown) == [
        "Welcome back to the course “{run}”!", "What you have done is still here.",
    ]  # fmt: skip
    assert data(shown) == [[NEXT], [MENU]]


def test_released_week_lists_its_tasks() -> None:
    shown = views.week(Week(3, "Title", "What it is about", (TASK, OTHER)), PAIRS)
    head = phrase("🌱 Week {week}: {title}", week=Verbatim("3"), title=phrase("Title"))
    assert shown.paragraphs[0] == strong(head)
    assert texts(shown)[1] == "What it is about"
    assert list(shown.paragraphs[2:4]) == LINES
    assert texts(shown)[-1] == "A task takes at most 20 minutes, and you can stop at any time."
    assert data(shown) == [[NEXT], [ALL], [MENU]]


@pytest.mark.parametrize(
    ("stage", "label"),
    [
        (Stage.NEW, "📝 {task}"),
        (Stage.STARTED, "✏ {task}"),
        (Stage.HANDED_IN, "📨 {task}"),
        (Stage.RETURNED, "✏ {task}"),
        (Stage.TALK, "📨 {task}"),
        (Stage.APPROVED, "✅ {task}"),
    ],
)
def test_each_task_has_a_button_with_its_mark(stage: Stage, label: str) -> None:
    shown = views.all_tasks([(TASK, submission(stage=stage))])
    assert shown.buttons[0][0].label == phrase(label, task=phrase("The task"))
    assert data(shown) == [[OpenTask(31).pack()], [PROGRESS], [MENU]]
    assert texts(shown) == [
        "Your tasks", "✅ approved · 📨 with the consultant · ✏ begun or wanted back · 📝 new",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "ahead"),
    [
        (TODAY, phrase("The next week comes on {day}.", day=Weekday(TODAY))),
        (None, phrase("That was the last week. The consultant looks at the rest.")),
    ],
)
def test_when_all_is_handed_in_the_next_week_is_announced(day: date | None, ahead: object) -> None:
    shown = views.all_done(day)
    assert texts(shown)[0] == "Everything is handed in. Well done!"
    assert shown.paragraphs[1].content == ahead
    assert data(shown) == [[PROGRESS], [ALL], [MENU]]


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, True)])
def test_deadlines_comfort_whoever_is_late(days: int, late: bool) -> None:
    shown = views.deadlines(PAIRS, TODAY + timedelta(days=days))
    assert texts(shown)[0] == "This is what is still to come:"
    assert list(shown.paragraphs[1:3]) == LINES
    comfort = "A late task still counts. Begin with one small step."
    assert (comfort in texts(shown)) is late
    assert data(shown) == [[NEXT], [AWAY], [MENU]]


def test_absence_is_offered_for_a_day_or_a_week_without_a_reason() -> None:
    shown = views.offer_absence()
    assert texts(shown) == [
        "That is okay. You need not tell why.",
        "Your deadlines move, and the consultant hears that you take a pause.",
    ]
    assert data(shown) == [
        [ReportAbsence("day").pack()], [ReportAbsence("week").pack()], [CALL], [MENU],
    ]  # fmt: skip


def test_absence_lists_the_new_deadlines() -> None:
    shown = views.away(TODAY, PAIRS)
    assert shown.paragraphs[0].content == phrase(
        "All right. Rest until {day}.", day=Weekday(TODAY)
    )
    assert texts(shown)[1] == "These are your new days:"
    assert list(shown.paragraphs[2:4]) == LINES
    assert texts(shown)[-1] == "I am here if you want to do something all the same."
    assert data(shown) == [[MENU], [CALL]]
    assert len(texts(views.away(TODAY, []))) == 2, "no new days without open tasks"


def test_second_notice_of_absence_is_answered() -> None:
    shown = views.away_already(TODAY)
    assert parameter(shown, "day") == Weekday(TODAY)
    assert data(shown) == [[MENU], [CALL]]


MARKS = (WeekMark(phrase("Week"), "now", 1, 3),)


def test_progress_counts_what_was_handed_in_and_approved() -> None:
    shown = views.progress(MARKS, 2, 1, 5)
    assert [p.content for p in shown.paragraphs] == [
        phrases(
            "You have handed in {count} of {total} tasks so far.",
            "You have handed in {count} of {total} tasks so far.",
            2,
            total=Verbatim("5"),
        ),
        phrases("{count} is approved.", "{count} are approved.", 1),
        phrase("Each step counts. Go at your own pace."),
    ]
    assert data(shown) == [[NEXT], [GetStatement().pack(), MENU]]
    assert shown.enclosure == PathPicture(MARKS)


def test_progress_without_a_task_handed_in_encourages() -> None:
    assert texts(views.progress(MARKS, 0, 0, 5)) == [
        "Your first task waits for you. Take it in small steps.",
        "Each step counts. Go at your own pace.",
    ]


def test_statement_is_given_to_the_participant_and_in_danish() -> None:
    name, day = Verbatim("Amina"), Day(TODAY)
    document = Statement(name, Verbatim("Hold 1"), day, day, MARKS, 2, 1, 0)
    own, danish = views.statement(document), views.in_danish(document)
    assert texts(own) == ["Here is your paper. You decide who sees it."]
    assert texts(danish) == ["And the same in Danish."]
    assert own.enclosure == danish.enclosure == document
    assert data(own) == data(danish) == [[MENU]]
