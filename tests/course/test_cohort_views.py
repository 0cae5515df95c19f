"""Cohorts as the consultants see them: lists, one cohort, the steps of a new one."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.bootstrap import danish_calendar
from bot.course.buttons import (
    Admit,
    BackToPerson,
    ChoosePlaces,
    CloseCohort,
    ConfirmCloseCohort,
    ConfirmRemoveFromCohort,
    CreateCohort,
    ListCandidates,
    ListCohorts,
    ListMembers,
    NewCohort,
    OpenCohort,
    OpenPerson,
    SetPlaces,
    ShowCohortStatus,
    TakeAttendance,
    TurnCandidates,
)
from bot.course.rules.cohort_drafts import CohortDraft, coming_mondays
from bot.course.rules.cohorts import MOST_PLACES, Cohort, CohortProblem
from bot.course.rules.enrolments import Enrolment
from bot.course.views import cohort_drafts as drafts
from bot.course.views import cohorts as views
from bot.course.views.cohorts import CohortView
from bot.kernel.commands import ParticipantCommand, RunCommand
from bot.kernel.messages import (
    Day,
    Param,
    Phrase,
    Verbatim,
    Weekday,
    item,
    phrase,
    phrases,
)
from bot.kernel.participants import Participant
from bot.kernel.views.pager import Page, page_of
from bot.kernel.views.people import who
from tests.helpers.messages import data, labels, parameter, texts
from tests.helpers.world import MONDAY

CALENDAR = danish_calendar("Europe/Copenhagen")
AMINA = Participant(42, "Amina", "en", MONDAY, id=7)
ENROLMENT = Enrolment(5, 7, MONDAY, 900, id=3)
START, END = date(2026, 12, 14), date(2027, 2, 1)
HOLD = Verbatim("Hold 1")


def cohort(places: int = 12, *, closed: bool = False) -> Cohort:
    at = datetime(2026, 11, 2, tzinfo=UTC)
    return Cohort("Hold 1", START, 0, 9, places, at, 900, at if closed else None, id=5)


def view(members: int = 3, week: int = 0, *, places: int = 12, closed: bool = False) -> CohortView:
    return CohortView(cohort(places, closed=closed), members, week, START, END)


def taken(people: int, places: int = 12) -> Phrase:
    return phrase(
        "{people} of {places} places are taken.",
        people=Verbatim(str(people)), places=Verbatim(str(places)),
    )  # fmt: skip


def test_list_shows_each_cohort_with_its_numbers() -> None:
    shown = views.list_of(Page([view(), view(4, 2)], 1, 2))
    fields: dict[str, Param] = {
        "run": HOLD,
        "begins": Day(START),
        "ends": Day(END),
        "places": Verbatim("12"),
    }
    assert list(shown.paragraphs[1:]) == [
        item(phrase("{run}: {begins} – {ends}, {people} of {places} places, not begun yet",
                    **fields, people=Verbatim("3"))),
        item(phrase("{run}: {begins} – {ends}, {people} of {places} places, week {week}",
                    **fields, people=Verbatim("4"), week=Verbatim("2"))),
    ]  # fmt: skip
    assert texts(shown)[0] == "Runs"
    assert data(shown) == [
        [OpenCohort(5).pack()], [OpenCohort(5).pack()],
        [ListCohorts(0).pack(), ListCohorts(2).pack()], [NewCohort().pack()],
    ]  # fmt: skip
    assert labels(shown)[0] == [HOLD]


def test_empty_list_offers_a_new_cohort() -> None:
    shown = views.list_of(page_of([], 0))
    assert texts(shown) == ["There is no run yet."] and data(shown) == [[NewCohort().pack()]]


def test_card_of_an_open_cohort_has_everything_that_can_be_done() -> None:
    shown = views.card(view(), [1, 2], CALENDAR)
    assert shown.paragraphs[0].content == HOLD
    assert [p.content for p in shown.paragraphs[1:]] == [
        taken(3),
        phrase("Week {week}: {day} at {hour}", week=Verbatim("1"), day=Weekday(START),
               hour=Verbatim("9:00")),
        phrase("Week {week}: {day} at {hour}", week=Verbatim("2"),
               day=Weekday(date(2026, 12, 21)), hour=Verbatim("9:00")),
    ]  # fmt: skip
    assert data(shown) == [
        [ListCandidates(5).pack()],
        [ShowCohortStatus(5).pack(), ListMembers(5).pack()],
        [TakeAttendance(5).pack()],
        [ChoosePlaces(5).pack(), CloseCohort(5).pack()],
        [ListCohorts().pack()],
    ]


def test_card_of_a_closed_cohort_can_only_be_read() -> None:
    shown = views.card(view(closed=True), [1], CALENDAR)
    assert texts(shown)[0] == "This run is closed."
    assert data(shown) == [
        [ShowCohortStatus(5).pack(), ListMembers(5).pack()], [ListCohorts().pack()],
    ]  # fmt: skip


def test_week_moved_by_a_day_off_is_marked() -> None:
    thursdays = replace(cohort(), starts_on=date(2026, 12, 10), weekday=3)
    [usual, moved] = drafts.week_lines(thursdays, [2, 3], CALENDAR)
    assert moved.content == phrase(
        "Week {week}: {day} at {hour} (moved: the usual day is a day off)",
        week=Verbatim("3"), day=Weekday(date(2026, 12, 28)), hour=Verbatim("9:00"),
    )  # fmt: skip
    assert usual.content == phrase(
        "Week {week}: {day} at {hour}",
        week=Verbatim("2"), day=Weekday(date(2026, 12, 17)), hour=Verbatim("9:00"),
    )  # fmt: skip


def test_candidates_are_admitted_by_a_press_on_their_name() -> None:
    shown = views.candidates(view(), Page([AMINA], 0, 1))
    assert shown.paragraphs[0].content == phrase("Who joins “{run}”?", run=HOLD)
    assert shown.paragraphs[1].content == taken(3)
    assert texts(shown)[2] == "Press a name: the person is admitted and hears it at once."
    assert data(shown) == [
        [Admit(5, 7).pack()], [TurnCandidates(5, 1).pack()], [OpenCohort(5).pack()],
    ]  # fmt: skip
    assert labels(shown)[0] == [Verbatim("Amina")]


def test_without_candidates_the_list_says_who_would_stand_there() -> None:
    shown = views.candidates(view(), page_of([], 0))
    assert texts(shown) == [
        "Nobody waits for a place just now.",
        "Whoever has sent the answers and is in no run yet stands here.",
    ]
    assert data(shown) == [[OpenCohort(5).pack()]]


def test_admission_is_confirmed_with_the_places_taken() -> None:
    shown = views.admitted(view(4), AMINA)
    assert texts(shown)[0] == "{person} is in “{run}” now. The message is on its way."
    assert (parameter(shown, "person"), parameter(shown, "run")) == (who(AMINA), HOLD)
    assert shown.paragraphs[1].content == taken(4)
    already = views.in_a_cohort_already(AMINA, cohort())
    assert texts(already) == ["{person} is in “{run}” already."]


@pytest.mark.parametrize(
    ("places", "offered"),
    [(12, [13, 14, 17]), (MOST_PLACES - 1, [MOST_PLACES]), (MOST_PLACES, [])],
)
def test_more_places_are_offered_up_to_the_most(places: int, offered: list[int]) -> None:
    buttons = [[SetPlaces(5, n).pack() for n in offered]] if offered else []
    full = views.full(view(places, places=places))
    assert [p.content for p in full.paragraphs] == [
        phrase("“{run}” is full.", run=HOLD), taken(places, places),
    ]  # fmt: skip
    more = views.more_places(view(places=places))
    assert [p.content for p in more.paragraphs] == [
        phrase("How many places shall “{run}” have?", run=HOLD), taken(3, places),
    ]  # fmt: skip
    assert data(full) == data(more) == [*buttons, [OpenCohort(5).pack()]]
    assert [b.label for row in more.buttons[:-1] for b in row] == [
        Verbatim(str(n)) for n in offered
    ]


@pytest.mark.parametrize(("members", "full"), [(11, False), (12, True), (13, True)])
def test_cohort_is_full_when_all_places_are_taken(members: int, full: bool) -> None:
    assert view(members).is_full is full


def test_members_are_listed_two_in_a_row() -> None:
    pairs = [(ENROLMENT, AMINA)] * 3
    shown = views.members(view(), Page(pairs, 0, 1))
    assert [p.content for p in shown.paragraphs] == [
        phrase("People in “{run}”", run=HOLD), *[who(AMINA)] * 3,
    ]  # fmt: skip
    person = OpenPerson(3).pack()
    assert data(shown) == [
        [person, person], [person], [ListMembers(5, 1).pack()], [OpenCohort(5).pack()],
    ]  # fmt: skip


def test_cohort_without_members_says_so() -> None:
    shown = views.members(view(), page_of([], 0))
    assert texts(shown)[1:] == ["Nobody is in this run yet."]


def test_removal_is_asked_once_and_told_to_both_sides() -> None:
    asked = views.confirm_removal(ENROLMENT, AMINA, cohort())
    assert texts(asked) == [
        "Take {person} out of “{run}”?",
        "No more tasks come then. What was written stays stored.",
    ]
    assert data(asked) == [[ConfirmRemoveFromCohort(3).pack()], [BackToPerson(3).pack()]]
    assert texts(views.removed(AMINA, cohort())) == [
        "{person} is not in “{run}” any more. A friendly message is on its way."
    ]
    assert texts(views.not_in_the_cohort(AMINA)) == ["{person} is not in the run any more."]
    farewell = views.farewell(cohort())
    assert texts(farewell) == [
        "You are not on the course “{run}” any more.",
        "What you have done is not lost. Thank you for your work so far.",
        "Do you have questions, or is it a mistake? The consultant is happy to talk.",
    ]
    assert data(farewell) == [
        [RunCommand(ParticipantCommand.CONSULTANT).pack()],
        [RunCommand(ParticipantCommand.MENU).pack()],
    ]


def test_closing_is_asked_once() -> None:
    asked = views.confirm_close(view())
    assert [p.content for p in asked.paragraphs] == [
        phrase("Close “{run}”?", run=HOLD),
        phrase("No more weeks come then, and nobody can join. Nothing is deleted."),
        taken(3),
    ]
    assert data(asked) == [[ConfirmCloseCohort(5).pack()], [OpenCohort(5).pack()]]
    assert texts(views.is_closed(cohort())) == ["“{run}” is closed."]


# --- the steps of a new cohort

CANCEL = ListCohorts().pack()


def test_start_is_asked_for_with_mondays() -> None:
    mondays = coming_mondays(date(2026, 12, 14), 2, CALENDAR)
    shown = drafts.ask_start(mondays)
    assert mondays == [date(2026, 12, 21), date(2026, 12, 28)]
    assert texts(shown) == [
        "A new run: when does week one come?",
        "Press a Monday. Or reply to this message with a day, for example 7/12.",
    ]
    assert data(shown) == [*[[NewCohort(day).pack()] for day in mondays], [CANCEL]]
    assert labels(shown)[0] == [Weekday(mondays[0])]


def test_mondays_begin_after_today_and_leave_out_days_off() -> None:
    assert coming_mondays(date(2027, 3, 21), 2, CALENDAR) == [date(2027, 3, 22), date(2027, 4, 5)]


@pytest.mark.parametrize(
    ("start", "order"),
    [(date(2026, 12, 9), [2, 0, 1, 3, 4]), (date(2026, 12, 12), [0, 1, 2, 3, 4])],
)
def test_weekday_of_the_start_is_offered_first(start: date, order: list[int]) -> None:
    draft = CohortDraft(start)
    shown = drafts.ask_weekday(draft, start)
    days = [NewCohort(start, day).pack() for day in order]
    assert data(shown) == [
        days[:1], days[1:3], days[3:], [NewCohort().pack(), CANCEL],
    ]  # fmt: skip
    assert texts(shown) == ["On which weekday do the weeks come?", "Week one from: {day}"]
    assert shown.buttons[0][0].label == drafts.WEEKDAYS[order[0]]()


def test_hour_is_offered_in_two_rows_below_what_was_chosen() -> None:
    draft = CohortDraft(START, 4)
    shown = drafts.ask_hour(draft)
    hours = [NewCohort(START, 4, hour).pack() for hour in drafts.HOURS]
    assert data(shown) == [hours[:4], hours[4:], [NewCohort(START).pack(), CANCEL]]
    assert [p.content for p in shown.paragraphs[1:3]] == [
        phrase("Week one from: {day}", day=Weekday(START)),
        phrase("Weekday: {weekday}", weekday=phrase("Friday")),
    ]
    assert texts(shown)[0] == "At what time do the weeks come?"
    assert texts(shown)[3].startswith("Press one.")


def test_places_are_offered_below_what_was_chosen() -> None:
    shown = drafts.ask_places(CohortDraft(START, 0, 9))
    assert data(shown) == [
        [NewCohort(START, 0, 9, n).pack() for n in (6, 8, 10, 12, 15)],
        [NewCohort(START, 0).pack(), CANCEL],
    ]
    assert texts(shown) == [
        "How many places are there?", "Week one from: {day}", "Weekday: {weekday}",
        "Time: {hour}", "Press one. Or reply to this message with another number.",
    ]  # fmt: skip
    assert parameter(shown, "hour") == Verbatim("9:00")


def test_summary_shows_all_values_and_creates_the_cohort() -> None:
    draft = CohortDraft(START, 0, 9, 12)
    shown = drafts.summary(draft, cohort(), [1], CALENDAR)
    assert [p.content for p in shown.paragraphs[:3]] == [
        phrase("Is this right?"),
        phrase("Name: {name}", name=HOLD),
        phrases("{count} place", "{count} places", 12),
    ]
    assert texts(shown)[3:] == [
        "Week {week}: {day} at {hour}", "Reply to this message to give it another name.",
    ]  # fmt: skip
    assert data(shown) == [
        [CreateCohort(START, 0, 9, 12).pack()], [NewCohort(START, 0, 9).pack(), CANCEL],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (
            CohortProblem.PAST,
            "That day has passed. Please choose a day that is still to come.",
        ),
        (CohortProblem.PLACES, "A run needs at least one place, and at most {limit}."),
        (
            CohortProblem.NAME,
            "The name must have 1 to {limit} characters. Please reply with a shorter one.",
        ),
        (CohortProblem.HOUR, "Please choose an hour from 7 to 19."),
        (CohortProblem.WEEKDAY, "Please choose a day from Monday to Friday."),
    ],
)
def test_refusal_says_what_is_allowed(problem: CohortProblem, text: str) -> None:
    assert texts(drafts.invalid(problem)) == [text]


def test_limits_are_named_in_the_refusal() -> None:
    assert parameter(drafts.invalid(CohortProblem.PLACES), "limit") == Verbatim("60")
    assert parameter(drafts.invalid(CohortProblem.NAME), "limit") == Verbatim("40")


def test_unreadable_words_are_answered() -> None:
    assert texts(drafts.not_a_day())[0].startswith("I do not understand that day.")
    assert texts(drafts.not_a_number()) == ["Please press a button, or reply with a number."]
    assert drafts.suggested_name(START) == phrase("Team {day}", day=Day(START))
