"""Cohorts as the consultants see them: the list, one cohort, who is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from bot.course.buttons import (
    Admit,
    BackToPerson,
    ChoosePlaces,
    CloseCohort,
    ConfirmCloseCohort,
    ConfirmRemoveFromCohort,
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
from bot.course.rules.cohorts import MOST_PLACES, Cohort
from bot.course.rules.enrolments import Enrolment
from bot.course.views.cohort_drafts import week_lines
from bot.kernel.calendar import Calendar
from bot.kernel.messages import (
    Button,
    Day,
    Message,
    Param,
    Phrase,
    Verbatim,
    item,
    message,
    phrase,
    quiet,
    strong,
)
from bot.kernel.participants import Participant
from bot.kernel.views.commands import to_consultant, to_menu
from bot.kernel.views.layout import in_pairs
from bot.kernel.views.pager import Page
from bot.kernel.views.people import name_of, who


@dataclass(frozen=True)
class CohortView:
    """A cohort with its numbers.  `week`: the last one released, 0 before the first."""

    cohort: Cohort
    members: int
    week: int
    begins: date
    ends: date

    @property
    def id(self) -> int:
        assert self.cohort.id is not None, "a cohort is stored before it is shown"
        return self.cohort.id

    @property
    def is_full(self) -> bool:
        return self.members >= self.cohort.places


def list_of(page: Page[CohortView]) -> Message:
    lines = [item(_line(view)) for view in page.items]
    head = phrase("Runs") if lines else phrase("There is no run yet.")
    return message(
        strong(head),
        *lines,
        buttons=[
            *[[Button(Verbatim(v.cohort.name), OpenCohort(v.id).pack())] for v in page.items],
            page.turning(ListCohorts),
            [Button(phrase("➕ New run"), NewCohort().pack())],
        ],
    )


def card(view: CohortView, weeks: Sequence[int], calendar: Calendar) -> Message:
    cohort = view.cohort
    closed = [quiet(phrase("This run is closed."))] if cohort.closed_at else []
    closed_buttons = [_status_and_members(view), [_all_cohorts()]]
    return message(
        strong(Verbatim(cohort.name)),
        *closed,
        _places_taken(view),
        *week_lines(cohort, weeks, calendar),
        buttons=closed_buttons if cohort.closed_at else _open_buttons(view),
    )


def _open_buttons(view: CohortView) -> list[list[Button]]:
    return [
        [Button(phrase("➕ Admit somebody"), ListCandidates(view.id).pack())],
        _status_and_members(view),
        [Button(phrase("☑ Today's meeting"), TakeAttendance(view.id).pack())],
        [
            Button(phrase("🪑 More places"), ChoosePlaces(view.id).pack()),
            Button(phrase("🔒 Close the run"), CloseCohort(view.id).pack()),
        ],
        [_all_cohorts()],
    ]


def _status_and_members(view: CohortView) -> list[Button]:
    return [
        Button(phrase("📊 Status"), ShowCohortStatus(view.id).pack()),
        Button(phrase("👥 People"), ListMembers(view.id).pack()),
    ]


def candidates(view: CohortView, page: Page[Participant]) -> Message:
    """People to admit.  A press admits at once."""
    if not page.items:
        return message(
            phrase("Nobody waits for a place just now."),
            quiet(phrase("Whoever has sent the answers and is in no run yet stands here.")),
            buttons=[[_to_cohort(view.id)]],
        )
    return message(
        strong(phrase("Who joins “{run}”?", run=Verbatim(view.cohort.name))),
        _places_taken(view),
        quiet(phrase("Press a name: the person is admitted and hears it at once.")),
        buttons=[
            *[[_admit(view, person)] for person in page.items],
            page.turning(partial(TurnCandidates, view.id)),
            [_to_cohort(view.id)],
        ],
    )


def admitted(view: CohortView, participant: Participant) -> Message:
    return message(
        phrase(
            "{person} is in “{run}” now. The message is on its way.",
            person=who(participant), run=Verbatim(view.cohort.name),
        ),
        _places_taken(view),
    )  # fmt: skip


def in_a_cohort_already(participant: Participant, cohort: Cohort) -> Message:
    return message(
        phrase(
            "{person} is in “{run}” already.",
            person=who(participant), run=Verbatim(cohort.name),
        )
    )  # fmt: skip


def full(view: CohortView) -> Message:
    return message(
        phrase("“{run}” is full.", run=Verbatim(view.cohort.name)),
        _places_taken(view),
        buttons=[*_more_rows(view), [_to_cohort(view.id)]],
    )


def more_places(view: CohortView) -> Message:
    return message(
        strong(phrase("How many places shall “{run}” have?", run=Verbatim(view.cohort.name))),
        _places_taken(view),
        buttons=[*_more_rows(view), [_to_cohort(view.id)]],
    )


def members(view: CohortView, page: Page[tuple[Enrolment, Participant]]) -> Message:
    lines = [item(who(person)) for _, person in page.items]
    if not lines:
        lines = [item(phrase("Nobody is in this run yet."))]
    return message(
        strong(phrase("People in “{run}”", run=Verbatim(view.cohort.name))),
        *lines,
        buttons=[
            *in_pairs([_to_person(e, person) for e, person in page.items]),
            page.turning(partial(ListMembers, view.id)),
            [_to_cohort(view.id)],
        ],
    )


def confirm_removal(enrolment: Enrolment, participant: Participant, cohort: Cohort) -> Message:
    confirm = ConfirmRemoveFromCohort(_id(enrolment))
    return message(
        strong(
            phrase(
                "Take {person} out of “{run}”?",
                person=who(participant), run=Verbatim(cohort.name),
            )
        ),
        phrase("No more tasks come then. What was written stays stored."),
        buttons=[
            [Button(phrase("Yes, take out of the run"), confirm.pack())],
            [Button(phrase("No, keep"), BackToPerson(_id(enrolment)).pack())],
        ],
    )  # fmt: skip


def removed(participant: Participant, cohort: Cohort) -> Message:
    return message(
        phrase(
            "{person} is not in “{run}” any more. A friendly message is on its way.",
            person=who(participant), run=Verbatim(cohort.name),
        )
    )  # fmt: skip


def not_in_the_cohort(participant: Participant) -> Message:
    return message(phrase("{person} is not in the run any more.", person=who(participant)))


def confirm_close(view: CohortView) -> Message:
    return message(
        strong(phrase("Close “{run}”?", run=Verbatim(view.cohort.name))),
        phrase("No more weeks come then, and nobody can join. Nothing is deleted."),
        _places_taken(view),
        buttons=[
            [Button(phrase("Yes, close the run"), ConfirmCloseCohort(view.id).pack())],
            [Button(phrase("No, keep it open"), OpenCohort(view.id).pack())],
        ],
    )


def is_closed(cohort: Cohort) -> Message:
    return message(phrase("“{run}” is closed.", run=Verbatim(cohort.name)))


def farewell(cohort: Cohort) -> Message:
    """To a participant who was taken out of a cohort."""
    return message(
        phrase("You are not on the course “{run}” any more.", run=Verbatim(cohort.name)),
        phrase("What you have done is not lost. Thank you for your work so far."),
        phrase("Do you have questions, or is it a mistake? The consultant is happy to talk."),
        buttons=[[to_consultant()], [to_menu()]],
    )


def _line(view: CohortView) -> Phrase:
    fields: dict[str, Param] = {
        "run": Verbatim(view.cohort.name),
        "begins": Day(view.begins),
        "ends": Day(view.ends),
        "people": Verbatim(str(view.members)),
        "places": Verbatim(str(view.cohort.places)),
    }
    if not view.week:
        return phrase(
            "{run}: {begins} – {ends}, {people} of {places} places, not begun yet", **fields
        )
    return phrase(
        "{run}: {begins} – {ends}, {people} of {places} places, week {week}",
        **fields, week=Verbatim(str(view.week)),
    )  # fmt: skip


def _places_taken(view: CohortView) -> Phrase:
    return phrase(
        "{people} of {places} places are taken.",
        people=Verbatim(str(view.members)), places=Verbatim(str(view.cohort.places)),
    )  # fmt: skip


def _more_rows(view: CohortView) -> list[list[Button]]:
    """Buttons with the new number of places, so that a double tap adds nothing twice."""
    numbers = [view.cohort.places + more for more in (1, 2, 5)]
    row = [
        Button(Verbatim(str(n)), SetPlaces(view.id, n).pack()) for n in numbers if n <= MOST_PLACES
    ]
    return [row] if row else []


def _admit(view: CohortView, person: Participant) -> Button:
    assert person.id is not None, "a participant is stored before it is shown"
    return Button(name_of(person), Admit(view.id, person.id).pack())


def _to_person(enrolment: Enrolment, person: Participant) -> Button:
    return Button(name_of(person), OpenPerson(_id(enrolment)).pack())


def _to_cohort(cohort_id: int) -> Button:
    return Button(phrase("◀ The run"), OpenCohort(cohort_id).pack())


def _all_cohorts() -> Button:
    return Button(phrase("◀ All runs"), ListCohorts().pack())


def _id(enrolment: Enrolment) -> int:
    assert enrolment.id is not None, "an enrolment is stored before it is shown"
    return enrolment.id
