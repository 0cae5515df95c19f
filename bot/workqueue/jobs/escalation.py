"""Escalates cases that wait too long: to the group, then to each consultant in private."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.cases.rules.cases import Case
from bot.cases.rules.escalation import Step, due
from bot.cases.storage.cases import Cases
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.database.participants import Participants
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Message
from bot.kernel.ports import CONSULTANTS, Clock
from bot.kernel.runtime.faults import fault
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitOfWork, UnitsOfWork
from bot.office.handlers.office import Office
from bot.office.rules.consultants import Staff
from bot.workqueue.views import open_items as views

log = structlog.get_logger()


@dataclass(frozen=True)
class EscalationJob:
    uow: UnitsOfWork
    clock: Clock
    office: Office

    async def work(self) -> int:
        """Escalate what is due, each case in a transaction of its own; returns how many."""
        now = self.clock()
        async with self.uow() as uow:
            staff = await self.office.staff(uow)
            late = [c.id for c in await uow[Cases].open_ones() if self._due(c, staff, now)]
        return sum([await self._try(case_id, now) for case_id in late if case_id is not None])

    def _due(self, case: Case, staff: Staff, now: datetime) -> Step | None:
        return due(case, self.office.hours, now, staff.all_away)

    async def _try(self, case_id: int, now: datetime) -> bool:
        """A failure is retried by the next call and does not stop the other cases."""
        try:
            return await retry_on_conflict(lambda: self._escalate(case_id, now))
        except Exception as error:  # noqa: BLE001  # one bad case must not stop the others
            log.error("escalation_failed", case=case_id, **fault(error))
            return False

    async def _escalate(self, case_id: int, now: datetime) -> bool:
        async with self.uow() as uow:
            case, staff = await uow[Cases].get(case_id), await self.office.staff(uow)
            step = self._due(case, staff, now) if case else None
            if case is None or step is None or not await uow[Cases].claim(case, step, now):
                return False
            messages = await self._messages(uow, case, step, staff, now)
            for chat_id, message in messages.items():
                await uow[Outbox].put(
                    _key(case, step, chat_id), chat_id, message, CONSULTANT_LANGUAGE, now,
                    SendOptions(about=case.participant_id, urgent=case.urgent),
                )  # fmt: skip
            await uow.commit()
        log.info("escalated", case=case_id, step=step.value)
        return True

    async def _messages(
        self, uow: UnitOfWork, case: Case, step: Step, staff: Staff, now: datetime
    ) -> dict[int, Message]:
        """The messages by chat id.

        The first alarm goes to the group and to the consultant who has the case, or the
        substitute; later ones go to everybody.
        """
        assert case.waiting_since is not None, "it waits"
        participant = await uow[Participants].get(case.participant_id)
        since, today = self.office.local(case.waiting_since), self.office.today(now)
        if step is Step.ALARM:
            alarm = views.alarm(participant, case, since)
            taker = staff.reachable(case.taken_by, today)
            first = case.escalated_at is None and taker is not None
            return dict.fromkeys([CONSULTANTS, *([taker] if first else sorted(staff.ids))], alarm)
        reminder = views.reminder(participant, case, since)
        chats = [CONSULTANTS]
        if step is Step.ESCALATE:
            chats = staff.present(today) or chats
        messages = dict.fromkeys(chats, reminder)
        substitute = staff.substitute_of(case.taken_by, today)
        if substitute is not None:
            stands_in = views.reminder(participant, case, since, case.taken_name or "")
            messages[substitute] = stands_in
        return messages


def _key(case: Case, step: Step, chat_id: int) -> str:
    """One key a step of one wait: since when, and when it was escalated before."""
    since, before = case.waiting_since, case.escalated_at
    occasion = [f"{moment:%Y%m%d%H%M%S}" if moment else "0" for moment in (since, before)]
    return f"case:{case.id}:{step}:{':'.join(occasion)}:{chat_id}"
