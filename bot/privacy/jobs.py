"""Scheduled jobs: the retention periods of stored data, and messages on shared phones."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import uuid4

import structlog

from bot.cases.storage.relays import Topics
from bot.course.rules.cohorts import Cohort
from bot.course.rules.course import Course
from bot.course.rules.enrolments import Enrolment
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.kernel.calendar import Calendar
from bot.kernel.database.audit import AuditLog
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.database.participants import Participants
from bot.kernel.database.passing import PassingMessages
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.participants import Participant
from bot.kernel.ports import Clock
from bot.kernel.runtime.faults import fault
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork
from bot.pipeline.inbox import Inbox
from bot.privacy import views
from bot.privacy.handlers.erasing import NO_UPDATE, Screens, erase
from bot.privacy.rules.retention import ParticipantActivity, RetentionRules, is_due

log = structlog.get_logger()

# On a shared phone messages are removed after an hour; Telegram refuses it after two days.
PUT_AWAY_AFTER = timedelta(hours=1)
TELEGRAM_ALLOWS = timedelta(hours=47)
AFTER_THE_LAST_WEEK = timedelta(weeks=4)  # to finish open tasks
LOOKED_AT_ONCE = 20  # participants in one transaction


@dataclass(frozen=True)
class RetentionCounts:
    """How many participants, messages, updates and rows of the audit log are due."""

    people: int
    messages: int
    updates: int
    actions: int = 0


@dataclass
class RetentionJob:
    uow: UnitsOfWork
    clock: Clock
    rules: RetentionRules
    course: Course
    calendar: Calendar
    _done_on: date | None = field(default=None, init=False)

    async def work_daily(self) -> None:
        """Erase what is due, at the first call of a day and after a start."""
        today = self.calendar.today(self.clock())
        if self._done_on != today:
            await self.apply(dry_run=False)
            self._done_on = today

    async def apply(self, dry_run: bool) -> RetentionCounts:
        """Erase what is due; with `dry_run` only count it.

        A failure for one participant is logged and does not stop the others.
        """
        people = await self._due_people()
        erased = [id_ for id_ in people if dry_run or await self._try_erase(id_)]
        due = await retry_on_conflict(lambda: self._delete_old(dry_run, len(erased)))
        if not dry_run and due != RetentionCounts(0, 0, 0):
            log.info("retention", **vars(due))
        return due

    async def _delete_old(self, dry_run: bool, people: int) -> RetentionCounts:
        now = self.clock()
        async with self.uow() as uow:
            messages = await uow[Outbox].remove_before(
                self.rules.messages_before(now), not dry_run
            )
            updates = await uow[Inbox].remove_before(self.rules.updates_before(now), not dry_run)
            actions = await uow[AuditLog].remove_before(self.rules.audit_before(now), not dry_run)
            await uow.commit()
            return RetentionCounts(people, messages, updates, actions)

    async def _due_people(self) -> list[int]:
        """Reads a few in each transaction, so that messages do not wait for all of them."""
        now, people = self.clock(), Participants
        async with self.uow() as uow:
            silent = await uow[people].silent_since(self.rules.people_before(now))
            withdrawn = await uow[people].withdrawn_since(self.rules.withdrawn_before(now))
        silent = sorted({*silent, *withdrawn})
        found: list[int] = []
        for first in range(0, len(silent), LOOKED_AT_ONCE):
            async with self.uow() as uow:
                for id_ in silent[first : first + LOOKED_AT_ONCE]:
                    person = await uow[Participants].find(id_)
                    if person is not None and await self._is_due(uow, person):
                        found.append(id_)
        return found

    async def _try_erase(self, participant_id: int) -> bool:
        try:
            return await retry_on_conflict(lambda: self._erase(participant_id))
        except Exception as error:  # noqa: BLE001  # one failure must not stop the other erasures
            log.error("retention_failed", participant=participant_id, **fault(error))
            return False

    async def _erase(self, participant_id: int) -> bool:
        async with self.uow() as uow:
            person = await uow[Participants].get(participant_id)
            if not await self._is_due(uow, person):
                return False  # active again
            notice = (
                views.retention_notice(person)
                if await uow[Topics].all_of(participant_id)
                else None
            )
            await erase(uow, person, NO_UPDATE, self.clock(), notice)
            await uow.commit()
        return True

    async def _is_due(self, uow: UnitOfWork, person: Participant) -> bool:
        assert person.id is not None, "read from the database"
        enrolment = await uow[Enrolments].latest(person.id)
        cohort = await uow[Cohorts].get(enrolment.cohort_id) if enrolment else None
        ended = self._ended(enrolment, cohort) if enrolment and cohort else None
        ongoing = ended is not None and ended > self.clock()
        activity = ParticipantActivity(
            person.created_at, person.seen_at, None if ongoing else ended, ongoing,
            person.withdrew_at,
        )  # fmt: skip
        return is_due(activity, self.rules, self.clock())

    def _ended(self, enrolment: Enrolment, cohort: Cohort) -> datetime:
        """With the certificate, when the cohort was closed, or four weeks after the last week."""
        last = cohort.release_moment(len(self.course.weeks), self.calendar) + AFTER_THE_LAST_WEEK
        return enrolment.finished_at or cohort.closed_at or last


@dataclass(frozen=True)
class ErasureNoticeJob:
    """Removes the notices that somebody was erased, which name the person, after a day."""

    uow: UnitsOfWork
    clock: Clock

    async def work(self) -> None:
        now = self.clock()
        async with self.uow() as uow:
            due = await uow[PassingMessages].take(now)
            screens = Screens(uow, f"passing:{uuid4().hex}", now)
            for chat_id, message_ids in due.items():
                await screens.remove(chat_id, message_ids)
            await uow.commit()


@dataclass(frozen=True)
class SharedPhoneJob:
    """Removes our messages from shared phones an hour after a conversation."""

    uow: UnitsOfWork
    clock: Clock

    async def work(self) -> None:
        now = self.clock()
        async with self.uow() as uow:
            since = now - TELEGRAM_ALLOWS
            for row, chat, message in await uow[Outbox].to_wipe(since, now - PUT_AWAY_AFTER):
                person = await uow[Participants].of_chat(chat)
                language = person.language if person else CONSULTANT_LANGUAGE
                await uow[Outbox].put(
                    f"wipe:{row}:{message}",
                    chat,
                    views.conversation_removed(),
                    language,
                    now,
                    SendOptions(method="delete", edit_message_id=message, background=True),
                )
                await uow[Outbox].wiped(row, now)
            await uow.commit()
