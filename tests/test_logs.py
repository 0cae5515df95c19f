"""Nobody's words and no secret in the log, whoever logs and however it ends."""

import subprocess
import sys

from structlog.testing import capture_logs

from bot.__main__ import _log_error
from tests.helpers.program import ROOT

WORDS = "zqz words of a person"
# What libraries and asyncio would write out by themselves, on the loudest level there is.
SCRIPT = f"""
import asyncio, gc, logging
from bot.bootstrap import set_up_logging
from bot.program import run_until_stopped

set_up_logging("DEBUG")

async def forgotten():
    raise ValueError({WORDS!r})

async def part():
    asyncio.create_task(forgotten())
    await asyncio.sleep(0.05)
    gc.collect()
    for name in ("telegram.Bot", "telegram.ext.Updater", "uvicorn.error", "rasa_sdk.executor",
                 "sqlalchemy.pool", "apscheduler.executors.default", "httpx", "httpcore.http11"):
        try:
            raise ValueError({WORDS!r})
        except ValueError as error:
            level = logging.INFO if name.startswith("http") else logging.CRITICAL
            logging.getLogger(name).log(level, "read %r", {WORDS!r}, exc_info=error)

asyncio.run(run_until_stopped(part()))
"""


def test_library_and_unawaited_errors_are_logged_without_personal_text() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert WORDS not in done.stdout + done.stderr
    assert '"left_behind"' in done.stdout and '"ValueError"' in done.stdout


def test_fatal_error_is_logged_without_personal_text() -> None:
    try:
        raise ValueError(WORDS)
    except ValueError as error:
        with capture_logs() as log:
            _log_error(error)
    [entry] = log
    assert entry["error"] == "ValueError" and entry["at"] and WORDS not in str(entry)
