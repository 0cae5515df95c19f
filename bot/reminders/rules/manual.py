"""What a consultant can say to somebody by hand: what fits them now, whatever the day."""

from datetime import datetime

from bot.course.rules.course import PLAN_SECTIONS
from bot.course.rules.enrolments import Enrolment, EnrolmentStatus, next_task
from bot.reminders.rules.reminders import Kind
from bot.reminders.rules.triggers import (
    ReminderContext,
    Trigger,
    filled_sections,
    silent_since,
    triggers,
)

# In the order in which they are offered.
CHOICES = (
    Kind.TASK, Kind.DEADLINE, Kind.PASSED, Kind.QUESTION, Kind.PLAN, Kind.PRAISE, Kind.SILENCE,
    Kind.LOOK_BACK, Kind.FOLLOW_UP,
)  # fmt: skip


def fitting(kind: Kind, its: ReminderContext, now: datetime) -> Trigger | None:
    """What that kind would speak about; None where it fits this person not at all."""
    today, enrolment = its.day(now), its.enrolment
    found = [o for o in triggers(its, now) if o.kind is kind]
    if kind is Kind.DEADLINE:
        found = [o for o in found if o.work and o.work.due_on >= today]
    elif kind is Kind.PASSED:
        found = [o for o in found if o.work and o.work.is_late(today)]
    elif kind is Kind.PRAISE:
        found = found[-1:]
    if found:
        return found[0]
    return _unasked(kind, its, enrolment, now) if enrolment else None


def _unasked(
    kind: Kind, its: ReminderContext, enrolment: Enrolment, now: datetime
) -> Trigger | None:
    """Occasions that arise from the consultant's wish alone."""
    today = its.day(now)
    if enrolment.status is EnrolmentStatus.FINISHED:
        return None
    match kind:
        case Kind.SILENCE:
            return Trigger(kind, f"{silent_since(its, enrolment)}", today)
        case Kind.TASK if (pair := next_task(enrolment, its.course)) is not None:
            return Trigger(kind, f"{pair[1].id}", today, task=pair[0], work=pair[1])
        case Kind.PLAN:
            filled = filled_sections(enrolment, its.course)
            empty = [s for s in PLAN_SECTIONS if s not in filled]
            if empty:
                return Trigger(
                    kind, f"{today}", today, section=empty[0], place=len(filled),
                    total=len(PLAN_SECTIONS),
                )  # fmt: skip
    return None
