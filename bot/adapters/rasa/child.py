"""Child processes in Rasa's environment: the server and the training."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

# A child reads training data and listens on loopback; it gets none of our tokens and keys.
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "EGEN_CACHE", "LD_LIBRARY_PATH")
STOP_SECONDS = 3.0  # between SIGTERM and SIGKILL
MAX_LINE = 2**20  # bytes of output; a longer line ends the task that reads it


def rasa_python(project: Path) -> Path:
    """Return the interpreter of Rasa's own environment, whether it exists or not."""
    return project / "rasa_server" / ".venv" / "bin" / "python"


async def start(
    command: Sequence[str], project: Path, extra: Mapping[str, str]
) -> asyncio.subprocess.Process:
    """Start `command` in a process group of its own, with stderr joined to a piped stdout.

    `extra`: environment variables.  Stdin is a pipe that is never written to: it ends when this
    process does, and the child watches it.  Raises FileNotFoundError for a missing program.
    """
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return await asyncio.create_subprocess_exec(
        *command,
        cwd=project,
        env={**inherited, "PYTHONPATH": str(project), "PYTHONUNBUFFERED": "1", **extra},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
        limit=MAX_LINE,
    )


async def stop(process: asyncio.subprocess.Process) -> None:
    """Terminate the child and its own children; kill them after STOP_SECONDS."""
    _signal_group(process.pid, signal.SIGTERM)
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        pass
    finally:  # also when we are cancelled while we wait
        _signal_group(process.pid, signal.SIGKILL)
    await process.wait()


def _signal_group(group: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, number)
