"""Who is in the group and what became of it, asked of Telegram."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.adapters.telegram.directory import TelegramDirectory
from bot.office.ports import NotTold
from tests.telegram_server import Group, Person, TelegramServer

GROUP, NEW = -500, -1_000_000_000_500


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def directory(telegram: TelegramServer) -> AsyncIterator[TelegramDirectory]:
    async with Bot(telegram.token, base_url=f"{telegram.url}/bot") as bot:
        yield TelegramDirectory(bot)


@pytest.fixture
def mette(telegram: TelegramServer) -> Person:
    return telegram.person(900, "Mette")


@pytest.fixture
def group(telegram: TelegramServer, mette: Person) -> Group:
    return telegram.group(GROUP, "Konsulenter", members=[mette])


async def test_members_are_told_from_those_who_left(
    directory: TelegramDirectory, group: Group, mette: Person
) -> None:
    assert await directory.is_member(GROUP, mette.id) is True
    for status in ("administrator", "creator"):
        group.chat.members[mette.id] = status
        assert await directory.is_member(GROUP, mette.id) is True
    await group.leaves(mette)
    assert await directory.is_member(GROUP, mette.id) is False
    group.chat.members[mette.id] = "kicked"
    assert await directory.is_member(GROUP, mette.id) is False
    assert await directory.is_member(GROUP, 4711) is False, "Telegram knows no such member"


@pytest.mark.parametrize(("status", "description"), [(500, "oops"), (429, "wait"), (403, "no")])
async def test_what_telegram_does_not_tell_is_unknown(
    telegram: TelegramServer, directory: TelegramDirectory, group: Group, mette: Person,
    status: int, description: str,
) -> None:  # fmt: skip
    telegram.faults.add("getChatMember", status=status, description=description)
    assert await directory.is_member(GROUP, mette.id) is None


async def test_bot_outside_the_group_does_not_know_its_members(
    telegram: TelegramServer, directory: TelegramDirectory, group: Group, mette: Person
) -> None:
    group.chat.members[telegram.world.me["id"]] = "kicked"
    assert await directory.is_member(GROUP, mette.id) is None
    assert await directory.successor(GROUP) is None


async def test_supergroup_of_a_group_is_told(
    telegram: TelegramServer, directory: TelegramDirectory, group: Group, mette: Person
) -> None:
    assert await directory.successor(GROUP) is None
    telegram.faults.add("getChat", drop="before")
    with pytest.raises(NotTold):
        await directory.successor(GROUP)
    await group.becomes_supergroup(NEW, by=mette)
    assert await directory.successor(GROUP) == NEW
    assert await directory.is_member(GROUP, mette.id) is None
