"""What every child of the bot in Rasa's environment has in common."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

# A child reads training data and answers on loopback: no token or key of ours is its business.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "EGEN_CACHE", "LD_LIBRARY_PATH")
SECONDS_TO_END = 3.0
LONGEST_LINE = 2**20  # bytes of output; a longer one would end whoever reads it


def rasa_python(project: Path) -> Path:
    """Return the interpreter of Rasa's own environment, whether it is there or not."""
    return project / "rasa_server" / ".venv" / "bin" / "python"


async def start(
    command: Sequence[str], project: Path, extra: Mapping[str, str]
) -> asyncio.subprocess.Process:
    """Start `command` in a process group of its own, stderr joined to a piped stdout.

    Its stdin is a pipe that we never write to: it ends when we do, however we end.
    Raises FileNotFoundError where there is no such program.
    """
    inherited = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return await asyncio.create_subprocess_exec(
        *command,
        cwd=project,
        env={**inherited, "PYTHONPATH": str(project), "PYTHONUNBUFFERED": "1", **extra},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
        limit=LONGEST_LINE,
    )


async def stop(process: asyncio.subprocess.Process) -> None:
    """End the child and all it started: asked first, made to after three seconds."""
    _signal_group(process.pid, signal.SIGTERM)
    try:
        async with asyncio.timeout(SECONDS_TO_END):
            await process.wait()
    except TimeoutError:
        pass
    finally:  # also when we are cancelled while we wait
        _signal_group(process.pid, signal.SIGKILL)
    await process.wait()


def _signal_group(group: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, number)
