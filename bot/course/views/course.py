"""The course around the tasks: weeks, deadlines, absence, progress, what the plan holds so far."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.course.rules.course import Task, Week
from bot.course.rules.documents import Certificate, PathPicture, Statement, WeekMark
from bot.course.rules.submissions import Stage, Submission
from bot.kernel.buttons import encode
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


def in_no_run() -> Message:
    return message(
        phrase("You are not on a course yet. First we find out if it fits you."),
        buttons=[[to_join()], [to_consultant()], [to_menu()]],
    )


def begins(run: str, day: date) -> Message:
    return message(
        phrase("You are on the course “{run}”.", run=Verbatim(run)),
        phrase("The first week comes on {day}. Until then there is nothing you must do.",
               day=Weekday(day)),
        buttons=[[to_menu()], [to_consultant()]],
    )  # fmt: skip


def welcome(run: str, day: date, hour: str) -> Message:
    """To somebody who was just admitted."""
    return message(
        strong(phrase("Welcome to the course “{run}”!", run=Verbatim(run))),
        phrase("The first week comes on {day} at {hour}. It comes here, as a message.",
               day=Weekday(day), hour=Verbatim(hour)),
        phrase("Until then there is nothing you must do."),
        buttons=[[to_menu()], [to_consultant()]],
    )  # fmt: skip


def welcome_late(run: str, weeks: int) -> Message:
    """To somebody who joins when weeks have come already."""
    return message(
        strong(phrase("Welcome to the course “{run}”!", run=Verbatim(run))),
        phrases(
            "{count} week has come already. You get it now, with time of its own.",
            "{count} weeks have come already. You get them now, one after the other, each with "
            "time of its own.",
            weeks,
        ),
    )


def welcome_back(run: str) -> Message:
    """To somebody who was on this course before."""
    return message(
        strong(phrase("Welcome back to the course “{run}”!", run=Verbatim(run))),
        phrase("What you have done is still here."),
        buttons=[[to_task()], [to_menu()]],
    )


def week(week: Week, tasks: Pairs) -> Message:
    """A week is released: what it is about, and what there is to do."""
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
    rows = [[Button(_marked(t, w), encode("k", "o", _id(w)))] for t, w in pairs]
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
    """Nothing left to hand in; `day`: when the next week comes, None after the last."""
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
    """What is still to be handed in, and by when."""
    late = any(w.due_on < today for _, w in pairs)
    return message(
        strong(phrase("This is what is still to come:")),
        *[item(_line(task, submission)) for task, submission in pairs],
        *([phrase("A late task still counts. Begin with one small step.")] if late else []),
        buttons=[[to_task()], [to_away()], [to_menu()]],
    )


def offer_absence() -> Message:
    """Nobody has to say why."""
    return message(
        strong(phrase("That is okay. You need not tell why.")),
        phrase("Your deadlines move, and the consultant hears that you take a pause."),
        buttons=[
            [Button(phrase("☁ Just today is bad"), encode("k", "away", "day"))],
            [Button(phrase("🗓 I can't this week"), encode("k", "away", "week"))],
            [to_consultant()],
            [to_menu()],
        ],
    )


def away(until: date, pairs: Pairs) -> Message:
    """`pairs`: what is still to be handed in, with the new deadlines."""
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
    """A picture with few words below it."""
    done = phrases(
        "You have handed in {count} of {total} tasks so far.",
        "You have handed in {count} of {total} tasks so far.",
        handed_in,
        total=Verbatim(str(released)),
    )
    none = phrase("Your first task waits for you. Take it in small steps.")
    seen = [phrases("{count} is approved.", "{count} are approved.", approved)]
    return Message(
        message(
            strong(done if handed_in else none),
            *(seen if approved else []),
            phrase("Each step counts. Go at your own pace."),
        ).paragraphs,
        ((to_task(),), (to_statement(), to_menu())),
        enclosure=PathPicture(marks),
    )


def to_statement() -> Button:
    return Button(phrase("📄 Paper for the jobcenter"), encode("k", "st"))


def paper(statement: Statement) -> Message:
    """The statement of engagement: theirs to show, or not."""
    said = message(phrase("Here is your paper. You decide who sees it."), buttons=[[to_menu()]])
    return replace(said, enclosure=statement)


def in_danish(paper: Certificate | Statement) -> Message:
    """The same paper for those who read Danish."""
    said = message(phrase("And the same in Danish."), buttons=[[to_menu()]])
    return replace(said, enclosure=paper)


def _id(submission: Submission) -> int:
    assert submission.id is not None, "a work is stored before it is shown"
    return submission.id
