"""Who waits too long for a human: the group hears it, then each consultant in private."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.cases.rules.cases import Case
from bot.cases.rules.escalation import Step, due
from bot.cases.storage.cases import Cases
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.participants import Participants
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Message
from bot.kernel.ports import CONSULTANTS, Clock
from bot.kernel.runtime.faults import fault
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork
from bot.office.handlers import Office
from bot.office.rules.consultants import Staff
from bot.workqueue.views import waiting

log = structlog.get_logger()


@dataclass(frozen=True)
class Escalation:
    uow: UnitsOfWork
    clock: Clock
    office: Office

    async def work(self) -> int:
        """Say what is due by now, each case in a transaction of its own; how many they were."""
        now = self.clock()
        async with self.uow() as uow:
            staff = await self.office.staff(uow)
            late = [c.id for c in await uow[Cases].open_ones() if self._due(c, staff, now)]
        return sum([await self._try(case_id, now) for case_id in late if case_id is not None])

    def _due(self, case: Case, staff: Staff, now: datetime) -> Step | None:
        return due(case, self.office.hours, now, staff.all_away)

    async def _try(self, case_id: int, now: datetime) -> bool:
        """What fails for one person is tried again by the next call and stops nobody else."""
        try:
            return await retry_on_conflict(lambda: self._escalate(case_id, now))
        except Exception as error:  # noqa: BLE001  # whatever it is, the others are told
            log.error("escalation_failed", case=case_id, **fault(error))
            return False

    async def _escalate(self, case_id: int, now: datetime) -> bool:
        async with self.uow() as uow:
            case, staff = await uow[Cases].get(case_id), await self.office.staff(uow)
            step = self._due(case, staff, now) if case else None
            if case is None or step is None or not await uow[Cases].claim(case, step, now):
                return False
            for chat_id, said in (await self._said(uow, case, step, staff, now)).items():
                await uow[Outbox].put(
                    _key(case, step, chat_id), chat_id, said, CONSULTANT_LANGUAGE, now,
                    about=case.participant_id,
                )  # fmt: skip
            await uow.commit()
        log.info("escalated", case=case_id, step=step.value)
        return True

    async def _said(
        self, uow: UnitOfWork, case: Case, step: Step, staff: Staff, now: datetime
    ) -> dict[int, Message]:
        """By chat.  Whoever took it, or stands in for them, hears it first, with the group."""
        assert case.waiting_since is not None, "it waits"
        participant = await uow[Participants].get(case.participant_id)
        since, today = self.office.local(case.waiting_since), self.office.today(now)
        if step is Step.ALARM:
            said = waiting.alarm(participant, case, since)
            mine = staff.reachable(case.taken_by, today)
            first = case.escalated_at is None and mine is not None
            return dict.fromkeys([CONSULTANTS, *([mine] if first else sorted(staff.ids))], said)
        said = waiting.reminder(participant, case, since)
        told = [CONSULTANTS]
        if step is Step.ESCALATE:
            told = staff.present(today) or told
        messages = dict.fromkeys(told, said)
        substitute = staff.substitute_of(case.taken_by, today)
        if substitute is not None:
            stands_in = waiting.reminder(participant, case, since, case.taken_name or "")
            messages[substitute] = stands_in
        return messages


def _key(case: Case, step: Step, chat_id: int) -> str:
    """Of the occasion: which wait it is, and when it was told of before."""
    since, before = case.waiting_since, case.escalated_at
    occasion = [f"{moment:%Y%m%d%H%M%S}" if moment else "0" for moment in (since, before)]
    return f"case:{case.id}:{step}:{':'.join(occasion)}:{chat_id}"
