"""Alarms about a crisis: to the group and to each consultant in private, in the urgent lane."""

from dataclasses import dataclass
from datetime import datetime

from bot.cases.handlers.posts import post_key, update_note
from bot.cases.rules.cases import Case
from bot.cases.storage.cases import Cases
from bot.cases.views import consultant as consultant_views
from bot.cases.views import participant as views
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import OutboxRow, SendOptions
from bot.kernel.database.participants import Participants
from bot.kernel.failures import DeliveryFailure
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Message
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS, ConsultantsChat
from bot.kernel.unit_of_work import UnitOfWork
from bot.office.handlers.office import Office


@dataclass(frozen=True)
class Alarms:
    """Each alarm is one message in the group and one for each consultant who is present."""

    chat: ConsultantsChat
    office: Office

    async def can_reach_somebody(self, uow: UnitOfWork) -> bool:
        """Whether there is a group or a consultant at all."""
        return self.chat.chat_id is not None or bool((await self.office.staff(uow)).ids)

    async def raise_alarm(
        self, uow: UnitOfWork, participant: Participant, case: Case, alarm: Message, key: str,
        now: datetime,
    ) -> None:  # fmt: skip
        """Send a new alarm; `key` is the outbox key of the message in the group."""
        case.alarm_key, case.alarmed_at, case.alarm_count = key, now, 1
        for chat_id in await self._chats(uow, now):
            options = SendOptions(about=participant.id, urgent=True)
            await uow[Outbox].put(
                alarm_key(key, chat_id), chat_id, alarm, CONSULTANT_LANGUAGE, now, options
            )

    async def repeat(
        self, uow: UnitOfWork, participant: Participant, case: Case, now: datetime
    ) -> None:
        """Edit the alarm that was just sent, so that it says how many messages it stands for.

        Telegram does not count edits: whoever writes in a crisis fills up nobody's limit.
        """
        assert case.alarm_key is not None, "there was an alarm"
        case.alarm_count += 1
        posted = await uow[Outbox].latest(case.alarm_key)
        for chat_id in await self._chats(uow, now):
            key = alarm_key(case.alarm_key, chat_id)
            shown = await uow[Outbox].latest(key) or posted
            if shown is None:
                continue
            await uow[Outbox].put(
                f"{key}:{case.alarm_count}",
                chat_id,
                consultant_views.repeated_alarm(shown, participant, case.alarm_count),
                CONSULTANT_LANGUAGE,
                now,
                SendOptions(method="edit", edit_of=key, about=participant.id, urgent=True),
            )

    async def update(
        self, uow: UnitOfWork, case: Case, now: datetime, change: str,
        closed_by: str | None = None,
    ) -> None:  # fmt: skip
        """Edit every copy of the newest alarm so that it says who has the case, as
        `posts.update_post` does with the opening post."""
        if case.alarm_key is None:
            return
        for chat_id in [CONSULTANTS, *sorted((await self.office.staff(uow)).all_ids)]:
            key = alarm_key(case.alarm_key, chat_id)
            if key != post_key(case):
                await update_note(uow, case, key, chat_id, now, change, closed_by)

    async def not_delivered(
        self, uow: UnitOfWork, row: OutboxRow, reason: DeliveryFailure, now: datetime
    ) -> bool:
        """Tell the participant if an alarm failed for good, and no other copy can arrive."""
        if row.urgent and row.about is not None:
            case = await uow[Cases].open_of(row.about)
            if case is not None and not await self._may_arrive(uow, case):
                await self.tell_participant(uow, case, now)
        return False

    async def tell_if_unreached(self, uow: UnitOfWork, case: Case, now: datetime) -> None:
        """Tell the participant if an alarm has reached nobody after a while."""
        if not case.is_alarm_overdue(now) or await self._has_arrived(uow, case):
            return
        if await self.can_reach_somebody(uow):
            await self.tell_participant(uow, case, now)

    async def tell_participant(self, uow: UnitOfWork, case: Case, now: datetime) -> None:
        """Once for each alarm."""
        participant = await uow[Participants].get(case.participant_id)
        await uow[Outbox].put(
            f"{case.alarm_key}:unreached",
            participant.chat_id,
            views.nobody_reached(),
            participant.language,
            now,
            SendOptions(urgent=True),
        )

    async def _has_arrived(self, uow: UnitOfWork, case: Case) -> bool:
        return True in await self._states(uow, case)

    async def _may_arrive(self, uow: UnitOfWork, case: Case) -> bool:
        states = await self._states(uow, case)
        return True in states or None in states

    async def _states(self, uow: UnitOfWork, case: Case) -> list[bool | None]:
        """Of each copy of the newest alarm: it arrived, it will never, or (None) it may."""
        if case.alarm_key is None:
            return [None]
        ids = sorted((await self.office.staff(uow)).all_ids)
        chats = [*([] if self.chat.chat_id is None else [CONSULTANTS]), *ids]
        keys = [alarm_key(case.alarm_key, chat_id) for chat_id in chats]
        return await uow[Outbox].delivered(keys)

    async def _chats(self, uow: UnitOfWork, now: datetime) -> list[int]:
        """The group first; all consultants if none is present."""
        staff = await self.office.staff(uow)
        return [CONSULTANTS, *staff.present(self.office.today(now))]


def alarm_key(key: str, chat_id: int) -> str:
    """The outbox key of one copy of an alarm."""
    return key if chat_id == CONSULTANTS else f"{key}:{chat_id}"
