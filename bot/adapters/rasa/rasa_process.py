"""The Rasa server as a supervised child: started, watched, restarted, never left behind."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import httpx
import structlog

from bot.adapters.rasa import child

log = structlog.get_logger(__name__)

LOOPBACK = "127.0.0.1"
BACKOFF = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0)  # seconds before each further start

Command = Callable[[Path, int], Sequence[str]]


@dataclass(frozen=True)
class Patience:
    """How long to wait for what, in seconds."""

    start: float = 180.0  # importing Rasa took 45 s on a busy machine
    probe: float = 5.0
    between_probes: float = 5.0
    healthy: float = 60.0  # a child that lived this long begins the backoff anew
    failed_probes: int = 3


class End(Enum):
    EXITED = "exited"
    NEVER_READY = "never ready"
    HUNG = "hung"


class RasaProcess:
    """Keeps one Rasa server running for as long as `run` does."""

    def __init__(
        self,
        project: Path,
        model: Path | Callable[[], Awaitable[Path]],
        actions_url: str,
        actions_token: str,
        *,
        backoff: Sequence[float] = BACKOFF,
        patience: Patience = Patience(),
        command: Command | None = None,
    ) -> None:
        """`model` may be a coroutine function, so that training goes on while the bot answers.

        `command` builds the child's command line from model and port; tests start a small one.
        """
        self._project = project
        self._model = model
        self._secrets = {"ACTIONS_URL": actions_url, "ACTIONS_TOKEN": actions_token}
        self._backoff = backoff
        self._patience = patience
        self._command = command or server_command(project)
        self._ready = asyncio.Event()
        self._port = 0
        self._process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """Where the server listens now, without a slash; every restart takes another port."""
        return f"http://{LOOPBACK}:{self._port}"

    @property
    def token(self) -> str:
        """What the server and we show each other."""
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

        Raises what making the model raises (TrainingFailed): trying again would not help.
        """
        model = self._model if isinstance(self._model, Path) else await self._model()
        model = self._project / model  # the child's working directory, unless absolute
        failures = 0
        while True:
            born = time.monotonic()
            end = await self._live_once(model)
            lived = time.monotonic() - born
            flourished = lived >= self._patience.healthy and end is not End.NEVER_READY
            failures = 0 if flourished else failures
            delay = self._backoff[min(failures, len(self._backoff) - 1)]
            failures += 1
            log.warning("rasa.ended", how=end.value, lived=round(lived), restart_in=delay)
            await asyncio.sleep(delay)

    async def _live_once(self, model: Path) -> End:
        self._port = _free_port()
        command = self._command(model, self._port)
        process = await child.start(command, self._project, self._secrets)
        self._process = process
        output = asyncio.create_task(_pass_on(process))
        try:
            return await self._watch(process)
        finally:
            self._ready.clear()
            self._process = None
            await child.stop(process)
            output.cancel()

    async def _watch(self, process: asyncio.subprocess.Process) -> End:
        """Return how the child ended, or that it should be ended."""
        async with httpx.AsyncClient(timeout=self._patience.probe, trust_env=False) as client:
            started = time.monotonic()
            if not await self._comes_up(process, client):
                return End.EXITED if process.returncode is not None else End.NEVER_READY
            seconds = round(time.monotonic() - started, 1)
            log.info("rasa.ready", pid=process.pid, port=self._port, seconds=seconds)
            self._ready.set()
            return await self._until_it_fails(process, client)

    async def _comes_up(
        self, process: asyncio.subprocess.Process, client: httpx.AsyncClient
    ) -> bool:
        deadline = time.monotonic() + self._patience.start
        while time.monotonic() < deadline and process.returncode is None:
            if await self._answers(client):
                return True
            await asyncio.sleep(0.2)
        return False

    async def _until_it_fails(
        self, process: asyncio.subprocess.Process, client: httpx.AsyncClient
    ) -> End:
        failed = 0
        while failed < self._patience.failed_probes:
            if await _exits_within(process, self._patience.between_probes):
                return End.EXITED
            failed = 0 if await self._answers(client) else failed + 1
        return End.HUNG

    async def _answers(self, client: httpx.AsyncClient) -> bool:
        """Say whether the server is up with its model loaded."""
        try:
            asked = {"token": self.token}
            answer = await client.get(f"{self.url}/status", params=asked)
            return answer.status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False


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


async def _pass_on(process: asyncio.subprocess.Process) -> None:
    """Put what the child prints (warnings, never messages of people) into our own log."""
    assert process.stdout, "child.start pipes it"
    while raw := await process.stdout.readline():
        log.warning("rasa.says", line=raw.decode("utf-8", "replace").rstrip())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
