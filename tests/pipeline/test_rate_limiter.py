"""Somebody who writes far too much slows nobody but themselves, and loses nothing."""

import asyncio

import pytest

from bot.pipeline.inbox import Inbox
from bot.pipeline.inbox_worker import ParticipantRateLimiter
from tests.helpers.world import World


@pytest.mark.looptime
async def test_flooding_participant_waits_and_others_do_not() -> None:
    rate_limiter = ParticipantRateLimiter(most=3)
    for _ in range(3):
        await rate_limiter.wait(42)
    flooding = asyncio.create_task(rate_limiter.wait(42))
    await rate_limiter.wait(43)
    assert asyncio.get_running_loop().time() == 0 and not flooding.done()
    await flooding
    assert asyncio.get_running_loop().time() == pytest.approx(60 / 3)


@pytest.mark.looptime
async def test_group_is_never_rate_limited() -> None:
    rate_limiter = ParticipantRateLimiter(most=1)
    for _ in range(5):
        await rate_limiter.wait(-1001)
    assert asyncio.get_running_loop().time() == 0


async def test_others_are_answered_while_one_floods(world: World) -> None:
    world.worker.rate_limiter = ParticipantRateLimiter(most=2)
    flood, other = world.person(42, "Flood", "en"), world.person(43, "Other", "en")
    async with world.uow() as uow:
        for number in range(9):
            await uow[Inbox].store(1000 + number, 42, _start(flood.id, number), world.clock())
        await uow[Inbox].store(2000, 43, _start(other.id, 1000), world.clock())
        await uow.commit()
    await world.worker.work()
    for _ in range(200):
        await world.delivery.work()
        await world.delivery.drained()
        if other.texts:
            break
        await asyncio.sleep(0.01)
    assert other.texts
    async with world.uow() as uow:  # and nothing of the flood is lost
        assert await uow[Inbox].chats_waiting(world.clock(), True) == [42]


def _start(person: int, number: int) -> dict[str, object]:
    sender = {"id": person, "first_name": "P", "language_code": "en"}
    message = {
        "message_id": number, "chat": {"id": person, "type": "private"}, "from": sender,
        "text": "/start", "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
    }  # fmt: skip
    return {"update_id": 1000 + number, "message": message}
