"""Talks by the clock: "later" is now, nobody says anything any more, words nobody needs."""

from dataclasses import dataclass
from datetime import datetime

from bot.cases.consultant import CaseDesk
from bot.cases.handlers.handover import is_night
from bot.cases.rules.cases import Case
from bot.cases.storage.cases import Cases
from bot.cases.storage.relays import Relays
from bot.cases.views import cases as words
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.participants import Participants
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.ports import CONSULTANTS, Clock
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork


@dataclass(frozen=True)
class IdleCaseJob:
    uow: UnitsOfWork
    clock: Clock
    cases: CaseDesk

    async def work(self) -> None:
        """Each talk in a transaction of its own; a tick too many changes nothing."""
        now = self.clock()
        async with self.uow() as uow:
            await uow[Relays].forget(now)
            await uow.commit()
            ids = [case.id for case in await uow[Cases].open_ones()]
        for case_id in ids:
            await retry_on_conflict(lambda case_id=case_id: self._look_at(case_id, now))  # type: ignore[misc]  # mypy can't infer a lambda's default

    async def _look_at(self, case_id: int | None, now: datetime) -> None:
        async with self.uow() as uow:
            case = await uow[Cases].get(case_id) if case_id is not None else None
            if case is not None and case.open:
                await self._one(uow, case, now)
                await uow.commit()

    async def _one(self, uow: UnitOfWork, case: Case, now: datetime) -> None:
        if case.snoozed_until is not None and case.snoozed_until <= now:
            await self._remind(uow, case, now)
        if is_night(now, self.cases.handover.zone):
            return
        if case.is_over(now):
            await self._close(uow, case, now)
        elif case.is_quiet(now) and case.asked_to_close_at is None:
            await self._ask(uow, case, now)

    async def _remind(self, uow: UnitOfWork, case: Case, now: datetime) -> None:
        assert case.snoozed_until is not None, "it was put off"
        person = await uow[Participants].get(case.participant_id)
        key = f"case:{case.id}:later:{case.snoozed_until:%y%m%d%H%M%S}"
        case.snoozed_until, case.reminded_at = None, case.reminded_at or now
        await uow[Outbox].put(
            key, CONSULTANTS, words.reminds_you(person, case), CONSULTANT_LANGUAGE, now,
            about=person.id,
        )  # fmt: skip

    async def _ask(self, uow: UnitOfWork, case: Case, now: datetime) -> None:
        assert case.id is not None, "it is stored"
        person = await uow[Participants].get(case.participant_id)
        case.asked_to_close_at = now
        context = ParticipantContext(uow, person, 0, now, f"case{case.id}:done{now:%y%m%d%H%M}:")
        await context.say(words.are_you_done(case.taken_name, case.id))

    async def _close(self, uow: UnitOfWork, case: Case, now: datetime) -> None:
        person = await uow[Participants].get(case.participant_id)
        context = ParticipantContext(uow, person, 0, now, f"case{case.id}:over:")
        await self.cases.close(context, case, None, None)
