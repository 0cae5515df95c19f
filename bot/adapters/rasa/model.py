"""The trained model on disk, named after the hash of its inputs; trained when it is missing."""

import asyncio
import fcntl
import hashlib
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.adapters.rasa import child
from bot.adapters.rasa.model_digest import check_digest, digest_file, write_digest

KEPT_MODELS = 2
KEPT_LOG_LINES = 40
UNFINISHED = ".partial-"
HEARTBEAT_SECONDS = 15.0
LOCK_POLL_SECONDS = 0.5

Report = Callable[[str], None]
"""Takes one line of progress, for developers."""


class TrainingFailed(Exception):
    """Training made no model; `log_tail` holds the last lines that it printed."""

    def __init__(self, log_tail: str) -> None:
        super().__init__(log_tail)
        self.log_tail = log_tail


def model_fingerprint(project: Path) -> str:
    """Return 16 hexadecimal digits that change with every input of the training."""
    digest = hashlib.sha256()
    for path in sorted(_inputs(project)):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(project).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()[:16]


async def ensure_model(project: Path, data_dir: Path, report: Report) -> Path:
    """Return the model for the project's present inputs, training it first if it is missing.

    Concurrent callers, in any process, train once.  Raises TrainingFailed, and ModelRefused for a
    model that is not the file that was trained.
    """
    models = data_dir / "models"
    model = models / f"{model_fingerprint(project)}.tar.gz"
    if _is_trained(model):
        model.touch()  # the newest is the one in use, for _remove_older and `make eval`
    else:
        models.mkdir(parents=True, exist_ok=True)
        async with _training_lock(models / "training.lock", report):
            if not _is_trained(model):  # or the process that we waited for has made it
                _remove_unfinished(models)
                await _train(project, model, report)
                _remove_older(models)
    check_digest(model)
    return model


def _is_trained(model: Path) -> bool:
    """Older releases wrote no digest; their models are trained again, not trusted."""
    return model.exists() and digest_file(model).exists()


def _inputs(project: Path) -> Iterator[Path]:
    for name in ("config.yml", "domain.yml", "rasa_server/requirements.txt"):
        yield project / name
    yield from (project / "nlu_data").rglob("*.yml")
    yield from (project / "rasa_server" / "components").rglob("*.py")


@asynccontextmanager
async def _training_lock(path: Path, report: Report) -> AsyncIterator[None]:
    """Hold a file lock; the system releases it when its holder dies, so that it is never stale."""
    with path.open("w") as file:
        waiting = False
        while not _try_lock(file.fileno()):
            if not waiting:
                report("another process is training the model: waiting for it")
                waiting = True
            await asyncio.sleep(LOCK_POLL_SECONDS)
        yield


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


async def _train(project: Path, model: Path, report: Report) -> None:
    # Rasa wants this suffix; the prefix tells it from a finished model.
    partial = model.with_name(f"{UNFINISHED}{model.name}")
    started = time.monotonic()

    def report_timed(line: str) -> None:
        report(f"[{time.monotonic() - started:4.0f} s] {line}")

    report_timed(
        "training the model: about three minutes the first time, less when little changed"
    )
    code, log_tail = await _run(_command(project, partial), project, report_timed)
    if code != 0 or not partial.exists():
        raise TrainingFailed(log_tail or f"training ended with exit code {code}")
    _publish(partial, model)
    report_timed("the model is ready")


def _publish(partial: Path, model: Path) -> None:
    model.unlink(missing_ok=True)  # no model is ever seen with the digest of another
    write_digest(partial, model)
    partial.replace(model)


def _command(project: Path, out: Path) -> list[str]:
    python = child.rasa_python(project)
    return [str(python), "-m", "rasa_server.train", "--watch-stdin", str(out.resolve())]


async def _run(command: list[str], project: Path, report: Report) -> tuple[int, str]:
    """Return the exit code and the last lines printed.  Raises TrainingFailed."""
    try:
        process = await child.start(command, project, {})
    except FileNotFoundError as error:
        raise TrainingFailed(f"no Python environment for Rasa: {error}") from error
    heartbeat = asyncio.create_task(_heartbeat(report))
    try:
        tail = await _read_output(process, report)
        return await process.wait(), tail
    finally:
        heartbeat.cancel()
        await child.stop(process)


async def _read_output(process: asyncio.subprocess.Process, report: Report) -> str:
    assert process.stdout, "child.start pipes it"
    lines: deque[str] = deque(maxlen=KEPT_LOG_LINES)
    while raw := await process.stdout.readline():
        line = raw.decode("utf-8", "replace").rstrip()
        lines.append(line)
        if line.startswith("INFO rasa_server"):  # our own components report their progress
            report(line.partition(": ")[2])
    return "\n".join(lines)


async def _heartbeat(report: Report) -> None:
    while True:
        await asyncio.sleep(HEARTBEAT_SECONDS)
        report("still training")


def _remove_unfinished(models: Path) -> None:
    for path in models.glob(f"{UNFINISHED}*"):
        path.unlink()


def _remove_older(models: Path) -> None:
    finished = [path for path in models.glob("*.tar.gz") if not path.name.startswith(UNFINISHED)]
    newest_first = sorted(finished, key=lambda path: path.stat().st_mtime, reverse=True)
    for path in newest_first[KEPT_MODELS:]:
        path.unlink(missing_ok=True)
        digest_file(path).unlink(missing_ok=True)
