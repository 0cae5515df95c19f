"""Consultants add and remove consultants: /consultant in the group."""

from dataclasses import dataclass

from bot.kernel.callback_data import InvalidButton
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.audit import AuditLog
from bot.kernel.ports import CONSULTANTS
from bot.office.buttons import AskRemoval, ColleagueButton, KeepColleague, RemoveColleague
from bot.office.handlers.office import Office
from bot.office.storage.repositories import Consultants
from bot.office.views import colleagues as views

_LARGEST_ID = 18  # digits


@dataclass(frozen=True)
class ColleagueHandlers:
    office: Office

    async def command(self, context: ConsultantContext) -> None:
        """/consultant [add | remove] [number]; a reply names its writer."""
        assert context.command is not None, "it was typed"
        verb, _, number = context.command.argument.partition(" ")
        match verb.lower():
            case "add":
                await self._add(context, number.strip())
            case "remove":
                await self._ask_removal(context, number.strip())
            case _:
                await context.say(views.colleagues(await self.office.staff(context.uow)))

    async def press(self, context: ConsultantContext, button: ColleagueButton) -> None:
        """Raises InvalidButton."""
        if context.chat_id != CONSULTANTS:
            raise InvalidButton(button.wire)
        match button:
            case AskRemoval(user_id):
                staff = await self.office.staff(context.uow)
                await context.say(views.ask_removal(staff, user_id))
            case RemoveColleague(user_id):
                await self._remove(context, user_id)
            case KeepColleague():
                await context.edit(views.kept())
            case _:
                raise InvalidButton(button.wire)

    async def _add(self, context: ConsultantContext, number: str) -> None:
        assert context.command is not None, "it was typed"
        writer = context.command.replied_to
        if writer is not None and not number:
            if not writer.is_person:
                await context.say(views.no_person())
                return
            await self._admit(context, writer.user_id, writer.first_name)
        elif (user_id := _user_id(number)) is not None:
            await self._admit(context, user_id, "")
        else:
            await context.say(views.whom())

    async def _admit(self, context: ConsultantContext, user_id: int, name: str) -> None:
        staff = await self.office.staff(context.uow)
        if user_id in staff.all_ids:
            await context.say(views.added_already(staff.name_of(user_id)))
            return
        one = await context.uow[Consultants].meet(user_id, name)
        one.admit(context.by, context.now)
        await self._note(context, f"consultant:add:{user_id}")
        await context.say(views.added(one.name or str(user_id)))

    async def _ask_removal(self, context: ConsultantContext, number: str) -> None:
        assert context.command is not None, "it was typed"
        writer = context.command.replied_to
        user_id = _user_id(number) or (writer.user_id if writer is not None else None)
        staff = await self.office.staff(context.uow)
        if user_id is None:
            await context.say(views.colleagues(staff))
        elif user_id not in staff.all_ids:
            await context.say(views.no_consultant())
        else:
            await context.say(views.ask_removal(staff, user_id))

    async def _remove(self, context: ConsultantContext, user_id: int) -> None:
        staff = await self.office.staff(context.uow)
        name = staff.name_of(user_id)
        if user_id not in staff.all_ids:
            await context.edit(views.no_consultant())
        elif user_id in staff.named:
            await context.edit(views.in_settings(name))
        elif not staff.ids - {user_id}:
            await context.edit(views.last_one(name))
        else:
            staff.known[user_id].dismiss()
            await self._note(context, f"consultant:remove:{user_id}")
            await context.edit(views.removed(name))

    async def _note(self, context: ConsultantContext, action: str) -> None:
        """Whom it concerns: the general note of a command or press does not say it."""
        log = context.uow[AuditLog]
        await log.note(context.now, context.by, action, None, context.update_id)


def _user_id(number: str) -> int | None:
    is_id = number.isascii() and number.isdecimal() and len(number) <= _LARGEST_ID
    return int(number) or None if is_id else None
