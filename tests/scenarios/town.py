"""The whole assistant with a clock to turn, between Telegram's stand-in and a real database.

Nothing runs by itself: updates are fetched, worked off and answered when a test says `settle`, and
the course's clock ticks when time passes.  So eight weeks take as long as their messages do.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from sqlalchemy import Select, event, text

from bot.adapters.scheduler import JobScheduler
from bot.adapters.telegram.channel import TelegramChannel, make_channel
from bot.adapters.telegram.directory import TelegramDirectory
from bot.adapters.telegram.download import TelegramDownloads
from bot.adapters.telegram.polling import fetch_updates
from bot.adapters.telegram.receiving import Receiver
from bot.adapters.telegram.topics import ForumTopics
from bot.adapters.telegram.transport import TelegramTransport
from bot.app.documents import document_renderer
from bot.app.enclosures import Enclosures
from bot.appointments.rules.calendar_event import CalendarEvent
from bot.bootstrap import Core, build
from bot.cases.jobs.relays import RelayJob
from bot.course.rules.documents import PathPicture, WeekPicture
from bot.documents.ports import RenderedFile
from bot.documents.renderer import DocumentRenderer
from bot.eligibility.rules.application import Application, Decision
from bot.eligibility.rules.application import Status as Stage
from bot.eligibility.storage.repositories import Applications
from bot.files.jobs import MOST_AT_ONCE, Fetcher
from bot.i18n.markup import PlainText, TelegramHtml
from bot.i18n.render import Renderer
from bot.kernel.database.participants import Participants
from bot.kernel.incoming import Sender
from bot.kernel.messages import Drawing, Param, phrase
from bot.kernel.participants import Participant
from bot.pipeline.inbox_worker import InboxWorker, ParticipantRateLimiter
from bot.pipeline.lanes import Lanes
from bot.pipeline.masking import Raw
from bot.pipeline.updates import parse
from bot.settings import Settings
from tests.helpers.at_once import at_once
from tests.helpers.consultants import make_consultant
from tests.helpers.world import Clock, FakeNlu, NoLimits, empty_database, shipped
from tests.telegram_server import Group, Person, TelegramServer
from tests.telegram_server.chats import Status

ZONE = ZoneInfo("Europe/Copenhagen")
TEAM = -1001
Script = AsyncIterator[None]  # what somebody does, one act after the other
_NO_WORDS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e\u200f"))
_FILES = ("photo", "document", "voice", "video")


@dataclass
class Sketcher:
    """Draws for people with these names, and for all others writes what it was to draw."""

    artist: DocumentRenderer
    really: frozenset[str]
    drawn: list[tuple[Drawing, str]] = field(default_factory=list)

    async def draw(self, enclosure: Drawing, language: str) -> RenderedFile:
        if isinstance(enclosure, CalendarEvent):  # quickly made, and read by calendars
            return await self.artist.draw(enclosure, language)
        if isinstance(enclosure, PathPicture | WeekPicture):
            self.drawn.append((enclosure, language))
            sketch = sketch_of(enclosure.kind, language)
            return RenderedFile(f"{enclosure.kind}.png", "photo", b"\x89PNG\r\n\x1a\n" + sketch)
        language = enclosure.language or language  # some papers are in Danish for everybody
        self.drawn.append((enclosure, language))
        name = getattr(enclosure, "name", None)
        if name is not None and name.text in self.really:
            return await self.artist.draw(enclosure, language)
        sketch = sketch_of(enclosure.kind, language)
        return RenderedFile(f"{enclosure.kind}.pdf", "file", b"%PDF-1.7\n" + sketch)


def sketch_of(kind: str, language: str) -> bytes:
    return f"{kind} in {language}".encode()


@dataclass(repr=False)  # asyncio writes out what fixtures return, and this holds the whole course
class Town:
    core: Core
    clock: Clock
    telegram: TelegramServer
    team: Group
    channel: TelegramChannel
    worker: InboxWorker
    delivery: Lanes
    fetcher: Fetcher
    relay_job: RelayJob
    scheduler: JobScheduler
    receiver: Receiver
    sketcher: Sketcher
    offset: int = 0

    @property
    def today(self) -> date:
        return self.clock().astimezone(ZONE).date()

    def words(self, text_: str, language: str, **params: Param) -> str:
        """As the catalogue says it, without marks of direction."""
        return plain(self.core.renderer.plain(phrase(text_, **params), language))

    # --- time

    async def until(self, day: date, hour: int, minute: int = 0) -> None:
        """Time passes, and the clock of the course ticks around each hour at which weeks come:
        in summer time and in winter time, just before and on it."""
        wanted = datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)
        assert wanted >= self.clock(), f"it is {self.clock()} already"
        for moment in _moments(self.clock(), wanted):
            await self._tick(moment)
        await self._tick(wanted)
        await self.settle()

    async def _tick(self, moment: datetime) -> None:
        self.clock.now = moment
        await self.scheduler.run_jobs()
        if await self.unsent():
            await self.settle()

    async def unsent(self) -> int:
        return await self.number("SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL")

    # --- work

    async def together(self, *scripts: Script) -> None:
        """Each does one act, all of it is worked off, then each the next."""
        under_way = list(scripts)
        while under_way:
            under_way = [s for s in under_way if await _goes_on(s)]
            await self.settle()
            self.clock.forward(seconds=20)

    async def settle(self) -> None:
        while waiting := self._waiting():
            for update in await self._updates():
                await self._make_consultant(update)
                await self.receiver.receive(update)
            await self._work(sum(_has_file(u) for u in waiting))
            await self._all_answered(len(waiting))
        await self._work(0)

    async def _make_consultant(self, update: Raw) -> None:
        await self.make_consultant(parse(update).sender)

    async def make_consultant(self, sender: Sender) -> None:
        """If they act in the group."""
        group, now = self.core.consultants.chat_id, self.clock()
        await make_consultant(self.core.uow, sender, group, now)

    async def _all_answered(self, newest: int) -> None:
        """Spinners are stopped on the side; no time passes until they are."""
        pressed = list(islice(reversed(self.telegram.world.queries.pressed.values()), newest))
        all_ = lambda: all(query.answer for query in pressed)  # noqa: E731
        assert await self.telegram.world.activity.until(all_, 60), "a button still spins"

    def _waiting(self) -> list[dict[str, Any]]:
        queued = self.telegram.world.updates.queue
        return [q.update for q in queued if q.update["update_id"] >= self.offset]

    async def _updates(self) -> list[Raw]:
        updates = await fetch_updates(self.channel.bot, self.offset, 0)
        self.offset = max([self.offset, *(u["update_id"] + 1 for u in updates)])
        return updates

    async def _work(self, files: int) -> None:
        await self.worker.work()
        await self.worker.drained()
        for _ in range(-(-files // MOST_AT_ONCE)):
            await self.fetcher.work()
            await self.fetcher.drained()
        await self.relay_job.work()
        await self.relay_job.drained()
        await self.delivery.work()
        await self.delivery.drained()

    # --- what is stored

    async def rows(self, sql: str, **params: Any) -> list[Any]:
        async with self.core.database.engine.connect() as connection:
            return list((await connection.execute(text(sql), params)).all())

    async def found(self, statement: Select[Any]) -> list[Any]:
        """With what is sealed opened."""
        async with self.core.database.engine.connect() as connection:
            return list((await connection.execute(statement)).all())

    async def number(self, sql: str, **params: Any) -> int:
        return int((await self.rows(sql, **params))[0][0])

    async def applicant(self, chat_id: int, name: str, language: str) -> Person:
        """Somebody for whom the course is right, as a consultant has said."""
        now, welcome = self.clock(), self.core.content.welcome
        async with self.core.uow() as uow:
            one = Participant(chat_id, name, language, now, language_chosen_at=now)
            one.answer_consent(welcome.consent_version, True, now)
            await uow[Participants].add(one)
            assert one.id is not None
            await uow[Applications].add(
                Application(
                    participant_id=one.id, started_at=now, submitted_at=now,
                    status=Stage.DECIDED, decision=Decision.SUITABLE,
                )
            )  # fmt: skip
            await uow.commit()
        return self.telegram.person(chat_id, name, language_code=language, started=True)

    def refusals(self) -> list[str]:
        return [
            f"{c.method} to {c.call.params.get('chat_id')}: {c.status} {c.description}"
            for c in self.telegram.calls
            if c.status != 200
        ]


@asynccontextmanager
async def town(
    folder: Path,
    now: datetime,
    really_drawn: frozenset[str] = frozenset(),
    *,
    forum: bool = False,
    bot: Status = "administrator",
) -> AsyncIterator[Town]:
    clock = Clock(now)
    async with AsyncExitStack() as running:
        telegram = await running.enter_async_context(
            TelegramServer(clock=lambda: clock().timestamp())
        )
        settings = Settings(
            _env_file=None,  # type: ignore[call-arg]  # pydantic-settings' own switch
            telegram_api_url=telegram.url,
            data_dir=folder,
            consultant_chat_id=TEAM,
            database_url=f"sqlite+aiosqlite:///{folder / 'town.sqlite3'}",
        )
        file = folder / "town.sqlite3"
        await asyncio.to_thread(file.write_bytes, await asyncio.to_thread(empty_database))
        core = build(settings, TelegramHtml(), clock, content=shipped())
        running.push_async_callback(core.close)
        at_once(core.database)
        event.listen(core.database.engine.sync_engine, "connect", _hurry)
        channel = make_channel(telegram.token, telegram.url, core.renderer)
        await running.enter_async_context(channel.bot)
        client = await running.enter_async_context(httpx.AsyncClient())
        team = telegram.group(TEAM, "Konsulenter", forum=forum, bot=bot)
        yield _joined(core, clock, telegram, team, channel, client, really_drawn)


def _joined(
    core: Core, clock: Clock, telegram: TelegramServer, team: Group, channel: TelegramChannel,
    client: httpx.AsyncClient, really_drawn: frozenset[str],
) -> Town:  # fmt: skip
    words = Renderer(
        core.renderer.municipality, core.renderer.zone, PlainText(), core.renderer.phone
    )
    sketcher = Sketcher(document_renderer(words), really_drawn)
    enclosures = Enclosures(core.uow, core.files, sketcher)
    topics = ForumTopics(channel.bot, core.uow, clock)
    core.membership.directory = TelegramDirectory(channel.bot)
    transport = TelegramTransport(
        channel.bot, core.renderer, core.consultants, enclosures, topics,
        core.services.groups.follow,
    )  # fmt: skip
    nlu = FakeNlu(core.assistant)
    worker, delivery = core.queues(transport, nlu, NoLimits())
    worker.rate_limiter = ParticipantRateLimiter(most=10_000)  # a day passes in a second here
    downloads = TelegramDownloads(channel.bot, client)
    return Town(
        core, clock, telegram, team, channel, worker, delivery,
        core.fetcher(downloads), core.relay_job(),
        core.scheduler(),
        Receiver(core.uow, clock, transport, nlu), sketcher,
    )  # fmt: skip


def plain(words: str) -> str:
    """Without marks of direction."""
    return words.translate(_NO_WORDS)


def _moments(now: datetime, until: datetime) -> list[datetime]:
    """When something might happen by the clock, on every day between."""
    found = []
    day = now.date()
    while day <= until.date():
        for hour in (7, 8):  # UTC: nine o'clock here in summer, and in winter eight and nine
            on_it = datetime.combine(day, time(hour), UTC)
            found += [on_it - timedelta(minutes=1), on_it]
        day += timedelta(days=1)
    return [moment for moment in found if now < moment < until]


async def _goes_on(script: Script) -> bool:
    try:
        await anext(script)
    except StopAsyncIteration:
        return False
    return True


def _has_file(update: dict[str, Any]) -> bool:
    return any(kind in update.get("message", {}) for kind in _FILES)


def _hurry(connection: Any, _: Any) -> None:
    """No power cut is played here."""
    connection.execute("PRAGMA synchronous=OFF")
