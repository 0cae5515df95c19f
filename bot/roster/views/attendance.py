"""Who was at a meeting of the course, as the consultants record it."""

from collections.abc import Sequence
from datetime import date

from bot.course.rules.cohorts import Cohort
from bot.kernel.buttons import encode
from bot.kernel.messages import Button, Message, Verbatim, Weekday, message, phrase, quiet, strong
from bot.kernel.stamps import stamp
from bot.kernel.views.layout import in_pairs
from bot.kernel.views.people import name_of, who
from bot.roster.views.status import PersonView, to_card


def which_day(view: PersonView, days: Sequence[date]) -> Message:
    return message(
        strong(phrase("Which meeting of {person}?", person=who(view.participant))),
        buttons=[
            *[[Button(Weekday(d), encode("s", "d", view.id, stamp(d)))] for d in days],
            [to_card(view)],
        ],
    )


def was_there(view: PersonView, day: date) -> Message:
    on = stamp(day)
    return message(
        strong(
            phrase(
                "Was {person} at the meeting on {day}?",
                person=who(view.participant), day=Weekday(day),
            )
        ),
        buttons=[
            [
                Button(phrase("☑ Attended"), encode("s", "a", view.id, on, 1)),
                Button(phrase("☐ Was absent"), encode("s", "a", view.id, on, 0)),
            ],
            [to_card(view)],
        ],
    )  # fmt: skip


def meeting(run: Cohort, people: Sequence[PersonView], day: date) -> Message:
    """Everybody with a tick; each press is recorded at once."""
    run_id, on = run.id or 0, stamp(day)
    if not people:
        return message(phrase("Nobody is in this run yet."))
    return message(
        strong(phrase("Meeting of {run}, {day}", run=Verbatim(run.name), day=Weekday(day))),
        quiet(phrase("Tick who was there, then save: the others count as absent.")),
        buttons=[
            *in_pairs([_tick(run_id, p, day) for p in people]),
            [Button(phrase("💾 Save"), encode("s", "ts", run_id, on))],
        ],
    )


def nobody_ticked(run: Cohort, day: date) -> Message:
    run_id, on = run.id or 0, stamp(day)
    return message(
        phrase("Nobody is ticked. Did nobody come on {day}?", day=Weekday(day)),
        buttons=[
            [Button(phrase("Nobody came"), encode("s", "ts", run_id, on, 0))],
            [Button(phrase("◀ Back"), encode("s", "t", run_id, on))],
        ],
    )


def meeting_saved(run: Cohort, day: date, came: int, people: int) -> Message:
    correct = Button(phrase("✏ Correct it"), encode("s", "t", run.id or 0, stamp(day)))
    return message(
        phrase(
            "Saved: {came} of {people} were at the meeting of {run} on {day}.",
            came=Verbatim(str(came)), people=Verbatim(str(people)), run=Verbatim(run.name),
            day=Weekday(day),
        ),
        buttons=[[correct], [Button(phrase("📊 Status"), encode("s", "r", run.id or 0))]],
    )  # fmt: skip


def too_long_ago() -> Message:
    return message(phrase("That meeting is too long ago to be changed here."))


def _tick(run_id: int, view: PersonView, day: date) -> Button:
    there = any(a.present for a in view.enrolment.attendances if a.held_on == day)
    name = name_of(view.participant)
    label = phrase("☑ {person}", person=name) if there else phrase("☐ {person}", person=name)
    return Button(label, encode("s", "tt", run_id, stamp(day), view.id, 0 if there else 1))
