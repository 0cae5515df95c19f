"""When the consultants are reminded of a participant who waits for an answer."""

from datetime import datetime, timedelta
from enum import StrEnum

from bot.cases.rules.cases import Case
from bot.office.rules.hours import DaysOff, OfficeHours, never

LONGEST_PAUSE = timedelta(hours=2)  # between two alarms about the same case


class Step(StrEnum):
    REMIND = "remind"  # the consultants' group
    ESCALATE = "escalate"  # each consultant, in private
    ALARM = "alarm"  # the group and all consultants, repeated until somebody takes the case


def due(case: Case, hours: OfficeHours, now: datetime, off: DaysOff = never) -> Step | None:
    """The step that is due for a case now; None: none.

    `off` returns whether nobody is at the office on a day on which it would be open.
    """
    if not case.open or case.waiting_since is None:
        return None
    if case.urgent:
        return Step.ALARM if _alarm_is_due(case, case.waiting_since, hours, now) else None
    if case.escalated_at is not None or _is_snoozed(case, now):
        return None
    since, patience = case.waiting_since, hours.plan.remind_after
    if case.reminded_at is not None:
        since, patience = case.reminded_at, hours.plan.escalate_after
    if hours.working_time(since, now, off) < patience:
        return None
    return Step.REMIND if case.reminded_at is None else Step.ESCALATE


def _is_snoozed(case: Case, now: datetime) -> bool:
    return case.snoozed_until is not None and now < case.snoozed_until


def _alarm_is_due(case: Case, since: datetime, hours: OfficeHours, now: datetime) -> bool:
    """At any hour.  A consultant who took the case during this wait is calling already."""
    if case.taken_at is not None and case.taken_at >= since:
        return False
    first = hours.plan.urgent_after
    if case.escalated_at is None:
        return now - since >= first
    elapsed = case.escalated_at - since  # so the pauses double
    return now - case.escalated_at >= min(max(first, elapsed), max(first, LONGEST_PAUSE))
