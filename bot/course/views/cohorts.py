"""The runs of the course as the consultants see them: the list, one run, who is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.course.rules.cohorts import MOST_PLACES, Cohort
from bot.course.rules.enrolments import Enrolment
from bot.course.views.cohort_drafts import week_lines
from bot.kernel.buttons import encode
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
    """A run as it stands.  `week`: the last that has come, 0 before the first."""

    run: Cohort
    people: int
    week: int
    begins: date
    ends: date

    @property
    def id(self) -> int:
        assert self.run.id is not None, "a run is stored before it is shown"
        return self.run.id

    @property
    def is_full(self) -> bool:
        return self.people >= self.run.places


def list_of(page: Page[CohortView]) -> Message:
    lines = [item(_line(view)) for view in page.items]
    head = phrase("Runs") if lines else phrase("There is no run yet.")
    return message(
        strong(head),
        *lines,
        buttons=[
            *[[Button(Verbatim(v.run.name), encode("r", "o", v.id))] for v in page.items],
            page.turning("r", "l"),
            [Button(phrase("➕ New run"), encode("r", "n"))],
        ],
    )


def card(view: CohortView, weeks: Sequence[int], calendar: Calendar) -> Message:
    run = view.run
    closed = [quiet(phrase("This run is closed."))] if run.closed_at else []
    return message(
        strong(Verbatim(run.name)),
        *closed,
        _people(view),
        *week_lines(run, weeks, calendar),
        buttons=_closed_buttons(view) if run.closed_at else _open_buttons(view),
    )


def _open_buttons(view: CohortView) -> list[list[Button]]:
    return [
        [Button(phrase("➕ Admit somebody"), encode("r", "a", view.id))],
        [
            Button(phrase("📊 Status"), encode("s", "r", view.id)),
            Button(phrase("👥 People"), encode("r", "p", view.id)),
        ],
        [Button(phrase("☑ Today's meeting"), encode("s", "t", view.id))],
        [
            Button(phrase("🪑 More places"), encode("r", "m", view.id)),
            Button(phrase("🔒 Close the run"), encode("r", "x", view.id)),
        ],
        [_all_runs()],
    ]


def _closed_buttons(view: CohortView) -> list[list[Button]]:
    return [
        [
            Button(phrase("📊 Status"), encode("s", "r", view.id)),
            Button(phrase("👥 People"), encode("r", "p", view.id)),
        ],
        [_all_runs()],
    ]


def candidates(view: CohortView, page: Page[Participant]) -> Message:
    """People to admit.  A press admits at once."""
    if not page.items:
        return message(
            phrase("Nobody waits for a place just now."),
            quiet(phrase("Whoever has sent the answers and is in no run yet stands here.")),
            buttons=[[_to_run(view.id)]],
        )
    return message(
        strong(phrase("Who joins “{run}”?", run=Verbatim(view.run.name))),
        _people(view),
        quiet(phrase("Press a name: the person is admitted and hears it at once.")),
        buttons=[
            *[[_admit(view, person)] for person in page.items],
            page.turning("r", "ap", view.id),
            [_to_run(view.id)],
        ],
    )


def admitted(view: CohortView, participant: Participant) -> Message:
    return message(
        phrase(
            "{person} is in “{run}” now. The message is on its way.",
            person=who(participant), run=Verbatim(view.run.name),
        ),
        _people(view),
    )  # fmt: skip


def in_a_run_already(participant: Participant, run: Cohort) -> Message:
    return message(
        phrase(
            "{person} is in “{run}” already.",
            person=who(participant), run=Verbatim(run.name),
        )
    )  # fmt: skip


def full(view: CohortView) -> Message:
    return message(
        phrase("“{run}” is full.", run=Verbatim(view.run.name)),
        _people(view),
        buttons=[*_more_rows(view), [_to_run(view.id)]],
    )


def more_places(view: CohortView) -> Message:
    return message(
        strong(phrase("How many places shall “{run}” have?", run=Verbatim(view.run.name))),
        _people(view),
        buttons=[*_more_rows(view), [_to_run(view.id)]],
    )


def people(view: CohortView, page: Page[tuple[Enrolment, Participant]]) -> Message:
    lines = [item(who(person)) for _, person in page.items]
    if not lines:
        lines = [item(phrase("Nobody is in this run yet."))]
    return message(
        strong(phrase("People in “{run}”", run=Verbatim(view.run.name))),
        *lines,
        buttons=[
            *in_pairs([_to_person(e, person) for e, person in page.items]),
            page.turning("r", "p", view.id),
            [_to_run(view.id)],
        ],
    )


def really_take_out(enrolment: Enrolment, participant: Participant, run: Cohort) -> Message:
    return message(
        strong(
            phrase(
                "Take {person} out of “{run}”?",
                person=who(participant), run=Verbatim(run.name),
            )
        ),
        phrase("No more tasks come then. What was written stays stored."),
        buttons=[
            [Button(phrase("Yes, take out of the run"), encode("r", "ty", _id(enrolment)))],
            [Button(phrase("No, keep"), encode("s", "pe", _id(enrolment)))],
        ],
    )  # fmt: skip


def taken_out(participant: Participant, run: Cohort) -> Message:
    return message(
        phrase(
            "{person} is not in “{run}” any more. A friendly message is on its way.",
            person=who(participant), run=Verbatim(run.name),
        )
    )  # fmt: skip


def not_in_the_run(participant: Participant) -> Message:
    return message(phrase("{person} is not in the run any more.", person=who(participant)))


def really_close(view: CohortView) -> Message:
    return message(
        strong(phrase("Close “{run}”?", run=Verbatim(view.run.name))),
        phrase("No more weeks come then, and nobody can join. Nothing is deleted."),
        _people(view),
        buttons=[
            [Button(phrase("Yes, close the run"), encode("r", "xy", view.id))],
            [Button(phrase("No, keep it open"), encode("r", "o", view.id))],
        ],
    )


def is_closed(run: Cohort) -> Message:
    return message(phrase("“{run}” is closed.", run=Verbatim(run.name)))


def farewell(run: Cohort) -> Message:
    """To a participant who was taken out of a run."""
    return message(
        phrase("You are not on the course “{run}” any more.", run=Verbatim(run.name)),
        phrase("What you have done is not lost. Thank you for your work so far."),
        phrase("Do you have questions, or is it a mistake? The consultant is happy to talk."),
        buttons=[[to_consultant()], [to_menu()]],
    )


def _line(view: CohortView) -> Phrase:
    fields: dict[str, Param] = {
        "run": Verbatim(view.run.name),
        "begins": Day(view.begins),
        "ends": Day(view.ends),
        "people": Verbatim(str(view.people)),
        "places": Verbatim(str(view.run.places)),
    }
    if not view.week:
        return phrase(
            "{run}: {begins} – {ends}, {people} of {places} places, not begun yet", **fields
        )
    return phrase(
        "{run}: {begins} – {ends}, {people} of {places} places, week {week}",
        **fields, week=Verbatim(str(view.week)),
    )  # fmt: skip


def _people(view: CohortView) -> Phrase:
    return phrase(
        "{people} of {places} places are taken.",
        people=Verbatim(str(view.people)), places=Verbatim(str(view.run.places)),
    )  # fmt: skip


def _more_rows(view: CohortView) -> list[list[Button]]:
    """The numbers themselves, so that a double tap adds nothing twice."""
    numbers = [view.run.places + more for more in (1, 2, 5)]
    row = [
        Button(Verbatim(str(n)), encode("r", "m", view.id, n)) for n in numbers if n <= MOST_PLACES
    ]
    return [row] if row else []


def _admit(view: CohortView, person: Participant) -> Button:
    assert person.id is not None, "a participant is stored before it is shown"
    return Button(name_of(person), encode("r", "a", view.id, person.id))


def _to_person(enrolment: Enrolment, person: Participant) -> Button:
    return Button(name_of(person), encode("s", "p", _id(enrolment)))


def _to_run(run_id: int) -> Button:
    return Button(phrase("◀ The run"), encode("r", "o", run_id))


def _all_runs() -> Button:
    return Button(phrase("◀ All runs"), encode("r", "l"))


def _id(enrolment: Enrolment) -> int:
    assert enrolment.id is not None, "an enrolment is stored before it is shown"
    return enrolment.id
