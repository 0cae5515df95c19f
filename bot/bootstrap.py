"""The only place where the core is joined: settings in, a working assistant out."""

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import structlog
from sqlalchemy import text

from bot.content.loader import Content, load
from bot.documents.draw import Artist
from bot.domain.preferences import Almanac
from bot.domain.runs import Calendar
from bot.i18n import catalogues
from bot.i18n.markup import Markup, PlainText
from bot.i18n.render import Renderer
from bot.reminders.ramadan import ramadan_sunset
from bot.reminders.ticks import Ticks
from bot.services.assistant import Assistant
from bot.services.attachments import Attachments
from bot.services.care import Care
from bot.services.conversation import Conversation
from bot.services.delivery import Delivery, Limits
from bot.services.desk import open_desk
from bot.services.enclosures import Enclosures
from bot.services.facts import FactDesk
from bot.services.fetching import Fetcher
from bot.services.inbox_worker import InboxWorker
from bot.services.joining import Joining
from bot.services.onboarding import Onboarding
from bot.services.open_list import OpenList
from bot.services.paths import Paths
from bot.services.plans import Plans
from bot.services.ports import (
    Clock,
    ConsultantsChat,
    Downloads,
    Mind,
    Transport,
    UnitsOfWork,
)
from bot.services.reader import Reader
from bot.services.releases import Releases
from bot.services.reminder_people import ReminderPeople
from bot.services.reminder_settings import ReminderSettings
from bot.services.reminder_texts import Composer
from bot.services.reminders import Reminders
from bot.services.step_buttons import StepButtons
from bot.services.tasks import Tasks
from bot.services.typed import TypedAnswers
from bot.services.wishes import Wishes
from bot.settings import Settings
from bot.storage.engine import Database
from bot.storage.file_store import DiskFiles
from bot.storage.migrate import migrate
from bot.storage.unit_of_work import SqlUnitOfWork


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Services:
    """The use cases, joined."""

    assistant: Assistant
    releases: Releases
    open_list: OpenList
    attachments: Attachments
    reminders: Reminders


@dataclass(frozen=True)
class Core:
    """What every front needs; `close` it at the end."""

    settings: Settings
    content: Content
    database: Database
    renderer: Renderer
    services: Services
    consultants: ConsultantsChat
    files: DiskFiles
    clock: Clock

    @property
    def uow(self) -> UnitsOfWork:
        return lambda: SqlUnitOfWork(self.database)

    @property
    def assistant(self) -> Assistant:
        return self.services.assistant

    @property
    def enclosures(self) -> Enclosures:
        """What goes with messages; documents are drawn in plain words, not in Telegram's HTML."""
        artist = Artist(replace(self.renderer, markup=PlainText()))
        return Enclosures(self.uow, self.files, artist)

    def queues(
        self, transport: Transport, mind: Mind, limits: Limits | None = None
    ) -> tuple[InboxWorker, Delivery]:
        """The two workers; an effect of the first wakes the second."""
        delivery = Delivery(self.uow, self.clock, transport, limits or Limits())
        worker = InboxWorker(self.uow, self.clock, self.assistant, mind, delivery.wake)
        return worker, delivery

    def fetcher(self, downloads: Downloads, on_effect: asyncio.Event) -> Fetcher:
        return Fetcher(
            self.uow, self.clock, downloads, self.files, on_effect,
            self.services.attachments.pass_on,
        )  # fmt: skip

    def ticks(self, on_effect: asyncio.Event) -> Ticks:
        """What happens by the clock."""
        return Ticks(
            {
                "release": self.services.releases.work,
                "bring_up": self._bring_up,
                "remind": self.services.reminders.work,
            },
            on_effect,
        )

    async def _bring_up(self) -> None:
        async with self.uow() as uow:
            await self.services.open_list.bring_up(uow, self.clock())
            await uow.commit()

    async def database_answers(self) -> bool:
        try:
            async with asyncio.timeout(2), self.database.engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
        except Exception:  # noqa: BLE001  # whatever it is, the database does not answer
            return False
        return True

    async def close(self) -> None:
        await self.database.close()


def danish_calendar(zone: str) -> Calendar:
    """Public holidays, and the days off that are none: 1 May, 5 June, 24 and 31 December."""
    days = holidays.country_holidays("DK", categories=(holidays.PUBLIC, holidays.OPTIONAL))
    return Calendar(ZoneInfo(zone), days.__contains__)


def build(
    settings: Settings, markup: Markup, clock: Clock = now, files: Path | None = None
) -> Core:
    """`files`: where what people send is kept; a database of its own needs a folder of its own.

    Raises ContentError, CatalogueMissing; migrates the database."""
    content = load()
    catalogues.check()
    migrate(settings.database)
    database = Database(settings.database)
    renderer = Renderer(
        settings.municipality, ZoneInfo(settings.timezone), markup, settings.municipality_phone
    )
    consultants = ConsultantsChat(settings.consultant_chat_id)
    services = assemble(
        content,
        lambda: SqlUnitOfWork(database),
        renderer,
        consultants,
        settings.consultant_ids,
        danish_calendar(settings.timezone),
        clock,
    )
    kept = DiskFiles(files or settings.data_dir / "files")
    return Core(settings, content, database, renderer, services, consultants, kept, clock)


def assemble(
    content: Content,
    uow: UnitsOfWork,
    renderer: Renderer,
    consultants: ConsultantsChat,
    consultant_ids: frozenset[int],
    calendar: Calendar,
    clock: Clock,
) -> Services:
    """The services, joined; tests join them to a channel and a mind of their own."""
    onboarding = Onboarding(content.welcome)
    joining = Joining(content.eligibility)
    tasks = Tasks(content.course, calendar)
    plans = Plans(content.course, calendar, content.facts.terms)
    paths = Paths({"e": joining, "w": tasks})
    care = Care(onboarding, paths)
    typed = TypedAnswers(onboarding, paths, renderer.plain)
    facts = FactDesk(content.facts, care, renderer.zone)
    attachments = Attachments(paths, tasks)
    almanac = Almanac(calendar, ramadan_sunset(calendar.zone))
    reminded = ReminderPeople(content.course, content.eligibility, almanac)
    conversation = Conversation(
        onboarding, joining, tasks, plans, attachments, paths, StepButtons(paths), care, facts,
        content.distress, typed, ReminderSettings(reminded),
    )  # fmt: skip
    reader = Reader(conversation, Wishes(conversation))
    releases = Releases(uow, clock, content.course, calendar)
    desk = open_desk(
        consultants, consultant_ids, clock, content, calendar, releases, renderer.plain, reminded
    )
    assistant = Assistant(uow, clock, desk, conversation, reader)
    reminders = Reminders(uow, clock, reminded, Composer(content.reminders))
    return Services(assistant, releases, desk.open_list, attachments, reminders)


def set_up_logging(level: str) -> None:
    """One JSON line an event, facts only.  Libraries that log the token stay quiet."""
    logging.basicConfig(format="%(message)s", level=level)
    for noisy in ("httpx", "httpcore", "alembic", "aiosqlite", "asyncio", "apscheduler"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # Their tracebacks may quote what people wrote; we log the same faults without the words.
    for wordy in ("telegram", "uvicorn", "rasa_sdk"):
        logging.getLogger(wordy).setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
    )
