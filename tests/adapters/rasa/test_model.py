"""The trained model: its fingerprint, training once, and clean-up."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.adapters.rasa.model import TrainingFailed, ensure_model, model_fingerprint
from bot.adapters.rasa.model_digest import ModelRefused, check_digest, digest_file, write_digest
from bot.program import ChildRasa

ROOT = Path(__file__).parents[3]

TRAINS = """
import pathlib, sys, time
print("INFO rasa_server.components.embedding: embedded 5 of 5 new texts", flush=True)
time.sleep(0.3)
with open("trainings", "a") as trainings:
    trainings.write("x")
pathlib.Path(sys.argv[-1]).write_text("model")
"""
FAILS = "print('line 7: no such intent'); raise SystemExit(3)"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of the same shape, whose Rasa environment is a small script."""
    for folder in ("nlu_data/da", "rasa_server/components", "rasa_server/.venv/bin"):
        (tmp_path / folder).mkdir(parents=True)
    for name in ("config.yml", "domain.yml", "rasa_server/requirements.txt", "nlu_data/da/a.yml"):
        (tmp_path / name).write_text("one")
    (tmp_path / "rasa_server/components/guards.py").write_text("one")
    (tmp_path / "rasa_server/.venv/bin/python").symlink_to(sys.executable)
    training_does(tmp_path, TRAINS)
    return tmp_path


def training_does(project: Path, script: str) -> None:
    (project / "rasa_server" / "train.py").write_text(script)


def trainings(project: Path) -> int:
    return len((project / "trainings").read_text())


def quiet(_: str) -> None: ...


@pytest.mark.parametrize(
    "name",
    ["config.yml", "nlu_data/da/a.yml", "nlu_data/da/new.yml", "rasa_server/components/guards.py"],
)
def test_fingerprint_changes_with_every_input(project: Path, name: str) -> None:
    before = model_fingerprint(project)
    assert model_fingerprint(project) == before
    (project / name).write_text("two")
    assert model_fingerprint(project) != before


def test_fingerprint_does_not_depend_on_the_projects_path(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "project"
    before = model_fingerprint(project)
    project.rename(elsewhere)
    assert model_fingerprint(elsewhere) == before


async def test_existing_model_is_not_trained_again(project: Path) -> None:
    said: list[str] = []
    first = await ensure_model(project, project / "data", said.append)
    second = await ensure_model(project, project / "data", quiet)
    assert first == second == project / "data/models" / f"{model_fingerprint(project)}.tar.gz"
    assert first.read_text() == "model"
    assert trainings(project) == 1
    assert any("embedded 5 of 5" in line for line in said)


def test_trained_model_has_its_digest_beside_it(project: Path) -> None:
    model = asyncio.run(ensure_model(project, project / "data", quiet))
    check_digest(model)
    command = ["sha256sum", "--check", "--strict", digest_file(model).name]
    assert subprocess.run(command, cwd=model.parent, capture_output=True).returncode == 0


async def test_changed_model_is_refused_in_one_line(project: Path) -> None:
    model = await ensure_model(project, project / "data", quiet)
    model.write_text("modem")
    with pytest.raises(ModelRefused) as refusal:
        await ensure_model(project, project / "data", quiet)
    assert model.name in str(refusal.value) and "\n" not in str(refusal.value)
    assert trainings(project) == 1


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", b"00ff  model.tar.gz\n"])
async def test_damaged_digest_refuses_the_model(project: Path, content: bytes) -> None:
    model = await ensure_model(project, project / "data", quiet)
    digest_file(model).write_bytes(content)
    with pytest.raises(ModelRefused):
        await ensure_model(project, project / "data", quiet)


async def test_model_without_a_digest_is_trained_again(project: Path) -> None:
    model = await ensure_model(project, project / "data", quiet)
    digest_file(model).unlink()
    model.write_text("from an older release")
    assert await ensure_model(project, project / "data", quiet) == model
    assert model.read_text() == "model" and trainings(project) == 2
    check_digest(model)


def test_model_without_a_digest_is_not_loaded(tmp_path: Path) -> None:
    (tmp_path / "model.tar.gz").write_text("model")
    with pytest.raises(ModelRefused, match=r"no model\.tar\.gz\.sha256 beside it"):
        check_digest(tmp_path / "model.tar.gz")


async def test_assistant_runs_on_without_a_refused_model() -> None:
    class Refusing:
        async def run(self) -> None:
            raise ModelRefused("data/models/x.tar.gz is not loaded")

    with capture_logs() as logs:
        running = asyncio.create_task(ChildRasa(Refusing()).run())
        await asyncio.wait([running], timeout=0.05)
    assert not running.done()
    running.cancel()
    [line] = logs
    assert line["event"] == "model_refused" and line["why"].startswith("data/models/x.tar.gz is")


@pytest.mark.parametrize("digest", [None, "0" * 64])
def test_server_refuses_a_model_that_was_not_trained_here(
    tmp_path: Path, digest: str | None
) -> None:
    """The check comes before Rasa is imported, so any Python can run it."""
    model = tmp_path / "model.tar.gz"
    model.write_text("model")
    if digest:
        digest_file(model).write_text(f"{digest}  model.tar.gz\n")
    line = serve("--model", str(model))
    assert line.startswith(f"{model} is not loaded: ")


def serve(*arguments: str, **environment: str) -> str:
    """Return the one line with which the server refuses to start."""
    command = [sys.executable, "-m", "rasa_server.serve", "--port", "1", *arguments]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert result.returncode == 1 and result.stdout == ""
    [line] = result.stderr.splitlines()
    return line


def test_server_without_a_token_serves_loopback_only(tmp_path: Path) -> None:
    line = serve("--model", str(tmp_path / "model.tar.gz"), "--host", "0.0.0.0")
    assert line.startswith("ACTIONS_TOKEN is not set")


def test_server_names_a_missing_token_file(tmp_path: Path) -> None:
    file = str(tmp_path / "token")
    line = serve("--model", str(tmp_path / "model.tar.gz"), ACTIONS_TOKEN_FILE=file)
    assert file in line


def test_server_of_a_folder_loads_its_newest_model(tmp_path: Path) -> None:
    assert "no model in" in serve("--model", str(tmp_path))
    for age, name in enumerate(("new", "old")):
        (tmp_path / f"{name}.tar.gz").touch()
        os.utime(tmp_path / f"{name}.tar.gz", (1_700_000_000 - age, 1_700_000_000 - age))
    assert "new.tar.gz is not loaded" in serve("--model", str(tmp_path))


async def test_concurrent_callers_train_once(project: Path) -> None:
    data = project / "data"
    both = await asyncio.gather(
        ensure_model(project, data, quiet), ensure_model(project, data, quiet)
    )
    assert both[0] == both[1]
    assert trainings(project) == 1


async def test_failed_training_raises_its_log_and_leaves_no_model(project: Path) -> None:
    training_does(project, FAILS)
    with pytest.raises(TrainingFailed, match="line 7: no such intent"):
        await ensure_model(project, project / "data", quiet)
    assert not list((project / "data").rglob("*.tar.gz"))


async def test_training_is_retried_after_a_failure(project: Path) -> None:
    training_does(project, FAILS)
    with pytest.raises(TrainingFailed):
        await ensure_model(project, project / "data", quiet)
    training_does(project, TRAINS)
    assert (await ensure_model(project, project / "data", quiet)).exists()


async def test_missing_rasa_environment_is_named(project: Path) -> None:
    (project / "rasa_server/.venv/bin/python").unlink()
    with pytest.raises(TrainingFailed, match="no Python environment for Rasa"):
        await ensure_model(project, project / "data", quiet)


async def test_two_newest_models_are_kept(project: Path) -> None:
    models = project / "data" / "models"
    models.mkdir(parents=True)
    for age, name in enumerate(("old", "older", "oldest"), start=1):
        path = models / f"{name}.tar.gz"
        path.touch()
        write_digest(path, path)
        os.utime(path, (1_700_000_000 - age, 1_700_000_000 - age))
    newest = await ensure_model(project, project / "data", quiet)
    assert {path.name for path in models.glob("*.tar.gz")} == {newest.name, "old.tar.gz"}
    kept = {newest.name + ".sha256", "old.tar.gz.sha256"}
    assert {path.name for path in models.glob("*.sha256")} == kept
