"""Scheduled job: plan reminders, and decide about those that are due.

Each participant has a transaction of their own.  If another process has decided about the same
reminder meanwhile, the transaction is rolled back and the participant is left to that process.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.database.participants import Participants
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Message
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS, Clock
from bot.kernel.runtime.faults import fault
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork
from bot.kernel.views.people import who
from bot.reminders.handlers.composer import Composed, Composer, DueReminder
from bot.reminders.handlers.context import ReminderContextReader
from bot.reminders.rules.manual import matching_trigger
from bot.reminders.rules.reminders import (
    Decision,
    DecisionReason,
    Reminder,
    ReminderKind,
    ReminderState,
    SendConditions,
    decide,
)
from bot.reminders.rules.triggers import (
    ReminderContext,
    Trigger,
    plan_reminder,
    silent_since,
    triggers,
)
from bot.reminders.storage.repositories import Reminders
from bot.reminders.views import reminders as views
from bot.reminders.views import settings as settings_views

log = structlog.get_logger()

PLAN_EVERY = timedelta(minutes=50)
PLANNED_AHEAD = timedelta(hours=26)
PLANNED_BACK = timedelta(days=4)  # reminders of a downtime are planned and decided, too
PLANNED_AT_ONCE = 100  # participants in one run of the job

Step = Callable[[UnitOfWork, Participant], Awaitable[bool]]


class DecidedConcurrently(Exception):
    """Another process has decided about the same reminder."""


@dataclass(frozen=True)
class ReminderJob:
    uow: UnitsOfWork
    clock: Clock
    contexts: ReminderContextReader
    composer: Composer
    plan_every: timedelta = PLAN_EVERY

    async def work(self) -> int:
        """Plan, then send all that is due.  Returns how many participants got a message."""
        now = self.clock()
        async with self.uow() as uow:
            await uow[Reminders].drop_undelivered(now)
            unplanned = await uow[Reminders].due_for_planning(
                now, self.plan_every, PLANNED_AT_ONCE
            )
            await uow.commit()
        for participant_id in unplanned:
            await self._try(participant_id, "plan", self._plan)
        async with self.uow() as uow:
            due = await uow[Reminders].participants_due(now)
        return sum([await self._try(id_, "send", self._send) for id_ in due])

    async def _try(self, participant_id: int, name: str, step: Step) -> bool:
        """False after a failure, which is logged; the next run of the job tries again."""
        try:
            return await retry_on_conflict(lambda: self._once(participant_id, step))
        except DecidedConcurrently:
            return False
        except Exception as error:  # noqa: BLE001  # one failure must not stop the other reminders
            log.error("reminders_failed", participant=participant_id, job=name, **fault(error))
            return False

    async def _once(self, participant_id: int, step: Step) -> bool:
        async with self.uow() as uow:
            done = await step(uow, await uow[Participants].get(participant_id))
            await uow.commit()
        return done

    async def _plan(self, uow: UnitOfWork, participant: Participant) -> bool:
        now = self.clock()
        context = await self.contexts.read(uow, participant)
        context.preferences.planned_at = now
        for trigger in triggers(context, now):
            reminder = plan_reminder(context, trigger)
            if now - PLANNED_BACK <= reminder.due_at <= now + PLANNED_AHEAD:
                await uow[Reminders].plan(reminder)
        return False

    async def _send(self, uow: UnitOfWork, participant: Participant) -> bool:
        context = await self.contexts.read(uow, participant)
        conditions = await self.contexts.conditions(uow, participant, context)
        sender = _Sender(uow, participant, context, conditions, self.composer, self.clock())
        return await sender.send_due()


@dataclass(frozen=True)
class _Sender:
    """Decides about the due reminders of one participant; all methods may raise
    DecidedConcurrently."""

    uow: UnitOfWork
    participant: Participant
    context: ReminderContext
    conditions: SendConditions
    composer: Composer
    now: datetime

    async def send_due(self) -> bool:
        """True if the participant got a message."""
        participant_id = self.context.preferences.participant_id
        ready: list[DueReminder] = []
        for reminder in await self.uow[Reminders].planned(participant_id, self.now):
            trigger = current_trigger(reminder, self.context, self.now)
            if reminder.kind is ReminderKind.SILENT:
                still_silent = trigger is not None and not self.conditions.in_case
                await self._tell_consultants(reminder, still_silent)
                continue
            decision = decide(reminder, self.conditions, self.context.calendar, self.now)
            if trigger is None and decision.reason is not DecisionReason.TOO_LATE:
                decision = Decision(DecisionReason.OBSOLETE)
            if decision.send and trigger is not None:
                ready.append(DueReminder(reminder, trigger))
            else:
                await self._postpone_or_drop(reminder, decision)
        return await self._send(ready) if ready else False

    async def _send(self, ready: list[DueReminder]) -> bool:
        asking = next((d for d in ready if d.reminder.kind is ReminderKind.ASK), None)
        if asking is not None:
            await self._ask_for_settings(asking.reminder)
            for other in ready:
                if other is not asking:
                    await self._wait(other.reminder, DecisionReason.ONE_A_DAY)
            return True
        participant_id = self.context.preferences.participant_id
        recent = await self.uow[Reminders].recent(participant_id, self.now)
        composed = self.composer.compose(ready, self.context, recent, self.now)
        for one in composed.repeated:
            await self._decide(one.reminder, ReminderState.DROPPED, DecisionReason.REPEATED)
        for one in composed.left_over:
            await self._wait(one.reminder, DecisionReason.TOO_MANY_LINES)
        if composed.message is None:
            return False
        await self._mark_sent(composed)
        await self._put(composed.lines[0][0].reminder, composed.message)
        return True

    async def _mark_sent(self, composed: Composed) -> None:
        (lead, variant), *others = composed.lines
        await self._decide(lead.reminder, ReminderState.SENT, _reason(lead.reminder), variant)
        merged = [*others, *((one, None) for one in composed.redundant)]
        for one, its_variant in merged:
            await self._decide(
                one.reminder, ReminderState.MERGED, _reason(one.reminder), its_variant,
                lead.reminder.id,
            )  # fmt: skip

    async def _wait(self, reminder: Reminder, reason: DecisionReason) -> None:
        """Postpone to the next preferred day; drop if that is too late."""
        calendar = self.context.calendar
        tomorrow = calendar.end_of(self.context.day(self.now))
        until = self.context.preferences.next_moment(tomorrow, reminder.is_request, calendar)
        late = until > reminder.cutoff_at
        await self._postpone_or_drop(reminder, Decision(reason, until=None if late else until))

    async def _postpone_or_drop(self, reminder: Reminder, decision: Decision) -> None:
        if decision.until is None:
            await self._decide(reminder, ReminderState.DROPPED, decision.reason)
            return
        if not await self.uow[Reminders].postpone(reminder, decision.until, decision.reason):
            raise DecidedConcurrently
        log.info("reminder_waits", reminder=reminder.id, why=decision.reason.value)

    async def _ask_for_settings(self, reminder: Reminder) -> None:
        await self._decide(reminder, ReminderState.SENT, _reason(reminder))
        self.context.preferences.asked_at = self.now
        ramadan = self.context.calendar.ramadan_is_near(self.context.day(self.now))
        await self._put(reminder, settings_views.ask(self.context.preferences, ramadan))

    async def _put(self, reminder: Reminder, message: Message) -> None:
        not_after = self.context.preferences.next_quiet_start(self.now, self.context.calendar)
        await self.uow[Outbox].put(
            f"reminder:{reminder.id}", self.participant.chat_id, message,
            self.participant.language, self.now, SendOptions(background=True, not_after=not_after),
        )  # fmt: skip

    async def _tell_consultants(self, reminder: Reminder, still_silent: bool) -> None:
        """After a long silence the consultants are told, and the participant is not reminded."""
        enrolment = self.context.enrolment
        if not still_silent or enrolment is None:
            await self._decide(reminder, ReminderState.DROPPED, DecisionReason.OBSOLETE)
        elif self.now > reminder.cutoff_at:
            await self._decide(reminder, ReminderState.DROPPED, DecisionReason.TOO_LATE)
        else:
            await self._decide(reminder, ReminderState.SENT, DecisionReason.ON_TIME)
            days = (self.context.day(self.now) - silent_since(self.context, enrolment)).days
            message = views.silent(who(self.participant), days, enrolment.id or 0)
            await self.uow[Outbox].put(
                f"reminder:{reminder.id}", CONSULTANTS, message, CONSULTANT_LANGUAGE, self.now,
                SendOptions(about=self.participant.id, background=True),
            )  # fmt: skip

    async def _decide(
        self, reminder: Reminder, state: ReminderState, reason: DecisionReason,
        variant: int | None = None, merged_into: int | None = None,
    ) -> None:  # fmt: skip
        decided = await self.uow[Reminders].decide(
            reminder, state, reason, self.now, variant, merged_into
        )
        if not decided:
            raise DecidedConcurrently
        log.info(
            "reminder_decided", reminder=reminder.id, kind=reminder.kind.value,
            state=state.value, why=reason.value,
        )  # fmt: skip


def current_trigger(reminder: Reminder, context: ReminderContext, now: datetime) -> Trigger | None:
    """What the reminder is about at this time; None if that has ended."""
    if reminder.by is not None:
        return matching_trigger(reminder.kind, context, now)
    wanted = (reminder.kind, reminder.trigger_name)
    return next((t for t in triggers(context, now) if (t.kind, t.name) == wanted), None)


def _reason(reminder: Reminder) -> DecisionReason:
    """Why a reminder is sent."""
    if reminder.asked:
        return DecisionReason.ASKED
    return DecisionReason.ON_TIME if reminder.by is None else DecisionReason.MANUAL
