"""Absences of consultants and their substitutes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bootstrap import danish_calendar
from bot.office.rules.consultants import (
    NOBODY,
    WEEKS_AHEAD,
    Consultant,
    Presence,
    Staff,
    likely_ends,
)

TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
DAY = timedelta(days=1)
CALENDAR = danish_calendar("Europe/Copenhagen")


def absent(user_id: int, substitute: int | None = None, days: int = 5) -> Consultant:
    consultant = Consultant(user_id, f"C{user_id}")
    consultant.go(TODAY, TODAY + DAY * (days - 1), substitute)
    return consultant


def staff(*known: Consultant, ids: frozenset[int] = frozenset({1, 2, 3})) -> Staff:
    return Staff(ids, {one.user_id: one for one in known})


def test_absence_includes_its_first_and_last_day() -> None:
    mette = absent(1, days=3)
    days = [mette.is_away(TODAY + DAY * n) for n in range(-1, 4)]
    assert days == [False, True, True, True, False]


def test_coming_back_keeps_the_past_days_of_absence() -> None:
    mette = absent(1)
    mette.come_back(TODAY + DAY)
    assert mette.is_away(TODAY) and not mette.is_away(TODAY + DAY)
    mette.come_back(TODAY)
    assert not mette.is_away(TODAY)


def test_new_absence_replaces_the_old_one_and_keeps_its_first_day() -> None:
    mette = absent(1, substitute=2)
    mette.go(TODAY + DAY, TODAY + DAY * 9, None)
    assert (mette.away_from, mette.away_until, mette.substitute_id) == (
        TODAY, TODAY + DAY * 9, None,
    )  # fmt: skip


def test_all_away_only_if_everybody_is() -> None:
    assert not staff(absent(1), absent(2)).all_away(TODAY)
    assert staff(absent(1), absent(2), absent(3)).all_away(TODAY)
    assert not staff(absent(NOBODY)).all_away(TODAY), "the team of an older release is nobody"


def test_without_consultants_nobody_is_away() -> None:
    assert not staff(absent(NOBODY), ids=frozenset()).all_away(TODAY)
    assert not staff(ids=frozenset()).all_away(TODAY)


def test_consultants_are_those_of_the_setting_and_those_admitted() -> None:
    bo, anna = Consultant(2, "Bo"), Consultant(3, "Anna")
    bo.admit(1, NOW)
    team = staff(bo, anna, ids=frozenset({1}))
    assert team.all_ids == {1, 2}
    bo.dismiss()
    assert team.all_ids == {1}


def test_who_has_left_the_group_is_told_nothing() -> None:
    bo = absent(2)
    bo.note_presence(False, NOW)
    team = staff(absent(1), bo)
    assert team.all_ids == {1, 2, 3} and team.ids == {1, 3}
    assert team.present(TODAY) == [3] and team.reachable(2, TODAY) is None


@pytest.mark.parametrize(
    ("minutes", "presence"),
    [(0, Presence.LEFT), (4.9, Presence.LEFT), (5, Presence.UNCHECKED), (-5, Presence.UNCHECKED)],
)
def test_presence_is_known_for_five_minutes(minutes: float, presence: Presence) -> None:
    bo = Consultant(2, "Bo")
    assert bo.presence(NOW) is Presence.UNCHECKED
    bo.note_presence(False, NOW)
    assert bo.presence(NOW + timedelta(minutes=minutes)) is presence
    bo.note_presence(True, NOW)
    assert bo.presence(NOW) is Presence.IN


def test_present_consultants_or_all_if_nobody_is_present() -> None:
    assert staff(absent(2)).present(TODAY) == [1, 3]
    assert staff(absent(1), absent(2), absent(3)).present(TODAY) == [1, 2, 3]


def test_substitute_of_an_absent_substitute() -> None:
    assert staff(absent(1, 2), absent(2, 3)).substitute_of(1, TODAY) == 3
    assert staff(absent(1, 2), absent(2, 1)).substitute_of(1, TODAY) is None, "a cycle"
    assert staff(absent(1)).substitute_of(1, TODAY) is None
    assert staff(absent(1, 9)).substitute_of(1, TODAY) is None, "not a consultant"
    assert staff().substitute_of(1, TODAY) is None, "not away"


def test_consultant_is_reachable_or_the_substitute_is() -> None:
    assert staff().reachable(1, TODAY) == 1
    assert staff(absent(1, 2)).reachable(1, TODAY) == 2
    assert staff(absent(1)).reachable(1, TODAY) is None
    assert staff().reachable(9, TODAY) is None, "not a consultant"
    assert staff().reachable(None, TODAY) is None


def test_absent_consultants_are_sorted_by_name() -> None:
    olga, anna = absent(1), absent(3)
    olga.name, anna.name = "Olga", "Anna"
    assert staff(olga, anna, Consultant(2, "Mette")).away(TODAY) == [anna, olga]
    assert staff(absent(NOBODY), ids=frozenset()).away(TODAY) == []
    assert staff(absent(NOBODY)).away(TODAY) == []


@pytest.mark.parametrize(
    ("today", "ends"),
    [
        ("2026-11-26", ["2026-11-26", "2026-11-27", "2026-12-04", "2026-12-11", "2026-12-18"]),
        ("2026-11-27", ["2026-11-27", "2026-11-30", "2026-12-04", "2026-12-11", "2026-12-18"]),
        ("2026-11-28", ["2026-11-28", "2026-11-30", "2026-12-04", "2026-12-11", "2026-12-18",
                        "2026-12-25"]),
    ],
)  # fmt: skip
def test_offered_days_are_today_the_next_working_day_and_four_fridays(
    today: str, ends: list[str]
) -> None:
    found = likely_ends(date.fromisoformat(today), CALENDAR)
    assert found == [date.fromisoformat(end) for end in ends]


@given(st.dates(date(2025, 1, 1), date(2035, 1, 1)))
def test_offered_days_are_sorted_and_begin_today(today: date) -> None:
    ends = likely_ends(today, CALENDAR)
    assert ends[0] == today and ends == sorted(set(ends))
    assert WEEKS_AHEAD <= len(ends) <= WEEKS_AHEAD + 2
