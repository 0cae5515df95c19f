"""Where participants and consultants find their appointments."""

from dataclasses import replace
from datetime import timedelta

from bot.appointments.rules.appointments import Appointment
from bot.appointments.storage.repositories import Appointments
from tests.helpers.appointments import (
    appointments_of,
    books,
    chooses,
    id_of,
    local,
    offers,
    offers_by_buttons,
    open_offers,
    sends_times,
)
from tests.helpers.desk import (
    Consultant,
    admitted,
    applicant,
    consultant,
    data_of,
    new_cohort,
    says,
)
from tests.helpers.world import Person, World


async def test_command_shows_the_appointment_or_offers_to_ask_for_one(
    world: World, person: Person, mette: Consultant
) -> None:
    await person.says("/meeting")
    assert says(
        person.last.text, "No meeting is planned. Would you like to meet your consultant?", "en"
    )
    assert world.team == []
    for _ in range(2):
        await person.presses_data("y:a", person.last.message_id)
    [asked] = world.team
    assert says(asked.text, "It is about a meeting: a time, another time, or none.")
    assert f"bm:o:{await id_of(world, person)}" in data_of(asked)
    await books(world, person, local(world, 10))
    await person.says("/meeting")
    assert says(person.last.text, "Your meeting", "en") and "10:00" in person.last.text


async def test_request_in_words_shows_the_appointment_or_asks_for_one(
    world: World, person: Person, mette: Consultant
) -> None:
    world.nlu.means("I want to meet you", "book_meeting")
    await person.says("I want to meet you")
    assert mette.sees("It is about a meeting: a time, another time, or none.")
    made = await books(world, person, local(world, 10))
    heard = len(world.team)
    await person.says("/menu")  # what is written from here on is for the assistant
    await person.says("I want to meet you")
    assert f"y:m:{made.id}" in data_of(person.last) and len(world.team) == heard


async def test_open_offer_is_shown_by_the_command(
    world: World, person: Person, mette: Consultant
) -> None:
    offer = await offers(world, person, local(world, 10))
    await person.presses_data("m:meeting", 1)
    assert any(d.startswith(f"y:p:{offer.id}:") for d in data_of(person.last))


async def test_appointments_and_offers_of_others_are_not_shown(
    world: World, person: Person, mette: Consultant
) -> None:
    bilal = await applicant(world, 43, "Bilal")
    await books(world, bilal, local(world, 10))
    await offers(world, bilal, local(world, 14))
    await person.says("/meeting")
    assert says(
        person.last.text, "No meeting is planned. Would you like to meet your consultant?", "en"
    )
    assert not await appointments_of(world, person) and not await open_offers(world, person)


async def test_consultants_list_shows_appointments_and_open_offers(
    world: World, person: Person, mette: Consultant
) -> None:
    made = await books(world, person, local(world, 10))
    bilal = await applicant(world, 43, "Bilal")
    offer = await offers(world, bilal, local(world, 14))
    await mette.says("/meetings")
    assert "Amina" in mette.last.text and "Bilal" in mette.last.text
    assert {f"bm:v:{made.id}", f"bm:u:{offer.id}"} <= set(data_of(mette.last))
    await mette.taps(f"bm:u:{offer.id}")
    await mette.taps(f"bm:w:{offer.id}")
    assert not await open_offers(world, bilal)
    await mette.taps("bm:m")
    assert "Bilal" not in mette.last.text


async def test_long_list_is_paged(world: World, mette: Consultant) -> None:
    number = await id_of(world, await applicant(world))
    async with world.uow() as uow:
        for n in range(25):
            starts = world.clock() + timedelta(hours=n + 1)
            await uow[Appointments].add(
                Appointment(number, 1, "Mette", "phone", 30, "", False, f"u{n}", starts,
                            world.clock())
            )  # fmt: skip
        await uow.commit()
    await mette.says("/meetings")
    first = data_of(mette.last)
    await mette.taps("bm:m:1")
    await mette.taps("bm:m:2")
    assert len([d for d in data_of(mette.last) if d.startswith("bm:v:")]) == 5
    await mette.taps_data("bm:m")  # the button of a message elsewhere leads to the first page
    assert data_of(mette.last) == first


async def test_appointment_is_offered_from_the_card(world: World, mette: Consultant) -> None:
    person = await admitted(world, await new_cohort(world))
    await mette.says("/status")
    await mette.taps(r"s:p:\d+")
    await mette.taps(r"bm:o:\d+")
    await sends_times(mette, local(world, 10))
    assert await open_offers(world, person)


async def test_consultant_can_offer_in_a_private_chat(world: World, person: Person) -> None:
    world.name_consultants(1)
    mette = replace(consultant(world), chat=1)
    ten = local(world, 10)
    await chooses(person, await offers_by_buttons(world, mette, person, ten), ten)
    [made] = await appointments_of(world, person)
    assert made.consultant_id == 1
    assert [m for m in world.team if "Amina" in m.text]  # the group hears what was chosen


async def test_morning_lines_name_the_appointments_of_the_day(
    world: World, person: Person, mette: Consultant
) -> None:
    await books(world, person, local(world, 10))
    [morning_lines] = world.services.daily_note.more
    async with world.uow() as uow:
        assert await morning_lines(uow, world.clock()) == []
        [line] = await morning_lines(uow, local(world, 8))
    shown = world.channel.renderer.plain(line, "da")
    assert "10.00" in shown and "Amina" in shown and "Mette" in shown


async def test_morning_note_has_the_appointments_of_the_day(
    world: World, person: Person, mette: Consultant
) -> None:
    await books(world, person, local(world, 10))
    world.clock.now = local(world, 8, 5)
    await world.services.daily_note.work()
    await world.settle()
    assert says(mette.last.text, "📅 {time}: {person} with {consultant}")
    assert "10.00" in mette.last.text
