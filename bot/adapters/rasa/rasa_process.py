"""The Rasa server as a supervised child process: started, probed, restarted, and stopped."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path

import httpx
import structlog

from bot.adapters.rasa import child
from bot.kernel.runtime.backoff import backoff

log = structlog.get_logger(__name__)

LOOPBACK = "127.0.0.1"
MAX_RESTART_WAIT = 60.0  # seconds
STARTUP_PROBE_INTERVAL = 0.2  # seconds

Command = Callable[[Path, int], Sequence[str]]
"""Model file and port → command line."""

restart_wait = partial(backoff, longest=MAX_RESTART_WAIT)


@dataclass(frozen=True)
class Timeouts:
    """In seconds, where no other unit is named."""

    start: float = 180.0  # importing Rasa took 45 s on a busy machine
    probe: float = 5.0
    probe_interval: float = 5.0
    healthy: float = 60.0  # a child that lived this long resets the backoff
    failed_probes: int = 3  # in a row: the child hangs


class ExitReason(Enum):
    EXITED = "exited"
    NEVER_READY = "never ready"
    HUNG = "hung"


class RasaProcess:
    """Keeps one Rasa server running for as long as `run` runs."""

    def __init__(
        self,
        project: Path,
        model: Path | Callable[[], Awaitable[Path]],
        actions_url: str,
        actions_token: str,
        *,
        restart_wait: Callable[[int], float] = restart_wait,
        timeouts: Timeouts = Timeouts(),
        command: Command | None = None,
    ) -> None:
        """`model` may be a coroutine function: the model is trained while the bot runs.

        `restart_wait`: failures in a row → seconds.  `command`: how the server is started, for
        tests.
        """
        self._project = project
        self._model = model
        self._secrets = {"ACTIONS_URL": actions_url, "ACTIONS_TOKEN": actions_token}
        self._restart_wait = restart_wait
        self._timeouts = timeouts
        self._command = command or server_command(project)
        self._ready = asyncio.Event()
        self._port = 0
        self._process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """The server's address, without a trailing slash; each start takes another port."""
        return f"http://{LOOPBACK}:{self._port}"

    @property
    def token(self) -> str:
        """Authorizes our calls of the server and its calls of our actions."""
        return self._secrets["ACTIONS_TOKEN"]

    @property
    def pid(self) -> int | None:
        """The child's process id, None while there is none."""
        return self._process.pid if self._process else None

    def is_ready(self) -> bool:
        return self._ready.is_set()

    async def wait_ready(self) -> None:
        await self._ready.wait()

    async def run(self) -> None:
        """Keep the server running until cancelled; the child is gone when this returns.

        Raises what making the model raises (TrainingFailed, ModelRefused): trying again would not
        help.
        """
        model = self._model if isinstance(self._model, Path) else await self._model()
        model = self._project / model  # the child's working directory, unless absolute
        failures = 0
        while True:
            started = time.monotonic()
            reason = await self._run_once(model)
            uptime = time.monotonic() - started
            was_healthy = uptime >= self._timeouts.healthy and reason is not ExitReason.NEVER_READY
            failures = 1 if was_healthy else failures + 1
            wait = self._restart_wait(failures)
            log.warning("rasa.ended", how=reason.value, lived=round(uptime), restart_in=wait)
            await asyncio.sleep(wait)

    async def _run_once(self, model: Path) -> ExitReason:
        self._port = _free_port()
        command = self._command(model, self._port)
        process = await child.start(command, self._project, self._secrets)
        self._process = process
        output = asyncio.create_task(_log_output(process))
        try:
            return await self._watch(process)
        finally:
            self._ready.clear()
            self._process = None
            await child.stop(process)
            output.cancel()

    async def _watch(self, process: asyncio.subprocess.Process) -> ExitReason:
        """Return why the child ended, or has to be ended."""
        async with httpx.AsyncClient(timeout=self._timeouts.probe, trust_env=False) as client:
            started = time.monotonic()
            if not await self._becomes_ready(process, client):
                exited = process.returncode is not None
                return ExitReason.EXITED if exited else ExitReason.NEVER_READY
            seconds = round(time.monotonic() - started, 1)
            log.info("rasa.ready", pid=process.pid, port=self._port, seconds=seconds)
            self._ready.set()
            return await self._probe_until_failure(process, client)

    async def _becomes_ready(
        self, process: asyncio.subprocess.Process, client: httpx.AsyncClient
    ) -> bool:
        deadline = time.monotonic() + self._timeouts.start
        while time.monotonic() < deadline and process.returncode is None:
            if await self._responds(client):
                return True
            await asyncio.sleep(STARTUP_PROBE_INTERVAL)
        return False

    async def _probe_until_failure(
        self, process: asyncio.subprocess.Process, client: httpx.AsyncClient
    ) -> ExitReason:
        failed = 0
        while failed < self._timeouts.failed_probes:
            if await _exits_within(process, self._timeouts.probe_interval):
                return ExitReason.EXITED
            failed = 0 if await self._responds(client) else failed + 1
        return ExitReason.HUNG

    async def _responds(self, client: httpx.AsyncClient) -> bool:
        """Return whether the server is up with its model loaded."""
        try:
            response = await client.get(f"{self.url}/status", params={"token": self.token})
        except httpx.HTTPError:
            return False
        return response.status_code == httpx.codes.OK


def server_command(project: Path) -> Command:
    """Return how Rasa's own environment starts the server."""
    python = str(child.rasa_python(project))

    def command(model: Path, port: int) -> list[str]:
        serve = [python, "-m", "rasa_server.serve", "--watch-stdin"]
        return [*serve, "--model", str(model), "--port", str(port)]

    return command


async def _exits_within(process: asyncio.subprocess.Process, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await process.wait()
    except TimeoutError:
        return False
    return True


async def _log_output(process: asyncio.subprocess.Process) -> None:
    """Copy the child's output (warnings, never people's messages) to our log."""
    assert process.stdout, "child.start pipes it"
    while raw := await process.stdout.readline():
        log.warning("rasa.says", line=raw.decode("utf-8", "replace").rstrip())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
