"""The inbox and the outbox: in order, once, and nothing kept that is done with."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import OutboxRow, SendOptions, outbox
from bot.kernel.database.participants import Participants
from bot.kernel.messages import (
    Amount,
    Button,
    Day,
    LanguageName,
    Listing,
    Message,
    Moment,
    PersonLink,
    Spoken,
    TimeOfDay,
    Verbatim,
    message,
    phrase,
    phrases,
    quiet,
    strong,
)
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS
from bot.pipeline.inbox import Inbox, InboxRow, inbox
from tests.helpers.world import MONDAY, World

AMINA, OLENA = 42, 43
LATER = MONDAY + timedelta(seconds=30)


async def arrives(world: World, *updates: int, chat: int = AMINA) -> list[bool]:
    async with world.uow() as uow:
        new = [await uow[Inbox].store(u, chat, {"n": u}, MONDAY) for u in updates]
        await uow.commit()
    return new


async def oldest(world: World, chat: int = AMINA, parked_too: bool = False) -> int | None:
    async with world.uow() as uow:
        row, _ = await uow[Inbox].next_of(chat, world.clock(), parked_too)
    return row.update_id if row else None


async def row_of(world: World, update_id: int) -> InboxRow | None:
    async with world.uow() as uow:
        return await uow[Inbox].row(update_id)


async def finish(world: World, update_id: int, failure: str | None = None) -> bool:
    async with world.uow() as uow:
        done = await uow[Inbox].done(update_id, MONDAY, failure)
        await uow.commit()
    return done


async def put_off(world: World, update_id: int) -> None:
    async with world.uow() as uow:
        await uow[Inbox].retry_later(update_id, LATER, "Oops")
        await uow.commit()


async def park(world: World, update_id: int) -> None:
    async with world.uow() as uow:
        await uow[Inbox].park(update_id, "idea", MONDAY)
        await uow.commit()


async def stored(world: World, table: Any) -> list[Any]:
    async with world.database.engine.connect() as connection:
        return list(await connection.execute(select(table)))


# The inbox.


async def test_oldest_update_reports_whether_more_wait(world: World) -> None:
    await arrives(world, 1, 2)
    async with world.uow() as uow:
        row, more = await uow[Inbox].next_of(AMINA, MONDAY, parked_too=False)
        assert row is not None and (row.update_id, more) == (1, True)
        await uow[Inbox].done(1, MONDAY)
        row, more = await uow[Inbox].next_of(AMINA, MONDAY, parked_too=False)
        assert row is not None and (row.update_id, more) == (2, False)
        assert await uow[Inbox].next_of(OLENA, MONDAY, parked_too=False) == (None, False)


async def test_duplicate_update_changes_nothing(world: World) -> None:
    assert await arrives(world, 1, 1) == [True, False]
    async with world.uow() as uow:
        assert not await uow[Inbox].store(1, OLENA, {"n": "other"}, LATER)
        await uow.commit()
    row = await row_of(world, 1)
    assert row == InboxRow(1, AMINA, {"n": 1}, attempts=0, parked=False, waiting=None)


async def test_finished_update_is_not_revived_by_a_duplicate(world: World) -> None:
    await arrives(world, 1)
    await finish(world, 1)
    assert await arrives(world, 1) == [False]
    assert await oldest(world) is None


async def test_updates_of_a_chat_are_taken_in_order(world: World) -> None:
    await arrives(world, 3, 1, 2)
    for expected in (1, 2, 3):
        assert await oldest(world) == expected
        await finish(world, expected)
    assert await oldest(world) is None


async def test_chats_are_independent(world: World) -> None:
    await arrives(world, 1)
    await arrives(world, 2, 3, chat=OLENA)
    await put_off(world, 1)
    assert (await oldest(world), await oldest(world, OLENA)) == (None, 2)
    async with world.uow() as uow:
        assert await uow[Inbox].chats_waiting(MONDAY, parked_too=False) == [OLENA]


async def test_postponed_update_blocks_later_ones_of_its_chat(world: World) -> None:
    await arrives(world, 1, 2)
    await put_off(world, 1)
    assert await oldest(world) is None
    world.clock.now = LATER
    assert await oldest(world) == 1


async def test_each_attempt_is_counted(world: World) -> None:
    await arrives(world, 1)
    await put_off(world, 1)
    await put_off(world, 1)
    row = await row_of(world, 1)
    assert row is not None and row.attempts == 2


async def test_parked_text_lets_later_presses_through(world: World) -> None:
    await arrives(world, 1, 2)
    await park(world, 1)
    assert await oldest(world) == 2
    assert await oldest(world, parked_too=True) == 1


async def test_parked_text_keeps_its_question(world: World) -> None:
    await arrives(world, 1)
    await park(world, 1)
    row = await row_of(world, 1)
    assert row is not None and (row.parked, row.waiting) == (True, "idea")


async def test_chat_with_only_parked_texts_waits_for_nlu(world: World) -> None:
    await arrives(world, 1)
    await park(world, 1)
    async with world.uow() as uow:
        assert await uow[Inbox].has_parked(AMINA) and not await uow[Inbox].has_parked(OLENA)
        assert await uow[Inbox].chats_waiting(MONDAY, parked_too=False) == []
        assert await uow[Inbox].chats_waiting(MONDAY, parked_too=True) == [AMINA]


async def test_finished_text_is_no_longer_parked(world: World) -> None:
    await arrives(world, 1)
    await park(world, 1)
    await finish(world, 1)
    async with world.uow() as uow:
        assert not await uow[Inbox].has_parked(AMINA)


async def test_content_is_deleted_when_the_update_is_finished(world: World) -> None:
    await arrives(world, 1)
    await finish(world, 1, "Oops")
    assert await row_of(world, 1) is None
    [row] = await stored(world, inbox)
    assert (row.payload, row.done_at, row.failure) == (None, MONDAY, "Oops")


async def test_only_one_of_two_finishes_an_update(world: World) -> None:
    await arrives(world, 1)
    assert await finish(world, 1)
    assert not await finish(world, 1)


# The outbox.


async def say(world: World, *keys: str, chat: int = AMINA) -> None:
    async with world.uow() as uow:
        for key in keys:
            await uow[Outbox].put(key, chat, message(Verbatim(key)), "en", MONDAY)
        await uow.commit()


async def waits(world: World, chat: int = AMINA) -> OutboxRow | None:
    async with world.uow() as uow:
        return await uow[Outbox].next_of(chat, world.clock())


async def said(world: World, chat: int = AMINA) -> str | None:
    row = await waits(world, chat)
    return _text(row.message) if row else None


def _text(one: Message) -> str:
    content = one.paragraphs[0].content
    assert isinstance(content, Verbatim)
    return content.text


async def send(world: World, message_id: int | None, chat: int = AMINA) -> None:
    row = await waits(world, chat)
    assert row is not None
    async with world.uow() as uow:
        await uow[Outbox].sent(row, message_id, MONDAY)
        await uow.commit()


async def edit(world: World, key: str, message_id: int) -> None:
    async with world.uow() as uow:
        said = message(Verbatim(key))
        await uow[Outbox].put(
            key, AMINA, said, "en", MONDAY, SendOptions(method="edit", edit_message_id=message_id)
        )
        await uow.commit()


async def shown(world: World, message_id: int, chat: int = AMINA) -> str | None:
    async with world.uow() as uow:
        found = await uow[Outbox].shown(chat, message_id)
    return _text(found[0]) if found else None


async def test_outbox_keeps_the_order_of_a_chat(world: World) -> None:
    await say(world, "b", "a", "c")
    for expected in ("b", "a", "c"):
        assert await said(world) == expected
        await send(world, None)
    assert await said(world) is None


async def test_duplicate_idempotency_key_is_ignored(world: World) -> None:
    await say(world, "u1:1", "u1:1")
    await say(world, "u1:1", chat=OLENA)
    await send(world, 1)
    await say(world, "u1:1")
    assert await said(world) is None and await said(world, OLENA) is None


async def test_postponed_message_blocks_later_ones_of_its_chat(world: World) -> None:
    await say(world, "a", "b")
    await say(world, "c", chat=OLENA)
    first = await waits(world)
    assert first is not None
    async with world.uow() as uow:
        await uow[Outbox].retry_later(first, LATER, "slow")
        await uow.commit()
        assert await uow[Outbox].chats_waiting(LATER) == [(AMINA, False), (OLENA, False)]
    assert await said(world) is None and await said(world, OLENA) == "c"
    world.clock.now = LATER
    again = await waits(world)
    assert again is not None and (again.id, again.attempts) == (first.id, 1)


async def test_failed_message_unblocks_the_next(world: World) -> None:
    await say(world, "a", "b")
    first = await waits(world)
    assert first is not None
    async with world.uow() as uow:
        await uow[Outbox].failed(first, "blocked", MONDAY)
        await uow.commit()
    assert await said(world) == "b"


async def test_chats_are_served_in_waiting_order(world: World) -> None:
    await say(world, "b", chat=OLENA)
    await say(world, "a")
    await say(world, "c", chat=OLENA)
    async with world.uow() as uow:
        assert await uow[Outbox].chats_waiting(MONDAY) == [(OLENA, False), (AMINA, False)]


async def test_every_kind_of_content_round_trips(world: World) -> None:
    everything = message(
        strong(phrase("{a}", a=Verbatim("<é> محمد"))),
        quiet(phrases("{count} thing", "{count} things", 3)),
        Listing((Amount(Decimal("12.50")), Day(date(2026, 11, 23)), Moment(MONDAY))),
        Spoken(phrase("{a}", a=TimeOfDay(time(9, 30))), "ar"),
        PersonLink("Amina", 2**52),
        LanguageName("so"),
        phrase("{a}", a=Listing((phrase("{b}", b=LanguageName("ur")),))),
        buttons=[[Button(phrase("Go"), "x"), Button(Verbatim("Dansk"), "lang:da")]],
    ).in_danish_too()
    async with world.uow() as uow:
        await uow[Outbox].put(
            "k", AMINA, everything, "ur", MONDAY, SendOptions(method="edit", edit_message_id=9)
        )
        await uow.commit()
    row = await waits(world)
    assert row is not None and row.message == everything
    assert (row.language, row.method, row.edit_message_id) == ("ur", "edit", 9)


async def test_shown_returns_the_sent_message(world: World) -> None:
    await say(world, "a")
    await send(world, 501)
    assert await shown(world, 501) == "a"
    assert await shown(world, 502) is None
    assert await shown(world, 501, OLENA) is None, "ids count within a chat"


async def test_shown_returns_the_last_edit(world: World) -> None:
    await say(world, "a")
    await send(world, 501)
    for key in ("b", "c"):
        await edit(world, key, 501)
        await send(world, 501)
    assert await shown(world, 501) == "c"


async def test_shown_ignores_a_failed_edit(world: World) -> None:
    await say(world, "a")
    await send(world, 501)
    await edit(world, "b", 501)
    row = await waits(world)
    assert row is not None
    async with world.uow() as uow:
        await uow[Outbox].failed(row, "too long", MONDAY)
        await uow.commit()
    assert await shown(world, 501) == "a"


@pytest.mark.parametrize(("chat", "known"), [(CONSULTANTS, True), (AMINA, False)])
async def test_message_to_consultants_keeps_its_participant(
    world: World, chat: int, known: bool
) -> None:
    async with world.uow() as uow:
        person = Participant(AMINA, "Amina", "ar", MONDAY)
        await uow[Participants].add(person)
        await uow[Outbox].put(
            "k", chat, message(Verbatim("k")), "da", MONDAY, SendOptions(about=person.id)
        )
        await uow.commit()
    await send(world, 501, chat)
    async with world.uow() as uow:
        assert (await uow[Outbox].about(501) == person.id) is known
        assert await uow[Outbox].about(502) is None


async def test_queues_survive_a_restart(world: World) -> None:
    await arrives(world, 1)
    await say(world, "a")
    await world.database.close()  # the next statement opens the file again
    assert (await oldest(world), await said(world)) == (1, "a")
    assert len(await stored(world, outbox)) == 1
