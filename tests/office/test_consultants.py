"""Absences of consultants and their substitutes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bootstrap import danish_calendar
from bot.office.rules.consultants import TEAM, WEEKS_AHEAD, Consultant, Staff, likely_ends

TODAY = date(2026, 11, 26)
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
    assert not staff(absent(TEAM)).all_away(TODAY), "the ids were set since"


def test_a_team_without_ids_is_away_as_a_whole() -> None:
    assert staff(absent(TEAM), ids=frozenset()).all_away(TODAY)
    assert not staff(ids=frozenset()).all_away(TODAY)


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
    team = absent(TEAM)
    assert staff(team, ids=frozenset()).away(TODAY) == [team]
    assert staff(team).away(TODAY) == []


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
