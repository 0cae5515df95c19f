"""The real services on a real database, with a fake clock, channel and NLU.

`World` is driven as participants drive the assistant: they write, press buttons by label, read.
"""

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import event

from bot.adapters.database.engine import Database
from bot.adapters.database.locks import locks_of
from bot.adapters.database.migrate import migrate
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.adapters.file_store import DiskFiles
from bot.app.assembly import Services, assemble
from bot.app.assistant import Assistant
from bot.app.environment import Environment
from bot.bootstrap import danish_calendar
from bot.cases.handlers.relayed_files import tell_file_refused
from bot.cases.jobs.relays import RelayJob
from bot.content.loader import Content, load
from bot.eligibility.storage.repositories import Applications
from bot.files.jobs import Fetcher
from bot.i18n.markup import PlainText
from bot.i18n.render import Rendered, Renderer
from bot.kernel.database.outbox_tables import OutboxRow
from bot.kernel.database.participants import Participants
from bot.kernel.messages import ErasedMessages
from bot.kernel.ports import CONSULTANTS, ConsultantsChat
from bot.office.handlers.membership import GroupMembership
from bot.office.handlers.office import consultant_name
from bot.office.ports import NotTold
from bot.pipeline.delivery import Delivery
from bot.pipeline.inbox import Inbox
from bot.pipeline.inbox_worker import InboxWorker, ParticipantRateLimiter
from bot.pipeline.intake import store_update
from bot.pipeline.limits import NoLimits as NoLimits  # for other tests too
from bot.pipeline.masking import without_cpr
from bot.pipeline.ports import NluUnavailable, NotDelivered
from bot.pipeline.updates import parse
from bot.questionnaire.rules.intents import FAMILIES
from bot.questionnaire.rules.interruption import NluResult
from bot.settings import Settings
from tests.helpers import postgres
from tests.helpers.at_once import at_once
from tests.helpers.consultants import make_consultant
from tests.helpers.files import PNG, DirectInspector
from tests.helpers.vault import VAULT

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TEAM = -1001


class Clock:
    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **step: float) -> None:
        self.now += timedelta(**step)


@dataclass
class FakeNlu:
    """Understands what it was told to: text → intent, or (intent, confidence)."""

    assistant: Assistant
    meanings: dict[str, NluResult] = field(default_factory=dict)
    ready: bool = True
    heard: list[str] = field(default_factory=list)

    def is_ready(self) -> bool:
        return self.ready

    def prefetch(self, chat_id: int, text: str) -> None: ...

    def means(
        self,
        text: str,
        intent: str,
        confidence: float = 0.97,
        distress: float = 0,
        guess: str | None = None,
        language: str | None = None,
    ) -> None:
        self.meanings[text] = NluResult(intent, confidence, distress, guess, language, text)

    async def submit(
        self, update_id: int, chat_id: int, text: str, language: str, waiting: str
    ) -> None:
        if not self.ready:
            raise NluUnavailable
        self.heard.append(text)
        meaning = self.meanings.get(text, NluResult("answer", 0.9))
        family = next(name for name, intents in FAMILIES.items() if meaning.intent in intents)
        await self.assistant.understood(update_id, meaning, family)


@dataclass
class Shown:
    """A message on somebody's screen as it looks now."""

    message_id: int
    text: str
    buttons: list[list[tuple[str, str]]]
    row: OutboxRow | None = None

    @property
    def labels(self) -> list[str]:
        return [label for row in self.buttons for label, _ in row]


@dataclass
class FakeChannel:
    """A `Transport` that keeps every chat's screen."""

    renderer: Renderer
    screens: dict[int, list[Shown]] = field(default_factory=dict)
    fails: list[NotDelivered] = field(default_factory=list)
    closed: dict[int, NotDelivered] = field(default_factory=dict)  # chats that take nothing
    left: list[int] = field(default_factory=list)
    deleted: list[tuple[int, int | None]] = field(default_factory=list)
    next_id: int = 5_000

    def reachable(self, chat_id: int) -> bool:
        return True

    async def acknowledge(self, callback_id: str) -> None: ...

    async def deliver(self, row: OutboxRow) -> int | tuple[int, ...] | None:
        if self.fails:
            raise self.fails.pop(0)
        if row.chat_id in self.closed:
            raise self.closed[row.chat_id]
        if row.method == "leave":
            self.left.append(row.chat_id)
            return None
        if row.method == "delete":
            self.screens[row.chat_id] = [
                m for m in self.screens.get(row.chat_id, []) if m.message_id != row.edit_message_id
            ]
            self.deleted.append((row.chat_id, row.edit_message_id))
            return None
        if row.method == "erase" or (row.method == "close" and not row.message.paragraphs):
            self._remove(row)
            return None
        offer = row.chat_id > CONSULTANTS and row.wants_buttons
        shown = _shown(self.renderer.render(row.message, row.language, offer))
        shown.row = row
        screen = self.screens.setdefault(row.chat_id, [])
        if row.method == "amend" and row.edit_message_id is None:
            return None
        if row.method in ("edit", "amend") and row.edit_message_id is not None:
            old = next((m for m in screen if m.message_id == row.edit_message_id), None)
            if old is not None:
                old.text, old.buttons = shown.text, shown.buttons
            return row.edit_message_id
        self.next_id += 1
        shown.message_id = self.next_id
        screen.append(shown)
        enclosure: Any = row.message.enclosure
        several = getattr(enclosure, "message_ids", None) or getattr(enclosure, "files", None)
        copied = several or (0,)
        first, self.next_id = self.next_id, self.next_id + len(copied) - 1
        return first if len(copied) == 1 else tuple(range(first, self.next_id + 1))

    def _remove(self, row: OutboxRow) -> None:
        erased = row.message.form
        ids = erased.message_ids + erased.copies if isinstance(erased, ErasedMessages) else ()
        shown = self.screens.get(row.chat_id, [])
        self.screens[row.chat_id] = [m for m in shown if m.message_id not in ids]


def _shown(rendered: Rendered) -> Shown:
    buttons = [[(b.label, b.data) for b in row] for row in rendered.buttons]
    return Shown(0, rendered.text, buttons)


@dataclass
class FakeDownloads:
    """What lies with the channel, by file id; anything else is a small picture."""

    contents: dict[str, bytes] = field(default_factory=dict)

    async def fetch(self, telegram_id: str) -> bytes:
        return self.contents.get(telegram_id, PNG)


@dataclass
class FakeDirectory:
    """Who is in the consultants' group: everybody but those who left.  `silent`: does not tell."""

    left: set[int] = field(default_factory=set)
    silent: bool = False
    asked: list[int] = field(default_factory=list)
    moved: dict[int, int] = field(default_factory=dict)  # to the supergroup that a group became

    async def is_member(self, chat_id: int, user_id: int) -> bool | None:
        self.asked.append(user_id)
        return None if self.silent else user_id not in self.left

    async def successor(self, chat_id: int) -> int | None:
        if self.silent:
            raise NotTold
        return self.moved.get(chat_id)


@dataclass(repr=False)  # asyncio writes out what fixtures return, and this holds the whole course
class World:
    """`all_are_consultants`: whoever acts in the consultants' group is made one first."""

    database: Database
    content: Content
    assistant: Assistant
    channel: FakeChannel
    nlu: FakeNlu
    clock: Clock
    worker: InboxWorker
    delivery: Delivery
    urgent: Delivery
    services: Services
    downloads: FakeDownloads
    fetcher: Fetcher
    relay_job: RelayJob
    directory: FakeDirectory
    all_are_consultants: bool = False
    update_id: int = 100
    message_id: int = 0

    def uow(self) -> SqlUnitOfWork:
        return SqlUnitOfWork(self.database)

    def person(self, chat_id: int = 42, name: str = "Amina", language: str = "da") -> "Person":
        return Person(self, chat_id, name, language)

    async def arrives(self, kind: str, payload: dict[str, Any]) -> int:
        self.update_id += 1
        await self.again({"update_id": self.update_id, kind: payload})
        return self.update_id

    async def again(self, raw: dict[str, Any]) -> None:
        """Store an update and let everything it causes happen."""
        masked = without_cpr(raw)
        if self.all_are_consultants:
            sender, group = parse(masked).sender, self.assistant.desk.chat.chat_id
            await make_consultant(self.uow, sender, group, self.clock())
        async with self.uow() as uow:
            await store_update(uow[Inbox], masked, parse(masked), self.clock())
            await uow.commit()
        await self.settle()

    def name_consultants(self, *ids: int) -> None:
        """From now on these are the consultants of CONSULTANT_IDS."""
        desk = self.assistant.desk
        office = replace(desk.access.office, named=frozenset(ids))
        named = replace(desk, access=replace(desk.access, office=office))
        object.__setattr__(self.assistant, "desk", named)
        self.all_are_consultants = False

    async def settle(self) -> None:
        await self.worker.work()
        await self.worker.drained()
        await self.fetcher.work()
        await self.fetcher.drained()
        await self.relay_job.work()
        await self.relay_job.drained()
        for lane in (self.urgent, self.delivery):
            await lane.work()
            await lane.drained()

    async def close(self) -> None:
        await self.worker.locks.close()
        await self.database.close()

    @property
    def url(self) -> str:
        return self.database.engine.url.render_as_string(hide_password=False)

    async def passes(self, **step: float) -> None:
        """Time goes by, the clock ticks, and what is due then happens."""
        self.clock.forward(**step)
        await self.services.idle_cases.work()
        await self.settle()

    def screen(self, chat_id: int) -> list[Shown]:
        return self.channel.screens.setdefault(chat_id, [])

    @property
    def team(self) -> list[Shown]:
        return self.screen(CONSULTANTS)


@dataclass
class Person:
    """Someone with a phone.  `chat` is the private chat unless they act in the team's group."""

    world: World
    id: int
    name: str
    language: str

    def _from(self) -> dict[str, Any]:
        return {"id": self.id, "first_name": self.name, "language_code": self.language}

    def _message(self, chat_id: int | None, **content: Any) -> dict[str, Any]:
        self.world.message_id += 1
        where = chat_id or self.id
        chat = {"id": where, "type": "private" if where > 0 else "supergroup"}
        return {"message_id": self.world.message_id, "chat": chat, "from": self._from(), **content}

    async def says(self, text: str, chat: int | None = None, **more: Any) -> int:
        command = [{"type": "bot_command", "offset": 0, "length": len(text)}]
        entities = command if text.startswith("/") else []
        message = self._message(chat, text=text, entities=entities, **more)
        return await self.world.arrives("message", message)

    async def sends(self, **content: Any) -> int:
        return await self.world.arrives("message", self._message(None, **content))

    async def edits(self, text: str) -> int:
        return await self.world.arrives("edited_message", self._message(None, text=text))

    async def presses(self, label: str) -> int:
        """The newest visible button that says so."""
        message, data = self._button(self.world.screen(self.id), label)
        return await self.presses_data(data, message)

    async def decides(self, label: str) -> int:
        """Presses a button in the team's group."""
        message, data = self._button(self.world.team, label)
        return await self.presses_data(data, message, TEAM)

    async def presses_data(self, data: str, message_id: int, chat: int | None = None) -> int:
        message = self._message(chat) | {"message_id": message_id}
        query = {"id": "7", "from": self._from(), "message": message, "data": data}
        return await self.world.arrives("callback_query", query)

    def _button(self, screen: list[Shown], label: str) -> tuple[int, str]:
        for message in reversed(screen):
            for row in message.buttons:
                for shown, data in row:
                    if shown == label:
                        return message.message_id, data
        raise AssertionError(f"no button {label!r} in:\n{self.draw(screen)}")

    @staticmethod
    def draw(screen: list[Shown]) -> str:
        return "\n".join(f"{m.text}\n   {m.labels}" for m in screen[-6:])

    @property
    def last(self) -> Shown:
        return self.world.screen(self.id)[-1]

    @property
    def texts(self) -> list[str]:
        return [m.text for m in self.world.screen(self.id)]

    def sees(self, part: str) -> bool:
        return any(part in text for text in self.texts)

    async def application(self) -> Any:
        async with self.world.uow() as uow:
            participant = await uow[Participants].of_chat(self.id)
            assert participant is not None and participant.id is not None
            return await uow[Applications].latest(participant.id)


@cache
def empty_database() -> bytes:
    """Migrated once; every test gets a copy."""
    with tempfile.TemporaryDirectory() as folder:
        migrate(f"sqlite+aiosqlite:///{folder}/empty.sqlite3")
        return (Path(folder) / "empty.sqlite3").read_bytes()


def _database_in(folder: Path) -> str:
    if postgres.WANTED:
        return postgres.new_database()
    file = folder / "egen-chef.sqlite3"
    file.write_bytes(empty_database())
    return f"sqlite+aiosqlite:///{file}"


@cache
def shipped() -> Content:
    """Read once: nothing changes it."""
    return load()


def _hurry(connection: Any, _: Any) -> None:
    """Tests of what is said need not survive a power cut."""
    connection.execute("PRAGMA synchronous=OFF")


async def make_world(
    folder: Path,
    change: Callable[[Content], Content] | None = None,
    consultant_ids: frozenset[int] = frozenset(),
    *,
    threads: bool = False,
) -> World:
    """`consultant_ids` empty: whoever acts in the consultants' group is made a consultant first.

    With `threads` SQLite is reached as in production, and another may open it too."""
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings' own switch
        data_dir=folder,
        consultant_chat_id=TEAM,
    )
    url = await asyncio.to_thread(_database_in, folder)
    content = shipped()
    content = change(content) if change else content
    database, clock = Database(url, VAULT), Clock()
    if database.is_sqlite:
        if not threads:
            at_once(database)
        event.listen(database.engine.sync_engine, "connect", _hurry)
    zone, phone = ZoneInfo(settings.timezone), settings.municipality_phone
    renderer = Renderer(settings.municipality, zone, PlainText(), phone)
    chat = ConsultantsChat(TEAM)
    membership = GroupMembership(lambda: SqlUnitOfWork(database), clock, chat)
    membership.directory = directory = FakeDirectory()
    environment = Environment(
        content, lambda: SqlUnitOfWork(database), renderer, chat, consultant_ids,
        danish_calendar(settings.timezone), clock, membership,
    )  # fmt: skip
    services = assemble(environment)
    assistant = services.assistant
    nlu, channel = FakeNlu(assistant), FakeChannel(renderer)
    delivery = Delivery(
        lambda: SqlUnitOfWork(database), clock, channel, NoLimits(), services.not_delivered,
        consultant_name,
    )  # fmt: skip
    worker = InboxWorker(
        lambda: SqlUnitOfWork(database), clock, assistant, nlu, locks_of(database),
        ParticipantRateLimiter(most=10_000),
    )  # fmt: skip
    downloads = FakeDownloads()
    fetcher = Fetcher(
        lambda: SqlUnitOfWork(database), clock, downloads, DiskFiles(folder / "files", VAULT),
        DirectInspector(), services.attachments.pass_on, tell_file_refused,
    )  # fmt: skip
    relay_job = RelayJob(lambda: SqlUnitOfWork(database), clock, services.cases)
    return World(
        database,
        content,
        assistant,
        channel,
        nlu,
        clock,
        worker,
        delivery,
        replace(delivery, urgent=True),
        services,
        downloads,
        fetcher,
        relay_job,
        directory,
        all_are_consultants=not consultant_ids,
    )
