"""The programs that are measured, each in processes of its own."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path

import httpx

from bench.telegram import SECRET, Turns
from bot.adapters.rasa import child
from bot.adapters.rasa.model import ensure_model
from bot.adapters.telegram.channel import WEBHOOK_PATH
from tests.helpers.program import ROOT, Program, free_port

PUBLIC = "https://bot.example"
WEBHOOK = {"TELEGRAM_MODE": "webhook", "PUBLIC_URL": PUBLIC, "WEBHOOK_SECRET": SECRET}
NOWHERE = "http://127.0.0.1:9"  # nobody listens on discard
OWN_RASA = ""


@asynccontextmanager
async def assistant(
    turns: Turns, folder: Path, rasa_url: str = NOWHERE, **settings: str
) -> AsyncIterator[Program]:
    """The real program in webhook mode, ready; `turns` are with it."""
    _lend_models(folder)
    program = Program(folder, turns.server.url, rasa_url, settings=WEBHOOK | settings)
    try:
        await program.start()
        await _ready(program, with_rasa=rasa_url != NOWHERE)
        turns.target = f"http://127.0.0.1:{program.port}{WEBHOOK_PATH}"
        yield program
    finally:
        await program.kill()


def _lend_models(folder: Path) -> None:
    """Else a folder of data that is new would train a model of its own."""
    folder.mkdir(exist_ok=True)
    if not (folder / "models").exists():
        (folder / "models").symlink_to(ROOT / "data" / "models")


async def _ready(program: Program, *, with_rasa: bool) -> None:
    """Without Rasa it never calls itself ready, but answers presses."""
    for _ in range(1200):
        try:
            health = await program.health()
        except (httpx.HTTPError, ValueError):
            health = {}
        parts = ("database", "telegram", "rasa") if with_rasa else ("database", "telegram")
        if all(health.get(part) for part in parts):
            return
        assert program.process is not None and program.process.returncode is None, (
            f"ended with {program.process.returncode}: {program.log}"
        )
        await asyncio.sleep(0.1)
    raise AssertionError(f"not ready:\n{program.log[-2000:]}")


@asynccontextmanager
async def echo(turns: Turns, folder: Path) -> AsyncIterator[None]:
    port = free_port()
    command = [sys.executable, "-m", "bench.echo", turns.server.url, str(port)]
    async with _process(command, folder / "echo.log"):
        await _listens(port)
        turns.target = f"http://127.0.0.1:{port}/"
        yield


@asynccontextmanager
async def rasa_alone(turns: Turns, folder: Path, answers: Path, how: str) -> AsyncIterator[None]:
    """Rasa's Telegram channel and its action server: "shipped" as they are, or "tuned" as ours."""
    folder = folder / how
    folder.mkdir()
    port, actions_port = free_port(), free_port()
    model = await ensure_model(ROOT, ROOT / "data", print)
    credentials = folder / "credentials.yml"
    credentials.write_text(json.dumps({
        "bench.rasa_channel.StandInTelegram": {
            "access_token": turns.server.token, "verify": "test_bot",
            "webhook_url": f"{PUBLIC}/webhooks/telegram/webhook", "api_url": turns.server.url,
        }
    }))  # fmt: skip
    python = str(child.rasa_python(ROOT))
    action_server = [python, "-m", "rasa_sdk", "--actions", "bench.rasa_actions"]
    server = [python, "-m", "bench.rasa_run", str(model), str(port), str(credentials), how]
    environment = {
        "ACTIONS_URL": f"http://127.0.0.1:{actions_port}/webhook", "ACTIONS_TOKEN": "x",
        "BENCH_ANSWERS": str(answers),
    }  # fmt: skip
    async with AsyncExitStack() as running:
        actions = [*action_server, "--port", str(actions_port)]
        await running.enter_async_context(_process(actions, folder / "actions.log", environment))
        await running.enter_async_context(_process(server, folder / "rasa.log", environment))
        await _listens(actions_port, "/health")
        await _listens(port, "/webhooks/telegram/")
        turns.target = f"http://127.0.0.1:{port}/webhooks/telegram/webhook"
        yield


@asynccontextmanager
async def _process(
    command: Sequence[str], log: Path, more: dict[str, str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    environment = {k: v for k, v in os.environ.items() if k in child.PASSED_ON}
    environment |= {"PYTHONPATH": str(ROOT), **(more or {})}
    with closing(log.open("ab")) as output:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=environment, stdout=output, stderr=output,
            start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        await child.stop(process)


async def _listens(port: int, path: str = "/") -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        for _ in range(1800):
            try:
                await client.get(f"http://127.0.0.1:{port}{path}")
                return
            except httpx.HTTPError:
                await asyncio.sleep(0.1)
    raise AssertionError(f"nobody listens on {port}")


def megabytes(pid: int) -> float:
    """What a process holds in memory now (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError(pid)
