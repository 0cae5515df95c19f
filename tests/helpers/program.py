"""The real program in its own process, to be watched, stopped and killed."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import httpx

from tests.helpers.consultants import KIRSTEN

ROOT = Path(__file__).parents[2]
TOKEN = "test-actions-token"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Program:
    """`python -m bot run` with the settings given; logs are kept in `folder`."""

    folder: Path
    telegram_url: str
    rasa_url: str = "http://127.0.0.1:9"  # nobody listens on discard
    port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict)
    process: asyncio.subprocess.Process | None = None
    piped: bool = False  # what limits the program's files does not limit its log then

    @property
    def actions_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/actions/webhook"

    @property
    def log(self) -> str:
        return (self.folder / "bot.log").read_text()

    async def start(self) -> None:
        environment = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
        environment |= {
            "TELEGRAM_BOT_TOKEN": "123456:TEST",
            "TELEGRAM_API_URL": self.telegram_url,
            "CONSULTANT_CHAT_ID": "-1001",
            "CONSULTANT_IDS": str(KIRSTEN),
            "DATA_DIR": str(self.folder),
            "HTTP_PORT": str(self.port),
            "RASA_URL": self.rasa_url,
            "ACTIONS_TOKEN": TOKEN,
            **self.settings,
        }
        self.folder.mkdir(exist_ok=True)
        with self._log_file() as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                cwd=ROOT, env=environment, stdout=log, stderr=log,
            )  # fmt: skip

    def _log_file(self) -> IO[bytes]:
        file = (self.folder / "bot.log").open("ab")
        if not self.piped:
            return file
        with file:
            writer = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=file)
        assert writer.stdin is not None
        return writer.stdin

    async def kill(self) -> None:
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        return await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> int:
        if self.process is None or self.process.returncode is not None:
            return 0
        self.process.send_signal(how)
        return await asyncio.wait_for(self.process.wait(), 60)

    async def ready(self, timeout: float = 60) -> None:  # noqa: ASYNC109  # it tells the log
        """Until every part says so; whoever waits for something else gets the log."""
        deadline = asyncio.get_running_loop().time() + timeout
        while asyncio.get_running_loop().time() < deadline:
            with contextlib.suppress(httpx.HTTPError):
                if (await self.health())["ready"]:
                    return
            await asyncio.sleep(0.1)
        raise AssertionError(f"not ready after {timeout} s:\n{self.log[-2000:]}")

    async def health(self) -> dict[str, bool]:
        async with httpx.AsyncClient() as client:
            answer = await client.get(f"http://127.0.0.1:{self.port}/health")
        return dict(answer.json())
