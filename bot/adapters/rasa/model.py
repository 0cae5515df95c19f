"""The trained model on disk: named after what it was made from, made when it is not there."""

import asyncio
import fcntl
import hashlib
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.adapters.rasa import child

KEPT_MODELS = 2
KEPT_LOG_LINES = 40
UNFINISHED = ".partial-"
SECONDS_BETWEEN_SIGNS_OF_LIFE = 15.0
SECONDS_BETWEEN_LOCK_TRIES = 0.5

Say = Callable[[str], None]


class TrainingFailed(Exception):
    """No model came out; `log_tail` holds the last lines that training printed."""

    def __init__(self, log_tail: str) -> None:
        super().__init__(log_tail)
        self.log_tail = log_tail


def model_fingerprint(project: Path) -> str:
    """Return 16 hexadecimal digits that change whenever a trained model would."""
    digest = hashlib.sha256()
    for path in sorted(_inputs(project)):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(project).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()[:16]


async def ensure_model(project: Path, data_dir: Path, say: Say) -> Path:
    """Return the model for the project as it is now, training it first if it is missing.

    Callers at the same time, in any process, train once. `say` gets short lines for developers.
    Raises TrainingFailed.
    """
    models = data_dir / "models"
    model = models / f"{model_fingerprint(project)}.tar.gz"
    if model.exists():
        model.touch()  # the newest is the one in use: for tidying up, and for `make eval`
        return model
    models.mkdir(parents=True, exist_ok=True)
    async with _only_one(models / "training.lock", say):
        if not model.exists():  # else whoever we waited for has made it
            _remove_unfinished(models)
            await _train(project, model, say)
            _remove_older(models)
    return model


def _inputs(project: Path) -> Iterator[Path]:
    for name in ("config.yml", "domain.yml", "rasa_server/requirements.txt"):
        yield project / name
    yield from (project / "nlu_data").rglob("*.yml")
    yield from (project / "rasa_server" / "components").rglob("*.py")


@asynccontextmanager
async def _only_one(path: Path, say: Say) -> AsyncIterator[None]:
    """Hold a lock that the system takes back when its holder dies, so it is never stale."""
    with path.open("w") as file:
        waiting = False
        while not _locked(file.fileno()):
            if not waiting:
                say("another process is training the model: waiting for it")
                waiting = True
            await asyncio.sleep(SECONDS_BETWEEN_LOCK_TRIES)
        yield


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


async def _train(project: Path, model: Path, say: Say) -> None:
    # The name ends as Rasa wants it, and begins so that nobody takes it for a finished model.
    partial = model.with_name(f"{UNFINISHED}{model.name}")
    started = time.monotonic()

    def timed(line: str) -> None:
        say(f"[{time.monotonic() - started:4.0f} s] {line}")

    timed("training the model: about three minutes the first time, less when little changed")
    code, log_tail = await _run(_command(project, partial), project, timed)
    if code != 0 or not partial.exists():
        raise TrainingFailed(log_tail or f"training ended with exit code {code}")
    partial.replace(model)
    timed("the model is ready")


def _command(project: Path, out: Path) -> list[str]:
    python = child.rasa_python(project)
    return [str(python), "-m", "rasa_server.train", "--watch-stdin", str(out.resolve())]


async def _run(command: list[str], project: Path, say: Say) -> tuple[int, str]:
    """Return the exit code and the last lines printed.  Raises TrainingFailed."""
    try:
        process = await child.start(command, project, {})
    except FileNotFoundError as error:
        raise TrainingFailed(f"no Python environment for Rasa: {error}") from error
    alive = asyncio.create_task(_signs_of_life(say))
    try:
        tail = await _tail_of(process, say)
        return await process.wait(), tail
    finally:
        alive.cancel()
        await child.stop(process)


async def _tail_of(process: asyncio.subprocess.Process, say: Say) -> str:
    assert process.stdout, "child.start pipes it"
    lines: deque[str] = deque(maxlen=KEPT_LOG_LINES)
    while raw := await process.stdout.readline():
        line = raw.decode("utf-8", "replace").rstrip()
        lines.append(line)
        if line.startswith("INFO rasa_server"):  # what our own components report
            say(line.partition(": ")[2])
    return "\n".join(lines)


async def _signs_of_life(say: Say) -> None:
    while True:
        await asyncio.sleep(SECONDS_BETWEEN_SIGNS_OF_LIFE)
        say("still training")


def _remove_unfinished(models: Path) -> None:
    for path in models.glob(f"{UNFINISHED}*"):
        path.unlink()


def _remove_older(models: Path) -> None:
    finished = [path for path in models.glob("*.tar.gz") if not path.name.startswith(UNFINISHED)]
    newest_first = sorted(finished, key=lambda path: path.stat().st_mtime, reverse=True)
    for path in newest_first[KEPT_MODELS:]:
        path.unlink(missing_ok=True)
