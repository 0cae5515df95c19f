"""Commands of the administrator about the consultants and their group."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from bot.bootstrap import Core, build
from bot.i18n.markup import PlainText
from bot.kernel.database.audit import AuditLog
from bot.kernel.unit_of_work import UnitOfWork
from bot.office.rules.consultants import Staff
from bot.office.rules.pairing import VALID_FOR, shown
from bot.office.storage.repositories import Consultants
from bot.settings import Settings

_ADMINISTRATOR = 0  # in the audit log; Telegram has no user 0


class NotDone(Exception):
    """What was asked for can't be done; `str()` is the line to show."""


async def show_code(settings: Settings) -> None:
    """Print a code that connects a group.  Raises NotDone."""
    if settings.consultant_chat_id is not None:
        raise NotDone("CONSULTANT_CHAT_ID is set and wins. Take it out of the settings to pair.")
    async with _core(settings) as core, core.uow() as uow:
        code = await core.services.groups.codes.issue(uow, core.clock(), asked_for=True)
        await uow.commit()
    minutes = int(VALID_FOR.total_seconds()) // 60
    _say(
        f"A consultant writes in the group, within {minutes} minutes: /pair {shown(code)}\n"
        "The assistant must run, and be in the group. Who writes it becomes a consultant."
    )


async def list_consultants(settings: Settings) -> None:
    """Print the consultants, and who has acted in the group without being one any more."""
    async with _core(settings) as core, core.uow() as uow:
        staff = await _staff(core, uow)
        acted = await uow[AuditLog].people()
    for user_id in sorted(staff.all_ids):
        where = " (CONSULTANT_IDS)" if user_id in staff.named else ""
        left = " – not in the group" if staff.has_left(user_id) else ""
        sys.stdout.write(f"{user_id}{_name(staff, user_id)}{where}{left}\n")
    for user_id, (times, last) in sorted(acted.items()):
        if user_id not in staff.all_ids | {_ADMINISTRATOR}:
            sys.stdout.write(f"{user_id}{_name(staff, user_id)} – {_acted(times, last)}\n")


async def change_consultant(settings: Settings, action: str, user_id: int) -> None:
    """`action`: add or remove.  Raises NotDone."""
    async with _core(settings) as core, core.uow() as uow:
        staff, now = await _staff(core, uow), core.clock()
        if action == "add":
            await _add(uow, staff, user_id, now)
        else:
            _remove(staff, user_id)
        note = f"consultant:{action}:{user_id}"
        await uow[AuditLog].note(now, _ADMINISTRATOR, note, None, 0)
        await uow.commit()
    _say(f"{user_id} is {'a consultant now' if action == 'add' else 'no longer a consultant'}.")


async def _add(uow: UnitOfWork, staff: Staff, user_id: int, now: datetime) -> None:
    if user_id <= 0:
        raise NotDone("The number of a person in Telegram is above zero; groups are below it.")
    if user_id in staff.all_ids:
        raise NotDone(f"{user_id} is a consultant already.")
    one = await uow[Consultants].meet(user_id, "")
    one.admit(_ADMINISTRATOR, now)


def _remove(staff: Staff, user_id: int) -> None:
    if user_id in staff.named:
        raise NotDone(f"{user_id} stands in CONSULTANT_IDS: take it out there, and start again.")
    if user_id not in staff.all_ids:
        raise NotDone(f"{user_id} is not a consultant.")
    if staff.all_ids == {user_id}:
        raise NotDone(f"{user_id} is the last consultant. Add somebody else first.")
    staff.known[user_id].dismiss()


async def _staff(core: Core, uow: UnitOfWork) -> Staff:
    return await core.services.assistant.desk.access.office.staff(uow)


def _name(staff: Staff, user_id: int) -> str:
    name = staff.name_of(user_id)
    return "" if name == str(user_id) else f" {name}"


def _acted(times: int, last: datetime) -> str:
    return f"not a consultant; acted {times} times, the last time on {last:%Y-%m-%d}"


@asynccontextmanager
async def _core(settings: Settings) -> AsyncIterator[Core]:
    core = build(settings, PlainText())
    try:
        yield core
    finally:
        await core.close()


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
