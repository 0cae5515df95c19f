"""Offering times to a participant, and booking one of them."""

from datetime import timedelta

import pytest

from bot.appointments.rules.times import minute_of
from bot.appointments.storage.repositories import Appointments
from bot.cases.rules.cases import Case, CaseReason
from bot.cases.storage.cases import Cases
from bot.eligibility.storage.repositories import Applications
from bot.kernel.ports import CONSULTANTS
from tests.helpers.appointments import (
    TUESDAY,
    appointments_of,
    at_once,
    books,
    chooses,
    count_of,
    files_for,
    id_of,
    local,
    offers,
    offers_by_buttons,
    open_offers,
    sends_times,
    stored,
    ticks_times,
)
from tests.helpers.desk import (
    Consultant,
    applicant,
    data_of,
    says,
)
from tests.helpers.world import Person, World

BOOKED = "Your meeting is booked"
GONE = "I am sorry, that time is not free any more. Which of these fits you?"


async def test_booking_sends_a_calendar_file_to_both_sides(
    world: World, person: Person, mette: Consultant
) -> None:
    ten, two = local(world, 10), local(world, 14, 30)
    offer = await offers_by_buttons(world, mette, person, ten, two)
    assert "Tuesday, November 3" in person.last.text and "Tue, Nov 3, 14:30" in person.last.labels
    await chooses(person, offer, two)
    [made] = await appointments_of(world, person)
    assert (made.starts_at, made.place_id, made.minutes) == (two, "townhall", 30)
    assert says(person.last.text, BOOKED, "en") and "Hold-an Vej 7" in person.last.text
    assert mette.sees("📅 {person} has chosen a time")
    assert not await open_offers(world, person)
    for chat, name in ((person.id, "Mette"), (CONSULTANTS, "Amina")):
        [(calendar, event)] = await files_for(world, chat)
        assert calendar["method"] == "PUBLISH" and name in str(event["summary"])
        assert event.start == two and event["uid"] == made.uid
        assert ("reception" in str(event.get("description"))) is (chat == person.id)


@pytest.mark.parametrize(
    ("language", "day", "button"),
    [
        ("fa", "سه‌شنبه 3 نوامبر", "سه‌شنبه 3 نوامبر،\u200f 10:00"),
        ("ar", "الثلاثاء، 3 نوفمبر", "الثلاثاء، 3 نوفمبر، 10:00"),
        ("so", "Talaado, Noofeembar 3", "Tldo, Nof 3 10:00"),
    ],
)
async def test_times_are_shown_in_the_readers_calendar_words(
    world: World, mette: Consultant, language: str, day: str, button: str
) -> None:
    person = await applicant(world, language=language)
    await offers(world, person, local(world, 10))
    assert day in person.last.text and "10:00" in person.last.text
    assert any(
        label.replace("\u200f", "") == button.replace("\u200f", "") for label in person.last.labels
    )


async def test_form_keeps_chosen_times_and_second_press_removes_one(
    world: World, person: Person, mette: Consultant
) -> None:
    ten, two = local(world, 10), local(world, 14)
    await mette.says("/meetings")
    await mette.taps_data(f"bm:o:{await id_of(world, person)}")
    assert not [d for d in data_of(mette.last) if d.startswith("bm:l")]
    await ticks_times(mette, ten, two)
    await mette.taps(rf"bm:d:\w+:{ten:%Y%m%d}")
    on = await mette.taps(rf"bm:t:\w+:{minute_of(two)}:0")
    await mette.taps_data(f"bm:t:p{await id_of(world, person)}:{minute_of(two)}:0", on)
    assert "10.00" in mette.last.text and "14.00" not in mette.last.text
    await mette.taps("bm:x:.*")
    assert not await open_offers(world, person)


async def test_offer_has_at_most_six_times_and_three_things_to_bring(
    world: World, person: Person, mette: Consultant
) -> None:
    await mette.says("/meetings")
    await mette.taps_data(f"bm:o:{await id_of(world, person)}")
    form = mette.last
    await mette.taps(rf"bm:d:\w+:{TUESDAY:%Y%m%d}")
    for hour in range(8, 15):
        await mette.taps(rf"bm:t:\w+:{minute_of(local(world, hour))}:1")
    assert says(mette.last.text, "Please offer at most {limit} times.")
    for pattern in (r"bm:l:\w+", r"bm:l:\w+:phone", r"bm:s:\w+:phone:30:0:0"):
        await mette.taps(pattern)
    for bits in (1, 3, 7):
        await mette.taps(rf"bm:s:\w+:phone:30:0:{bits}")
    things = {d for d in data_of(form) if d.startswith("bm:s")}
    assert len(things) == 4  # the three that are ticked, and the interpreter
    await mette.taps(r"bm:y:.*")
    [offer] = await open_offers(world, person)
    assert len(offer.times) == 6 and offer.bring == "plan,budget,letters"


async def test_interpreter_comes_from_the_check_and_both_sides_can_change_it(
    world: World, mette: Consultant
) -> None:
    person = await applicant(world)
    number = await id_of(world, person)
    async with world.uow() as uow:
        check = await uow[Applications].latest(number)
        assert check is not None
        answer = check.new_answer("support", "interpreter,pace", 1, world.clock())
        check.answers["support"] = answer
        await uow.commit()
    ten = local(world, 10)
    await chooses(person, await offers_by_buttons(world, mette, person, ten), ten)
    [made] = await appointments_of(world, person)
    assert made.interpreter
    await person.presses_data(f"y:i:{made.id}:0", person.last.message_id)
    assert not (await stored(world, made.id)).interpreter
    assert mette.sees("🗣 {person} needs no interpreter")
    heard = len(world.team)
    await person.presses_data(f"y:i:{made.id}:0", person.last.message_id)
    assert len(world.team) == heard
    await mette.taps_data(f"bm:i:{made.id}:1")
    assert (await stored(world, made.id)).interpreter
    assert count_of(person, "An interpreter is ordered for your meeting: {when}") == 1


@pytest.mark.parametrize("wanted", [False, True])
async def test_moved_appointment_keeps_its_interpreter_whatever_the_check_says(
    world: World, person: Person, mette: Consultant, wanted: bool
) -> None:
    made = await books(world, person, local(world, 10))
    async with world.uow() as uow:
        appointment = await uow[Appointments].get(made.id or 0)
        check = await uow[Applications].latest(made.participant_id)
        assert appointment is not None and check is not None
        appointment.interpreter = wanted
        value = "pace" if wanted else "interpreter"
        check.answers["support"] = check.new_answer("support", value, 1, world.clock())
        await uow.commit()
    await mette.says("/meetings")
    await mette.taps_data(f"bm:n:{made.id}")
    await sends_times(mette, local(world, 14))
    [offer] = await open_offers(world, person)
    assert offer.appointment_id == made.id and offer.interpreter is wanted


async def test_second_press_books_nothing_and_shows_the_appointment(
    world: World, person: Person, mette: Consultant
) -> None:
    ten, two = local(world, 10), local(world, 14)
    offer = await offers(world, person, ten, two)
    await chooses(person, offer, ten)
    heard = len(world.team)
    await chooses(person, offer, ten)
    await chooses(person, offer, two)
    [made] = await appointments_of(world, person)
    assert made.starts_at == ten and len(world.team) == heard
    assert says(person.last.text, "Your meeting", "en")


async def test_repeated_update_books_once(world: World, person: Person, mette: Consultant) -> None:
    ten = local(world, 10)
    offer = await offers(world, person, ten)
    body = {
        "id": "7", "from": {"id": person.id, "first_name": "Amina"},
        "data": f"y:p:{offer.id}:{minute_of(ten)}",
        "message": {"message_id": person.last.message_id, "chat": {"id": 42, "type": "private"}},
    }  # fmt: skip
    for _ in range(2):
        await world.again({"update_id": 9000, "callback_query": body})
    assert len(await appointments_of(world, person)) == 1
    assert count_of(person, BOOKED) == 1


async def test_taken_time_is_answered_with_the_remaining_times(
    world: World, person: Person, mette: Consultant
) -> None:
    ten, two = local(world, 10), local(world, 14)
    bilal = await applicant(world, 43, "Bilal")
    mine = await offers(world, person, ten, two)
    his = await offers(world, bilal, ten)
    await chooses(bilal, his, ten)
    await chooses(person, mine, ten)
    assert says(person.last.text, GONE, "en") and not await appointments_of(world, person)
    left = [d for d in data_of(person.last) if d.startswith("y:p:")]
    assert left == [f"y:p:{mine.id}:{minute_of(two)}"]
    await chooses(person, mine, two)
    assert [m.starts_at for m in await appointments_of(world, person)] == [two]


async def test_consultants_are_told_once_that_no_time_is_left(
    world: World, person: Person, mette: Consultant
) -> None:
    ten = local(world, 10)
    offer = await offers(world, person, ten)
    world.clock.now = ten
    await chooses(person, offer, ten)
    assert mette.sees("The times that {person} could choose from are gone")
    heard = len(world.team)
    await chooses(person, offer, ten)
    assert len(world.team) == heard
    assert says(person.last.text, "These times are not open any more.", "en")


async def test_conflicting_time_is_marked_and_can_be_offered(
    world: World, person: Person, mette: Consultant
) -> None:
    ten = local(world, 10)
    await books(world, await applicant(world, 43, "Bilal"), ten)
    await mette.taps_data(f"bm:o:{await id_of(world, person)}")
    form = mette.last
    await mette.taps(rf"bm:d:\w+:{ten:%Y%m%d}")
    assert any(label.startswith("⚠") for label in form.labels)
    await mette.taps(r"bm:d:p\d+")
    await sends_times(mette, local(world, 9, 30), ten)
    [offer] = await open_offers(world, person)
    assert [t.knowingly for t in offer.upcoming_times(world.clock())] == [False, True]
    await chooses(person, offer, ten)
    assert len(await appointments_of(world, person)) == 1


async def test_newer_offer_replaces_the_open_one(
    world: World, person: Person, mette: Consultant
) -> None:
    ten, two = local(world, 10), local(world, 14)
    old = await offers_by_buttons(world, mette, person, ten)
    new = await offers_by_buttons(world, mette, person, two)
    await chooses(person, old, ten)
    assert says(person.last.text, "These times are not open any more.", "en")
    await chooses(person, new, two)
    assert len(await appointments_of(world, person)) == 1


async def test_two_participants_cannot_book_the_same_time_concurrently(
    world: World, person: Person, mette: Consultant
) -> None:
    ten = local(world, 10)
    bilal = await applicant(world, 43, "Bilal")
    mine = await offers(world, person, ten)
    his = await offers(world, bilal, ten)
    await at_once(
        world,
        (person.id, person.id, f"y:p:{mine.id}:{minute_of(ten)}"),
        (bilal.id, bilal.id, f"y:p:{his.id}:{minute_of(ten)}"),
    )
    both = [*await appointments_of(world, person), *await appointments_of(world, bilal)]
    assert len(both) == 1


async def test_preferred_times_are_forwarded_after_rejecting_an_offer(
    world: World, person: Person, mette: Consultant
) -> None:
    offer = await offers(world, person, local(world, 10))
    await person.presses_data(f"y:n:{offer.id}", person.last.message_id)
    await person.presses_data(f"y:n:{offer.id}", person.last.message_id)
    none_fits = "None of the offered times fits {person}"
    assert sum(says(m.text, none_fits) for m in world.team) == 1
    question = "Which days and times fit you? Please write it in a few words."
    assert count_of(person, question) == 2
    await person.says("Only mornings, my son is ill in the afternoon")
    assert "Only mornings" in mette.last.text and not world.nlu.heard
    await person.says("something else")
    assert world.nlu.heard == ["something else"]
    await mette.taps(r"bm:o:\d+")
    await sends_times(mette, local(world, 8))
    assert len(await open_offers(world, person)) == 1


async def test_preferred_times_are_about_the_offer_that_was_rejected(
    world: World, person: Person, mette: Consultant
) -> None:
    made = await books(world, person, local(world, 10))
    await mette.taps_data(f"bm:n:{made.id}")
    await sends_times(mette, local(world, 14))
    [moves] = await open_offers(world, person)
    await offers(world, person, local(world, 15))  # a newer one that was not rejected
    await person.presses_data(f"y:n:{moves.id}", person.last.message_id)
    await person.says("Only mornings")
    assert "Only mornings" in mette.last.text and data_of(mette.last) == [f"bm:n:{made.id}"]
    assert says(person.last.text, "Thank you. I have passed it on. New times come to you here.",
                "en")  # fmt: skip


async def test_preferred_times_are_expected_for_a_day(
    world: World, person: Person, mette: Consultant
) -> None:
    offer = await offers(world, person, local(world, 10, day=TUESDAY + timedelta(days=7)))
    for hours, forwarded in ((24, True), (24.01, False)):
        await person.presses_data(f"y:n:{offer.id}", person.last.message_id)
        world.clock.forward(hours=hours)
        await person.says(f"after {hours} hours")
        assert (f"after {hours} hours" in mette.last.text) is forwarded


async def test_closed_offer_can_not_be_rejected(
    world: World, person: Person, mette: Consultant
) -> None:
    ten = local(world, 10)
    taken, withdrawn = await offers(world, person, ten), await offers(world, person, ten)
    await chooses(person, taken, ten)
    heard = len(world.team)
    await person.presses_data(f"y:n:{taken.id}", person.last.message_id)
    assert says(person.last.text, "Your meeting", "en") and "10:00" in person.last.text
    await mette.says("/meetings")
    await mette.taps(f"bm:u:{withdrawn.id}")
    await mette.taps(f"bm:w:{withdrawn.id}")
    await person.presses_data(f"y:n:{withdrawn.id}", person.last.message_id)
    assert says(person.last.text, "These times are not open any more.", "en")
    await person.says("hello there")
    assert world.nlu.heard == ["hello there"] and len(world.team) == heard + 1


async def test_command_or_button_ends_the_question_for_preferred_times(
    world: World, person: Person, mette: Consultant
) -> None:
    offer = await offers(world, person, local(world, 10))
    await person.presses_data(f"y:n:{offer.id}", person.last.message_id)
    await person.says("/menu")
    await person.says("hello there")
    assert world.nlu.heard == ["hello there"] and "hello there" not in mette.last.text


async def test_crisis_words_are_recognised_when_times_were_asked_for(
    world: World, person: Person, mette: Consultant
) -> None:
    offer = await offers(world, person, local(world, 10))
    await person.presses_data(f"y:n:{offer.id}", person.last.message_id)
    await person.says("I want to kill myself")
    assert mette.sees("🆘 {person} may be in a crisis. Please call now")


async def test_offer_marks_the_case_answered(
    world: World, person: Person, mette: Consultant
) -> None:
    number = await id_of(world, person)
    async with world.uow() as uow:
        case = Case(number, world.clock(), CaseReason.MEETING, waiting_since=world.clock())
        await uow[Cases].add(case)
        await uow.commit()
    await offers_by_buttons(world, mette, person, local(world, 10))
    async with world.uow() as uow:
        found = await uow[Cases].open_of(number)
    assert found is not None and found.waiting_since is None and found.taken_by == 1
