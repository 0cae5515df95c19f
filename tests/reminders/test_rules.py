"""When a reminder goes out, waits, or is dropped: for any preferences and any clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.calendar import Calendar
from bot.reminders.rules.preferences import Preferences, ReminderCalendar
from bot.reminders.rules.ramadan import is_ramadan, ramadan_sunset
from bot.reminders.rules.reminders import (
    Decision,
    DecisionReason,
    ManualReminder,
    Reminder,
    ReminderKind,
    SendConditions,
    Snooze,
    decide,
    plan_manual,
    retimed,
)
from bot.reminders.rules.snoozing import snoozed
from bot.reminders.rules.texts import choose_variant

ZONE = ZoneInfo("Europe/Copenhagen")
DANISH = holidays.country_holidays("DK", years=range(2026, 2035))
CALENDAR = ReminderCalendar(Calendar(ZONE, DANISH.__contains__), ramadan_sunset(ZONE))
MONDAY = date(2027, 11, 8)
HOUR = timedelta(hours=1)


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


ANY_TIME = (datetime(2027, 1, 1), datetime(2032, 12, 31))  # noqa: DTZ001  # hypothesis wants them bare
times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
moments = st.datetimes(*ANY_TIME).map(lambda m: m.replace(tzinfo=UTC))
any_preferences = st.builds(
    Preferences,
    st.just(1),
    days=st.frozensets(st.integers(0, 6), min_size=1),
    at=times,
    quiet_from=times,
    quiet_until=times,
    ramadan=st.booleans(),
    stopped_at=st.none() | moments,
    paused_at=st.none() | moments,
    not_before=st.none() | moments,
)


@st.composite
def any_case(draw: st.DrawFn) -> tuple[Reminder, SendConditions, datetime]:
    now = draw(moments)
    near = st.timedeltas(-timedelta(days=3), timedelta(days=3))
    due = now - draw(st.timedeltas(timedelta(0), timedelta(days=3)))
    kind = draw(st.sampled_from([k for k in ReminderKind if k is not ReminderKind.SILENT]))
    reminder = Reminder(
        1, kind, "x", due, due + draw(st.timedeltas(timedelta(0), timedelta(days=6))),
        asked=draw(st.booleans()), by=draw(st.none() | st.just(9)),
        waited=draw(st.none() | st.sampled_from([w.value for w in DecisionReason])), id=7,
    )  # fmt: skip
    conditions = SendConditions(
        draw(any_preferences),
        reachable=draw(st.booleans()),
        in_case=draw(st.booleans()),
        away_until=draw(st.none() | near.map(lambda d: now + d)),
        seen_at=draw(st.none() | near.map(lambda d: now - abs(d))),
        reminded_at=draw(st.none() | near.map(lambda d: now - abs(d))),
    )
    return reminder, conditions, now


@given(any_case())
def test_nothing_is_sent_in_quiet_hours(
    case: tuple[Reminder, SendConditions, datetime],
) -> None:
    reminder, conditions, now = case
    if decide(reminder, conditions, CALENDAR, now).send:
        assert not conditions.preferences.is_quiet(now.astimezone(ZONE).time())


@given(any_case())
def test_nothing_is_sent_after_a_stop_or_while_blocked_away_or_in_a_case(
    case: tuple[Reminder, SendConditions, datetime],
) -> None:
    reminder, conditions, now = case
    if decide(reminder, conditions, CALENDAR, now).send:
        assert (
            conditions.preferences.stopped_at is None
            and conditions.reachable
            and not conditions.in_case
        )
        assert conditions.preferences.paused_at is None or reminder.asked
        assert conditions.away_until is None or now >= conditions.away_until
        assert now <= reminder.cutoff_at


@given(any_case())
def test_one_reminder_a_day_unless_requested(
    case: tuple[Reminder, SendConditions, datetime],
) -> None:
    reminder, conditions, now = case
    if (
        decide(reminder, conditions, CALENDAR, now).send
        and not reminder.asked
        and conditions.reminded_at
    ):
        assert CALENDAR.today(conditions.reminded_at) < CALENDAR.today(now)


@given(any_case())
def test_requests_keep_to_preferred_days_and_skip_holidays(
    case: tuple[Reminder, SendConditions, datetime],
) -> None:
    reminder, conditions, now = case
    if decide(reminder, conditions, CALENDAR, now).send and not reminder.is_fixed:
        today = CALENDAR.today(now)
        assert today.weekday() in conditions.preferences.days
        assert not (reminder.is_request and today in DANISH)


@given(any_case())
def test_postponement_is_later_and_before_the_cutoff(
    case: tuple[Reminder, SendConditions, datetime],
) -> None:
    reminder, conditions, now = case
    decision = decide(reminder, conditions, CALENDAR, now)
    if decision.until is not None:
        assert not decision.send and now < decision.until <= reminder.cutoff_at


@given(any_case())
def test_every_reminder_is_sent_or_dropped_in_the_end(
    case: tuple[Reminder, SendConditions, datetime],
) -> None:
    """Looked at again and again it is sent or dropped, never forgotten."""
    reminder, conditions, now = case
    for _ in range(200):
        decision = decide(reminder, conditions, CALENDAR, now)
        if decision.until is None:
            return
        now = decision.until
        reminder = replace(reminder, due_at=now, waited=decision.reason)
    raise AssertionError("it waits for ever")


@given(any_preferences, moments)
def test_next_moment_is_on_a_preferred_day_and_not_quiet(
    preferences: Preferences, now: datetime
) -> None:
    moment = preferences.next_moment(now, True, CALENDAR)
    shown = moment.astimezone(ZONE)
    assert moment > now and shown.weekday() in preferences.days and shown.date() not in DANISH
    hours_that_are_skipped = shown.month in (3, 10) and shown.hour in (1, 2, 3)
    assert hours_that_are_skipped or not preferences.is_quiet(shown.time())


@given(any_preferences, times)
def test_chosen_hour_is_outside_quiet_hours(preferences: Preferences, at: time) -> None:
    preferences.quiet_from, preferences.quiet_until = time(20), time(8)
    preferences.choose_time(at)
    assert not preferences.is_quiet(preferences.at) and time(6) <= preferences.at <= time(22)
    if time(6) <= at <= time(22):
        assert preferences.at == at


@given(any_case(), st.sampled_from([Snooze.HOUR, Snooze.TOMORROW]))
def test_snoozed_reminder_is_later_and_before_its_cutoff(
    case: tuple[Reminder, SendConditions, datetime], snooze: Snooze
) -> None:
    reminder, conditions, now = case
    again = snoozed(reminder, snooze, conditions.preferences, CALENDAR, now)
    assert again.due_at > now and again.due_at <= again.cutoff_at and again.asked
    assert again.trigger_name == reminder.trigger_name and again.name != reminder.name


@given(st.integers(1, 12), st.lists(st.integers(0, 11)), st.integers(0, 999))
def test_variant_is_not_among_the_used_ones(count: int, used: list[int], seed: int) -> None:
    chosen = choose_variant(count, [*used], seed)
    if chosen is None:
        assert set(range(count)) <= set(used)
    else:
        assert chosen not in used and 0 <= chosen < count
    assert chosen == choose_variant(count, [*used], seed), "by rule, not by lot"


# --- single rules

PREFERENCES = Preferences(1)
MANUAL = ManualReminder(1, ReminderKind.TASK, variant=2, by=9, name="hand")


def due(
    hour: int = 10, day: date = MONDAY, kind: ReminderKind = ReminderKind.TASK, **more: object
) -> Reminder:
    at = local(day, hour)
    return Reminder(1, kind, "x", at, at + timedelta(days=3), **more)  # type: ignore[arg-type]


def at(now: datetime, reminder: Reminder | None = None, **state: object) -> Decision:
    conditions = SendConditions(PREFERENCES, **state)  # type: ignore[arg-type]
    return decide(reminder or due(), conditions, CALENDAR, now)


def test_reminder_is_sent_at_the_hour() -> None:
    assert at(local(MONDAY, 10)) == Decision(DecisionReason.ON_TIME, send=True)


def test_reminder_waits_fifteen_minutes_after_activity() -> None:
    wrote = local(MONDAY, 9, 55)
    decision = at(local(MONDAY, 10), seen_at=wrote)
    assert decision == Decision(DecisionReason.WRITING, until=wrote + timedelta(minutes=15))
    later = due(waited=DecisionReason.WRITING)
    later = replace(later, due_at=wrote + timedelta(minutes=15))
    assert at(later.due_at, later, seen_at=wrote).send


def test_missed_hour_waits_for_the_next_one() -> None:
    assert at(local(MONDAY, 10, 20)).send, "a short stop is no harm"
    assert at(local(MONDAY, 12)) == Decision(
        DecisionReason.MISSED, until=local(date(2027, 11, 9), 10)
    )
    assert at(local(date(2027, 11, 12), 10)) == Decision(DecisionReason.TOO_LATE)


def test_open_case_postpones_until_the_cutoff() -> None:
    assert at(local(MONDAY, 10), in_case=True).until == local(date(2027, 11, 9), 10)
    late = replace(due(), cutoff_at=local(MONDAY, 23))
    assert at(local(MONDAY, 10), late, in_case=True) == Decision(DecisionReason.IN_CASE)


def test_no_requests_at_christmas() -> None:
    christmas = date(2028, 12, 25)
    friday = date(2028, 12, 22)
    assert at(local(christmas, 10), due(day=christmas)).until == local(date(2028, 12, 27), 10)
    praise = due(day=christmas, kind=ReminderKind.PRAISE)
    assert at(local(christmas, 10), praise).send, "praise nags nobody"
    assert at(local(friday, 10), due(day=friday)).send


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31), date(2028, 2, 29)])
def test_local_hour_is_kept_across_clock_changes(day: date) -> None:
    preferences = Preferences(1, days=frozenset(range(7)))
    moment = preferences.next_moment(local(day - timedelta(days=1), 12), False, CALENDAR)
    assert moment.astimezone(ZONE).replace(tzinfo=None) == datetime.combine(day, time(10))


def test_reminder_after_sunset_in_ramadan() -> None:
    """In February 2028 the sun sets in Copenhagen at a quarter to five."""
    preferences = Preferences(1, ramadan=True)
    day = date(2028, 2, 3)
    assert is_ramadan(day) and not is_ramadan(date(2028, 3, 3))
    assert time(16, 45) < preferences.time_on(day, CALENDAR) < time(17, 45)
    assert preferences.time_on(date(2028, 3, 3), CALENDAR) == time(10)
    preferences.at = time(19)
    assert preferences.time_on(day, CALENDAR) == time(19), "that is after sunset anyway"


def test_change_of_days_moves_planned_reminders() -> None:
    sundays = Preferences(1, days=frozenset({6}), at=time(18))
    assert retimed(due(), sundays, CALENDAR, local(MONDAY, 9)) == local(date(2027, 11, 14), 18)
    earlier = Preferences(1, at=time(9))
    assert retimed(due(), earlier, CALENDAR, local(MONDAY, 9, 30)) == local(date(2027, 11, 9), 9)


def test_manual_reminder_at_night_is_due_in_the_morning() -> None:
    now = local(MONDAY, 22)
    found = plan_manual(MANUAL, SendConditions(PREFERENCES), CALENDAR, now)
    assert isinstance(found, Reminder) and found.due_at == local(date(2027, 11, 9), 8)
    assert decide(found, SendConditions(PREFERENCES), CALENDAR, found.due_at) == Decision(
        DecisionReason.MANUAL, send=True
    )
    heard = SendConditions(PREFERENCES, reminded_at=local(MONDAY, 10))
    today = plan_manual(MANUAL, heard, CALENDAR, local(MONDAY, 12))
    assert isinstance(today, Reminder) and today.due_at == local(date(2027, 11, 9), 8)


@pytest.mark.parametrize(
    ("conditions", "reason"),
    [
        (SendConditions(Preferences(1, stopped_at=local(MONDAY, 9))), DecisionReason.STOPPED),
        (SendConditions(Preferences(1, paused_at=local(MONDAY, 9))), DecisionReason.PAUSED),
        (SendConditions(PREFERENCES, reachable=False), DecisionReason.UNREACHABLE),
        (SendConditions(PREFERENCES, in_case=True), DecisionReason.IN_CASE),
        (
            SendConditions(PREFERENCES, away_until=local(date(2027, 11, 12), 0)),
            DecisionReason.AWAY,
        ),
    ],
)
def test_manual_reminder_returns_why_it_is_not_sent(
    conditions: SendConditions, reason: DecisionReason
) -> None:
    assert plan_manual(MANUAL, conditions, CALENDAR, local(MONDAY, 10)) is reason


def test_last_day_cannot_be_removed() -> None:
    preferences = Preferences(1, days=frozenset({2}))
    preferences.toggle_day(2)
    assert preferences.days == {2}
    preferences.toggle_day(4)
    assert preferences.days == {2, 4}


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        (time(7), (time(20), time(7))),
        (time(21), (time(22), time(8))),
        (time(22), (time(23), time(8))),
        (time(5), (time(20), time(6))),
        (time(23, 30), (time(23), time(8))),
        (time(8), (time(20), time(8))),
    ],
)
def test_quiet_hours_give_way_to_a_chosen_hour(at: time, quiet: tuple[time, time]) -> None:
    preferences = Preferences(1)
    preferences.choose_time(at)
    assert (preferences.quiet_from, preferences.quiet_until) == quiet
