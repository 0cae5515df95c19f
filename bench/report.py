"""What a run found: lines while it goes on, a table and the goals at the end."""

import os
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

BEGAN = time.monotonic()


def say(line: str) -> None:
    sys.stdout.write(f"[{time.monotonic() - BEGAN:4.0f} s] {line}\n")
    sys.stdout.flush()


@dataclass(frozen=True)
class Spread:
    """Milliseconds of many turns."""

    times: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def slow(self) -> float:
        """Nine of ten turns are faster."""
        return statistics.quantiles(self.times, n=10)[-1]

    def __str__(self) -> str:
        return f"{self.median:.1f} ms ({self.slow:.1f})"


@dataclass(frozen=True)
class Goal:
    what: str
    found: float
    most: float
    unit: str

    def __str__(self) -> str:
        verdict = "reached" if self.found <= self.most else "MISSED"
        goal = f"(goal ≤ {self.most:g}{self.unit})"
        return f"{self.what}: {self.found:.2f}{self.unit} {goal}: {verdict}"


@dataclass
class Report:
    rows: list[tuple[str, str, str]] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)

    def row(self, what: str, found: object, compared: str = "") -> None:
        self.rows.append((what, str(found), compared))
        say(" · ".join(part for part in self.rows[-1] if part))

    def goal(self, what: str, found: float, most: float, unit: str = "×") -> None:
        self.goals.append(Goal(what, found, most, unit))

    def text(self) -> str:
        """Markdown, as docs/performance.md has it."""
        load = " ".join(f"{one:.1f}" for one in os.getloadavg())
        head = (
            f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, "
            f"load average at the end {load}, {time.monotonic() - BEGAN:.0f} s"
        )
        table = [("What", "Median (90th percentile)", "Compared"), ("---",) * 3, *self.rows]
        lines = [f"| {' | '.join(row)} |" for row in table]
        return "\n".join([head, "", *lines, "", *(f"- {goal}" for goal in self.goals)])
