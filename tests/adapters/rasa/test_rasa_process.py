"""The supervisor of the Rasa child, with a small server in its place."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.adapters.rasa.model import TrainingFailed
from bot.adapters.rasa.rasa_process import Command, RasaProcess, Timeouts, restart_wait

PROJECT = Path(__file__).parents[3]
HANG_GUARD = 60.0  # seconds; no test passes or fails by how long something takes
PATIENT = Timeouts(start=HANG_GUARD, probe=HANG_GUARD, probe_interval=0.05)


def fake_server(folder: Path, mode: str) -> Command:
    script = Path(__file__).with_name("fake_rasa.py")
    return lambda model, port: [sys.executable, str(script), str(port), str(folder), mode]


def at_once(failures: int) -> float:
    return 0.0


def supervisor(
    folder: Path, mode: str = "works", restart_wait: Callable[[int], float] = at_once,
    timeouts: Timeouts = PATIENT,
) -> RasaProcess:  # fmt: skip
    return RasaProcess(
        PROJECT,
        folder / "model.tar.gz",
        "http://127.0.0.1:1",
        "token",
        restart_wait=restart_wait,
        timeouts=timeouts,
        command=fake_server(folder, mode),
    )


@asynccontextmanager
async def running(rasa: RasaProcess) -> AsyncIterator[None]:
    task = asyncio.create_task(rasa.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until_ready(rasa: RasaProcess) -> int:
    async with asyncio.timeout(HANG_GUARD):
        await rasa.wait_ready()
    assert rasa.pid
    return rasa.pid


async def eventually(holds: Callable[[], bool], within: float = HANG_GUARD) -> bool:
    deadline = time.monotonic() + within
    # No event tells about another process.
    while not (held := holds()) and time.monotonic() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    return held


async def until_another(rasa: RasaProcess, old: int) -> int:
    assert await eventually(lambda: rasa.pid not in {old, None} and rasa.is_ready())
    assert rasa.pid
    return rasa.pid


def starts(folder: Path) -> int:
    counter = folder / "starts"
    return len(counter.read_text()) if counter.exists() else 0


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except FileNotFoundError:
        return False
    return state != "Z"  # a zombie has ended


async def all_gone(pids: Sequence[int]) -> bool:
    return await eventually(lambda: not any(is_alive(pid) for pid in pids))


def pids(folder: Path) -> list[int]:
    """Return the server and its own child, or nothing while they are not up."""
    file = folder / "pids"
    return [int(pid) for pid in file.read_text().split()] if file.exists() else []


def environment(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


@dataclass
class Waits:
    """Restarts at once until the `limit`th failure, and then not in the time of a test."""

    limit: int
    failures: list[int] = field(default_factory=list)

    def __call__(self, failures: int) -> float:
        self.failures.append(failures)
        return 0.0 if len(self.failures) < self.limit else 3600.0


async def test_ready_when_the_server_responds(tmp_path: Path) -> None:
    rasa = supervisor(tmp_path)
    assert not rasa.is_ready()
    async with running(rasa):
        await until_ready(rasa)
        assert rasa.is_ready()
        assert rasa.url.startswith("http://127.0.0.1:")
    assert not rasa.is_ready()


async def test_killed_server_is_restarted(tmp_path: Path) -> None:
    rasa = supervisor(tmp_path)
    async with running(rasa):
        first = await until_ready(rasa)
        os.kill(first, signal.SIGKILL)
        assert await until_another(rasa, first) != first


async def test_hung_server_is_restarted(tmp_path: Path) -> None:
    timeouts = Timeouts(start=HANG_GUARD, probe=0.5, probe_interval=0.05, failed_probes=2)
    rasa = supervisor(tmp_path, "hangs", timeouts=timeouts)
    async with running(rasa):
        first = await until_ready(rasa)
        (tmp_path / "hang").touch()
        assert await all_gone([first])
        (tmp_path / "hang").unlink()
        await until_another(rasa, first)


async def test_failing_starts_back_off(tmp_path: Path) -> None:
    waits = Waits(limit=3)
    async with running(supervisor(tmp_path, "crashes", waits)):
        assert await eventually(lambda: waits.failures == [1, 2, 3])
    assert starts(tmp_path) == 3


async def test_long_life_resets_the_backoff(tmp_path: Path) -> None:
    """With `healthy=0` every child that exits has lived long enough."""
    waits = Waits(limit=3)
    async with running(supervisor(tmp_path, "crashes", waits, Timeouts(healthy=0))):
        assert await eventually(lambda: waits.failures == [1, 1, 1])


async def test_child_that_is_never_ready_is_no_healthy_one(tmp_path: Path) -> None:
    waits = Waits(limit=2)
    timeouts = Timeouts(start=0.3, healthy=0)
    with capture_logs() as logs:
        async with running(supervisor(tmp_path, "mute", waits, timeouts)):
            assert await eventually(lambda: waits.failures == [1, 2])
    assert [line["how"] for line in logs if line["event"] == "rasa.ended"] == ["never ready"] * 2


async def test_one_failed_probe_is_no_hang(tmp_path: Path) -> None:
    """The counter of failed probes is reset by a good one."""
    rasa = supervisor(tmp_path, "flickers", timeouts=replace(PATIENT, failed_probes=2))
    async with running(rasa):
        first = await until_ready(rasa)
        assert await eventually(lambda: len((tmp_path / "probes").read_text()) > 9)
        assert rasa.pid == first


@pytest.mark.parametrize(("failures", "seconds"), [(1, 1), (2, 2), (6, 32), (7, 60), (99, 60)])
def test_restart_wait_doubles_up_to_a_minute(failures: int, seconds: float) -> None:
    assert restart_wait(failures) == seconds


async def test_cancellation_stops_the_server_and_its_children(tmp_path: Path) -> None:
    rasa = supervisor(tmp_path)
    async with running(rasa):
        await until_ready(rasa)
        family = pids(tmp_path)
    assert await all_gone(family)


async def test_server_ends_when_the_bot_is_killed(tmp_path: Path) -> None:
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.adapters.rasa.parent", str(PROJECT), str(tmp_path)),
        cwd=PROJECT,
    )
    assert await eventually(lambda: len(pids(tmp_path)) == 2)
    parent.kill()
    await parent.wait()
    assert await all_gone(pids(tmp_path))


async def test_server_starts_after_the_training(tmp_path: Path) -> None:
    trained = asyncio.Event()

    async def model() -> Path:
        await trained.wait()
        return tmp_path / "model.tar.gz"

    rasa = RasaProcess(PROJECT, model, "http://x", "t", command=fake_server(tmp_path, "works"))
    async with running(rasa):
        await asyncio.sleep(0.1)
        assert rasa.pid is None
        trained.set()
        await until_ready(rasa)


async def test_failed_training_is_raised(tmp_path: Path) -> None:
    async def model() -> Path:
        raise TrainingFailed("bad yaml")

    rasa = RasaProcess(PROJECT, model, "http://x", "t", command=fake_server(tmp_path, "works"))
    with pytest.raises(TrainingFailed, match="bad yaml"):
        await rasa.run()


async def test_environment_of_the_server_holds_no_secrets_of_the_bot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    rasa = supervisor(tmp_path)
    async with running(rasa):
        pid = await until_ready(rasa)
        known = environment(pid)
    assert b"ACTIONS_TOKEN=token" in known
    assert b"secret" not in known
