"""Messages to participants around the tasks: weeks, deadlines, absence, progress."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.course.buttons import GetStatement, OpenTask, ReportAbsence
from bot.course.rules.course import Task, Week
from bot.course.rules.documents import Certificate, PathPicture, Statement, WeekMark
from bot.course.rules.submissions import Stage, Submission
from bot.kernel.messages import (
    Button,
    Message,
    Phrase,
    Verbatim,
    Weekday,
    item,
    message,
    phrase,
    phrases,
    quiet,
    strong,
)
from bot.kernel.views.commands import (
    to_away,
    to_consultant,
    to_join,
    to_menu,
    to_progress,
    to_task,
    to_tasks,
)

Pairs = Sequence[tuple[Task, Submission]]


def not_enrolled() -> Message:
    return message(
        phrase("You are not on a course yet. First we find out if it fits you."),
        buttons=[[to_join()], [to_consultant()], [to_menu()]],
    )


def first_week_on(cohort: str, day: date) -> Message:
    return message(
        phrase("You are on the course “{run}”.", run=Verbatim(cohort)),
        phrase("The first week comes on {day}. Until then there is nothing you must do.",
               day=Weekday(day)),
        buttons=[[to_menu()], [to_consultant()]],
    )  # fmt: skip


def welcome(cohort: str, day: date, hour: str) -> Message:
    """To a participant who was admitted before week one."""
    return message(
        strong(phrase("Welcome to the course “{run}”!", run=Verbatim(cohort))),
        phrase("The first week comes on {day} at {hour}. It comes here, as a message.",
               day=Weekday(day), hour=Verbatim(hour)),
        phrase("Until then there is nothing you must do."),
        buttons=[[to_menu()], [to_consultant()]],
    )  # fmt: skip


def welcome_late(cohort: str, weeks: int) -> Message:
    """To a participant who was admitted when weeks were released already."""
    return message(
        strong(phrase("Welcome to the course “{run}”!", run=Verbatim(cohort))),
        phrases(
            "{count} week has come already. You get it now, with time of its own.",
            "{count} weeks have come already. You get them now, one after the other, each with "
            "time of its own.",
            weeks,
        ),
    )


def welcome_back(cohort: str) -> Message:
    """To a participant who was in this cohort before."""
    return message(
        strong(phrase("Welcome back to the course “{run}”!", run=Verbatim(cohort))),
        phrase("What you have done is still here."),
        buttons=[[to_task()], [to_menu()]],
    )


def week(week: Week, tasks: Pairs) -> Message:
    """A week that is released: what it is about, and its tasks."""
    lines = [item(_line(task, submission)) for task, submission in tasks]
    return message(
        strong(
            phrase(
                "🌱 Week {week}: {title}",
                week=Verbatim(str(week.number)),
                title=phrase(week.title),
            )
        ),
        phrase(week.text),
        *lines,
        phrase("A task takes at most 20 minutes, and you can stop at any time."),
        buttons=[[to_task()], [to_tasks()], [to_menu()]],
    )


def _line(task: Task, submission: Submission) -> Phrase:
    return phrase("📝 {task}: by {day}", task=phrase(task.title), day=Weekday(submission.due_on))


def all_tasks(pairs: Pairs) -> Message:
    rows = [[Button(_marked(t, s), OpenTask(_id(s)).pack())] for t, s in pairs]
    return message(
        strong(phrase("Your tasks")),
        quiet(phrase("✅ approved · 📨 with the consultant · ✏ begun or wanted back · 📝 new")),
        buttons=[*rows, [to_progress()], [to_menu()]],
    )


def _marked(task: Task, submission: Submission) -> Phrase:
    title = phrase(task.title)
    match submission.stage:
        case Stage.APPROVED:
            return phrase("✅ {task}", task=title)
        case Stage.HANDED_IN | Stage.TALK:
            return phrase("📨 {task}", task=title)
        case Stage.NEW:
            return phrase("📝 {task}", task=title)
        case _:
            return phrase("✏ {task}", task=title)


def all_done(day: date | None) -> Message:
    """No open task.  `day`: when the next week is released, None after the last."""
    ahead = (
        phrase("The next week comes on {day}.", day=Weekday(day))
        if day
        else phrase("That was the last week. The consultant looks at the rest.")
    )
    return message(
        strong(phrase("Everything is handed in. Well done!")),
        ahead,
        buttons=[[to_progress()], [to_tasks()], [to_menu()]],
    )


def deadlines(pairs: Pairs, today: date) -> Message:
    """The open tasks with their deadlines."""
    late = any(s.due_on < today for _, s in pairs)
    return message(
        strong(phrase("This is what is still to come:")),
        *[item(_line(task, submission)) for task, submission in pairs],
        *([phrase("A late task still counts. Begin with one small step.")] if late else []),
        buttons=[[to_task()], [to_away()], [to_menu()]],
    )


def offer_absence() -> Message:
    """Asks for how long; never why."""
    return message(
        strong(phrase("That is okay. You need not tell why.")),
        phrase("Your deadlines move, and the consultant hears that you take a pause."),
        buttons=[
            [Button(phrase("☁ Just today is bad"), ReportAbsence("day").pack())],
            [Button(phrase("🗓 I can't this week"), ReportAbsence("week").pack())],
            [to_consultant()],
            [to_menu()],
        ],
    )


def away(until: date, pairs: Pairs) -> Message:
    """`pairs`: the open tasks with their new deadlines."""
    return message(
        strong(phrase("All right. Rest until {day}.", day=Weekday(until))),
        *([phrase("These are your new days:")] if pairs else []),
        *[item(_line(task, submission)) for task, submission in pairs],
        phrase("I am here if you want to do something all the same."),
        buttons=[[to_menu()], [to_consultant()]],
    )


def away_already(until: date) -> Message:
    return message(
        phrase("I know already. You have a pause until {day}.", day=Weekday(until)),
        buttons=[[to_menu()], [to_consultant()]],
    )


def progress(marks: tuple[WeekMark, ...], handed_in: int, approved: int, released: int) -> Message:
    """The picture of the path.  `released`: how many tasks were released so far."""
    done = phrases(
        "You have handed in {count} of {total} tasks so far.",
        "You have handed in {count} of {total} tasks so far.",
        handed_in,
        total=Verbatim(str(released)),
    )
    nothing = phrase("Your first task waits for you. Take it in small steps.")
    counted = [phrases("{count} is approved.", "{count} are approved.", approved)]
    return Message(
        message(
            strong(done if handed_in else nothing),
            *(counted if approved else []),
            phrase("Each step counts. Go at your own pace."),
        ).paragraphs,
        ((to_task(),), (to_statement(), to_menu())),
        enclosure=PathPicture(marks),
    )


def to_statement() -> Button:
    return Button(phrase("📄 Paper for the jobcenter"), GetStatement().pack())


def statement(document: Statement) -> Message:
    """The statement of participation, for the participant to show or not."""
    text = message(phrase("Here is your paper. You decide who sees it."), buttons=[[to_menu()]])
    return replace(text, enclosure=document)


def in_danish(document: Certificate | Statement) -> Message:
    """The same document for readers of Danish."""
    text = message(phrase("And the same in Danish."), buttons=[[to_menu()]])
    return replace(text, enclosure=document)


def _id(submission: Submission) -> int:
    assert submission.id is not None, "a submission is stored before it is shown"
    return submission.id
