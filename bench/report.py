"""Results of a run: log lines while it runs, a Markdown table and the goals at the end."""

import os
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

STARTED = time.monotonic()


def log(line: str) -> None:
    sys.stdout.write(f"[{time.monotonic() - STARTED:4.0f} s] {line}\n")
    sys.stdout.flush()


@dataclass(frozen=True)
class Timings:
    """Durations of many turns, in milliseconds."""

    milliseconds: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def p90(self) -> float:
        return statistics.quantiles(self.milliseconds, n=10)[-1]

    def __str__(self) -> str:
        return f"{self.median:.1f} ms ({self.p90:.1f})"


@dataclass(frozen=True)
class Goal:
    """A measured value and its upper limit."""

    name: str
    value: float
    limit: float
    unit: str

    def __str__(self) -> str:
        verdict = "reached" if self.value <= self.limit else "MISSED"
        goal = f"(goal ≤ {self.limit:g}{self.unit})"
        return f"{self.name}: {self.value:.2f}{self.unit} {goal}: {verdict}"


@dataclass
class Report:
    rows: list[tuple[str, str, str]] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)

    def row(self, name: str, value: object, comparison: str = "") -> None:
        self.rows.append((name, str(value), comparison))
        log(" · ".join(part for part in self.rows[-1] if part))

    def goal(self, name: str, value: float, limit: float, unit: str = "×") -> None:
        self.goals.append(Goal(name, value, limit, unit))

    def text(self) -> str:
        """Return the table and the goals in Markdown, for docs/performance.md."""
        load = " ".join(f"{one:.1f}" for one in os.getloadavg())
        head = (
            f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, "
            f"load average at the end {load}, {time.monotonic() - STARTED:.0f} s"
        )
        table = [("What", "Median (90th percentile)", "Compared"), ("---",) * 3, *self.rows]
        lines = [f"| {' | '.join(row)} |" for row in table]
        return "\n".join([head, "", *lines, "", *(f"- {goal}" for goal in self.goals)])
