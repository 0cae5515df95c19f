"""A consultant is away: until when, and who stands in.  Noted by buttons or a typed reply."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.kernel.buttons import InvalidButton, Pressed, decode
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.outbox import Outbox
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Message
from bot.kernel.ports import CONSULTANTS
from bot.kernel.stamps import read_day, read_stamp
from bot.office.handlers import Office
from bot.office.rules.consultants import LONGEST_ABSENCE, TEAM, Consultant, likely_ends
from bot.office.storage.repositories import Consultants
from bot.office.views import absences as words

Answer = Callable[[Message], Awaitable[None]]

_DAYS = re.compile(r"(\d{1,3})(?: ?(?:dage?|days?|d)\.?)?", re.IGNORECASE)


@dataclass(frozen=True)
class Absences:
    """Everybody notes only their own; a team without CONSULTANT_IDS that of them all."""

    office: Office

    async def ask(self, context: ConsultantContext) -> None:
        await context.say(await self._ask_until(context))

    async def end(self, context: ConsultantContext) -> None:
        await self._come_back(context, await self._owner(context), context.say)

    async def reply(self, context: ConsultantContext, shown: Message, text: str) -> bool:
        """A typed last day; False where the message asks for none."""
        asked = _prompt(shown)
        if asked is None:
            return False
        if not await self._is_mine(context, asked):
            return True
        until = _read_until(text, self.office.today(context.now))
        if until is None:
            await context.say(words.not_understood())
        else:
            await self._until(context, until, typed=True)
        return True

    async def press(self, context: ConsultantContext, pressed: Pressed) -> None:
        """`a:u:<owner>:<day>`, `a:s:<owner>:<day>:<substitute>`, `a:b:<owner>`, `a:x:<owner>`.

        Raises NotAButton."""
        if not await self._is_mine(context, pressed):
            return
        match pressed.arguments:
            case ("u", _, day):
                await self._until(context, read_stamp(day))
            case ("s", _, day, _):
                await self._go(context, read_stamp(day), pressed.number(3))
            case ("b", _):
                await self._come_back(context, await self._owner(context), context.edit)
            case ("x", _):
                await context.edit(words.cancelled())
            case _:
                raise InvalidButton("a")

    async def _ask_until(self, context: ConsultantContext) -> Message:
        today = self.office.today(context.now)
        ends = likely_ends(today, self.office.hours.calendar)
        return words.ask_until(await self._owner(context), today, ends)

    async def _owner(self, context: ConsultantContext) -> Consultant:
        if self.office.consultant_ids:
            return await context.uow[Consultants].meet(context.by, context.name)
        return await context.uow[Consultants].meet(TEAM, "")

    async def _is_mine(self, context: ConsultantContext, pressed: Pressed) -> bool:
        """In the group everybody sees the buttons of one."""
        owner = pressed.number(1)
        mine = context.by if self.office.consultant_ids else TEAM
        if owner != mine:
            staff = await self.office.staff(context.uow)
            if owner not in staff.known:
                raise InvalidButton("a")
            await context.say(words.of_a_colleague(staff.known[owner].name))
        return owner == mine

    async def _until(self, context: ConsultantContext, until: date, typed: bool = False) -> None:
        if not await self._is_possible(context, until):
            return
        owner = await self._owner(context)
        others = await self._others(context, owner)
        if not others:
            await self._go(context, until, TEAM, typed)
            return
        await (context.say if typed else context.edit)(words.ask_substitute(owner, until, others))

    async def _is_possible(self, context: ConsultantContext, until: date) -> bool:
        days = (until - self.office.today(context.now)).days
        if days < 0:
            await context.say(words.past())
        elif days >= LONGEST_ABSENCE:
            await context.say(words.too_long())
        return 0 <= days < LONGEST_ABSENCE

    async def _others(self, context: ConsultantContext, owner: Consultant) -> list[Consultant]:
        """Who could stand in: named in CONSULTANT_IDS, known by name, and here."""
        staff, today = await self.office.staff(context.uow), self.office.today(context.now)
        ids = staff.ids - {owner.user_id}
        found = [staff.known[i] for i in ids if i in staff.known and not staff.is_away(i, today)]
        return sorted(found, key=lambda one: (one.name, one.user_id))

    async def _go(
        self, context: ConsultantContext, until: date, substitute_id: int, typed: bool = False
    ) -> None:
        if not await self._is_possible(context, until):
            return
        owner = await self._owner(context)
        substitute = await self._substitute(context, owner, substitute_id)
        owner.go(self.office.today(context.now), until, substitute.user_id if substitute else None)
        await (context.say if typed else context.edit)(words.away(owner, substitute))
        await _tell_the_others(context, words.colleague_away(owner, substitute))

    async def _substitute(
        self, context: ConsultantContext, owner: Consultant, substitute_id: int
    ) -> Consultant | None:
        """Raises NotAButton for somebody who can't."""
        if substitute_id == TEAM:
            return None
        others = {one.user_id: one for one in await self._others(context, owner)}
        if substitute_id not in others:
            raise InvalidButton("a")
        return others[substitute_id]

    async def _come_back(
        self, context: ConsultantContext, owner: Consultant, answer: Answer
    ) -> None:
        today = self.office.today(context.now)
        if not owner.is_away(today):
            await answer(words.is_not_away())
            return
        owner.come_back(today)
        await answer(words.back(owner))
        await _tell_the_others(context, words.back(owner))


async def _tell_the_others(context: ConsultantContext, said: Message) -> None:
    """What was noted in private is known to the group too."""
    if context.chat_id != CONSULTANTS:
        key = f"u{context.update_id}:absence"
        await context.uow[Outbox].put(
            key, CONSULTANTS, said, CONSULTANT_LANGUAGE, context.now, silent=True
        )


def _read_until(text: str, today: date) -> date | None:
    """A day, or how many days from today on, today among them."""
    days = _DAYS.fullmatch(text.strip())
    if days is not None:
        count = int(days[1])
        return today + timedelta(days=count - 1) if count else None
    return read_day(text, today)


def _prompt(shown: Message) -> Pressed | None:
    """A button of the message that asks until when."""
    pressed = [decode(button.data) for row in shown.buttons for button in row]
    return next((p for p in pressed if p.topic == "a" and p.arguments[:1] == ("u",)), None)
