"""Interpreters are chosen by their version, whatever they are called; CI runs both commands."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "tools" / "find_python.sh"
BASH = shutil.which("bash") or "/bin/bash"


@dataclass
class Machine:
    """A machine with nothing installed but the interpreters that a test puts there."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)

    def install(self, place: str, version: str) -> Path:
        """Put an interpreter at `place`; `version` is what it answers, such as "3.10"."""
        return self.command(place, f'echo "{version.replace(".", " ")} $0"')

    def command(self, place: str, script: str) -> Path:
        path = self.root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!{BASH}\n{script}\n")
        path.chmod(0o755)
        return path

    def find(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        places = {
            "PATH": f"{self.root}/bin:{self.root}/usr/bin",
            "HOME": str(self.root),
            "UV": str(self.root / "uv"),
        }
        return subprocess.run(
            [BASH, str(SCRIPT), *arguments],
            env=places | self.environment,
            capture_output=True,
            text=True,
        )

    def found(self, *arguments: str) -> str:
        """Return the path that was printed, relative to the root of this machine."""
        result = self.find(*arguments)
        assert result.returncode == 0 and result.stderr == ""
        return result.stdout.removesuffix("\n").removeprefix(f"{self.root}/")

    def refusal(self, *arguments: str) -> str:
        """Return the one line that says why nothing was found."""
        result = self.find(*arguments)
        assert result.returncode == 1 and result.stdout == ""
        assert result.stderr.count("\n") == 1
        return result.stderr


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_rasa_gets_3_10_from_the_path(machine: Machine) -> None:
    machine.install("bin/python3", "3.11")
    machine.install("bin/python3.10", "3.10")
    assert machine.found("rasa") == "bin/python3.10"


def test_pyenv_version_does_not_change_which_python_rasa_gets(machine: Machine) -> None:
    """pyenv's shims run the selected version, or fail where that one has no such command."""
    machine.environment["PYENV_VERSION"] = "3.11.7"
    machine.command("bin/python3", 'echo "3 11 /pyenv/versions/3.11.7/bin/python3"')
    machine.command("bin/python3.10", "exit 127")
    machine.install(".pyenv/versions/3.10.13/bin/python", "3.10")
    assert machine.found("rasa") == ".pyenv/versions/3.10.13/bin/python"


def test_command_named_python3_10_is_verified(machine: Machine) -> None:
    machine.install("bin/python3.10", "3.11")
    assert "No Python 3.10 for Rasa" in machine.refusal("rasa")


def test_every_path_entry_is_tried(machine: Machine) -> None:
    machine.command("bin/python3.10", "exit 127")
    machine.install("usr/bin/python3.10", "3.10")
    assert machine.found("rasa") == "usr/bin/python3.10"


def test_pyenv_command_locates_its_versions(machine: Machine) -> None:
    machine.command("bin/pyenv", f'echo "{machine.root}/opt/pyenv"')
    machine.install("opt/pyenv/versions/3.10.4/bin/python", "3.10")
    assert machine.found("rasa") == "opt/pyenv/versions/3.10.4/bin/python"


def test_pyenv_root_locates_versions_without_the_command(machine: Machine) -> None:
    machine.environment["PYENV_ROOT"] = f"{machine.root}/elsewhere"
    machine.install("elsewhere/versions/3.10.4/bin/python", "3.10")
    assert machine.found("rasa") == "elsewhere/versions/3.10.4/bin/python"


def test_given_interpreter_takes_precedence(machine: Machine) -> None:
    machine.install("bin/python3.10", "3.10")
    given = machine.install("mine/python", "3.10")
    assert machine.found("rasa", str(given)) == "mine/python"


def test_given_interpreter_of_wrong_version_is_rejected(machine: Machine) -> None:
    machine.install("bin/python3.10", "3.10")
    given = machine.install("mine/python", "3.11")
    refusal = machine.refusal("rasa", str(given))
    assert refusal == f"PYTHON310={given} is Python 3.11; needed is Python 3.10 for Rasa.\n"


def test_given_interpreter_that_does_not_run_is_rejected(machine: Machine) -> None:
    assert machine.refusal("bot", "nowhere/python").startswith("PYTHON=nowhere/python cannot")


def test_executable_behind_a_shim_is_printed(machine: Machine) -> None:
    machine.command("bin/python3.10", 'echo "3 10 /opt/with space/python3.10"')
    assert machine.found("rasa") == "/opt/with space/python3.10"


def test_output_without_version_is_rejected(machine: Machine) -> None:
    machine.command("bin/python3.10", "echo Welcome to Python")
    machine.command("bin/python3", "echo 3 10")
    assert "No Python 3.10 for Rasa" in machine.refusal("rasa")


def test_uv_is_queried_for_installed_versions(machine: Machine) -> None:
    known = machine.install("uv-python/python3.10", "3.10")
    machine.command("uv", f'[[ $2 == find ]] && echo "{known}"')
    assert machine.found("rasa") == "uv-python/python3.10"


def test_uv_downloads_3_10_if_missing(machine: Machine) -> None:
    wanted = machine.install("downloaded/python3.10", "3.10")
    done = machine.root / "done"
    machine.command("uv", f'''
        case $2 in
        install) echo progress; : >"{done}" ;;
        find) [[ -e "{done}" ]] && echo "{wanted}" ;;
        esac''')  # fmt: skip
    assert machine.found("rasa") == "downloaded/python3.10"


def test_missing_3_10_without_download_ends_with_one_line(machine: Machine) -> None:
    machine.install("bin/python3", "3.12")
    machine.command("uv", "echo error: no network >&2; exit 2")
    refusal = machine.refusal("rasa")
    assert "Python 3.10" in refusal and "PYTHON310=" in refusal


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.14"])
def test_bot_gets_python3_from_3_11_on(machine: Machine, version: str) -> None:
    machine.install("bin/python3", version)
    machine.install("bin/python3.13", "3.13")
    assert machine.found("bot") == "bin/python3"


def test_bot_gets_a_newer_python_if_python3_is_too_old(machine: Machine) -> None:
    machine.install("bin/python3", "3.9")
    machine.install("bin/python3.11", "3.11")
    machine.install("bin/python3.12", "3.12")
    assert machine.found("bot") == "bin/python3.12"


def test_bot_gets_a_pyenv_python_if_the_path_has_none(machine: Machine) -> None:
    machine.command("bin/python3", 'echo "3 10 /pyenv/versions/3.10.13/bin/python3"')
    machine.install(".pyenv/versions/3.10.13/bin/python", "3.10")
    machine.install(".pyenv/versions/3.12.1/bin/python", "3.12")
    assert machine.found("bot") == ".pyenv/versions/3.12.1/bin/python"


def test_python_without_venv_is_rejected(machine: Machine) -> None:
    machine.command("bin/python3", "echo no venv >&2; exit 1")  # as Debian's without python3-venv
    assert "apt-get install python3 python3-venv" in machine.refusal("bot")


def test_python_2_is_rejected(machine: Machine) -> None:
    machine.install("bin/python3", "2.11")
    assert "Python 3.11 or newer" in machine.refusal("bot")


def test_real_interpreter_is_accepted(machine: Machine) -> None:
    """The question itself works: this test runs on a Python that the bot can use."""
    machine.environment["PATH"] = str(Path(sys.executable).parent)
    assert Path(machine.found("bot")).samefile(getattr(sys, "_base_executable", sys.executable))


def test_unknown_environment_shows_usage(machine: Machine) -> None:
    assert machine.refusal("tea").startswith("usage: ")


@pytest.mark.parametrize(
    ("failing", "status", "last_line"),
    [
        ("", 0, "» passed: test lint"),
        ("test", 1, "» failed: test"),
        ("lint", 1, "» failed: lint"),
        ("test lint", 1, "» failed: test lint"),
    ],
)
def test_ci_runs_test_and_lint_and_fails_when_either_fails(
    tmp_path: Path, failing: str, status: int, last_line: str
) -> None:
    make = tmp_path / "make"
    make.write_text(f'#!{BASH}\nread && exit 3\n[[ " {failing} " != *" $1 "* ]]\n')
    make.chmod(0o755)
    result = subprocess.run(
        [BASH, str(SCRIPT.parents[1] / ".ci" / "run")],
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        input="no input reaches the commands\n",
        capture_output=True,
        text=True,
    )
    lines = result.stdout.splitlines()
    assert lines == ["» make test", "» make lint", last_line]
    assert result.returncode == status
