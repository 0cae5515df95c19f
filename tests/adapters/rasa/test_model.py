"""The trained model: its fingerprint, training once, and clean-up."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from bot.adapters.rasa.model import TrainingFailed, ensure_model, model_fingerprint

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
        os.utime(path, (1_700_000_000 - age, 1_700_000_000 - age))
    newest = await ensure_model(project, project / "data", quiet)
    assert {path.name for path in models.glob("*.tar.gz")} == {newest.name, "old.tar.gz"}
