"""Meetings with a consultant: what can be offered, chosen, moved, cancelled; when reminders go."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.appointments.rules.appointments import (
    MAX_TIMES,
    Appointment,
    AppointmentState,
    NotChangeable,
    Offer,
    OfferedTime,
    TimeUnavailable,
    available_times,
    book_time,
    cancel,
    find_conflict,
    record_outcome,
    set_interpreter,
)
from bot.appointments.rules.places import AppointmentPlaces, Place, Thing
from bot.appointments.rules.times import (
    OUTCOME_ASKED_AFTER,
    AppointmentReminder,
    InvalidOffer,
    OfferProblem,
    bookable_days,
    bookable_times,
    is_due,
    is_outcome_due,
    is_reshow_due,
    is_unanswered,
    minute_of,
    moment_of,
    validate_times,
)
from bot.bootstrap import danish_calendar

ZONE = ZoneInfo("Europe/Copenhagen")
CALENDAR = danish_calendar("Europe/Copenhagen")
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TUESDAY = date(2026, 11, 3)
METTE, LARS = 1, 2


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


def booked(starts_at: datetime, at: datetime = NOW, minutes: int = 30) -> Appointment:
    return Appointment(
        7, METTE, "Mette", "phone", minutes, "", False, "u", starts_at, at, id=1
    )  # fmt: skip


def offer(*times: datetime, knowingly: bool = False, moves: int | None = None) -> Offer:
    offered = [OfferedTime(t, knowingly) for t in times]
    return Offer(8, METTE, "Mette", "phone", 30, "", True, NOW, offered, moves, id=5)


# --- what can be offered


def test_bookable_days_are_working_days_of_two_weeks() -> None:
    days = bookable_days(CALENDAR, datetime(2026, 12, 18, 15, 0, tzinfo=UTC))
    assert days == [date(2026, 12, n) for n in (21, 22, 23, 28, 29, 30)]


def test_today_is_bookable_while_a_half_hour_is_left() -> None:
    assert bookable_times(NOW.date(), CALENDAR, NOW)[0] == local(NOW.date(), 10, 30)
    assert NOW.date() not in bookable_days(CALENDAR, local(NOW.date(), 15, 30))


def test_bookable_day_runs_from_eight_to_half_past_three() -> None:
    times = bookable_times(TUESDAY, CALENDAR, NOW)
    assert (times[0], times[-1], len(times)) == (local(TUESDAY, 8), local(TUESDAY, 15, 30), 16)
    days = bookable_days(CALENDAR, NOW)
    assert (days[0], days[-1]) == (NOW.date(), NOW.date() + timedelta(days=14))


def test_offered_times_are_sorted_and_counted_once() -> None:
    nine, ten = local(TUESDAY, 9), local(TUESDAY, 10)
    found = validate_times([ten, nine, ten.astimezone(UTC)], 15, CALENDAR, NOW)
    assert found == [nine, ten] and all(t.tzinfo is UTC for t in found)


def test_offer_is_unanswered_from_the_second_to_the_third_day() -> None:
    offered = offer(local(TUESDAY, 10))
    for hours, unanswered, reshown in (
        (23.9, False, False), (24, True, True), (47.9, True, True), (48, True, False),
        (71.9, True, False), (72, False, False),
    ):  # fmt: skip
        now = NOW + timedelta(hours=hours)
        assert is_unanswered(offered, now) is unanswered, hours
        assert is_reshow_due(offered, now, CALENDAR) is reshown, hours
    day_later = NOW + timedelta(days=1)
    assert not is_unanswered(replace(offered, refused_at=NOW), day_later)
    assert not is_unanswered(replace(offered, closed_at=NOW), day_later)
    assert not is_reshow_due(offered, local(TUESDAY, 20), CALENDAR)


def test_minutes_of_a_button_are_read_up_to_two_centuries_ahead() -> None:
    assert moment_of(0) == datetime(1970, 1, 1, tzinfo=UTC)
    assert moment_of(10**8 - 1).year == 2160
    with pytest.raises(ValueError, match="100000000"):
        moment_of(10**8)


@given(st.dates(date(2026, 1, 1), date(2035, 12, 31)), st.integers(0, 1439))
def test_bookable_times_are_local_half_hours(day: date, minute: int) -> None:
    now = datetime.combine(day, time(minute // 60, minute % 60), ZONE)
    for offered in bookable_days(CALENDAR, now):
        for moment in bookable_times(offered, CALENDAR, now):
            wall = moment.astimezone(ZONE)
            assert moment > now and CALENDAR.is_workday(wall.date())
            assert time(8) <= wall.time() <= time(15, 30) and wall.minute in (0, 30)
            assert moment_of(minute_of(moment)) == moment


@pytest.mark.parametrize(
    ("times", "minutes", "problem"),
    [
        ([], 30, OfferProblem.NO_TIMES),
        ([local(TUESDAY, 8 + n) for n in range(MAX_TIMES + 1)], 30, OfferProblem.TOO_MANY),
        ([local(NOW.date(), 9)], 30, OfferProblem.PASSED),
        ([local(TUESDAY, 9, 10)], 30, OfferProblem.PASSED),
        ([local(TUESDAY, 17)], 30, OfferProblem.PASSED),
        ([local(date(2026, 11, 7), 9)], 30, OfferProblem.PASSED),
        ([local(TUESDAY, 9)], 20, OfferProblem.LENGTH),
    ],
)
def test_invalid_offers_are_refused(
    times: list[datetime], minutes: int, problem: OfferProblem
) -> None:
    with pytest.raises(InvalidOffer) as refused:
        validate_times(times, minutes, CALENDAR, NOW)
    assert refused.value.problem is problem


# --- who has which time


@pytest.mark.parametrize(
    ("hour", "minute", "minutes", "meets"),
    [(9, 30, 30, False), (9, 30, 45, True), (10, 0, 15, True), (10, 15, 60, True),
     (10, 30, 30, False), (11, 0, 30, False)],
)  # fmt: skip
def test_appointments_conflict_if_they_share_a_minute(
    hour: int, minute: int, minutes: int, meets: bool
) -> None:
    other = booked(local(TUESDAY, 10))
    found = find_conflict(local(TUESDAY, hour, minute), minutes, METTE, [other])
    assert (found is other) is meets


def test_only_booked_appointments_of_the_same_consultant_conflict() -> None:
    ten = local(TUESDAY, 10)
    assert find_conflict(ten, 30, LARS, [booked(ten)]) is None
    assert (
        find_conflict(ten, 30, METTE, [replace(booked(ten), state=AppointmentState.CANCELLED)])
        is None
    )
    assert find_conflict(ten, 30, METTE, [booked(ten)], except_id=1) is None


def test_taken_time_is_unavailable_and_the_others_remain() -> None:
    ten, eleven = local(TUESDAY, 10), local(TUESDAY, 11)
    offered, others = offer(ten, eleven), [booked(ten)]
    with pytest.raises(TimeUnavailable):
        book_time(offered, ten, None, others, "u2", NOW)
    assert offered.open and available_times(offered, others, NOW) == [eleven]


def test_time_offered_despite_a_conflict_can_be_booked() -> None:
    ten = local(TUESDAY, 10)
    made = book_time(offer(ten, knowingly=True), ten, None, [booked(ten)], "u2", NOW)
    assert made.starts_at == ten


def test_time_never_offered_or_past_is_unavailable() -> None:
    ten = local(TUESDAY, 10)
    with pytest.raises(TimeUnavailable):
        book_time(offer(ten), local(TUESDAY, 11), None, [], "u", NOW)
    with pytest.raises(TimeUnavailable):
        book_time(offer(ten), ten, None, [], "u", ten)


def test_closed_offer_cannot_be_booked_again() -> None:
    ten = local(TUESDAY, 10)
    offered = offer(ten)
    book_time(offered, ten, None, [], "u", NOW)
    with pytest.raises(TimeUnavailable):
        book_time(offered, ten, None, [], "u2", NOW)


def test_moving_keeps_the_uid_and_resets_reminders() -> None:
    ten, friday = local(TUESDAY, 10), local(date(2026, 11, 6), 9)
    old = booked(ten)
    old.move_asked_at = old.day_before_sent_at = old.team_told_at = NOW
    made = book_time(offer(friday, moves=1), friday, old, [old], "new", NOW)
    assert made is old and (made.uid, made.version, made.starts_at) == ("u", 1, friday)
    assert made.interpreter and made.move_asked_at is None
    assert made.day_before_sent_at is None and made.team_told_at is None


def test_offer_for_a_cancelled_appointment_books_a_new_one() -> None:
    ten = local(TUESDAY, 10)
    old = booked(local(TUESDAY, 9))
    cancel(old, NOW)
    made = book_time(offer(ten, moves=1), ten, old, [], "new", NOW)
    assert made is not old and made.uid == "new" and old.state is AppointmentState.CANCELLED


def test_new_appointment_takes_everything_from_its_offer() -> None:
    ten = local(TUESDAY, 10)
    offered = replace(offer(ten), place_id="townhall", minutes=45, bring="plan")
    made = book_time(offered, ten, None, [], "u", NOW)
    assert made == Appointment(
        8, METTE, "Mette", "townhall", 45, "plan", True, "u", ten, NOW, AppointmentState.BOOKED
    )
    assert offered.closed_at == NOW and made.ends_at == local(TUESDAY, 10, 45)


def test_moved_appointment_takes_everything_from_its_offer() -> None:
    ten, friday = local(TUESDAY, 10), local(date(2026, 11, 6), 9)
    old = replace(booked(ten), hours_before_sent_at=NOW, asked_at=NOW)
    offered = replace(
        offer(friday, moves=1), consultant_id=LARS, consultant_name="Lars", place_id="townhall",
        minutes=15, bring="plan",
    )  # fmt: skip
    later = NOW + timedelta(hours=1)
    book_time(offered, friday, old, [], "new", later)
    assert old == Appointment(
        7, LARS, "Lars", "townhall", 15, "plan", True, "u", friday, later, version=1, id=1
    )


def test_upcoming_times_of_an_offer_are_sorted_and_begin_after_now() -> None:
    nine, ten = local(TUESDAY, 9), local(TUESDAY, 10)
    assert [t.starts_at for t in offer(ten, nine).upcoming_times(NOW)] == [nine, ten]
    assert [t.starts_at for t in offer(ten, nine).upcoming_times(nine)] == [ten]


# --- changes


def test_second_cancellation_changes_nothing() -> None:
    made = booked(local(TUESDAY, 10))
    assert cancel(made, NOW) and not cancel(made, NOW)
    assert (made.state, made.version) == (AppointmentState.CANCELLED, 1)


def test_begun_appointment_cannot_be_changed() -> None:
    made = booked(local(TUESDAY, 10))
    with pytest.raises(NotChangeable):
        cancel(made, made.starts_at)
    with pytest.raises(NotChangeable):
        set_interpreter(made, True, made.starts_at)


def test_setting_the_interpreter_again_changes_nothing() -> None:
    made = booked(local(TUESDAY, 10))
    assert set_interpreter(made, True, NOW) and not set_interpreter(made, True, NOW)


def test_outcome_can_be_recorded_and_corrected_afterwards() -> None:
    made = booked(local(TUESDAY, 10))
    with pytest.raises(NotChangeable):
        record_outcome(made, AppointmentState.HELD, NOW)
    later = made.ends_at
    assert record_outcome(made, AppointmentState.MISSED, later) and not record_outcome(
        made, AppointmentState.MISSED, later
    )
    assert record_outcome(made, AppointmentState.CANCELLED, later) and record_outcome(
        made, AppointmentState.HELD, later
    )
    assert made.cancelled_at is None


def test_no_outcome_for_an_appointment_cancelled_in_time() -> None:
    made = booked(local(TUESDAY, 10))
    cancel(made, NOW)
    with pytest.raises(NotChangeable):
        record_outcome(made, AppointmentState.HELD, made.ends_at)


# --- reminders


def sent_while_the_clock_runs(
    made: Appointment, begins: datetime, off: tuple[datetime, datetime] | None = None
) -> list[tuple[AppointmentReminder, datetime]]:
    """What goes out when every ten minutes somebody looks; not while the machine is off."""
    sent: list[tuple[AppointmentReminder, datetime]] = []
    now = begins
    while now < made.ends_at + timedelta(hours=3):
        if off is None or not off[0] <= now < off[1]:
            for kind in AppointmentReminder:
                if is_due(kind, made, now, CALENDAR):
                    sent.append((kind, now))
                    name = {
                        AppointmentReminder.DAY_BEFORE: "day_before_sent_at",
                        AppointmentReminder.HOURS_BEFORE: "hours_before_sent_at",
                        AppointmentReminder.TEAM: "team_told_at",
                    }[kind]
                    setattr(made, name, now)
        now += timedelta(minutes=10)
    return sent


def at(sent: list[tuple[AppointmentReminder, datetime]]) -> dict[AppointmentReminder, str]:
    return {kind: f"{now.astimezone(ZONE):%d %H:%M}" for kind, now in sent}


# Mondays after both clock changes, and days around Christmas.
DAYS = st.sampled_from(
    [date(2026, 3, 30), date(2026, 10, 26), date(2027, 3, 29), date(2026, 12, 28), TUESDAY]
)
STARTS = st.integers(0, 47).map(lambda n: time(n // 2, n % 2 * 30))


@given(DAYS, STARTS, st.integers(1, 400), st.tuples(st.integers(0, 300), st.integers(0, 300)))
def test_reminders_are_sent_once_by_day_and_in_time(
    day: date, start: time, upcoming_times: int, off: tuple[int, int]
) -> None:
    starts_at = datetime.combine(day, start, ZONE).astimezone(UTC)
    booked_at = starts_at - timedelta(minutes=10 * upcoming_times)
    gap = (
        booked_at + timedelta(minutes=10 * min(off)),
        booked_at + timedelta(minutes=10 * max(off)),
    )
    made = booked(starts_at, booked_at)
    sent = sent_while_the_clock_runs(made, booked_at, gap)
    assert len(sent) == len({kind for kind, _ in sent})
    for _, now in sent:
        assert 8 <= now.astimezone(ZONE).hour < 20 and booked_at < now < starts_at


@settings(deadline=None)
@given(DAYS, st.integers(10, 20))
def test_two_hours_before_is_exact_across_clock_changes(day: date, hour: int) -> None:
    starts_at = local(day, hour)
    made = booked(starts_at, starts_at - timedelta(days=3))
    sent = dict(sent_while_the_clock_runs(made, starts_at.astimezone(UTC) - timedelta(days=3)))
    eve = local(day - timedelta(days=1), 17)
    assert sent[AppointmentReminder.DAY_BEFORE] == eve
    wanted = starts_at.astimezone(UTC) - timedelta(hours=2)
    assert sent[AppointmentReminder.HOURS_BEFORE] == sent[AppointmentReminder.TEAM] == wanted


def test_no_second_reminder_for_an_appointment_early_in_the_morning() -> None:
    starts_at = local(TUESDAY, 9)
    sent = at(sent_while_the_clock_runs(booked(starts_at), NOW))
    assert sent == {
        AppointmentReminder.DAY_BEFORE: "02 17:00",
        AppointmentReminder.TEAM: "03 08:00",
    }


def test_early_time_booked_after_five_is_reminded_of_in_the_evening() -> None:
    chosen_at = local(NOW.date(), 17, 30)
    sent = at(sent_while_the_clock_runs(booked(local(TUESDAY, 9), chosen_at), chosen_at))
    assert sent == {
        AppointmentReminder.HOURS_BEFORE: "02 19:00",
        AppointmentReminder.TEAM: "03 08:00",
    }


def test_time_booked_within_two_hours_is_not_reminded_of() -> None:
    chosen_at = local(TUESDAY, 9)
    made = booked(local(TUESDAY, 10, 30), chosen_at)
    assert sent_while_the_clock_runs(made, chosen_at) == []


def test_no_stale_reminders_after_a_downtime() -> None:
    starts_at = local(TUESDAY, 14)
    off = (local(NOW.date(), 12), local(TUESDAY, 13, 30))
    sent = at(sent_while_the_clock_runs(booked(starts_at), NOW, off))
    assert sent == {
        AppointmentReminder.HOURS_BEFORE: "03 13:30",
        AppointmentReminder.TEAM: "03 13:30",
    }
    off = (local(NOW.date(), 12), local(TUESDAY, 14))
    assert sent_while_the_clock_runs(booked(starts_at), NOW, off) == []


def test_outcome_is_asked_for_an_hour_after_the_end_by_day() -> None:
    made = booked(local(TUESDAY, 10))
    assert not is_outcome_due(
        made, made.ends_at + OUTCOME_ASKED_AFTER - timedelta(minutes=1), CALENDAR
    )
    assert is_outcome_due(made, made.ends_at + OUTCOME_ASKED_AFTER, CALENDAR)
    late = booked(local(TUESDAY, 18, 30))
    assert not is_outcome_due(late, local(TUESDAY, 21), CALENDAR)
    assert is_outcome_due(late, local(date(2026, 11, 4), 8), CALENDAR)
    assert not is_outcome_due(late, local(date(2026, 11, 14), 8), CALENDAR)
    late.asked_at = late.ends_at
    assert not is_outcome_due(late, local(date(2026, 11, 4), 8), CALENDAR)


# --- places and things


def test_places_and_things_are_found_by_id_and_bits() -> None:
    hall, phone = Place("hall", "At the hall", "Ask."), Place("phone", "By phone", "Wait.")
    things = tuple(Thing(str(n), f"thing {n}") for n in range(5))
    places = AppointmentPlaces((hall, phone), things)
    assert (places.place("phone"), places.place("gone")) == (phone, None)
    assert places.things_of("4,1,gone") == [things[1], things[4]] and places.things_of("") == []
    assert places.things_in(0b10010) == [things[1], things[4]]
    assert places.things_in(0b11111) == [*things[:3]] and places.things_in(0) == []
