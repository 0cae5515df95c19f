"""`make bench`: what a turn costs, beside what else there is, and whether anything grows.

Everything is real (programs in processes of their own, databases, Rasa, HTTP) but Telegram, whose
stand-in runs here.  Parts that are compared alternate, so that noise hits them alike.
"""

import argparse
import asyncio
import sys
import tempfile
import warnings
from pathlib import Path

from bench import beside, memory, people, throughput
from bench.report import Report, say

PARTS = ("start", "turns", "people", "throughput", "memory")


async def main(quick: bool, parts: list[str]) -> None:
    report = Report()
    warnings.simplefilter("ignore")  # of a library that finds no XDG_RUNTIME_DIR
    with tempfile.TemporaryDirectory(prefix="egen-bench-") as name:
        folder = Path(name)
        steps = {
            "start": people.start(folder, report, 2 if quick else 5),
            "turns": beside.measure(folder, report, 20 if quick else 120),
            "people": people.measure(folder, report, 15 if quick else 100),
            "throughput": throughput.measure(
                folder, report, presses=4 if quick else 12, rounds=1 if quick else 3
            ),
            "memory": memory.measure(report, *((2_000, 15) if quick else (100_000, 75))),
        }
        for part, step in steps.items():
            if part in parts:
                say(part)
                await step
            else:
                step.close()
    sys.stdout.write(f"\n{report.text()}\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="What does a turn cost?")
    parser.add_argument("--quick", action="store_true", help="a tenth of the turns")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    chosen = parser.parse_args()
    asyncio.run(main(chosen.quick, chosen.parts))
