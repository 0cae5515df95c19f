"""Consultants are persons who are in the group; they add and remove each other."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.kernel.database.audit import audit
from bot.kernel.ports import CONSULTANTS
from bot.office.storage.repositories import Consultants
from tests.helpers.cases import turn_to
from tests.helpers.desk import Consultant, applicant, consultant, data_of, says
from tests.helpers.world import TEAM, Person, World, make_world

METTE, BO, ANNE = 1, 2, 3
NOW_ONE = "{consultant} is a consultant now."
NOT_ANY_MORE = "{consultant} is no longer a consultant."
NOT_IN_GROUP = (
    "Only those who are in the consultants' group can do that here. You are not in it now."
)
NOT_TOLD = (
    "I can't ask Telegram just now if you are in the consultants' group. Please try again in a "
    "minute, or write in the group."
)
ANONYMOUS = (
    "I can't see who you are when you write as the group, so I did nothing with it. Turn off "
    "“Remain anonymous” in your rights as administrator, and write it again."
)
CHANNEL = (
    "I can't see who writes in the name of a channel, so I do nothing with it. Please write as "
    "yourself."
)
NOTHING_WAITS = "Nothing waits for you. 🌿"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Mette stands in CONSULTANT_IDS."""
    world = await make_world(tmp_path, consultant_ids=frozenset({METTE}))
    yield world
    await world.close()


@pytest.fixture
def mette(world: World) -> Consultant:
    return consultant(world)


@pytest.fixture
def bo(world: World) -> Consultant:
    return consultant(world, BO, "Bo")


def replied(world: World, person: Person, **more: Any) -> dict[str, Any]:
    return {"reply_to_message": {"message_id": 3, "from": person._from()} | more}


async def add(mette: Consultant, person: Person, **more: Any) -> None:
    await mette.person.says("/consultant add", TEAM, **replied(mette.world, person, **more))


async def is_consultant(world: World, user_id: int) -> bool:
    async with world.uow() as uow:
        return await world.assistant.desk.access.office.is_consultant(uow, user_id)


async def actions(world: World) -> list[tuple[int, str]]:
    async with world.database.engine.connect() as connection:
        rows = await connection.execute(audit.select())
        return [(row.by, row.action) for row in rows if "consultant:" in row.action]


# --- adding and removing


async def test_colleague_is_added_by_a_reply_and_acts_at_once(
    world: World, mette: Consultant, bo: Consultant
) -> None:
    await bo.says("/open")
    assert len(world.team) == 1 and "Bo" in bo.last.text, "told once how to become one"
    await bo.says("/open")
    assert len(world.team) == 1
    await add(mette, bo.person)
    assert says(mette.last.text, NOW_ONE) and "Bo" in mette.last.text
    await bo.says("/open")
    assert says(bo.last.text, NOTHING_WAITS)
    assert await actions(world) == [(METTE, f"consultant:add:{BO}")]
    await add(mette, bo.person)
    assert says(mette.last.text, "{consultant} is a consultant already.")


async def test_colleague_is_added_by_number(
    world: World, mette: Consultant, bo: Consultant
) -> None:
    await mette.says(f"/consultant add {BO}")
    assert await is_consultant(world, BO)
    await mette.says("/consultant")
    assert "Mette" in mette.last.text and f"{BO}" in mette.last.text
    await bo.says("/open")
    await mette.says("/consultant")
    assert "Bo" in mette.last.text, "known by name since"


@pytest.mark.parametrize("number", ["", "-5", "0", "Bo", "1" * 19, "1" * 30, "²"])
async def test_who_is_to_be_added_must_be_said(
    world: World, mette: Consultant, number: str
) -> None:
    await mette.says(f"/consultant add {number}".strip())
    assert "/consultant add" in mette.last.text and not await actions(world)


@pytest.mark.parametrize(
    "writer",
    [
        {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}},
        {"sender_chat": {"id": -1009, "type": "channel"}},
        {"from": {"id": 77, "is_bot": True, "first_name": "Robot"}},
    ],
)
async def test_only_a_person_can_be_added(
    world: World, mette: Consultant, bo: Consultant, writer: dict[str, Any]
) -> None:
    await add(mette, bo.person, **writer)
    assert says(mette.last.text, "Only a person can be a consultant. Nothing was changed.")
    assert not await actions(world)


async def test_only_consultants_add_consultants(
    world: World, bo: Consultant, mette: Consultant
) -> None:
    await add(bo, bo.person)
    await bo.taps_data(f"cn:y:{METTE}", world.team[-1])
    bo.chat = BO
    await bo.says(f"/consultant add {BO}")
    assert not await is_consultant(world, BO) and not await actions(world)


async def test_removing_is_asked_for_once_and_ends_all_rights(
    world: World, mette: Consultant, bo: Consultant
) -> None:
    await add(mette, bo.person)
    await mette.says("/consultant")
    await mette.taps(f"cn:r:{BO}")
    assert data_of(mette.last) == [f"cn:y:{BO}", f"cn:x:{BO}"]
    await mette.taps(f"cn:x:{BO}")
    assert await is_consultant(world, BO)
    await mette.person.says("/consultant remove", TEAM, **replied(world, bo.person))
    await mette.taps(f"cn:y:{BO}")
    assert says(mette.last.text, NOT_ANY_MORE) and not await is_consultant(world, BO)
    assert await actions(world) == [
        (METTE, f"consultant:add:{BO}"), (METTE, f"consultant:remove:{BO}"),
    ]  # fmt: skip
    amina = await applicant(world)
    await amina.says("/consultant")
    seen, texts = len(world.team), len(amina.texts)
    await bo.replies("Hej fra Bo")
    await bo.says("/open")
    await world.passes(seconds=10)
    assert len(amina.texts) == texts
    assert [says(s.text, NOTHING_WAITS) for s in world.team[seen:]].count(True) == 0


async def test_who_stands_in_the_setting_is_removed_there_only(
    world: World, mette: Consultant, bo: Consultant
) -> None:
    await add(mette, bo.person)
    await bo.taps_data(f"cn:y:{METTE}", world.team[-1])
    assert "CONSULTANT_IDS" in world.team[-1].text and await is_consultant(world, METTE)


async def test_last_consultant_can_not_be_removed(tmp_path: Path) -> None:
    world = await make_world(tmp_path)
    mette, bo = consultant(world), consultant(world, BO, "Bo")
    await mette.says("/open")
    await bo.says("/open")
    await mette.taps_data(f"cn:y:{BO}", world.team[-1])
    assert not await is_consultant(world, BO)
    await mette.taps_data(f"cn:y:{METTE}", world.team[-1])
    assert says(
        world.team[-1].text, "{consultant} is the last consultant. Add somebody else first."
    )
    assert await is_consultant(world, METTE)
    await world.close()


# --- who is no person


async def writes_as(world: World, sender: dict[str, Any], text: str, **more: Any) -> None:
    command = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    person = world.person(METTE, "Mette")
    message = person._message(TEAM, text=text, entities=command if text[0] == "/" else [], **more)
    await world.arrives("message", message | sender)


ANONYMOUS_ADMIN = {
    "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"},
    "sender_chat": {"id": TEAM, "type": "supergroup"},
}
LINKED = {
    "from": {"id": 777000, "is_bot": False, "first_name": "Telegram"},
    "sender_chat": {"id": -1009, "type": "channel"}, "is_automatic_forward": True,
}  # fmt: skip
ROBOT = {"from": {"id": 77, "is_bot": True, "first_name": "Robot"}}


@pytest.mark.parametrize(
    ("sender", "why"),
    [
        (ANONYMOUS_ADMIN, ANONYMOUS),
        (LINKED, CHANNEL),
        ({"sender_chat": {"id": -1009, "type": "channel"}}, CHANNEL),
        (ROBOT, "I do nothing with what other bots write here."),
    ],
)
async def test_who_is_no_person_never_acts_and_is_told_why_once(
    world: World, mette: Consultant, sender: dict[str, Any], why: str
) -> None:
    """Not even in the name of a consultant."""
    world.name_consultants(METTE, 1087968824, 777000, 77, 136817688)
    amina = await applicant(world)
    await amina.says("/consultant")
    post, texts = world.team[-1], len(amina.texts)
    seen = len(world.team)
    await writes_as(world, sender, "Hej", reply_to_message={"message_id": post.message_id})
    await writes_as(world, sender, "/open")
    await writes_as(world, sender, f"/consultant add {BO}")
    await world.passes(seconds=10)
    assert [says(shown.text, why) for shown in world.team[seen:]] == [True]
    assert len(amina.texts) == texts and not await is_consultant(world, BO)


# --- who has left


async def test_who_has_left_the_group_has_no_private_access(
    world: World, mette: Consultant
) -> None:
    mette.chat = METTE
    await mette.says("/open")
    assert says(mette.last.text, NOTHING_WAITS)
    world.directory.left.add(METTE)
    await mette.says("/open")
    assert says(mette.last.text, NOTHING_WAITS), "asked a moment ago"
    world.clock.forward(minutes=5)
    await mette.says("/open")
    assert says(mette.last.text, NOT_IN_GROUP)
    world.directory.left.clear()
    world.clock.forward(minutes=5)
    await mette.says("/open")
    assert says(mette.last.text, NOTHING_WAITS)


@pytest.mark.parametrize("how", ["chat_member", "left_chat_member"])
async def test_leaving_counts_at_once(world: World, mette: Consultant, how: str) -> None:
    mette.chat = METTE
    await mette.says("/open")
    world.directory.left.add(METTE)
    chat, user = {"id": TEAM, "type": "supergroup"}, mette.person._from()
    if how == "chat_member":
        member = {"status": "left", "user": user}
        await world.arrives(how, {"chat": chat, "from": user, "new_chat_member": member})
    else:
        await world.arrives("message", mette.person._message(TEAM, left_chat_member=user))
    await mette.says("/open")
    assert says(mette.last.text, NOT_IN_GROUP)


async def test_member_of_another_group_changes_nothing(world: World, mette: Consultant) -> None:
    mette.chat = METTE
    await mette.says("/open")
    await world.arrives(
        "message", mette.person._message(-777, left_chat_member=mette.person._from())
    )
    await mette.says("/open")
    assert says(mette.last.text, NOTHING_WAITS)


async def test_while_telegram_does_not_tell_private_access_is_refused(
    world: World, mette: Consultant
) -> None:
    world.directory.silent = True
    mette.chat = METTE
    for _ in range(2):
        await mette.says("/open")
        assert says(mette.last.text, NOT_TOLD)
    assert world.directory.asked == [METTE], "not at every message"
    world.directory.silent = False
    world.clock.forward(seconds=20)
    await mette.says("/open")
    assert says(mette.last.text, NOTHING_WAITS)


@pytest.mark.parametrize("left", [True, False])
async def test_without_membership_no_private_act_has_an_effect(
    world: World, mette: Consultant, left: bool
) -> None:
    """Presses, replies and edits, also on what was shown before."""
    amina = await applicant(world)
    await amina.says("/consultant")
    mette.chat = METTE
    await mette.says("/open")
    await mette.taps(r"o:c:\d+")
    card, texts = mette.last, len(amina.texts)
    world.clock.forward(minutes=5)
    world.directory.silent = not left
    world.directory.left |= {METTE} if left else set()
    await mette.replies("Hej Amina", card)
    await mette.taps_data("h:t:1", card)
    for shown in mette.screen[-2:]:
        assert says(shown.text, NOT_IN_GROUP if left else NOT_TOLD)
    await world.passes(seconds=10)
    assert len(amina.texts) == texts


async def test_former_consultant_is_a_person_as_anybody(world: World, mette: Consultant) -> None:
    world.directory.left.add(METTE)
    mette.chat = METTE
    await mette.says("/start")
    await mette.says(
        "hello",
    )
    await mette.replies("hello")
    assert not any(says(shown.text, NOT_IN_GROUP) for shown in mette.screen)


async def test_acting_in_the_group_shows_that_somebody_is_there(
    world: World, mette: Consultant
) -> None:
    await mette.says("/open")
    mette.chat = METTE
    await mette.says("/open")
    assert says(mette.last.text, NOTHING_WAITS) and not world.directory.asked


async def test_alarms_go_to_those_who_are_in_the_group(world: World) -> None:
    world.name_consultants(METTE)
    async with world.uow() as uow:
        for user_id, name in ((BO, "Bo"), (ANNE, "Anne")):
            (await uow[Consultants].meet(user_id, name)).admit(METTE, world.clock())
        await uow.commit()
    world.directory.left.add(BO)
    await world.services.membership.work()
    world.directory.silent = True
    world.clock.forward(hours=5)
    await world.services.membership.work()
    amina = await applicant(world)
    await amina.says("I want to die")
    assert world.screen(ANNE) and not world.screen(BO), "as it was last known"
    assert world.screen(CONSULTANTS)


async def test_escalation_skips_who_has_left(world: World) -> None:
    async with world.uow() as uow:
        (await uow[Consultants].meet(BO, "Bo")).admit(METTE, world.clock())
        await uow.commit()
    world.directory.left.add(BO)
    amina = await applicant(world)
    await amina.says("/consultant")
    await world.services.membership.work()
    turn_to(world, "2026-11-02 15:30")
    await world.services.escalation.work()
    turn_to(world, "2026-11-03 11:00")
    await world.services.escalation.work()
    await world.settle()
    assert world.screen(METTE) and not world.screen(BO)


async def test_membership_is_asked_again_after_five_minutes(world: World) -> None:
    job = world.services.membership
    await job.work()
    await job.work()
    assert world.directory.asked == [METTE]
    world.clock.forward(minutes=5)
    await job.work()
    assert world.directory.asked == [METTE, METTE]
