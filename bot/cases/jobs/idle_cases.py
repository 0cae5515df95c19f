"""Cases that time changes: a snooze is over, nobody writes any more, old texts are forgotten."""

from dataclasses import dataclass
from datetime import datetime

from bot.cases.handlers.cases import CaseHandlers
from bot.cases.rules.cases import Case
from bot.cases.storage.cases import Cases
from bot.cases.storage.relays import Relays
from bot.cases.views import consultant as consultant_views
from bot.cases.views import participant as views
from bot.kernel.calendar import CASES_NIGHT
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.database.participants import Participants
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.ports import CONSULTANTS, Clock
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork


@dataclass(frozen=True)
class IdleCaseJob:
    """Reminds of snoozed cases, asks whether a quiet case is done, and closes it a day later."""

    uow: UnitsOfWork
    clock: Clock
    cases: CaseHandlers

    async def work(self) -> None:
        """Each case in a transaction of its own; running it once more changes nothing."""
        now = self.clock()
        async with self.uow() as uow:
            await uow[Relays].forget(now)
            await uow.commit()
            ids = [case.id for case in await uow[Cases].open_ones()]
        for case_id in ids:
            await retry_on_conflict(lambda case_id=case_id: self._update(case_id, now))  # type: ignore[misc]  # mypy can't infer a lambda's default

    async def _update(self, case_id: int | None, now: datetime) -> None:
        async with self.uow() as uow:
            case = await uow[Cases].get(case_id) if case_id is not None else None
            if case is not None and case.open:
                await self._update_open(uow, case, now)
                await uow.commit()

    async def _update_open(self, uow: UnitOfWork, case: Case, now: datetime) -> None:
        if case.snoozed_until is not None and case.snoozed_until <= now:
            await self._remind(uow, case, now)
        if self.cases.calendar.is_night(now, CASES_NIGHT):
            return
        if case.is_over(now):
            await self._close(uow, case, now)
        elif case.is_quiet(now) and case.asked_to_close_at is None:
            await self._ask(uow, case, now)

    async def _remind(self, uow: UnitOfWork, case: Case, now: datetime) -> None:
        assert case.snoozed_until is not None, "it was snoozed"
        participant = await uow[Participants].get(case.participant_id)
        key = f"case:{case.id}:later:{case.snoozed_until:%y%m%d%H%M%S}"
        case.snoozed_until, case.reminded_at = None, case.reminded_at or now
        reminder = consultant_views.snooze_over(participant, case)
        await uow[Outbox].put(
            key, CONSULTANTS, reminder, CONSULTANT_LANGUAGE, now, SendOptions(about=participant.id)
        )

    async def _ask(self, uow: UnitOfWork, case: Case, now: datetime) -> None:
        assert case.id is not None, "it comes from the database"
        participant = await uow[Participants].get(case.participant_id)
        case.asked_to_close_at = now
        stage = f"case{case.id}:done{now:%y%m%d%H%M}:"
        context = ParticipantContext(uow, participant, 0, now, stage)
        await context.say(views.ask_if_done(case.taken_name, case.id))

    async def _close(self, uow: UnitOfWork, case: Case, now: datetime) -> None:
        participant = await uow[Participants].get(case.participant_id)
        context = ParticipantContext(uow, participant, 0, now, f"case{case.id}:over:")
        await self.cases.close(context, case)
