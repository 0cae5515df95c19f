"""Start the systems under test, each in processes of its own."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path

import httpx

from bench.driver import SECRET, Driver
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
    driver: Driver, folder: Path, rasa_url: str = NOWHERE, **settings: str
) -> AsyncIterator[Program]:
    """Run `python -m bot run` in webhook mode; sets the driver's target when it is ready."""
    _link_models(folder)
    program = Program(folder, driver.server.url, rasa_url, settings=WEBHOOK | settings)
    try:
        await program.start()
        await _until_ready(program, with_rasa=rasa_url != NOWHERE)
        driver.target = f"http://127.0.0.1:{program.port}{WEBHOOK_PATH}"
        yield program
    finally:
        await program.kill()


def _link_models(folder: Path) -> None:
    """Use the trained model; a new data folder would otherwise train one."""
    folder.mkdir(exist_ok=True)
    if not (folder / "models").exists():
        (folder / "models").symlink_to(ROOT / "data" / "models")


async def _until_ready(program: Program, *, with_rasa: bool) -> None:
    """Wait for the parts of /health; without Rasa the program answers presses only."""
    for _ in range(1200):
        try:
            health = await program.health()
        except (httpx.HTTPError, ValueError):
            health = {}
        parts = ("database", "telegram", "rasa") if with_rasa else ("database", "telegram")
        if all(health.get(part) for part in parts):
            return
        assert program.process is not None
        code = program.process.returncode
        assert code is None, f"ended with {code}: {program.log}"
        await asyncio.sleep(0.1)
    raise AssertionError(f"not ready:\n{program.log[-2000:]}")


@asynccontextmanager
async def echo(driver: Driver, folder: Path) -> AsyncIterator[None]:
    port = free_port()
    command = [sys.executable, "-m", "bench.echo", driver.server.url, str(port)]
    async with _process(command, folder / "echo.log"):
        await _until_listening(port)
        driver.target = f"http://127.0.0.1:{port}/"
        yield


@asynccontextmanager
async def plain_rasa(
    driver: Driver, folder: Path, answers: Path, variant: str
) -> AsyncIterator[None]:
    """Run Rasa's own Telegram channel and action server, without the assistant.

    `variant` is "shipped" (Rasa's defaults) or "tuned" (with the optimizations of our server).
    """
    folder = folder / variant
    folder.mkdir()
    port, actions_port = free_port(), free_port()
    model = await ensure_model(ROOT, ROOT / "data", print)
    credentials = folder / "credentials.yml"
    credentials.write_text(json.dumps({
        "bench.rasa_channel.FakeTelegramInput": {
            "access_token": driver.server.token, "verify": "test_bot",
            "webhook_url": f"{PUBLIC}/webhooks/telegram/webhook", "api_url": driver.server.url,
        }
    }))  # fmt: skip
    python = str(child.rasa_python(ROOT))
    action_server = [python, "-m", "rasa_sdk", "--actions", "bench.rasa_actions"]
    server = [python, "-m", "bench.rasa_run", str(model), str(port), str(credentials), variant]
    environment = {
        "ACTIONS_URL": f"http://127.0.0.1:{actions_port}/webhook", "ACTIONS_TOKEN": "x",
        "BENCH_ANSWERS": str(answers),
    }  # fmt: skip
    async with AsyncExitStack() as running:
        actions = [*action_server, "--port", str(actions_port)]
        await running.enter_async_context(_process(actions, folder / "actions.log", environment))
        await running.enter_async_context(_process(server, folder / "rasa.log", environment))
        await _until_listening(actions_port, "/health")
        await _until_listening(port, "/webhooks/telegram/")
        driver.target = f"http://127.0.0.1:{port}/webhooks/telegram/webhook"
        yield


@asynccontextmanager
async def _process(
    command: Sequence[str], log: Path, more: dict[str, str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    environment = {k: v for k, v in os.environ.items() if k in child.INHERITED}
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


async def _until_listening(port: int, path: str = "/") -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        for _ in range(1800):
            try:
                await client.get(f"http://127.0.0.1:{port}{path}")
                return
            except httpx.HTTPError:
                await asyncio.sleep(0.1)
    raise AssertionError(f"nobody listens on {port}")


def resident_megabytes(pid: int) -> float:
    """Return the resident memory of a process (Linux).  Raises LookupError."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError(pid)
