"""`make bench`: latency next to other systems, scaling, throughput, floods, documents and memory.

Programs, databases, Rasa and HTTP are real and run in processes of their own; Telegram is the fake
server of the tests, in this process.  Systems that are compared take turns, so that other load on
the machine affects them alike.
"""

import argparse
import asyncio
import sys
import tempfile
import warnings
from pathlib import Path

from bench import (
    alarm,
    comparison,
    crowd,
    documents,
    erasure,
    memory,
    scaling,
    startup,
    throughput,
)
from bench.report import Report, log

PARTS = (
    "start", "turns", "people", "throughput", "alarm", "crowd", "erasure", "documents", "memory",
)  # fmt: skip


async def main(quick: bool, parts: list[str]) -> None:
    report = Report()
    warnings.simplefilter("ignore")  # a library warns where XDG_RUNTIME_DIR is not set
    with tempfile.TemporaryDirectory(prefix="egen-bench-") as name:
        folder = Path(name)
        steps = {
            "start": startup.measure(folder, report, 2 if quick else 5),
            "turns": comparison.measure(folder, report, 20 if quick else 120),
            "people": scaling.measure(folder, report, 15 if quick else 100),
            "throughput": throughput.measure(
                folder, report, presses=4 if quick else 12, rounds=1 if quick else 3
            ),
            "alarm": alarm.measure(folder, report, *((3, 5.0) if quick else (12, 6.0))),
            "crowd": crowd.measure(folder, report, 5 if quick else 20),
            "erasure": erasure.measure(folder, report, 5 if quick else 20),
            "documents": documents.measure(report, 1 if quick else 5),
            "memory": memory.measure(report, *((2_000, 15) if quick else (100_000, 75))),
        }
        for part, step in steps.items():
            if part in parts:
                log(part)
                await step
            else:
                step.close()
    sys.stdout.write(f"\n{report.text()}\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure latency, scaling and memory.")
    parser.add_argument("--quick", action="store_true", help="a tenth of the turns")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    args = parser.parse_args()
    asyncio.run(main(args.quick, args.parts))
