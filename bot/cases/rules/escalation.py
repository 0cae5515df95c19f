"""Who is told, and when, that somebody still waits for a human."""

from datetime import datetime, timedelta
from enum import StrEnum

from bot.cases.rules.cases import Case
from bot.office.rules.hours import DaysOff, OfficeHours, never

# However long an alarm goes unheard: no pause between two of them is longer.
LONGEST_PAUSE = timedelta(hours=2)


class Step(StrEnum):
    REMIND = "remind"  # the group
    ESCALATE = "escalate"  # each consultant in private
    ALARM = "alarm"  # all of them at once, again and again


def due(case: Case, hours: OfficeHours, now: datetime, off: DaysOff = never) -> Step | None:
    """What is to be said about a case now; None: nothing (any more, or yet)."""
    if not case.open or case.waiting_since is None:
        return None
    if case.urgent:
        return Step.ALARM if _alarm_is_due(case, case.waiting_since, hours, now) else None
    if case.escalated_at is not None or _is_put_off(case, now):
        return None
    since, patience = case.waiting_since, hours.plan.remind_after
    if case.reminded_at is not None:
        since, patience = case.reminded_at, hours.plan.escalate_after
    if hours.working_time(since, now, off) < patience:
        return None
    return Step.REMIND if case.reminded_at is None else Step.ESCALATE


def _is_put_off(case: Case, now: datetime) -> bool:
    return case.snoozed_until is not None and now < case.snoozed_until


def _alarm_is_due(case: Case, since: datetime, hours: OfficeHours, now: datetime) -> bool:
    """At any time.  Who took it is on the way, by telephone perhaps, and needs no alarm."""
    if case.taken_at is not None and case.taken_at >= since:
        return False
    first = hours.plan.urgent_after
    if case.escalated_at is None:
        return now - since >= first
    passed = case.escalated_at - since  # so the pauses double
    return now - case.escalated_at >= min(max(first, passed), max(first, LONGEST_PAUSE))
