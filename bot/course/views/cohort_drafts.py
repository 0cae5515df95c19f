"""Making a new run, step by step, as the consultant sees it."""

from collections.abc import Sequence
from datetime import date

from bot.course.rules.cohort_drafts import CohortDraft
from bot.course.rules.cohorts import LONGEST_NAME, MOST_PLACES, Cohort
from bot.kernel.buttons import encode
from bot.kernel.calendar import Calendar
from bot.kernel.messages import (
    Button,
    Day,
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
    quiet,
    strong,
)
from bot.kernel.stamps import stamp
from bot.kernel.views.forms import clock

HOURS = (8, 9, 10, 12, 14, 16, 18)
PLACES = (6, 8, 10, 12, 15)


def ask_start(mondays: Sequence[date]) -> Message:
    return message(
        strong(phrase("A new run: when does week one come?")),
        quiet(phrase("Press a Monday. Or reply to this message with a day, for example 7/12.")),
        buttons=[
            *[[Button(Weekday(day), encode("r", "n", stamp(day)))] for day in mondays],
            [_cancel()],
        ],
    )


def ask_weekday(draft: CohortDraft, start: date) -> Message:
    """The weekday of the start stands first."""
    usual = start.weekday() if start.weekday() in WEEKDAYS else 0
    others = [_weekday(draft, day) for day in WEEKDAYS if day != usual]
    return message(
        strong(phrase("On which weekday do the weeks come?")),
        *_so_far(draft),
        buttons=[[_weekday(draft, usual)], others[:2], others[2:], _ways_out(draft)],
    )


def ask_hour(draft: CohortDraft) -> Message:
    hours = [Button(clock(h), _on(draft, h)) for h in HOURS]
    return message(
        strong(phrase("At what time do the weeks come?")),
        *_so_far(draft),
        quiet(phrase("Press one. Or reply to this message with another hour from 7 to 19.")),
        buttons=[hours[:4], hours[4:], _ways_out(draft)],
    )


def ask_places(draft: CohortDraft) -> Message:
    places = [Button(Verbatim(str(n)), _on(draft, n)) for n in PLACES]
    return message(
        strong(phrase("How many places are there?")),
        *_so_far(draft),
        quiet(phrase("Press one. Or reply to this message with another number.")),
        buttons=[places, _ways_out(draft)],
    )


def summary(draft: CohortDraft, run: Cohort, weeks: Sequence[int], calendar: Calendar) -> Message:
    """Everything once more before it is made.  `run` is what it would become."""
    return message(
        strong(phrase("Is this right?")),
        name_line(run.name),
        phrases("{count} place", "{count} places", run.places),
        *week_lines(run, weeks, calendar),
        quiet(phrase("Reply to this message to give it another name.")),
        buttons=[
            [Button(phrase("✅ Create the run"), encode("r", "c", *draft.chosen))],
            _ways_out(draft),
        ],
    )


def name_line(name: str) -> Phrase:
    """The name is read from here when the run is made: it does not fit into a button."""
    return phrase("Name: {name}", name=Verbatim(name))


def name_in(shown: Message) -> str | None:
    for paragraph in shown.paragraphs:
        content = paragraph.content
        name = content.params.get("name") if isinstance(content, Phrase) else None
        if isinstance(name, Verbatim):
            return name.text
    return None


def week_lines(run: Cohort, weeks: Sequence[int], calendar: Calendar) -> list[Paragraph]:
    return [item(_week_line(run, n, calendar)) for n in weeks]


def _week_line(run: Cohort, week: int, calendar: Calendar) -> Phrase:
    day = run.release_day(week, calendar)
    number, moment = Verbatim(str(week)), Weekday(day)
    if day.weekday() != run.weekday:
        return phrase(
            "Week {week}: {day} at {hour} (moved: the usual day is a day off)",
            week=number, day=moment, hour=clock(run.hour),
        )  # fmt: skip
    return phrase("Week {week}: {day} at {hour}", week=number, day=moment, hour=clock(run.hour))


def suggested_name(start: date) -> Phrase:
    return phrase("Team {day}", day=Day(start))


def not_a_run(reason: str) -> Message:
    """Why a run can't be made like this; what was chosen stays."""
    return message(_REASONS[reason]())


def not_a_day() -> Message:
    return message(phrase("I do not understand that day. Please write it like 7/12 or 7.12.2026."))


def not_a_number() -> Message:
    return message(phrase("Please press a button, or reply with a number."))


def exists_already() -> Paragraph:
    return quiet(phrase("This run has been made already. There is only one of it."))


_REASONS = {
    "past": lambda: phrase("That day has passed. Please choose a day that is still to come."),
    "places": lambda: phrase(
        "A run needs at least one place, and at most {limit}.", limit=Verbatim(str(MOST_PLACES))
    ),
    "name": lambda: phrase(
        "The name must have 1 to {limit} characters. Please reply with a shorter one.",
        limit=Verbatim(str(LONGEST_NAME)),
    ),
    "hour": lambda: phrase("Please choose an hour from 7 to 19."),
    "weekday": lambda: phrase("Please choose a day from Monday to Friday."),
}

WEEKDAYS = {
    0: lambda: phrase("Monday"),
    1: lambda: phrase("Tuesday"),
    2: lambda: phrase("Wednesday"),
    3: lambda: phrase("Thursday"),
    4: lambda: phrase("Friday"),
}


def _weekday(draft: CohortDraft, day: int) -> Button:
    return Button(WEEKDAYS[day](), _on(draft, day))


def _so_far(draft: CohortDraft) -> list[Param | Paragraph]:
    lines: list[Param | Paragraph] = []
    if draft.start is not None:
        lines.append(item(phrase("Week one from: {day}", day=Weekday(draft.start))))
    if draft.weekday in WEEKDAYS:
        lines.append(item(phrase("Weekday: {weekday}", weekday=WEEKDAYS[draft.weekday]())))
    if draft.hour is not None:
        lines.append(item(phrase("Time: {hour}", hour=clock(draft.hour))))
    return lines


def _on(draft: CohortDraft, value: int) -> str:
    return encode("r", "n", *draft.chosen, value)


def _ways_out(draft: CohortDraft) -> list[Button]:
    back = Button(phrase("◀ Back"), encode("r", "n", *draft.chosen[:-1]))
    return [back, _cancel()]


def _cancel() -> Button:
    return Button(phrase("✖ Cancel"), encode("r", "l"))
