"""A consultant is away: until when, and who stands in.  Noted by buttons or a typed reply."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.kernel.buttons import NotAButton, Pressed, decode
from bot.kernel.consultant_context import Visit
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

    async def ask(self, visit: Visit) -> None:
        await visit.say(await self._ask_until(visit))

    async def end(self, visit: Visit) -> None:
        await self._come_back(visit, await self._owner(visit), visit.say)

    async def reply(self, visit: Visit, shown: Message, text: str) -> bool:
        """A typed last day; False where the message asks for none."""
        asked = _prompt(shown)
        if asked is None:
            return False
        if not await self._is_mine(visit, asked):
            return True
        until = _read_until(text, self.office.today(visit.now))
        if until is None:
            await visit.say(words.not_understood())
        else:
            await self._until(visit, until, typed=True)
        return True

    async def press(self, visit: Visit, pressed: Pressed) -> None:
        """`a:u:<owner>:<day>`, `a:s:<owner>:<day>:<substitute>`, `a:b:<owner>`, `a:x:<owner>`.

        Raises NotAButton."""
        if not await self._is_mine(visit, pressed):
            return
        match pressed.arguments:
            case ("u", _, day):
                await self._until(visit, read_stamp(day))
            case ("s", _, day, _):
                await self._go(visit, read_stamp(day), pressed.number(3))
            case ("b", _):
                await self._come_back(visit, await self._owner(visit), visit.edit)
            case ("x", _):
                await visit.edit(words.cancelled())
            case _:
                raise NotAButton("a")

    async def _ask_until(self, visit: Visit) -> Message:
        today = self.office.today(visit.now)
        ends = likely_ends(today, self.office.hours.calendar)
        return words.ask_until(await self._owner(visit), today, ends)

    async def _owner(self, visit: Visit) -> Consultant:
        if self.office.consultant_ids:
            return await visit.uow[Consultants].meet(visit.by, visit.name)
        return await visit.uow[Consultants].meet(TEAM, "")

    async def _is_mine(self, visit: Visit, pressed: Pressed) -> bool:
        """In the group everybody sees the buttons of one."""
        owner = pressed.number(1)
        mine = visit.by if self.office.consultant_ids else TEAM
        if owner != mine:
            staff = await self.office.staff(visit.uow)
            if owner not in staff.known:
                raise NotAButton("a")
            await visit.say(words.of_a_colleague(staff.known[owner].name))
        return owner == mine

    async def _until(self, visit: Visit, until: date, typed: bool = False) -> None:
        if not await self._is_possible(visit, until):
            return
        owner = await self._owner(visit)
        others = await self._others(visit, owner)
        if not others:
            await self._go(visit, until, TEAM, typed)
            return
        await (visit.say if typed else visit.edit)(words.ask_substitute(owner, until, others))

    async def _is_possible(self, visit: Visit, until: date) -> bool:
        days = (until - self.office.today(visit.now)).days
        if days < 0:
            await visit.say(words.past())
        elif days >= LONGEST_ABSENCE:
            await visit.say(words.too_long())
        return 0 <= days < LONGEST_ABSENCE

    async def _others(self, visit: Visit, owner: Consultant) -> list[Consultant]:
        """Who could stand in: named in CONSULTANT_IDS, known by name, and here."""
        staff, today = await self.office.staff(visit.uow), self.office.today(visit.now)
        ids = staff.ids - {owner.user_id}
        found = [staff.known[i] for i in ids if i in staff.known and not staff.is_away(i, today)]
        return sorted(found, key=lambda one: (one.name, one.user_id))

    async def _go(
        self, visit: Visit, until: date, substitute_id: int, typed: bool = False
    ) -> None:
        if not await self._is_possible(visit, until):
            return
        owner = await self._owner(visit)
        substitute = await self._substitute(visit, owner, substitute_id)
        owner.go(self.office.today(visit.now), until, substitute.user_id if substitute else None)
        await (visit.say if typed else visit.edit)(words.away(owner, substitute))
        await _tell_the_others(visit, words.colleague_away(owner, substitute))

    async def _substitute(
        self, visit: Visit, owner: Consultant, substitute_id: int
    ) -> Consultant | None:
        """Raises NotAButton for somebody who can't."""
        if substitute_id == TEAM:
            return None
        others = {one.user_id: one for one in await self._others(visit, owner)}
        if substitute_id not in others:
            raise NotAButton("a")
        return others[substitute_id]

    async def _come_back(self, visit: Visit, owner: Consultant, answer: Answer) -> None:
        today = self.office.today(visit.now)
        if not owner.is_away(today):
            await answer(words.is_not_away())
            return
        owner.come_back(today)
        await answer(words.back(owner))
        await _tell_the_others(visit, words.back(owner))


async def _tell_the_others(visit: Visit, said: Message) -> None:
    """What was noted in private is known to the group too."""
    if visit.chat_id != CONSULTANTS:
        key = f"u{visit.update_id}:absence"
        await visit.uow[Outbox].put(
            key, CONSULTANTS, said, CONSULTANT_LANGUAGE, visit.now, silent=True
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
