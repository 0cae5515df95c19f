"""The job of the clock that reminds: plan what comes, and decide about what is due.

Each person is a transaction of their own.  A row that another process has decided meanwhile makes
us leave that person to it.
"""

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
from bot.reminders.handlers.composer import Composed, Composer, Due
from bot.reminders.handlers.context import ReminderPeople
from bot.reminders.rules.manual import fitting
from bot.reminders.rules.reminders import (
    Decision,
    DecisionReason,
    Reminder,
    ReminderKind,
    ReminderState,
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
from bot.reminders.views import reminders
from bot.reminders.views import settings as reminder_settings

log = structlog.get_logger()

PLAN_EVERY = timedelta(minutes=50)
PLANNED_AHEAD = timedelta(hours=26)
LOOKED_BACK = timedelta(days=4)  # what fell into a time when nobody ticked is decided, too
PLANNED_AT_ONCE = 100  # people a tick, so that the clock goes on


class TakenByAnother(Exception):
    """Another process has decided about the same row."""


@dataclass(frozen=True)
class ReminderJob:
    uow: UnitsOfWork
    clock: Clock
    people: ReminderPeople
    composer: Composer
    plan_every: timedelta = PLAN_EVERY

    async def work(self) -> int:
        """All that is due by now; how many people got something."""
        now = self.clock()
        async with self.uow() as uow:
            await uow[Reminders].note_undelivered(now)
            unplanned = await uow[Reminders].to_plan(now, self.plan_every, PLANNED_AT_ONCE)
            await uow.commit()
        for participant_id in unplanned:
            await self._try(participant_id, "plan")
        async with self.uow() as uow:
            due = await uow[Reminders].people_due(now)
        return sum([await self._try(participant_id, "send") for participant_id in due])

    async def _try(self, participant_id: int, what: str) -> bool:
        """What fails for one person is tried again by the next tick and stops nobody else."""
        try:
            done = await retry_on_conflict(lambda: self._once(participant_id, what))
        except TakenByAnother:
            return False
        except Exception as error:  # noqa: BLE001  # whatever it is, the others are reminded
            log.error("reminders_failed", participant=participant_id, job=what, **fault(error))
            return False
        return done

    async def _once(self, participant_id: int, what: str) -> bool:
        async with self.uow() as uow:
            done = await self._do(uow, participant_id, what)
            await uow.commit()
        return done

    async def _do(self, uow: UnitOfWork, participant_id: int, what: str) -> bool:
        participant = await uow[Participants].get(participant_id)
        its = await self.people.situation(uow, participant)
        if what == "plan":
            await self._plan(uow, its)
            return False
        return await self._send(uow, participant, its)

    async def _plan(self, uow: UnitOfWork, its: ReminderContext) -> None:
        now = self.clock()
        its.preferences.planned_at = now
        for occasion in triggers(its, now):
            reminder = plan_reminder(its, occasion)
            if now - LOOKED_BACK <= reminder.due_at <= now + PLANNED_AHEAD:
                await uow[Reminders].plan(reminder)

    async def _send(self, uow: UnitOfWork, participant: Participant, its: ReminderContext) -> bool:
        now = self.clock()
        wishes = its.preferences
        due = await uow[Reminders].planned(wishes.participant_id, now)
        holds = await self.people.circumstances(uow, participant, its)
        ready: list[Due] = []
        for reminder in due:
            occasion = _still(reminder, its, now)
            if reminder.kind is ReminderKind.SILENT:
                told = occasion is not None and not holds.in_case
                await self._tell_consultants(uow, participant, its, reminder, told)
                continue
            decision = decide(reminder, holds, its.almanac, now)
            if occasion is None and decision.why is not DecisionReason.TOO_LATE:
                decision = Decision(DecisionReason.DONE)
            if decision.send and occasion is not None:
                ready.append(Due(reminder, occasion))
            else:
                await self._put_off(uow, reminder, decision)
        return await self._say(uow, participant, its, ready) if ready else False

    async def _put_off(self, uow: UnitOfWork, reminder: Reminder, decision: Decision) -> None:
        if decision.until is None:
            await self._decide(uow, reminder, ReminderState.DROPPED, decision.why)
            return
        if not await uow[Reminders].postpone(reminder, decision.until, decision.why):
            raise TakenByAnother
        log.info("reminder_waits", reminder=reminder.id, why=decision.why.value)

    async def _say(
        self, uow: UnitOfWork, participant: Participant, its: ReminderContext, ready: list[Due]
    ) -> bool:
        now = self.clock()
        asking = next((d for d in ready if d.reminder.kind is ReminderKind.ASK), None)
        if asking is not None:
            await self._ask(uow, participant, its, asking.reminder)
            for other in ready:
                if other is not asking:
                    await self._wait(uow, its, other.reminder, DecisionReason.ONE_A_DAY)
            return True
        lately = await uow[Reminders].lately(its.preferences.participant_id, now)
        composed = self.composer.compose(ready, its, lately, now)
        for one in composed.worn:
            await self._decide(uow, one.reminder, ReminderState.DROPPED, DecisionReason.WORN)
        for one in composed.waits:
            await self._wait(uow, its, one.reminder, DecisionReason.NO_ROOM)
        if composed.message is None:
            return False
        await self._claim(uow, composed)
        await self._put(uow, participant, its, composed.said[0][0].reminder, composed.message)
        return True

    async def _claim(self, uow: UnitOfWork, composed: Composed) -> None:
        (lead, variant), *others = composed.said
        leading = lead.reminder
        await self._decide(uow, leading, ReminderState.SENT, _why(leading), variant)
        merged = [*others, *((one, None) for one in composed.absorbed)]
        for one, variant_ in merged:
            why = _why(one.reminder)
            await self._decide(uow, one.reminder, ReminderState.MERGED, why, variant_, leading.id)

    async def _wait(
        self, uow: UnitOfWork, its: ReminderContext, reminder: Reminder, why: DecisionReason
    ) -> None:
        """Until the next of the person's days, where that is not too late."""
        tomorrow = its.almanac.end_of(its.day(self.clock()))
        until = its.preferences.next_moment(tomorrow, reminder.nagging, its.almanac)
        late = until > reminder.cutoff_at
        await self._put_off(uow, reminder, Decision(why, until=None if late else until))

    async def _ask(
        self, uow: UnitOfWork, participant: Participant, its: ReminderContext, reminder: Reminder
    ) -> None:
        """When may I remind you?"""
        await self._decide(uow, reminder, ReminderState.SENT, _why(reminder))
        its.preferences.asked_at = self.clock()
        ramadan = its.almanac.ramadan_is_near(its.day(self.clock()))
        said = reminder_settings.ask(its.preferences, ramadan)
        await self._put(uow, participant, its, reminder, said)

    async def _put(
        self, uow: UnitOfWork, participant: Participant, its: ReminderContext, reminder: Reminder,
        said: Message,
    ) -> None:  # fmt: skip
        now = self.clock()
        await uow[Outbox].put(
            f"reminder:{reminder.id}",
            participant.chat_id,
            said,
            participant.language,
            now,
            SendOptions(background=True, not_after=its.preferences.quiet_after(now, its.almanac)),
        )

    async def _tell_consultants(
        self, uow: UnitOfWork, participant: Participant, its: ReminderContext, reminder: Reminder,
        still_silent: bool,
    ) -> None:  # fmt: skip
        """After a long silence they hear it, and the person hears nothing more."""
        now = self.clock()
        if not still_silent or its.enrolment is None:
            await self._decide(uow, reminder, ReminderState.DROPPED, DecisionReason.DONE)
        elif now > reminder.cutoff_at:
            await self._decide(uow, reminder, ReminderState.DROPPED, DecisionReason.TOO_LATE)
        else:
            await self._decide(uow, reminder, ReminderState.SENT, DecisionReason.ON_TIME)
            days = (its.day(now) - silent_since(its, its.enrolment)).days
            said = reminders.silent(who(participant), days, its.enrolment.id or 0)
            await uow[Outbox].put(
                f"reminder:{reminder.id}",
                CONSULTANTS,
                said,
                CONSULTANT_LANGUAGE,
                now,
                SendOptions(about=participant.id, background=True),
            )

    async def _decide(
        self, uow: UnitOfWork, reminder: Reminder, state: ReminderState, why: DecisionReason,
        variant: int | None = None, merged_into: int | None = None,
    ) -> None:  # fmt: skip
        """Raises TakenByAnother."""
        now = self.clock()
        done = await uow[Reminders].decide(reminder, state, why, now, variant, merged_into)
        if not done:
            raise TakenByAnother
        log.info(
            "reminder_decided", reminder=reminder.id, kind=reminder.kind.value,
            state=state.value, why=why.value,
        )  # fmt: skip


def _why(reminder: Reminder) -> DecisionReason:
    if reminder.asked:
        return DecisionReason.ASKED
    return DecisionReason.ON_TIME if reminder.by is None else DecisionReason.BY_HAND


def _still(reminder: Reminder, its: ReminderContext, now: datetime) -> Trigger | None:
    """What it is about, as things stand now; None where that is over."""
    if reminder.by is not None:
        return fitting(reminder.kind, its, now)
    found = triggers(its, now)
    return next((o for o in found if (o.kind, o.name) == (reminder.kind, reminder.occasion)), None)
