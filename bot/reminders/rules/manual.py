"""What a consultant can say to somebody by hand: what fits them now, whatever the day."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from bot.course.rules.course import PLAN_SECTIONS
from bot.course.rules.enrolments import Enrolment, EnrolmentStatus, next_task
from bot.kernel.callback_data import WireValue, read_reference
from bot.reminders.rules.reminders import ReminderKind
from bot.reminders.rules.triggers import (
    ReminderContext,
    Trigger,
    filled_sections,
    silent_since,
    triggers,
)

# In the order in which they are offered.
CHOICES = (
    ReminderKind.TASK,
    ReminderKind.DEADLINE,
    ReminderKind.PASSED,
    ReminderKind.QUESTION,
    ReminderKind.PLAN,
    ReminderKind.PRAISE,
    ReminderKind.SILENCE,
    ReminderKind.LOOK_BACK,
    ReminderKind.FOLLOW_UP,
)


class AudienceKind(StrEnum):
    """Whom a consultant reminds, by the letter that stands in the buttons."""

    ENROLMENT = "p"  # one person
    COHORT = "r"


@dataclass(frozen=True)
class ReminderAudience(WireValue):
    """Whom a consultant reminds; `number`: the id of the enrolment or of the cohort."""

    kind: AudienceKind
    number: int

    def __str__(self) -> str:
        return f"{self.kind}{self.number}"

    @classmethod
    def read(cls, text: str) -> Self:
        return cls(*read_reference(AudienceKind, text))


def fitting(kind: ReminderKind, its: ReminderContext, now: datetime) -> Trigger | None:
    """What that kind would speak about; None where it fits this person not at all."""
    today, enrolment = its.day(now), its.enrolment
    found = [o for o in triggers(its, now) if o.kind is kind]
    if kind is ReminderKind.DEADLINE:
        found = [o for o in found if o.submission and o.submission.due_on >= today]
    elif kind is ReminderKind.PASSED:
        found = [o for o in found if o.submission and o.submission.is_late(today)]
    elif kind is ReminderKind.PRAISE:
        found = found[-1:]
    if found:
        return found[0]
    return _unasked(kind, its, enrolment, now) if enrolment else None


def _unasked(
    kind: ReminderKind, its: ReminderContext, enrolment: Enrolment, now: datetime
) -> Trigger | None:
    """Occasions that arise from the consultant's wish alone."""
    today = its.day(now)
    if enrolment.status is EnrolmentStatus.FINISHED:
        return None
    match kind:
        case ReminderKind.SILENCE:
            return Trigger(kind, f"{silent_since(its, enrolment)}", today)
        case ReminderKind.TASK if (pair := next_task(enrolment, its.course)) is not None:
            return Trigger(kind, f"{pair[1].id}", today, task=pair[0], submission=pair[1])
        case ReminderKind.PLAN:
            filled = filled_sections(enrolment, its.course)
            empty = [s for s in PLAN_SECTIONS if s not in filled]
            if empty:
                return Trigger(
                    kind, f"{today}", today, section=empty[0], place=len(filled),
                    total=len(PLAN_SECTIONS),
                )  # fmt: skip
    return None
