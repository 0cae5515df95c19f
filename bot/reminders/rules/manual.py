"""Reminders that a consultant sends: to whom, and what about."""

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

    def refers_to(self) -> tuple[str, int] | None:
        return ("enrolment", self.number) if self.kind is AudienceKind.ENROLMENT else None


def matching_trigger(
    kind: ReminderKind, context: ReminderContext, now: datetime
) -> Trigger | None:
    """What a reminder of this kind would be about now; None if it does not fit."""
    today, enrolment = context.day(now), context.enrolment
    found = [o for o in triggers(context, now) if o.kind is kind]
    if kind is ReminderKind.DEADLINE:
        found = [o for o in found if o.submission and o.submission.due_on >= today]
    elif kind is ReminderKind.PASSED:
        found = [o for o in found if o.submission and o.submission.is_late(today)]
    elif kind is ReminderKind.PRAISE:
        found = found[-1:]
    if found:
        return found[0]
    return _requested_trigger(kind, context, enrolment, now) if enrolment else None


def _requested_trigger(
    kind: ReminderKind, context: ReminderContext, enrolment: Enrolment, now: datetime
) -> Trigger | None:
    """Triggers of a consultant's request alone, without regard to days."""
    today = context.day(now)
    if enrolment.status is EnrolmentStatus.FINISHED:
        return None
    match kind:
        case ReminderKind.SILENCE:
            return Trigger(kind, f"{silent_since(context, enrolment)}", today)
        case ReminderKind.TASK if (pair := next_task(enrolment, context.course)) is not None:
            return Trigger(kind, f"{pair[1].id}", today, task=pair[0], submission=pair[1])
        case ReminderKind.PLAN:
            filled = filled_sections(enrolment, context.course)
            empty = [s for s in PLAN_SECTIONS if s not in filled]
            if empty:
                return Trigger(
                    kind, f"{today}", today, section=empty[0], place=len(filled),
                    total=len(PLAN_SECTIONS),
                )  # fmt: skip
    return None
