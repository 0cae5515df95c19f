"""Talks by the clock: "later" is now, nobody says anything any more, words nobody needs."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.cases import Case
from bot.domain.languages import CONSULTANT_LANGUAGE
from bot.services.again import again
from bot.services.cases import CaseDesk
from bot.services.handover import is_night
from bot.services.ports import CONSULTANTS, Clock, UnitOfWork, UnitsOfWork
from bot.services.turn import Turn
from bot.wording import cases as words


@dataclass(frozen=True)
class Winding:
    uow: UnitsOfWork
    clock: Clock
    cases: CaseDesk

    async def work(self) -> None:
        """Each talk in a transaction of its own; a tick too many changes nothing."""
        now = self.clock()
        async with self.uow() as uow:
            await uow.relays.forget(now)
            await uow.commit()
            ids = [case.id for case in await uow.cases.open_ones()]
        for case_id in ids:
            await again(lambda case_id=case_id: self._look_at(case_id, now))  # type: ignore[misc]  # mypy can't infer a lambda's default

    async def _look_at(self, case_id: int | None, now: datetime) -> None:
        async with self.uow() as uow:
            case = await uow.cases.get(case_id) if case_id is not None else None
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
        person = await uow.participants.get(case.participant_id)
        key = f"case:{case.id}:later:{case.snoozed_until:%y%m%d%H%M%S}"
        case.snoozed_until, case.reminded_at = None, case.reminded_at or now
        await uow.outbox.put(
            key, CONSULTANTS, words.reminds_you(person, case), CONSULTANT_LANGUAGE, now,
            about=person.id,
        )  # fmt: skip

    async def _ask(self, uow: UnitOfWork, case: Case, now: datetime) -> None:
        assert case.id is not None, "it is stored"
        person = await uow.participants.get(case.participant_id)
        case.asked_to_close_at = now
        turn = Turn(uow, person, 0, now, f"case{case.id}:done{now:%y%m%d%H%M}:")
        await turn.say(words.are_you_done(case.taken_name, case.id))

    async def _close(self, uow: UnitOfWork, case: Case, now: datetime) -> None:
        person = await uow.participants.get(case.participant_id)
        turn = Turn(uow, person, 0, now, f"case{case.id}:over:")
        await self.cases.close(turn, case, None, None)
