"""The report of the benchmark: its statistics, goals and table."""

import pytest

from bench.report import Goal, Report, Timings


def test_timings_show_median_and_90th_percentile() -> None:
    timings = Timings([float(n) for n in range(1, 101)])
    assert timings.median == 50.5 and 90 < timings.p90 < 91.5
    assert str(timings).startswith("50.5 ms (9")


def test_one_slow_turn_does_not_move_the_median() -> None:
    assert Timings([10.0] * 20 + [10_000.0]).median == 10


def test_goal_is_reached_at_its_limit_and_missed_above() -> None:
    assert str(Goal("turn", 3.0, 3, "×")) == "turn: 3.00× (goal ≤ 3×): reached"
    assert str(Goal("turn", 3.01, 3, "×")).endswith("MISSED")


def test_report_is_a_table_followed_by_the_goals(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report()
    report.row("memory", "200 MB")
    report.goal("memory", 200, 250, " MB")
    lines = report.text().split("\n")
    assert "| memory | 200 MB |  |" in lines
    assert lines[-1] == "- memory: 200.00 MB (goal ≤ 250 MB): reached"
    assert "memory · 200 MB" in capsys.readouterr().out
