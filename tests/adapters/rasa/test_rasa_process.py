import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from bot.adapters.rasa.model import TrainingFailed
from bot.adapters.rasa.rasa_process import Command, Patience, RasaProcess

PROJECT = Path(__file__).parents[3]
IMPATIENT = Patience(start=10, probe=0.3, between_probes=0.1, healthy=60, failed_probes=2)


def fake_server(folder: Path, mode: str) -> Command:
    script = Path(__file__).with_name("fake_rasa.py")
    return lambda model, port: [sys.executable, str(script), str(port), str(folder), mode]


def supervisor(
    folder: Path, mode: str = "works", backoff: Sequence[float] = (0.05,)
) -> RasaProcess:
    return RasaProcess(
        PROJECT,
        folder / "model.tar.gz",
        "http://127.0.0.1:1",
        "token",
        backoff=backoff,
        patience=IMPATIENT,
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
    async with asyncio.timeout(15):
        await rasa.wait_ready()
    assert rasa.pid
    return rasa.pid


async def eventually(holds: Callable[[], bool], within: float = 15) -> bool:
    deadline = time.monotonic() + within
    # Another process sets no event of ours.
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
    return state != "Z"  # a zombie only waits to be counted


async def all_gone(pids: Sequence[int], within: float) -> bool:
    return await eventually(lambda: not any(is_alive(pid) for pid in pids), within)


def pids(folder: Path) -> list[int]:
    """Return the server and its own child, or nothing while they are not up."""
    file = folder / "pids"
    return [int(pid) for pid in file.read_text().split()] if file.exists() else []


def environment(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


async def test_it_is_ready_when_the_server_answers(tmp_path: Path) -> None:
    rasa = supervisor(tmp_path)
    assert not rasa.is_ready()
    async with running(rasa):
        await until_ready(rasa)
        assert rasa.is_ready()
        assert rasa.url.startswith("http://127.0.0.1:")
    assert not rasa.is_ready()


async def test_a_server_that_dies_is_started_again(tmp_path: Path) -> None:
    rasa = supervisor(tmp_path)
    async with running(rasa):
        first = await until_ready(rasa)
        os.kill(first, signal.SIGKILL)
        assert await until_another(rasa, first) != first


async def test_a_server_that_hangs_is_started_again(tmp_path: Path) -> None:
    rasa = supervisor(tmp_path, "hangs")
    async with running(rasa):
        first = await until_ready(rasa)
        (tmp_path / "hang").touch()
        assert await all_gone([first], within=10)
        (tmp_path / "hang").unlink()
        await until_another(rasa, first)


async def test_a_server_that_cannot_start_is_tried_ever_more_rarely(tmp_path: Path) -> None:
    rasa = supervisor(tmp_path, "crashes", backoff=(0.0, 0.0, 60.0))
    async with running(rasa):
        assert await eventually(lambda: starts(tmp_path) == 3)
        await asyncio.sleep(0.5)
        assert starts(tmp_path) == 3


async def test_cancelling_ends_the_server_and_what_it_started(tmp_path: Path) -> None:
    rasa = supervisor(tmp_path)
    async with running(rasa):
        await until_ready(rasa)
        family = pids(tmp_path)
    assert await all_gone(family, within=5)


async def test_nothing_is_left_when_the_bot_is_killed(tmp_path: Path) -> None:
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.adapters.rasa.parent", str(PROJECT), str(tmp_path)),
        cwd=PROJECT,
    )
    assert await eventually(lambda: len(pids(tmp_path)) == 2)
    parent.kill()
    await parent.wait()
    assert await all_gone(pids(tmp_path), within=5)


async def test_the_server_waits_for_a_model_that_is_still_being_trained(tmp_path: Path) -> None:
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


async def test_a_failed_training_ends_the_supervision(tmp_path: Path) -> None:
    async def model() -> Path:
        raise TrainingFailed("bad yaml")

    rasa = RasaProcess(PROJECT, model, "http://x", "t", command=fake_server(tmp_path, "works"))
    with pytest.raises(TrainingFailed, match="bad yaml"):
        await rasa.run()


async def test_the_server_learns_nothing_of_the_bots_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    rasa = supervisor(tmp_path)
    async with running(rasa):
        pid = await until_ready(rasa)
        known = environment(pid)
    assert b"ACTIONS_TOKEN=token" in known
    assert b"secret" not in known
