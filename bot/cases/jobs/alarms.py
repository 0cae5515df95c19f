"""Tells participants in a crisis if the alarm about them has reached nobody."""

from dataclasses import dataclass
from datetime import datetime

from bot.cases.handlers.alarms import Alarms
from bot.cases.storage.cases import Cases
from bot.kernel.ports import Clock
from bot.kernel.runtime.retry import retry_on_conflict
from bot.kernel.unit_of_work import UnitsOfWork


@dataclass(frozen=True)
class AlarmJob:
    uow: UnitsOfWork
    clock: Clock
    alarms: Alarms

    async def work(self) -> None:
        """Each case in a transaction of its own; running it once more changes nothing."""
        now = self.clock()
        async with self.uow() as uow:
            overdue = [c.id for c in await uow[Cases].open_ones() if c.is_alarm_overdue(now)]
        for case_id in overdue:
            await retry_on_conflict(lambda case_id=case_id: self._check(case_id, now))  # type: ignore[misc]  # mypy can't infer a lambda's default

    async def _check(self, case_id: int | None, now: datetime) -> None:
        async with self.uow() as uow:
            case = await uow[Cases].get(case_id) if case_id is not None else None
            if case is not None:
                await self.alarms.tell_if_unreached(uow, case, now)
                await uow.commit()
