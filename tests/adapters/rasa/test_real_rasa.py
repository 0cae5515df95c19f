"""The program with its Rasa child: it comes up late, is killed, and no text is lost.

`make test` has trained the model into ./data/models.
"""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.helpers.program import ROOT, Program
from tests.telegram_server import TelegramServer
from tests.telegram_server.people import Person

LONG = 120
LOOPBACK = "127.0.0.1"
ESTABLISHED = "01"


async def agreed(person: Person) -> None:
    await person.says("/start")
    await person.sees("Which language", timeout=LONG)
    await person.presses("English")
    await person.sees("Is it okay that I store", timeout=LONG)
    await person.presses("✅ Yes, that is okay")
    await person.sees("Thank you! Now you can", timeout=LONG)


def children_of(program: Program) -> list[int]:
    assert program.process is not None
    command = ["pgrep", "-P", str(program.process.pid)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return [int(pid) for pid in found.stdout.split()]


def lives(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def port_of(log: str) -> int:
    ready = next(line for line in log.splitlines() if '"rasa.ready"' in line)
    return int(json.loads(ready)["port"])


def only_this_machine_reaches(port: int) -> None:
    """A server that listens on all addresses would also accept this one."""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=2)


def peers_of(pid: int) -> set[str]:
    """Return the remote addresses of a process's connections (Linux)."""
    sockets = set()
    for file in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed meanwhile
            sockets.add(os.readlink(file))
    found = set()
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, _, remote, state, *_, inode = line.split()[:10]
        if f"socket:[{inode}]" in sockets and state == ESTABLISHED:
            found.add(socket.inet_ntoa(bytes.fromhex(remote.partition(":")[0])[::-1]))
    return found


async def only_who_has_the_token_is_told_anything(port: int) -> None:
    """Without a token any program of this machine could read conversations or load a model."""
    url = f"http://{LOOPBACK}:{port}"
    async with httpx.AsyncClient(base_url=url, trust_env=False) as stranger:
        for method, path in [
            ("GET", "/conversations/42/tracker"), ("GET", "/status"), ("GET", "/domain"),
            ("PUT", "/model"), ("POST", "/model/train"), ("POST", "/model/parse"),
        ]:  # fmt: skip
            answer = await stranger.request(method, path, json={"text": "hej"})
            assert answer.status_code == 401, path
        for door in ("webhook", "ahead"):
            for headers in ({}, {"Authorization": "Bearer"}, {"Authorization": "Bearer guess"}):
                said = {"sender": "42", "message": "hej", "text": "hej"}
                answer = await stranger.post(f"/webhooks/rest/{door}", json=said, headers=headers)
                assert answer.status_code == 403, door


@pytest.mark.slow
async def test_every_text_is_answered_across_late_start_and_crash_of_the_rasa_child(
    tmp_path: Path,
) -> None:
    (tmp_path / "models").symlink_to(ROOT / "data" / "models")
    async with TelegramServer() as telegram:
        telegram.group(-1001, "Team", members=[])
        amina = telegram.person(42, "Amina", language_code="en")
        program = Program(tmp_path, telegram.url, settings={"RASA_URL": ""})
        await program.start()
        await agreed(amina)  # buttons work before Rasa does
        await amina.says("who will read what I write here?")
        # Not the fact's title: the welcome says that too, and Rasa would not be waited for.
        await amina.sees("Other participants cannot see it", timeout=LONG)

        [child] = children_of(program)
        port = port_of(program.log)
        await only_who_has_the_token_is_told_anything(port)
        only_this_machine_reaches(port)
        assert peers_of(child) <= {LOOPBACK}, "no connection leaves this machine"
        os.kill(child, signal.SIGKILL)
        await asyncio.sleep(0.5)
        await amina.says("do I have to pay VAT?")
        await amina.sees("VAT (moms) is 25 percent", timeout=LONG)
        [child] = children_of(program)
        await program.kill()
        await asyncio.sleep(5)
        assert not lives(child), "the child ends with its parent"
