"""A consultant reports an absence, by buttons or a typed reply: until when, who substitutes."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.kernel.callback_data import InvalidButton, unpack_as
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Message
from bot.kernel.ports import CONSULTANTS
from bot.kernel.stamps import read_day
from bot.office.buttons import (
    AbsenceButton,
    CancelAbsence,
    EndAbsence,
    SetAbsence,
    SetSubstitute,
)
from bot.office.forms import AbsenceForm
from bot.office.handlers.office import Office
from bot.office.rules.consultants import LONGEST_ABSENCE, NOBODY, Consultant, likely_ends
from bot.office.storage.repositories import Consultants
from bot.office.views import absences as views

Answer = Callable[[Message], Awaitable[None]]

_DAYS = re.compile(r"(\d{1,3})(?: ?(?:dage?|days?|d)\.?)?", re.IGNORECASE)


@dataclass(frozen=True)
class AbsenceHandlers:
    """A consultant reports only their own absence."""

    office: Office

    async def ask(self, context: ConsultantContext) -> None:
        """/absent"""
        today = self.office.today(context.now)
        ends = likely_ends(today, self.office.hours.calendar)
        await context.say(views.ask_until(await self._owner(context), today, ends))

    async def end(self, context: ConsultantContext) -> None:
        """/back"""
        await self._come_back(context, context.say)

    async def reply(self, context: ConsultantContext, shown: Message, text: str) -> bool:
        """A typed last day; False where the message asks for none."""
        form = _form_of(shown)
        if form is None:
            return False
        if not await self._is_own(context, form.owner):
            return True
        until = _read_until(text, self.office.today(context.now))
        if until is None:
            await context.say(views.not_understood())
        else:
            await self._set_until(context, until, context.say)
        return True

    async def press(self, context: ConsultantContext, button: AbsenceButton) -> None:
        """Raises InvalidButton."""
        if not await self._is_own(context, button.owner):
            return
        match button:
            case SetAbsence(_, until):
                await self._set_until(context, until, context.edit)
            case SetSubstitute(_, until, substitute_id):
                await self._set_absence(context, until, substitute_id, context.edit)
            case EndAbsence():
                await self._come_back(context, context.edit)
            case CancelAbsence():
                await context.edit(views.cancelled())
            case _:
                raise InvalidButton(button.wire)

    async def _owner(self, context: ConsultantContext) -> Consultant:
        return await context.uow[Consultants].meet(context.by, context.name)

    async def _is_own(self, context: ConsultantContext, owner_id: int) -> bool:
        """The group sees everybody's buttons.  Raises InvalidButton for an unknown owner."""
        if owner_id != context.by:
            staff = await self.office.staff(context.uow)
            if owner_id == NOBODY or owner_id not in staff.known:
                raise InvalidButton(AbsenceButton.__name__)
            await context.say(views.of_a_colleague(staff.name_of(owner_id)))
        return owner_id == context.by

    async def _set_until(self, context: ConsultantContext, until: date, answer: Answer) -> None:
        if not await self._is_possible(context, until):
            return
        owner = await self._owner(context)
        candidates = await self._candidates(context, owner)
        if candidates:
            await answer(views.ask_substitute(owner, until, candidates))
        else:
            await self._set_absence(context, until, NOBODY, answer)

    async def _is_possible(self, context: ConsultantContext, until: date) -> bool:
        days = (until - self.office.today(context.now)).days
        if days < 0:
            await context.say(views.past())
        elif days >= LONGEST_ABSENCE:
            await context.say(views.too_long())
        return 0 <= days < LONGEST_ABSENCE

    async def _candidates(self, context: ConsultantContext, owner: Consultant) -> list[Consultant]:
        """Possible substitutes: colleagues known by name, and not away themselves."""
        staff, today = await self.office.staff(context.uow), self.office.today(context.now)
        ids = staff.ids - {owner.user_id}
        known = [staff.known[i] for i in ids if i in staff.known]
        found = [one for one in known if one.name and not one.is_away(today)]
        return sorted(found, key=lambda one: (one.name, one.user_id))

    async def _set_absence(
        self, context: ConsultantContext, until: date, substitute_id: int, answer: Answer
    ) -> None:
        """`substitute_id` NOBODY: nobody.  Raises InvalidButton."""
        if not await self._is_possible(context, until):
            return
        owner = await self._owner(context)
        substitute = await self._substitute(context, owner, substitute_id)
        owner.go(self.office.today(context.now), until, substitute.user_id if substitute else None)
        await answer(views.away(owner, substitute))
        await _tell_group(context, views.colleague_away(owner, substitute))

    async def _substitute(
        self, context: ConsultantContext, owner: Consultant, substitute_id: int
    ) -> Consultant | None:
        """Raises InvalidButton for somebody who cannot substitute."""
        if substitute_id == NOBODY:
            return None
        candidates = {one.user_id: one for one in await self._candidates(context, owner)}
        if substitute_id not in candidates:
            raise InvalidButton(SetSubstitute.wire)
        return candidates[substitute_id]

    async def _come_back(self, context: ConsultantContext, answer: Answer) -> None:
        owner, today = await self._owner(context), self.office.today(context.now)
        if not owner.is_away(today):
            await answer(views.is_not_away())
            return
        owner.come_back(today)
        await answer(views.back(owner))
        await _tell_group(context, views.back(owner))


async def _tell_group(context: ConsultantContext, message: Message) -> None:
    """Tell the consultants' group what was reported in a private chat."""
    if context.chat_id != CONSULTANTS:
        key = f"u{context.update_id}:absence"
        await context.uow[Outbox].put(
            key, CONSULTANTS, message, CONSULTANT_LANGUAGE, context.now, SendOptions(silent=True)
        )


def _read_until(text: str, today: date) -> date | None:
    """A typed last day: a date, or a number of days counted from today."""
    days = _DAYS.fullmatch(text.strip())
    if days is not None:
        count = int(days[1])
        return today + timedelta(days=count - 1) if count else None
    return read_day(text, today)


def _form_of(shown: Message) -> AbsenceForm | None:
    if isinstance(shown.form, AbsenceForm):
        return shown.form
    return _legacy_form(shown) if shown.form is None else None


def _legacy_form(shown: Message) -> AbsenceForm | None:
    """For messages that were stored before releases kept the form: they offer days."""
    found = (unpack_as(SetAbsence, button.data) for row in shown.buttons for button in row)
    offered = next((button for button in found if button is not None), None)
    return AbsenceForm(offered.owner) if offered is not None else None
