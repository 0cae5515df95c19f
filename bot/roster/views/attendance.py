"""Attendance of the course's meetings, as the consultants record it."""

from collections.abc import Sequence
from datetime import date

from bot.course.buttons import ShowCohortStatus
from bot.course.rules.cohorts import Cohort
from bot.kernel.messages import Button, Message, Verbatim, Weekday, message, phrase, quiet, strong
from bot.kernel.views.layout import in_pairs
from bot.kernel.views.people import name_of, who
from bot.roster.buttons import (
    AskAttendance,
    ConfirmNobodyCame,
    CorrectAttendance,
    RecordAttendance,
    SaveAttendance,
    TickAttendance,
)
from bot.roster.views.status import PersonView, to_card


def which_day(view: PersonView, days: Sequence[date]) -> Message:
    return message(
        strong(phrase("Which meeting of {person}?", person=who(view.participant))),
        buttons=[
            *[[Button(Weekday(d), AskAttendance(view.id, d).pack())] for d in days],
            [to_card(view)],
        ],
    )


def ask_presence(view: PersonView, day: date) -> Message:
    present, absent = (RecordAttendance(view.id, day, there) for there in (True, False))
    return message(
        strong(
            phrase(
                "Was {person} at the meeting on {day}?",
                person=who(view.participant), day=Weekday(day),
            )
        ),
        buttons=[
            [
                Button(phrase("☑ Attended"), present.pack()),
                Button(phrase("☐ Was absent"), absent.pack()),
            ],
            [to_card(view)],
        ],
    )  # fmt: skip


def meeting(cohort: Cohort, people: Sequence[PersonView], day: date) -> Message:
    """All members with their ticks; each press is recorded at once."""
    cohort_id = _id(cohort)
    if not people:
        return message(phrase("Nobody is in this run yet."))
    return message(
        strong(phrase("Meeting of {run}, {day}", run=Verbatim(cohort.name), day=Weekday(day))),
        quiet(phrase("Tick who was there, then save: the others count as absent.")),
        buttons=[
            *in_pairs([_tick(cohort_id, p, day) for p in people]),
            [Button(phrase("💾 Save"), SaveAttendance(cohort_id, day).pack())],
        ],
    )


def nobody_ticked(cohort: Cohort, day: date) -> Message:
    cohort_id = _id(cohort)
    return message(
        phrase("Nobody is ticked. Did nobody come on {day}?", day=Weekday(day)),
        buttons=[
            [Button(phrase("Nobody came"), ConfirmNobodyCame(cohort_id, day).pack())],
            [Button(phrase("◀ Back"), CorrectAttendance(cohort_id, day).pack())],
        ],
    )


def meeting_saved(cohort: Cohort, day: date, came: int, people: int) -> Message:
    correct = Button(phrase("✏ Correct it"), CorrectAttendance(_id(cohort), day).pack())
    status = ShowCohortStatus(_id(cohort))
    return message(
        phrase(
            "Saved: {came} of {people} were at the meeting of {run} on {day}.",
            came=Verbatim(str(came)), people=Verbatim(str(people)), run=Verbatim(cohort.name),
            day=Weekday(day),
        ),
        buttons=[[correct], [Button(phrase("📊 Status"), status.pack())]],
    )  # fmt: skip


def too_long_ago() -> Message:
    return message(phrase("That meeting is too long ago to be changed here."))


def _tick(cohort_id: int, view: PersonView, day: date) -> Button:
    present, name = view.was_present(day), name_of(view.participant)
    label = phrase("☑ {person}", person=name) if present else phrase("☐ {person}", person=name)
    return Button(label, TickAttendance(cohort_id, day, view.id, not present).pack())


def _id(cohort: Cohort) -> int:
    assert cohort.id is not None, "a cohort is stored before it is shown"
    return cohort.id
