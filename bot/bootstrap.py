"""Composition root: builds the assistant and its adapters from the settings."""

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import structlog
from sqlalchemy import text

from bot.adapters.database.engine import Database
from bot.adapters.database.ledger import LEDGER, LedgerFile
from bot.adapters.database.locks import locks_of
from bot.adapters.database.mention_index import index_mentions
from bot.adapters.database.migrate import migrate
from bot.adapters.database.sealing import check_keys
from bot.adapters.database.turnstile import Priority
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.adapters.file_store import DiskFiles
from bot.adapters.inspector import ChildInspector
from bot.adapters.scheduler import JobScheduler
from bot.app.assembly import Services, assemble
from bot.app.assistant import Assistant
from bot.app.documents import document_renderer
from bot.app.enclosures import Enclosures
from bot.app.environment import Environment
from bot.cases.handlers.relayed_files import tell_file_refused
from bot.cases.jobs.relays import RelayJob
from bot.content.loader import Content, load
from bot.files.jobs import Fetcher
from bot.files.ports import Downloads
from bot.files.rules.quota import MEGABYTE, Quota
from bot.i18n import catalogues
from bot.i18n.markup import Markup, PlainText
from bot.i18n.render import Renderer
from bot.kernel.calendar import Calendar
from bot.kernel.database.vault import Vault, keys_in
from bot.kernel.ports import Clock, ConsultantsChat, Translator
from bot.kernel.runtime.faults import fault
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork
from bot.office.handlers.membership import GroupMembership
from bot.office.handlers.office import consultant_name
from bot.office.rules.consultants import Staff
from bot.office.storage.repositories import Consultants
from bot.onboarding.rules import PrivacyFacts
from bot.pipeline.delivery import Delivery
from bot.pipeline.inbox_worker import InboxWorker
from bot.pipeline.known_chats import KnownChats
from bot.pipeline.lanes import Lanes
from bot.pipeline.limits import Limits
from bot.pipeline.ports import Locks, Nlu, Transport
from bot.privacy.handlers.erasing import erase_again
from bot.privacy.rules.retention import RetentionRules
from bot.settings import Settings

log = structlog.get_logger()

GROUP_SECONDS = 2.0  # between two looks at which group it is


def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


class NoConsultants(Exception):
    """There is a group and nobody who may act in it."""

    def __init__(self) -> None:
        super().__init__(
            "CONSULTANT_IDS: name the consultants of the group. Their numbers: "
            "`python -m bot consultants list` shows who has acted there; "
            "`python -m bot consultants add NUMBER` makes somebody one. Or leave "
            "CONSULTANT_CHAT_ID out: the log then has a code, and who writes /pair with it in the "
            "group is the first."
        )


@dataclass(frozen=True)
class Core:
    """The assistant without a channel; `close` it at the end."""

    settings: Settings
    content: Content
    database: Database
    renderer: Renderer
    services: Services
    consultants: ConsultantsChat
    membership: GroupMembership
    files: DiskFiles
    clock: Clock
    locks: Locks

    @property
    def uow(self) -> UnitsOfWork:
        return lambda: SqlUnitOfWork(self.database)

    @property
    def urgent_uow(self) -> UnitsOfWork:
        """Units of work for alarms, which wait for no others."""
        return lambda: SqlUnitOfWork(self.database, Priority.ALARM)

    @property
    def strangers_uow(self) -> UnitsOfWork:
        """Units of work for people we do not know yet, which wait for those of the others."""
        return lambda: SqlUnitOfWork(self.database, Priority.STRANGER)

    @property
    def receiving_uow(self) -> UnitsOfWork:
        """Units of work that store updates, before those that arrived earlier are handled."""
        return lambda: SqlUnitOfWork(self.database, Priority.STORE)

    def is_alarm(self, text: str) -> bool:
        """Whether a text sounds like a crisis to the word list."""
        return self.content.distress.kind_of(text) is not None

    @property
    def assistant(self) -> Assistant:
        return self.services.assistant

    @property
    def enclosures(self) -> Enclosures:
        """Opens enclosures; documents are rendered without Telegram's HTML."""
        documents = document_renderer(replace(self.renderer, markup=PlainText()))
        return Enclosures(self.uow, self.files, documents, self.services.archive)

    def queues(
        self, transport: Transport, nlu: Nlu, limits: Limits | None = None,
        urgent_transport: Transport | None = None,
    ) -> tuple[InboxWorker, Lanes]:  # fmt: skip
        """Build the inbox worker and the delivery; commits notify them of new work.

        urgent_transport: with connections of its own; None: the same one.
        """
        known = KnownChats(self._consultants)
        ordinary = Delivery(
            self.uow, self.clock, transport, limits or Limits(known=known),
            self.services.not_delivered, consultant_name, strangers_uow=self.strangers_uow,
        )  # fmt: skip
        urgent = replace(
            ordinary, uow=self.urgent_uow, transport=urgent_transport or transport, urgent=True,
            strangers_uow=None,
        )  # fmt: skip
        worker = InboxWorker(
            self.uow, self.clock, self.assistant, nlu, self.locks,
            urgent_uow=self.urgent_uow, known=known, strangers_uow=self.strangers_uow,
        )  # fmt: skip
        notifier = self.database.notifier
        notifier.inbox, notifier.outbox, notifier.urgent = worker, ordinary, urgent
        return worker, Lanes(ordinary, urgent)

    async def _consultants(self, uow: UnitOfWork) -> frozenset[int]:
        known = {one.user_id: one for one in await uow[Consultants].all()}
        return Staff(self.settings.consultant_ids, known).all_ids

    def fetcher(self, downloads: Downloads) -> Fetcher:
        passed_on = self.services.attachments.pass_on
        return Fetcher(
            self.uow, self.clock, downloads, self.files, ChildInspector(), passed_on,
            tell_file_refused, file_quota(self.settings),
        )  # fmt: skip

    def relay_job(self) -> RelayJob:
        services = self.services
        return RelayJob(self.uow, self.clock, services.cases, services.translator)

    def scheduler(self) -> JobScheduler:
        return JobScheduler(self.services.jobs | {"erasures": self.database.after_erasure.work})

    async def erase_again(self) -> int:
        """Erase those who were erased in a newer copy of this database; return how many.

        Before anything is sent.  Raises WrongKey, OSError.
        """
        file = self.database.after_erasure.file
        entries = file.read() if file is not None else []
        async with self.uow() as uow:
            count = await erase_again(uow, entries, self.clock())
            await uow.commit()
        return count

    async def database_answers(self) -> bool:
        """Health check of the database, within two seconds."""
        try:
            async with asyncio.timeout(2), self.database.engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
        except Exception:  # noqa: BLE001  # any error means that the database is unavailable
            return False
        return True

    async def check_consultants(self) -> None:
        """Read which group is the consultants'.  Raises NoConsultants for a group of nobody."""
        await retry_on_conflict(self.services.groups.refresh)
        async with self.uow() as uow:
            staff = await self.services.assistant.desk.access.office.staff(uow)
        if self.consultants.chat_id is not None and not staff.all_ids:
            raise NoConsultants

    async def follow_group(self) -> None:
        """Notice when another process connects a group, until cancelled."""
        while True:
            await asyncio.sleep(GROUP_SECONDS)
            try:
                await retry_on_conflict(self.services.groups.refresh)
            except Exception as error:  # noqa: BLE001  # the database may be away for a while
                log.warning("group_unknown", **fault(error))

    async def close(self) -> None:
        """Release the locks and close the database."""
        await self.locks.close()
        await self.database.close()


def danish_calendar(zone: str) -> Calendar:
    """Calendar with Danish public holidays and usual days off (1 May, 5 June, 24, 31 Dec)."""
    days = holidays.country_holidays("DK", categories=(holidays.PUBLIC, holidays.OPTIONAL))
    return Calendar(ZoneInfo(zone), days.__contains__)


def retention_rules(settings: Settings) -> RetentionRules:
    """Return the retention periods of the settings."""
    return RetentionRules(
        settings.keep_people_months, settings.keep_messages_days, settings.keep_updates_days,
        settings.keep_withdrawn_days, settings.keep_audit_months,
    )  # fmt: skip


def privacy_facts(settings: Settings, translated: bool) -> PrivacyFacts:
    """Return what people are told about their data, as the settings say."""
    return PrivacyFacts(
        settings.controller_contact or None, settings.dpo_contact or None,
        settings.keep_people_months, settings.keep_messages_days, translated,
    )  # fmt: skip


def file_quota(settings: Settings) -> Quota:
    """Return how many files one person may send, as the settings say."""
    return Quota(
        settings.files_a_day, settings.megabytes_a_day * MEGABYTE,
        settings.files_a_person, settings.megabytes_a_person * MEGABYTE,
    )  # fmt: skip


def open_vault(settings: Settings) -> Vault:
    """Open the vault with the keys of the settings or the data folder.  Raises NotAKey."""
    given = settings.encryption_keys
    return Vault(given.get_secret_value().split(",") if given else keys_in(settings.data_dir))


def build(
    settings: Settings, markup: Markup, clock: Clock = now, files: Path | None = None,
    translator: Translator | None = None, content: Content | None = None,
) -> Core:  # fmt: skip
    """Migrate the database and build the core.

    files: folder of received files; each database needs its own.
    translator: for messages between participants and consultants; None: no translation.
    content: None: the shipped content.

    Raises ContentError, CatalogueMissing, NotAKey, WrongKey.
    """
    content = content or load()
    catalogues.check()
    migrate(settings.database)
    vault = open_vault(settings)
    check_keys(settings.database, vault)
    index_mentions(settings.database, vault)
    database = Database(settings.database, vault)
    folder = files or settings.data_dir / "files"
    database.after_erasure.file = LedgerFile(folder.parent / LEDGER)
    renderer = Renderer(
        settings.municipality, ZoneInfo(settings.timezone), markup, settings.municipality_phone
    )
    consultants = ConsultantsChat(settings.consultant_chat_id)

    def uow() -> SqlUnitOfWork:
        return SqlUnitOfWork(database)

    membership = GroupMembership(uow, clock, consultants)
    environment = Environment(
        content,
        uow,
        renderer,
        consultants,
        settings.consultant_ids,
        danish_calendar(settings.timezone),
        clock,
        membership,
        retention_rules(settings),
        translator,
        file_quota(settings),
        privacy_facts(settings, translator is not None),
    )
    services = assemble(environment)
    kept = DiskFiles(folder, vault)
    locks = locks_of(database)
    return Core(
        settings, content, database, renderer, services, consultants, membership, kept, clock,
        locks,
    )  # fmt: skip


def set_up_logging(level: str) -> None:
    """Log one JSON line per event; silence libraries that log tokens or personal text."""
    logging.basicConfig(format="%(message)s", level=level)
    for noisy in ("httpx", "httpcore", "alembic", "aiosqlite", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # Their tracebacks may quote personal text; the same errors are logged without messages.
    for wordy in ("telegram", "uvicorn", "rasa_sdk", "sqlalchemy", "apscheduler"):
        logging.getLogger(wordy).setLevel(logging.CRITICAL + 1)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
    )
