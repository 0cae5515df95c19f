"""What the bench says of its own numbers."""

import pytest

from bench.report import Goal, Report, Spread


def test_a_spread_tells_the_middle_and_the_slow_end() -> None:
    spread = Spread([float(n) for n in range(1, 101)])
    assert spread.median == 50.5 and 90 < spread.slow < 91.5
    assert str(spread).startswith("50.5 ms (9")


def test_one_slow_turn_does_not_move_the_median() -> None:
    assert Spread([10.0] * 20 + [10_000.0]).median == 10


def test_a_goal_is_reached_or_missed_and_nothing_in_between() -> None:
    assert str(Goal("turn", 3.0, 3, "×")) == "turn: 3.00× (goal ≤ 3×): reached"
    assert str(Goal("turn", 3.01, 3, "×")).endswith("MISSED")


def test_a_report_is_a_table_with_its_goals_below(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report()
    report.row("memory", "200 MB")
    report.goal("memory", 200, 250, " MB")
    lines = report.text().split("\n")
    assert "| memory | 200 MB |  |" in lines
    assert lines[-1] == "- memory: 200.00 MB (goal ≤ 250 MB): reached"
    assert "memory · 200 MB" in capsys.readouterr().out
