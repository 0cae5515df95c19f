"""The running programs: the concurrent parts of one process, and its shutdown."""

import asyncio
import contextlib
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx
import structlog
from starlette.routing import Route

from bot.adapters.rasa.actions_endpoint import ActionsEndpoint
from bot.adapters.rasa.external import ExternalRasa
from bot.adapters.rasa.nlu import RasaNlu
from bot.adapters.telegram.channel import WEBHOOK_PATH, TelegramChannel, make_channel
from bot.adapters.telegram.directory import TelegramDirectory
from bot.adapters.telegram.download import TelegramDownloads
from bot.adapters.telegram.receiving import Receiver, Webhook
from bot.adapters.telegram.topics import ForumTopics
from bot.adapters.telegram.transport import TelegramTransport
from bot.adapters.terminal.chat import TerminalChat
from bot.adapters.terminal.files import LocalDownloads
from bot.adapters.translation.libre import LibreTranslator
from bot.adapters.web.app import Check, bind, health_routes, make_app, serve
from bot.bootstrap import Core, build
from bot.files.ports import Downloads
from bot.i18n.markup import PlainText, TelegramHtml
from bot.kernel.ports import Translator
from bot.kernel.runtime.faults import fault
from bot.kernel.runtime.tasks import Work, run_until_first_ends
from bot.pipeline.leader import run_while_leader
from bot.pipeline.limits import NoLimits
from bot.pipeline.ports import Transport
from bot.settings import Settings

log = structlog.get_logger()
PROJECT = Path(__file__).parents[1]
ACTIONS_PATH = "/actions/webhook"


class RasaServer(Protocol):
    """The Rasa server: a child process or an external one."""

    @property
    def url(self) -> str: ...
    def is_ready(self) -> bool: ...
    async def run(self) -> None: ...


@dataclass
class ChildRasa:
    """Rasa as a child process; without a model the assistant runs without NLU."""

    process: Any

    @property
    def url(self) -> str:
        return str(self.process.url)

    def is_ready(self) -> bool:
        return bool(self.process.is_ready())

    async def run(self) -> None:
        from bot.adapters.rasa.model import TrainingFailed
        from bot.adapters.rasa.model_digest import ModelRefused

        try:
            await self.process.run()
        except TrainingFailed:
            log.error("training_failed", why="see `make train`; texts wait, buttons work")
        except ModelRefused as refusal:
            log.error("model_refused", why=f"{refusal}; texts wait, buttons work")
        await asyncio.Event().wait()


@dataclass
class RasaService:
    """The Rasa server, its client and the endpoint of its actions."""

    server: RasaServer
    client: RasaNlu
    actions: ActionsEndpoint

    async def healthy(self) -> bool:
        """Health check."""
        return self.server.is_ready()


@contextlib.asynccontextmanager
async def rasa_service(
    core: Core, port: int, say: Callable[[str], None]
) -> AsyncIterator[RasaService]:
    """Connect to Rasa; `port` is ours, `say` reports the progress of training."""
    settings = core.settings
    token = (
        settings.actions_token.get_secret_value()
        if settings.actions_token
        else secrets.token_urlsafe()
    )
    async with httpx.AsyncClient() as client:
        rasa = _rasa(
            settings, client, _own_url(settings.http_host, port) + ACTIONS_PATH, token, say
        )
        nlu = RasaNlu(client, lambda: rasa.url, rasa.is_ready, token)
        rasa_host = urlsplit(settings.rasa_url).hostname if settings.rasa_url else None
        actions = ActionsEndpoint(lambda: _actions(core), token, rasa_host)
        yield RasaService(rasa, nlu, actions)


@contextlib.asynccontextmanager
async def translation(settings: Settings) -> AsyncIterator[Translator | None]:
    """Yield the translator, or None if none is configured."""
    if settings.translate_url is None:
        yield None
        return
    key = settings.translate_api_key.get_secret_value() if settings.translate_api_key else ""
    async with httpx.AsyncClient() as client:
        yield LibreTranslator(client, settings.translate_url, key)


def _own_url(host: str, port: int) -> str:
    """Return the URL under which a local child process reaches us."""
    anywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # nosec B104  # read, not bound
    return f"http://[{anywhere}]:{port}" if ":" in anywhere else f"http://{anywhere}:{port}"


def _rasa(
    settings: Settings, client: httpx.AsyncClient, actions_url: str, token: str,
    say: Callable[[str], None],
) -> RasaServer:  # fmt: skip
    if settings.rasa_url:
        return ExternalRasa(client, settings.rasa_url, token)
    from bot.adapters.rasa.model import ensure_model
    from bot.adapters.rasa.rasa_process import RasaProcess

    process = RasaProcess(
        PROJECT, lambda: ensure_model(PROJECT, settings.data_dir, say), actions_url, token
    )
    return ChildRasa(process)


def _actions(core: Core) -> Iterable[Any]:
    from actions.families import ALL

    return [family(core.assistant) for family in ALL]


async def run_telegram(settings: Settings) -> None:
    """Run on Telegram until SIGINT or SIGTERM.

    Raises OSError for a port in use, NoConsultants for a group without them.
    """
    assert settings.telegram_bot_token is not None, "checked by the caller"
    async with translation(settings) as translator:
        core = build(settings, TelegramHtml(), translator=translator)
        try:
            await core.check_consultants()
        except BaseException:
            await core.close()
            raise
        await _run_telegram(core, settings.telegram_bot_token.get_secret_value())


async def _run_telegram(core: Core, token: str) -> None:
    settings = core.settings
    await core.erase_again()
    channel = make_channel(token, settings.telegram_api_url, core.renderer)
    topics = ForumTopics(channel.bot, core.uow, core.clock)
    core.membership.directory = TelegramDirectory(channel.bot)
    transport = TelegramTransport(
        channel.bot, core.renderer, core.consultants, core.enclosures, topics,
        core.services.groups.follow,
    )  # fmt: skip
    urgent = replace(transport, bot=channel.urgent_bot or channel.bot)
    with contextlib.closing(bind(settings.http_host, settings.http_port)) as bound:
        port = bound.getsockname()[1]
        for name in settings.untold:
            log.warning("notice_incomplete", why=f"{name} is not set; people are told to ask you")
        async with (
            rasa_service(core, port, _log_progress) as rasa,
            httpx.AsyncClient() as client,
            _closing(core),
        ):
            downloads = TelegramDownloads(channel.bot, client)
            try:
                parts = _telegram_parts(core, channel, (transport, urgent), rasa, bound, downloads)
                await run_until_stopped(*parts)
            finally:
                await channel.close()


def _telegram_parts(
    core: Core,
    channel: TelegramChannel,
    transports: tuple[Transport, Transport],
    rasa: RasaService,
    bound: Any,
    downloads: Downloads,
) -> list[Work]:
    transport, urgent = transports
    worker, delivery = core.queues(transport, rasa.client, urgent_transport=urgent)
    receiver = Receiver(
        core.receiving_uow, core.clock, transport, rasa.client, core.is_alarm, core.urgent_uow
    )
    checks: dict[str, Check] = {
        "database": core.database_answers,
        "telegram": _truth(channel.is_healthy),
        "rasa": rasa.healthy,
    }
    routes = [*health_routes(checks), Route(ACTIONS_PATH, rasa.actions.respond, methods=["POST"])]
    settings = core.settings
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    if settings.telegram_mode == "webhook":
        routes.append(Route(WEBHOOK_PATH, Webhook(receiver, secret).respond, methods=["POST"]))
    fetcher, relays, scheduler = core.fetcher(downloads), core.relay_job(), core.scheduler()

    async def listen() -> None:
        await core.locks.listen(delivery.wake)

    leading = (delivery.run, fetcher.run, relays.run, scheduler.run, listen)
    parts = [
        core.follow_group(), worker.run(), run_while_leader(core.locks, *leading),
        rasa.server.run(), serve(make_app(routes), bound),
    ]  # fmt: skip
    return [*parts, _receive(channel, settings, receiver, secret)]


async def _receive(
    channel: TelegramChannel, settings: Settings, receiver: Receiver, secret: str
) -> None:
    await channel.start()
    log.info("telegram_ready", mode=settings.telegram_mode)
    async with asyncio.TaskGroup() as group:
        group.create_task(channel.publish_profile())
        if settings.telegram_mode == "polling":
            group.create_task(channel.poll(receiver.receive))
        else:
            await channel.set_webhook(settings.public_url or "", secret)
            group.create_task(channel.watch_webhook())


async def run_chat(settings: Settings, language: str | None) -> None:
    """Run the same assistant in the terminal, with its own database."""
    own = settings.model_copy(
        update={
            "database_url": f"sqlite+aiosqlite:///{settings.data_dir / 'terminal.sqlite3'}",
            "consultant_chat_id": TerminalChat.CONSULTANTS_CHAT,
            "consultant_ids": frozenset({TerminalChat.CONSULTANT}),
            "http_host": "127.0.0.1",
        }
    )
    files = settings.data_dir / "terminal" / "files"
    async with translation(settings) as translator:
        await _run_chat(build(own, PlainText(), files=files, translator=translator), language)


async def _run_chat(core: Core, language: str | None) -> None:
    await core.erase_again()
    core.membership.directory = chat = TerminalChat(core, language, core.enclosures)
    with contextlib.closing(bind("127.0.0.1", 0)) as bound:
        port = bound.getsockname()[1]
        async with rasa_service(core, port, chat.note) as rasa, _closing(core):
            worker, delivery = core.queues(chat, rasa.client, NoLimits())
            routes = [Route(ACTIONS_PATH, rasa.actions.respond, methods=["POST"])]
            await run_until_stopped(
                worker.run(),
                delivery.run(),
                core.fetcher(LocalDownloads()).run(),
                core.relay_job().run(),
                core.scheduler().run(),
                rasa.server.run(),
                serve(make_app(routes), bound),
                chat.run(),
            )


async def run_until_stopped(*parts: Work) -> None:
    """Run all until SIGINT or SIGTERM, or until one of them returns or fails."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_log_fault)
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows has no handlers in the loop
            loop.add_signal_handler(number, stop.set)
    await run_until_first_ends(*parts, stop.wait())


def _log_fault(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log unawaited exceptions without their messages, which asyncio would print."""
    error = context.get("exception")
    log.error("left_behind", **(fault(error) if error else {"why": context.get("message")}))


@contextlib.asynccontextmanager
async def _closing(core: Core) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await core.close()


def _truth(check: Callable[[], bool]) -> Check:
    async def answer() -> bool:
        return check()

    return answer


def _log_progress(line: str) -> None:
    sys.stderr.write(f"{line}\n")
