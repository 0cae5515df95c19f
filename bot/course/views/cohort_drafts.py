"""The steps of creating a cohort, as the consultant sees them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from bot.course.buttons import CreateCohort, ListCohorts, NewCohort
from bot.course.rules.cohort_drafts import CohortDraft
from bot.course.rules.cohorts import LONGEST_NAME, MOST_PLACES, Cohort, CohortProblem
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
from bot.kernel.views.forms import clock
from bot.kernel.views.shown import buttons_of

HOURS = (8, 9, 10, 12, 14, 16, 18)
PLACES = (6, 8, 10, 12, 15)


def ask_start(mondays: Sequence[date]) -> Message:
    asked = message(
        strong(phrase("A new run: when does week one come?")),
        quiet(phrase("Press a Monday. Or reply to this message with a day, for example 7/12.")),
        buttons=[
            *[[Button(Weekday(day), NewCohort(day).pack())] for day in mondays],
            [_cancel()],
        ],
    )
    return replace(asked, form=CohortDraft())


def ask_weekday(draft: CohortDraft, start: date) -> Message:
    """The weekday of the start comes first."""
    usual = start.weekday() if start.weekday() in WEEKDAYS else 0
    others = [_weekday(draft, day) for day in WEEKDAYS if day != usual]
    asked = message(
        strong(phrase("On which weekday do the weeks come?")),
        *_so_far(draft),
        buttons=[[_weekday(draft, usual)], others[:2], others[2:], _back_or_cancel(draft)],
    )
    return replace(asked, form=draft)


def ask_hour(draft: CohortDraft) -> Message:
    hours = [Button(clock(h), _choose(draft, h)) for h in HOURS]
    asked = message(
        strong(phrase("At what time do the weeks come?")),
        *_so_far(draft),
        quiet(phrase("Press one. Or reply to this message with another hour from 7 to 19.")),
        buttons=[hours[:4], hours[4:], _back_or_cancel(draft)],
    )
    return replace(asked, form=draft)


def ask_places(draft: CohortDraft) -> Message:
    places = [Button(Verbatim(str(n)), _choose(draft, n)) for n in PLACES]
    asked = message(
        strong(phrase("How many places are there?")),
        *_so_far(draft),
        quiet(phrase("Press one. Or reply to this message with another number.")),
        buttons=[places, _back_or_cancel(draft)],
    )
    return replace(asked, form=draft)


def summary(
    draft: CohortDraft, cohort: Cohort, weeks: Sequence[int], calendar: Calendar
) -> Message:
    """All values before the cohort is created.  `cohort`: what it would become."""
    start, weekday, hour, places = draft.start, draft.weekday, draft.hour, draft.places
    assert start is not None and weekday is not None, "a summary is of a complete draft"
    assert hour is not None and places is not None, "a summary is of a complete draft"
    create = CreateCohort(start, weekday, hour, places)
    shown = message(
        strong(phrase("Is this right?")),
        phrase("Name: {name}", name=Verbatim(cohort.name)),
        phrases("{count} place", "{count} places", cohort.places),
        *week_lines(cohort, weeks, calendar),
        quiet(phrase("Reply to this message to give it another name.")),
        buttons=[
            [Button(phrase("✅ Create the run"), create.pack())],
            _back_or_cancel(draft),
        ],
    )
    return replace(shown, form=replace(draft, name=cohort.name))


def draft_of(shown: Message) -> CohortDraft | None:
    """The draft that a message asks about; None for any other message."""
    if shown.form is None:
        return legacy_draft(shown)
    return shown.form if isinstance(shown.form, CohortDraft) else None


def legacy_draft(shown: Message) -> CohortDraft | None:
    """Of a message that was stored before messages had forms: read from its buttons and text."""
    create = buttons_of(shown, CreateCohort)
    if create:
        return replace(create[0].draft, name=_name_in(shown))
    drafts = [button.draft for button in buttons_of(shown, NewCohort) if button.start is not None]
    return max(drafts, key=lambda draft: draft.chosen).back() if drafts else None


def _name_in(shown: Message) -> str | None:
    for paragraph in shown.paragraphs:
        content = paragraph.content
        name = content.params.get("name") if isinstance(content, Phrase) else None
        if isinstance(name, Verbatim):
            return name.text
    return None


def week_lines(cohort: Cohort, weeks: Sequence[int], calendar: Calendar) -> list[Paragraph]:
    """When each of these weeks is released."""
    return [item(_week_line(cohort, n, calendar)) for n in weeks]


def _week_line(cohort: Cohort, week: int, calendar: Calendar) -> Phrase:
    day = cohort.release_day(week, calendar)
    number, moment = Verbatim(str(week)), Weekday(day)
    if day.weekday() != cohort.weekday:
        return phrase(
            "Week {week}: {day} at {hour} (moved: the usual day is a day off)",
            week=number, day=moment, hour=clock(cohort.hour),
        )  # fmt: skip
    return phrase("Week {week}: {day} at {hour}", week=number, day=moment, hour=clock(cohort.hour))


def suggested_name(start: date) -> Phrase:
    return phrase("Team {day}", day=Day(start))


def invalid(problem: CohortProblem) -> Message:
    """Why a cohort cannot be created like this; what was chosen is kept."""
    return message(_PROBLEMS[problem]())


def not_a_day() -> Message:
    return message(phrase("I do not understand that day. Please write it like 7/12 or 7.12.2026."))


def not_a_number() -> Message:
    return message(phrase("Please press a button, or reply with a number."))


def exists_already() -> Paragraph:
    return quiet(phrase("This run has been made already. There is only one of it."))


_PROBLEMS: dict[CohortProblem, Callable[[], Phrase]] = {
    CohortProblem.PAST: lambda: phrase(
        "That day has passed. Please choose a day that is still to come."
    ),
    CohortProblem.PLACES: lambda: phrase(
        "A run needs at least one place, and at most {limit}.", limit=Verbatim(str(MOST_PLACES))
    ),
    CohortProblem.NAME: lambda: phrase(
        "The name must have 1 to {limit} characters. Please reply with a shorter one.",
        limit=Verbatim(str(LONGEST_NAME)),
    ),
    CohortProblem.HOUR: lambda: phrase("Please choose an hour from 7 to 19."),
    CohortProblem.WEEKDAY: lambda: phrase("Please choose a day from Monday to Friday."),
}

WEEKDAYS = {
    0: lambda: phrase("Monday"),
    1: lambda: phrase("Tuesday"),
    2: lambda: phrase("Wednesday"),
    3: lambda: phrase("Thursday"),
    4: lambda: phrase("Friday"),
}


def _weekday(draft: CohortDraft, day: int) -> Button:
    return Button(WEEKDAYS[day](), _choose(draft, day))


def _so_far(draft: CohortDraft) -> list[Param | Paragraph]:
    lines: list[Param | Paragraph] = []
    if draft.start is not None:
        lines.append(item(phrase("Week one from: {day}", day=Weekday(draft.start))))
    if draft.weekday in WEEKDAYS:
        lines.append(item(phrase("Weekday: {weekday}", weekday=WEEKDAYS[draft.weekday]())))
    if draft.hour is not None:
        lines.append(item(phrase("Time: {hour}", hour=clock(draft.hour))))
    return lines


def _choose(draft: CohortDraft, value: int) -> str:
    return NewCohort.of(draft.following(value)).pack()


def _back_or_cancel(draft: CohortDraft) -> list[Button]:
    return [Button(phrase("◀ Back"), NewCohort.of(draft.back()).pack()), _cancel()]


def _cancel() -> Button:
    return Button(phrase("✖ Cancel"), ListCohorts().pack())
