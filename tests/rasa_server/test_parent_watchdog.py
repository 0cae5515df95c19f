"""A child process ends with its parent, together with what it has started."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.rasa_server.paths import PROJECT

# Prints the process id of a grandchild, then waits.
CHILD = """
import subprocess, sys, time
from rasa_server import parent_watchdog
parent_watchdog.exit_with_parent()
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(grandchild.pid, flush=True)
time.sleep(60)
"""
# Starts a child in its own process group, closes the child's stdin, and prints how it ended.
PARENT = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {CHILD!r}], stdin=subprocess.PIPE,
                         stdout=subprocess.PIPE)
grandchild = int(child.stdout.readline())
child.stdin.close()
print(child.wait(10), grandchild, flush=True)
"""
SHORT = "from rasa_server import parent_watchdog; parent_watchdog.exit_with_parent()"


def start(program: str) -> "subprocess.Popen[bytes]":
    """Start a program in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def is_running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def ends(pid: int) -> bool:
    """Wait until the process has ended, for five seconds at most."""
    for _ in range(100):
        if not is_running(pid):
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def child() -> Iterator["subprocess.Popen[bytes]"]:
    process = start(CHILD)
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_end_of_stdin_kills_the_child_and_its_children(child: "subprocess.Popen[bytes]") -> None:
    assert child.stdin and child.stdout
    grandchild = int(child.stdout.readline())
    child.stdin.close()
    assert child.wait(10) == -signal.SIGKILL
    assert ends(grandchild)


def test_input_does_not_kill_the_child(child: "subprocess.Popen[bytes]") -> None:
    assert child.stdin and child.stdout
    child.stdout.readline()
    child.stdin.write(b"x" * 10_000)
    child.stdin.flush()
    time.sleep(0.3)
    assert child.poll() is None


def test_group_of_others_is_not_killed() -> None:
    """A child that shares its parent's process group kills itself only."""
    parent = start(PARENT)
    assert parent.stdout
    code, grandchild = map(int, parent.stdout.read().split())
    assert parent.wait(10) == 0
    assert code == -signal.SIGKILL and is_running(grandchild)
    os.kill(grandchild, signal.SIGKILL)


def test_child_that_has_finished_exits_while_stdin_is_open() -> None:
    finished = start(SHORT)
    try:
        assert finished.wait(10) == 0
    finally:
        finished.kill()
