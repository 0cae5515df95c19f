"""Which escalation step of a waiting case is due when."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.bootstrap import danish_calendar
from bot.cases.rules.cases import Case, CaseReason
from bot.cases.rules.escalation import LONGEST_PAUSE, Step, due
from bot.content.loader import load
from bot.office.rules.hours import OfficeHours

HOURS = OfficeHours(load().office, danish_calendar("Europe/Copenhagen"))
MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # ten in Copenhagen
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def case(urgent: bool = False, since: datetime = MONDAY) -> Case:
    return Case(1, since, CaseReason.ASKED, urgent, waiting_since=since)


def steps(
    waiting: Case, until: datetime, every: timedelta = 5 * MINUTE
) -> list[tuple[Step, float]]:
    """The steps taken until a moment, each with the hours of waiting; checked `every` interval."""
    assert waiting.waiting_since is not None
    start, taken = waiting.waiting_since, []
    now = start
    while now <= until:
        step = due(waiting, HOURS, now)
        if step is not None:
            taken.append((step, (now - start) / HOUR))
            waiting.reminded_at = now if step is Step.REMIND else waiting.reminded_at
            waiting.escalated_at = now if step is not Step.REMIND else waiting.escalated_at
        now += every
    return taken


def test_group_is_reminded_after_two_working_hours_and_each_consultant_after_two_more() -> None:
    said = steps(case(), MONDAY + 100 * HOUR)
    assert said == [(Step.REMIND, 2), (Step.ESCALATE, 4)]


def test_two_working_hours_can_span_a_weekend() -> None:
    friday = datetime(2026, 11, 6, 12, 0, tzinfo=UTC)  # an hour before it closes
    assert steps(case(since=friday), friday + 80 * HOUR)[0] == (Step.REMIND, 68)


def test_answered_or_closed_case_is_not_escalated() -> None:
    answered, closed, urgent = case(), case(), case(urgent=True)
    answered.mark_answered(1, "Mette", MONDAY + MINUTE)
    urgent.mark_answered(1, "Mette", MONDAY + MINUTE)
    closed.closed_at = MONDAY
    for done in (answered, closed, urgent):
        assert due(done, HOURS, MONDAY + 50 * HOUR) is None


def test_alarm_after_ten_minutes_also_at_night_with_doubling_pauses() -> None:
    night = datetime(2026, 11, 7, 1, 0, tzinfo=UTC)  # Saturday
    said = steps(case(urgent=True, since=night), night + 8 * HOUR)
    assert {step for step, _ in said} == {Step.ALARM}
    minutes = [round(hour * 60) for _, hour in said]
    assert minutes == [10, 20, 40, 80, 160, 280, 400]


def test_taken_urgent_case_raises_no_alarm() -> None:
    taken = case(urgent=True)
    taken.taken_by, taken.taken_at = 1, MONDAY + 5 * MINUTE
    assert due(taken, HOURS, MONDAY + HOUR) is None
    taken.waiting_since = MONDAY + 2 * HOUR  # another word, since
    assert due(taken, HOURS, MONDAY + 3 * HOUR) is Step.ALARM


def test_snooze_delays_reminders_but_not_alarms() -> None:
    later, urgent = case(), case(urgent=True)
    later.snoozed_until = urgent.snoozed_until = MONDAY + 5 * HOUR
    assert due(later, HOURS, MONDAY + 4 * HOUR) is None
    assert due(later, HOURS, MONDAY + 5 * HOUR) is Step.REMIND
    assert due(urgent, HOURS, MONDAY + HOUR) is Step.ALARM


def test_case_that_becomes_urgent_is_announced_again() -> None:
    known = case()
    known.reminded_at = known.escalated_at = MONDAY + 4 * HOUR
    known.alarm(MONDAY + 5 * HOUR)
    assert due(known, HOURS, MONDAY + 5 * HOUR) is Step.ALARM
    known.escalated_at = MONDAY + 5 * HOUR
    known.alarm(MONDAY + 5 * HOUR + MINUTE)
    assert due(known, HOURS, MONDAY + 5 * HOUR + MINUTE) is None, "once is enough for now"


@given(st.timedeltas(timedelta(0), timedelta(days=4)), st.booleans())
def test_no_wait_exceeds_the_limits(after: timedelta, urgent: bool) -> None:
    """Whatever was said last: an alarm comes again within two hours."""
    waiting = case(urgent=urgent)
    waiting.escalated_at = MONDAY + after
    step = due(waiting, HOURS, MONDAY + after + LONGEST_PAUSE)
    assert step is (Step.ALARM if urgent else None)
