"""An erasure: what it finds and how, what it leaves in the queue, and who can start one."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select, text

from bot.course.buttons import OpenPerson
from bot.kernel.database.audit import AuditLog
from bot.kernel.database.erasures import erasures
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions, outbox, outbox_mentions
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Button, Message, PersonLink, Verbatim, message, phrase
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS
from bot.pipeline.inbox import inbox
from bot.privacy.buttons import ConfirmErasure
from bot.privacy.handlers.erasing import NO_UPDATE, erase
from bot.privacy.storage.personal_data import PersonalData
from tests.helpers import postgres
from tests.helpers.desk import admitted, consultant, enrolment_of, hands_in, new_cohort
from tests.helpers.world import TEAM, Person, World

METTE = 1


@pytest.fixture
async def two(world: World) -> tuple[Person, Person]:
    cohort = await new_cohort(world)
    return await admitted(world, cohort, 42, "Amina"), await admitted(world, cohort, 43, "Yusuf")


async def participant_of(world: World, person: Person) -> Participant:
    async with world.uow() as uow:
        found = await uow[Participants].of_chat(person.id)
    assert found is not None and found.id is not None
    return found


async def deletes_all(person: Person) -> None:
    await person.says("/deleteme")
    await person.presses_data(ConfirmErasure().pack(), person.last.message_id)


async def rows(world: World, *columns: Any) -> list[Any]:
    async with world.database.engine.connect() as connection:
        return list((await connection.execute(select(*columns))).all())


def on_screens(world: World) -> str:
    """Text and buttons of all chats but the person's."""
    screens = [shown for chat, shown in world.channel.screens.items() if chat != 42]
    return str([(m.text, m.buttons) for screen in screens for m in screen])


# --- names in messages that stay


async def test_buttons_about_the_person_are_removed_from_lists(
    world: World, two: tuple[Person, Person]
) -> None:
    amina, _yusuf = two
    mette = consultant(world)
    await mette.says("/status")
    cohort = (await enrolment_of(world, amina)).cohort_id
    await mette.taps_data(f"s:r:{cohort}")
    hers, his = [await enrolment_of(world, person) for person in two]
    assert OpenPerson(hers.id or 0).pack() in on_screens(world)
    await deletes_all(amina)
    await world.passes(days=2)
    assert OpenPerson(hers.id or 0).pack() not in on_screens(world)
    assert OpenPerson(his.id or 0).pack() in on_screens(world), "the list itself stays"
    [notice] = re.findall(r"[^']*Amina[^']*", on_screens(world))
    assert "slettet" in notice
    for data in await rows(world, outbox.c.message):
        assert "Amina" not in str(data)


async def test_page_that_was_turned_is_not_turned_back(
    world: World, two: tuple[Person, Person]
) -> None:
    """What is on the screen now does not name her; an earlier edition of the message did."""
    amina, _yusuf = two
    async with world.uow() as uow:
        put, now = uow[Outbox].put, world.clock()
        people = [await uow[Participants].of_chat(p.id) for p in two]
        assert people[0] is not None and people[1] is not None
        both = message(*(PersonLink(p.first_name, p.chat_id) for p in people if p))
        await put("page 1", CONSULTANTS, both, "da", now)
        await put("page 2", CONSULTANTS, message(phrase("page two")), "da", now,
                  SendOptions(method="edit", edit_of="page 1"))  # fmt: skip
        await uow.commit()
    await world.settle()
    assert world.team[-1].text == "page two"
    page = world.team[-1]
    await deletes_all(amina)
    assert page.text == "page two"


async def test_message_in_a_private_chat_of_a_consultant_is_removed(
    world: World, two: tuple[Person, Person]
) -> None:
    amina, _ = two
    person = await participant_of(world, amina)
    async with world.uow() as uow:
        said = message(phrase("{person} waits", person=PersonLink("Amina", amina.id)))
        options = SendOptions(about=person.id, urgent=True)
        await uow[Outbox].put("alarm", METTE, said, "da", world.clock(), options)
        await uow.commit()
    await world.settle()
    assert "Amina" in world.screen(METTE)[-1].text
    await deletes_all(amina)
    assert not world.screen(METTE)


async def test_edit_of_a_message_about_the_person_is_about_them(
    world: World, two: tuple[Person, Person]
) -> None:
    """A message without her name is removed with the one that it changed."""
    amina, _ = two
    await hands_in(world, amina, words="I sew curtains")
    [button] = [data for m in world.team for row in m.buttons for _, data in row
                if data.endswith(":good")][-1:]  # fmt: skip
    shown = next(m for m in world.team if button in str(m.buttons))
    await consultant(world).taps_data(button)
    await deletes_all(amina)
    assert shown not in world.team and "I sew curtains" not in on_screens(world)


# --- what stays in the queue until it is done


async def test_queue_of_an_erasure_holds_nothing_about_the_person(
    world: World, two: tuple[Person, Person]
) -> None:
    """Telegram is away: only the notice, and the receipt to herself, have her name or chat."""
    amina, _yusuf = two
    await hands_in(world, amina)
    await consultant(world).says("/runs")
    person = await participant_of(world, amina)
    async with world.uow() as uow:
        await erase(uow, person, NO_UPDATE, world.clock(), None)
        await uow.commit()
    waiting = [row for row in await rows(world, outbox) if row.sent_at is None]
    assert any(row.method == "erase" for row in waiting)
    for row in waiting:
        assert "Amina" not in str(row) and "42" not in re.split(r"\W+", str(row.message))
        assert row.about != person.id and row.chat_id != amina.id
        assert re.fullmatch(r"erase:[0-9a-f]{32}:\d+", row.idempotency_key)
    await world.settle()
    assert "Amina" not in on_screens(world)
    assert not [row for row in await rows(world, outbox) if row.method == "erase"]


async def test_second_erasure_does_not_cancel_the_first(
    world: World, two: tuple[Person, Person]
) -> None:
    _amina, _yusuf = two
    for person in two:
        await hands_in(world, person)
    for one in two:
        hers = await participant_of(world, one)
        async with world.uow() as uow:
            await erase(uow, hers, NO_UPDATE, world.clock(), None)
            await uow.commit()
    await world.settle()
    assert "Amina" not in on_screens(world) and "Yusuf" not in on_screens(world)


async def test_message_that_is_sent_while_its_person_is_erased_is_removed(
    world: World, two: tuple[Person, Person]
) -> None:
    amina, _ = two
    person = await participant_of(world, amina)
    async with world.uow() as uow:
        said = message(phrase("{person} waits", person=PersonLink("Amina", amina.id)))
        await uow[Outbox].put("k", CONSULTANTS, said, "da", world.clock())
        row = await uow[Outbox].next_of(CONSULTANTS, world.clock())
        await uow.commit()
    assert row is not None
    message_id = await world.channel.deliver(row)
    async with world.uow() as uow:
        await erase(uow, person, NO_UPDATE, world.clock(), None)
        await uow.commit()
    assert isinstance(message_id, int) and "Amina" in world.team[-1].text
    world.delivery._unrecorded[row.key] = [message_id]
    await world.delivery._deliver(row)
    await world.settle()
    assert "Amina" not in on_screens(world)


async def test_erasing_update_does_not_keep_the_chat(
    world: World, two: tuple[Person, Person]
) -> None:
    amina, _ = two
    await deletes_all(amina)
    assert amina.id not in [row.chat_id for row in await rows(world, inbox.c.chat_id)]
    assert amina.id not in [row.chat_id for row in await rows(world, outbox.c.chat_id)]


# --- how it is found


@contextmanager
def statements(world: World) -> Iterator[list[tuple[str, Any]]]:
    found: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        found.append((statement, parameters))

    engine = world.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def fill(world: World, count: int) -> None:
    """Messages to the consultants about others and about nobody."""
    other = (await participant_of(world, world.person(43, "Yusuf"))).id
    async with world.uow() as uow:
        for number in range(count):
            said = message(PersonLink("Yusuf", 43), Verbatim(str(number)))
            options = SendOptions(about=other if number % 2 else None)
            await uow[Outbox].put(f"f{number}", CONSULTANTS, said, "da", world.clock(), options)
        await uow.commit()


async def test_number_of_statements_does_not_depend_on_messages_of_others(world: World) -> None:
    cohort = await new_cohort(world)
    await admitted(world, cohort, 43, "Yusuf")
    counts = []
    for chat, more in ((50, 0), (51, 300)):
        await admitted(world, cohort, chat, "Amina")
        await fill(world, more)
        person = await participant_of(world, world.person(chat))
        async with world.uow() as uow:
            with statements(world) as found:
                await erase(uow, person, NO_UPDATE, world.clock(), None)
            counts.append(len(found))
    assert counts[0] == counts[1] < 200


@pytest.mark.skipif(postgres.WANTED, reason="the plans are those of SQLite")
async def test_no_table_is_read_from_end_to_end(world: World, two: tuple[Person, Person]) -> None:
    amina, _ = two
    await hands_in(world, amina)
    person = await participant_of(world, amina)
    async with world.uow() as uow:
        with statements(world) as found:
            await erase(uow, person, NO_UPDATE, world.clock(), None)
    read = [f for f in found if f[0].lstrip().startswith(("SELECT", "DELETE", "UPDATE"))]
    assert len(read) > 30
    async with world.database.engine.connect() as connection:
        for statement, parameters in dict(read).items():
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            scanned = [row[-1] for row in plan if row[-1].startswith("SCAN")]
            scanned = [one for one in scanned if "CONSTANT ROW" not in one]
            assert not scanned, (statement, scanned)


@pytest.mark.skipif(postgres.WANTED, reason="the list of indexes is SQLite's")
async def test_every_reference_has_an_index(world: World) -> None:
    """Deleting a row looks for rows that refer to it."""
    async with world.database.engine.connect() as connection:
        names = (await connection.execute(text("SELECT name FROM sqlite_master "
                                               "WHERE type = 'table'"))).scalars()  # fmt: skip
        for table in list(names):
            keys = await connection.execute(text(f"PRAGMA foreign_key_list({table})"))
            for column in [key._mapping["from"] for key in keys]:
                asked = f"EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {column} = 1"
                [plan] = (await connection.execute(text(asked))).all()
                assert "SEARCH" in plan[-1], (table, column)


# --- who can start one


async def erased(world: World) -> int:
    async with world.database.engine.connect() as connection:
        count = select(func.count()).select_from(erasures)
        return int((await connection.execute(count)).scalar_one())


async def test_stranger_starts_no_erasure_and_leaves_nothing(world: World) -> None:
    stranger = world.person(77, "Nobody", "en")
    await stranger.presses_data(ConfirmErasure().pack(), 5)
    await stranger.says("/deleteme")
    assert len(stranger.texts) == 2
    assert all(text == "I know nothing about you. There is nothing to delete."
               for text in stranger.texts)  # fmt: skip
    assert not world.team and await erased(world) == 0
    async with world.uow() as uow:
        assert await uow[Participants].of_chat(77) is None
    for table in (inbox, outbox):
        assert 77 not in [row.chat_id for row in await rows(world, table.c.chat_id)]


@pytest.mark.parametrize("at", ["another message", "another chat", "no message"])
async def test_forged_press_only_asks(world: World, two: tuple[Person, Person], at: str) -> None:
    amina, yusuf = two
    await yusuf.says("/deleteme")
    their = {"another message": amina.last.message_id, "another chat": yusuf.last.message_id,
             "no message": 99_999}[at]  # fmt: skip
    await amina.presses_data(ConfirmErasure().pack(), their)
    assert await erased(world) == 0
    for person in two:
        assert (await participant_of(world, person)).id
    assert ConfirmErasure().pack() in str(amina.last.buttons)


async def test_press_in_the_group_erases_nobody(world: World, two: tuple[Person, Person]) -> None:
    amina, _ = two
    await amina.says("/deleteme")
    await amina.presses_data(ConfirmErasure().pack(), amina.last.message_id, TEAM)
    assert await erased(world) == 0 and (await participant_of(world, amina)).id


async def test_person_whom_nobody_knows_is_erased_without_a_notice(world: World) -> None:
    newcomer = world.person(78, "Olena", "en")
    await newcomer.says("/start")
    await deletes_all(newcomer)
    assert await erased(world) == 1 and not world.team


# --- after consent was taken back


async def withdraws(world: World, person: Person) -> None:
    await person.presses_data("d:withdraw", 1)


@pytest.mark.parametrize("days", [30, 31])
async def test_what_is_kept_after_withdrawal_goes_after_its_term(
    world: World, two: tuple[Person, Person], days: int
) -> None:
    amina, yusuf = two
    await withdraws(world, amina)
    assert "December 2, 2026" in amina.last.text
    world.clock.forward(days=days, minutes=1 if days == 31 else -1)
    await amina.says("/menu")
    due = await world.services.retention.apply(dry_run=False)
    assert due.people == (1 if days == 31 else 0)
    async with world.uow() as uow:
        assert (await uow[Participants].of_chat(amina.id) is None) is (days == 31)
        assert await uow[Participants].of_chat(yusuf.id) is not None


async def test_new_consent_ends_the_term(world: World, two: tuple[Person, Person]) -> None:
    amina, _ = two
    await withdraws(world, amina)
    world.clock.forward(days=20)
    await amina.presses_data(f"ok:{world.content.welcome.consent_version}", 1)
    world.clock.forward(days=20)
    assert (await world.services.retention.apply(dry_run=False)).people == 0
    await withdraws(world, amina)
    world.clock.forward(days=29)
    assert (await world.services.retention.apply(dry_run=False)).people == 0
    world.clock.forward(days=2)
    assert (await world.services.retention.apply(dry_run=False)).people == 1


async def test_refused_first_consent_is_no_withdrawal(world: World) -> None:
    person = Participant(42, "Amina", "en", world.clock())
    person.answer_consent("1", False, world.clock())
    assert person.withdrew_at is None and not person.withdrew
    person.answer_consent("1", True, world.clock())
    taken_back = world.clock() + timedelta(days=1)
    person.answer_consent("1", False, taken_back)
    person.answer_consent("1", False, taken_back + timedelta(days=1))
    assert person.withdrew_at == taken_back, "saying no again does not prolong the term"


# --- what consultants did


async def test_actions_about_the_person_are_handed_out_without_ids_of_consultants(
    world: World, two: tuple[Person, Person]
) -> None:
    _amina, _yusuf = two
    hers, his = [await participant_of(world, person) for person in two]
    async with world.uow() as uow:
        for by, action, about in ((901, "x:1", hers.id), (902, "x:2", hers.id),
                                  (901, "x:3", hers.id), (902, "x:4", his.id)):  # fmt: skip
            await uow[AuditLog].note(world.clock(), by, action, about, 7)
        found = (await uow[PersonalData].collect(hers))["audit"]
        await uow.commit()
    before = {row["by"] for row in found[:-3]}  # who admitted her
    first, second = f"consultant {len(before) + 1}", f"consultant {len(before) + 2}"
    assert [(row["by"], row["action"]) for row in found][-3:] == [
        (first, "x:1"), (second, "x:2"), (first, "x:3"),
    ]  # fmt: skip
    assert set(found[0]) == {"at", "by", "action"} and "901" not in str(found)


async def test_press_in_a_list_is_handed_out_to_whom_the_button_was_about(
    world: World, two: tuple[Person, Person]
) -> None:
    hers, his = [await participant_of(world, person) for person in two]
    desk = consultant(world)
    await desk.says("/status")
    await desk.taps_data(OpenPerson((await enrolment_of(world, two[1])).id or 0).pack())
    async with world.uow() as uow:
        actions = [
            [row["action"] for row in (await uow[PersonalData].collect(person))["audit"]]
            for person in (hers, his)
        ]
    assert [any(a.startswith("s:p") for a in found) for found in actions] == [False, True]


async def test_mentions_are_noted_once_and_not_for_the_recipient(
    world: World, two: tuple[Person, Person]
) -> None:
    amina, yusuf = two
    his = await enrolment_of(world, yusuf)
    label = Button(Verbatim("?"), OpenPerson(his.id or 0).pack())
    said = Message((), ((label,),))
    async with world.uow() as uow:
        put, now = uow[Outbox].put, world.clock()
        for _ in range(2):
            await put("twice", CONSULTANTS, said, "da", now)
        await put("own", amina.id, message(PersonLink("Amina", amina.id)), "en", now)
        await uow.commit()
    noted = select(outbox.c.idempotency_key, outbox_mentions.c.participant_id).join(
        outbox_mentions, outbox_mentions.c.outbox_id == outbox.c.id
    )
    async with world.database.engine.connect() as connection:
        found = [tuple(row) for row in await connection.execute(noted)]
    expected = [("twice", (await participant_of(world, yusuf)).id)]
    assert [row for row in found if row[0] in ("twice", "own")] == expected
