"""A meeting of one person with a consultant, from both sides, by buttons."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.appointments.rules.appointments import Appointment, AppointmentState
from bot.appointments.rules.times import minute_of
from bot.appointments.storage.repositories import Appointments
from bot.cases.rules.cases import Case, CaseReason
from bot.cases.storage.cases import Cases
from bot.eligibility.storage.repositories import Applications
from bot.kernel.calendar import DAY
from bot.kernel.ports import CONSULTANTS
from bot.pipeline.inbox import Inbox
from tests.helpers.desk import (
    Consultant,
    admitted,
    applicant,
    consultant,
    data_of,
    new_cohort,
    says,
)
from tests.helpers.meetings import (
    TUESDAY,
    at_once,
    books,
    chooses,
    files_for,
    id_of,
    local,
    meetings_of,
    offers,
    offers_by_buttons,
    open_offers,
    sends_times,
    stored,
    ticks,
    ticks_times,
)
from tests.helpers.world import MONDAY, TEAM, Person, World

BOOKED = "Your meeting is booked"
GONE = "I am sorry, that time is not free any more. Which of these fits you?"
DAY_BEFORE, TODAY = "Your meeting is tomorrow", "Your meeting is today"
DID_IT = "Did the meeting with {person} take place?"


@pytest.fixture
async def person(world: World) -> Person:
    return await applicant(world)


@pytest.fixture
def mette(world: World) -> Consultant:
    return consultant(world)


async def said(world: World, person: Person, source: str) -> int:
    """How often somebody heard this, in English."""
    return sum(says(text, source, "en") for text in person.texts)


# --- offering and choosing


async def test_a_person_chooses_a_time_and_both_have_it_in_their_calendars(
    world: World, person: Person, mette: Consultant
) -> None:
    ten, two = local(world, 10), local(world, 14, 30)
    offer = await offers_by_buttons(world, mette, person, ten, two)
    assert "Tuesday, November 3" in person.last.text and "Tue, Nov 3, 14:30" in person.last.labels
    await chooses(person, offer, two)
    [made] = await meetings_of(world, person)
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
async def test_times_come_in_the_readers_own_calendar_words(
    world: World, mette: Consultant, language: str, day: str, button: str
) -> None:
    person = await applicant(world, language=language)
    await offers(world, person, local(world, 10))
    assert day in person.last.text and "10:00" in person.last.text
    assert any(
        label.replace("\u200f", "") == button.replace("\u200f", "") for label in person.last.labels
    )


async def test_the_form_keeps_its_times_in_the_message_and_a_second_press_takes_one_away(
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


async def test_at_most_six_times_and_three_things_to_bring(
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


async def test_the_interpreter_is_wanted_where_the_check_said_so_and_either_side_changes_it(
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
    [made] = await meetings_of(world, person)
    assert made.interpreter
    await person.presses_data(f"y:i:{made.id}:0", person.last.message_id)
    assert not (await stored(world, made.id)).interpreter
    assert mette.sees("🗣 {person} needs no interpreter")
    heard = len(world.team)
    await person.presses_data(f"y:i:{made.id}:0", person.last.message_id)
    assert len(world.team) == heard
    await mette.taps_data(f"bm:i:{made.id}:1")
    assert (await stored(world, made.id)).interpreter
    assert await said(world, person, "An interpreter is ordered for your meeting: {when}") == 1


async def test_a_second_press_books_nothing_and_shows_the_meeting(
    world: World, person: Person, mette: Consultant
) -> None:
    ten, two = local(world, 10), local(world, 14)
    offer = await offers(world, person, ten, two)
    await chooses(person, offer, ten)
    heard = len(world.team)
    await chooses(person, offer, ten)
    await chooses(person, offer, two)
    [made] = await meetings_of(world, person)
    assert made.starts_at == ten and len(world.team) == heard
    assert says(person.last.text, "Your meeting", "en")


async def test_the_same_update_again_books_once(
    world: World, person: Person, mette: Consultant
) -> None:
    ten = local(world, 10)
    offer = await offers(world, person, ten)
    body = {
        "id": "7", "from": {"id": person.id, "first_name": "Amina"},
        "data": f"y:p:{offer.id}:{minute_of(ten)}",
        "message": {"message_id": person.last.message_id, "chat": {"id": 42, "type": "private"}},
    }  # fmt: skip
    for _ in range(2):
        await world.again({"update_id": 9000, "callback_query": body})
    assert len(await meetings_of(world, person)) == 1
    assert await said(world, person, BOOKED) == 1


async def test_a_time_that_somebody_else_took_is_told_kindly_with_the_rest(
    world: World, person: Person, mette: Consultant
) -> None:
    ten, two = local(world, 10), local(world, 14)
    bilal = await applicant(world, 43, "Bilal")
    mine = await offers(world, person, ten, two)
    his = await offers(world, bilal, ten)
    await chooses(bilal, his, ten)
    await chooses(person, mine, ten)
    assert says(person.last.text, GONE, "en") and not await meetings_of(world, person)
    left = [d for d in data_of(person.last) if d.startswith("y:p:")]
    assert left == [f"y:p:{mine.id}:{minute_of(two)}"]
    await chooses(person, mine, two)
    assert [m.starts_at for m in await meetings_of(world, person)] == [two]


async def test_where_no_time_is_left_the_consultants_hear_it_once(
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


async def test_what_the_consultant_has_already_is_told_and_can_be_offered_knowingly(
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
    assert len(await meetings_of(world, person)) == 1


async def test_newer_times_take_the_place_of_those_nobody_chose(
    world: World, person: Person, mette: Consultant
) -> None:
    ten, two = local(world, 10), local(world, 14)
    old = await offers_by_buttons(world, mette, person, ten)
    new = await offers_by_buttons(world, mette, person, two)
    await chooses(person, old, ten)
    assert says(person.last.text, "These times are not open any more.", "en")
    await chooses(person, new, two)
    assert len(await meetings_of(world, person)) == 1


async def test_two_who_press_the_same_time_at_once_do_not_both_get_it(
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
    both = [*await meetings_of(world, person), *await meetings_of(world, bilal)]
    assert len(both) == 1


async def test_none_of_these_fits_and_the_persons_words_go_to_the_consultants(
    world: World, person: Person, mette: Consultant
) -> None:
    offer = await offers(world, person, local(world, 10))
    await person.presses_data(f"y:n:{offer.id}", person.last.message_id)
    await person.presses_data(f"y:n:{offer.id}", person.last.message_id)
    none_fits = "None of the offered times fits {person}"
    assert sum(says(m.text, none_fits) for m in world.team) == 1
    await person.says("Only mornings, my son is ill in the afternoon")
    assert "Only mornings" in mette.last.text and not world.mind.heard
    await person.says("something else")
    assert world.mind.heard == ["something else"]
    await mette.taps(r"bm:o:\d+")
    await sends_times(mette, local(world, 8))
    assert len(await open_offers(world, person)) == 1


async def test_a_command_or_another_button_is_no_answer_about_times(
    world: World, person: Person, mette: Consultant
) -> None:
    offer = await offers(world, person, local(world, 10))
    await person.presses_data(f"y:n:{offer.id}", person.last.message_id)
    await person.says("/menu")
    await person.says("hello there")
    assert world.mind.heard == ["hello there"] and "hello there" not in mette.last.text


async def test_words_of_despair_are_heard_as_such_also_when_times_were_asked_for(
    world: World, person: Person, mette: Consultant
) -> None:
    offer = await offers(world, person, local(world, 10))
    await person.presses_data(f"y:n:{offer.id}", person.last.message_id)
    await person.says("I want to kill myself")
    assert mette.sees("🆘 {person} may be in a crisis. Please call now")


async def test_an_offer_is_a_humans_word(world: World, person: Person, mette: Consultant) -> None:
    number = await id_of(world, person)
    async with world.uow() as uow:
        case = Case(number, world.clock(), CaseReason.MEETING, waiting_since=world.clock())
        await uow[Cases].add(case)
        await uow.commit()
    await offers_by_buttons(world, mette, person, local(world, 10))
    async with world.uow() as uow:
        found = await uow[Cases].open_of(number)
    assert found is not None and found.waiting_since is None and found.taken_by == 1


# --- moving and cancelling


async def test_while_a_new_time_is_asked_for_the_old_one_stays(
    world: World, person: Person, mette: Consultant
) -> None:
    made = await books(world, person, local(world, 10))
    await person.presses_data(f"y:m:{made.id}", person.last.message_id)
    await person.presses_data(f"y:m:{made.id}", person.last.message_id)
    assert sum(says(m.text, "{person} asks for another time") for m in world.team) == 1
    assert (await stored(world, made.id)).starts_at == made.starts_at
    await mette.taps(rf"bm:n:{made.id}")
    two = local(world, 14)
    await sends_times(mette, two, place="phone", minutes=15)
    [offer] = await open_offers(world, person)
    assert (await stored(world, made.id)).place_id == "townhall"
    await person.presses_data(f"y:m:{made.id}", person.last.message_id)  # the times again
    assert f"y:p:{offer.id}:{minute_of(two)}" in data_of(person.last)
    await chooses(person, offer, two)
    [moved] = await meetings_of(world, person)
    assert (moved.id, moved.starts_at, moved.minutes, moved.place_id) == (
        made.id, two, 15, "phone",
    )  # fmt: skip
    assert await said(world, person, "Your meeting has a new time") == 1
    for chat in (person.id, CONSULTANTS):
        first, second = [event for _, event in await files_for(world, chat)]
        assert first["uid"] == second["uid"] and (first["sequence"], second["sequence"]) == (0, 1)


async def test_the_person_cancels_and_the_consultants_hear_it_at_once(
    world: World, person: Person, mette: Consultant
) -> None:
    made = await books(world, person, local(world, 10))
    await person.presses_data(f"y:c:{made.id}", person.last.message_id)
    assert (await stored(world, made.id)).state is AppointmentState.BOOKED
    for _ in range(2):
        await person.presses_data(f"y:cy:{made.id}", person.last.message_id)
    assert (await stored(world, made.id)).state is AppointmentState.CANCELLED
    assert sum(says(m.text, "{person} has cancelled the meeting") for m in world.team) == 1
    assert says(person.last.text, "That meeting is cancelled.", "en")
    for chat in (person.id, CONSULTANTS):
        calendar, event = (await files_for(world, chat))[-1]
        assert calendar["method"] == "CANCEL" and event["sequence"] == 1


async def test_the_consultant_cancels_and_the_person_hears_it_at_once(
    world: World, person: Person, mette: Consultant
) -> None:
    made = await books(world, person, local(world, 10))
    await mette.says("/meetings")
    await mette.taps(f"bm:v:{made.id}")
    await mette.taps(f"bm:c:{made.id}")
    for _ in range(2):
        await mette.taps_data(f"bm:cy:{made.id}")
    cancelled = "{consultant} can't meet you then. You can ask for a new meeting."
    assert await said(world, person, cancelled) == 1
    calendar, _ = (await files_for(world, person.id))[-1]
    assert calendar["method"] == "CANCEL"


async def test_both_sides_cancel_and_choose_at_the_same_moment(
    world: World, person: Person, mette: Consultant
) -> None:
    made = await books(world, person, local(world, 10))
    await mette.taps_data(f"bm:n:{made.id}")
    two = local(world, 14)
    await sends_times(mette, two)
    [offer] = await open_offers(world, person)
    await at_once(
        world,
        (person.id, person.id, f"y:p:{offer.id}:{minute_of(two)}"),
        (1, TEAM, f"bm:cy:{made.id}"),
    )
    now = await stored(world, made.id)
    if now.starts_at == two:  # chosen first, then cancelled
        assert now.state is AppointmentState.CANCELLED and now.version == 2
    else:
        assert now.state is AppointmentState.CANCELLED and not await meetings_of(world, person)


async def test_new_times_for_a_cancelled_meeting_are_closed_with_it(
    world: World, person: Person, mette: Consultant
) -> None:
    made = await books(world, person, local(world, 10))
    await mette.taps_data(f"bm:n:{made.id}")
    two = local(world, 14)
    await sends_times(mette, two)
    [offer] = await open_offers(world, person)
    await person.presses_data(f"y:cy:{made.id}", person.last.message_id)
    await chooses(person, offer, two)
    assert not await meetings_of(world, person)
    assert says(person.last.text, "These times are not open any more.", "en")


async def test_buttons_of_a_meeting_that_has_begun_say_how_things_stand(
    world: World, person: Person, mette: Consultant
) -> None:
    made = await books(world, person, local(world, 10))
    world.clock.now = local(world, 10, 5)
    over = "That meeting has begun or is over, so it can't be changed any more."
    for verb in ("m", "c", "cy", "s"):
        await person.presses_data(f"y:{verb}:{made.id}", 1)
        assert says(person.last.text, over, "en")
    for verb in ("c", "cy", "n", "v"):
        await mette.taps_data(f"bm:{verb}:{made.id}")
        assert says(mette.last.text, "That meeting with {person} can't be changed any more.")
    assert (await stored(world, made.id)).state is AppointmentState.BOOKED


# --- whose it is, and data that no button carries


async def test_nobody_touches_the_meeting_of_another(
    world: World, person: Person, mette: Consultant
) -> None:
    made = await books(world, person, local(world, 10))
    offer = await offers(world, person, local(world, 14))
    bilal = await applicant(world, 43, "Bilal")
    heard = len(world.team)
    for data in (
        f"y:cy:{made.id}", f"y:m:{made.id}", f"y:s:{made.id}", f"y:i:{made.id}:1",
        f"y:n:{offer.id}", f"y:p:{offer.id}:{minute_of(local(world, 14))}", f"bm:cy:{made.id}",
    ):  # fmt: skip
        await bilal.presses_data(data, 1)
        assert "That button is old." in bilal.last.text and "Mette" not in bilal.last.text
    assert len(world.team) == heard and (await stored(world, made.id)) == made
    assert await open_offers(world, person)


async def test_data_that_no_button_carries_is_answered_and_changes_nothing(
    world: World, person: Person, mette: Consultant
) -> None:
    await person.says("/menu")
    for data in (
        "y", "y:", "y:p:1", "y:p:x:1", "y:p:99:1", "y:n:99", "y:cy:99", "y:z:1", "y:i:1:2",
    ):  # fmt: skip
        await person.presses_data(data, 1)
        assert "That button is old." in person.last.text
    await mette.says("/meetings")
    await mette.taps_data(f"bm:o:{await id_of(world, person)}")
    form = mette.last
    for data in (
        "bm", "bm:", "bm:o:99", "bm:o:x", "bm:n:99", "bm:v:99", "bm:u:99", "bm:z", "bm:cy:x",
        "bm:d:q1", "bm:t:p1:99999999999:1", "bm:s:p1:nowhere:30:0:0", "bm:y:p1:phone", "bm:m:x",
    ):  # fmt: skip
        heard = len(world.team)
        await mette.taps_data(data, form)
        assert len(world.team) == heard + 1, data
        async with world.uow() as uow:
            assert await uow[Inbox].row(world.update_id) is None  # done, and nothing failed
    assert not await open_offers(world, person)


async def test_a_form_that_was_sent_sends_nothing_twice(
    world: World, person: Person, mette: Consultant
) -> None:
    ten = local(world, 10)
    await mette.says("/meetings")
    number = await id_of(world, person)
    await mette.taps_data(f"bm:o:{number}")
    form = mette.last
    await sends_times(mette, ten)
    heard = len(person.texts)
    await mette.taps_data(f"bm:y:p{number}:townhall:30:0:0", form)
    assert len(person.texts) == heard and len(await open_offers(world, person)) == 1
    sent = "Those times have been sent already, or this form was left."
    assert says(mette.last.text, sent)


async def test_times_that_passed_while_the_form_stood_there_are_not_sent(
    world: World, person: Person, mette: Consultant
) -> None:
    ten, two = local(world, 10), local(world, 14)
    await mette.says("/meetings")
    number = await id_of(world, person)
    await mette.taps_data(f"bm:o:{number}")
    form = mette.last
    await ticks_times(mette, ten, two)
    world.clock.now = local(world, 11)
    await mette.taps_data(f"bm:y:p{number}:townhall:30:0:0", form)
    assert not await open_offers(world, person)
    assert "14.00" in form.text and "10.00" not in form.text


async def test_words_typed_to_the_form_do_not_go_to_the_person(
    world: World, person: Person, mette: Consultant
) -> None:
    await mette.says("/meetings")
    await mette.taps_data(f"bm:o:{await id_of(world, person)}")
    heard = len(person.texts)
    await mette.replies("tomorrow at ten?")
    assert len(person.texts) == heard
    assert says(mette.last.text, "Please press one of the buttons there.")


# --- where it can be found


async def test_the_command_shows_what_there_is_and_asks_only_when_told_to(
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


async def test_who_asks_for_a_meeting_in_words_sees_the_one_there_is_or_asks_for_one(
    world: World, person: Person, mette: Consultant
) -> None:
    world.mind.means("I want to meet you", "book_meeting")
    await person.says("I want to meet you")
    assert mette.sees("It is about a meeting: a time, another time, or none.")
    made = await books(world, person, local(world, 10))
    heard = len(world.team)
    await person.says("/menu")  # what is written from here on is for the assistant
    await person.says("I want to meet you")
    assert f"y:m:{made.id}" in data_of(person.last) and len(world.team) == heard


async def test_an_offer_that_waits_is_shown_again(
    world: World, person: Person, mette: Consultant
) -> None:
    offer = await offers(world, person, local(world, 10))
    await person.presses_data("m:meeting", 1)
    assert any(d.startswith(f"y:p:{offer.id}:") for d in data_of(person.last))


async def test_the_consultants_see_all_meetings_and_what_waits(
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


async def test_a_long_list_is_paged(world: World, mette: Consultant) -> None:
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
    await mette.taps("bm:m:1")
    await mette.taps("bm:m:2")
    assert len([d for d in data_of(mette.last) if d.startswith("bm:v:")]) == 5


async def test_a_meeting_is_offered_from_the_persons_card(world: World, mette: Consultant) -> None:
    person = await admitted(world, await new_cohort(world))
    await mette.says("/status")
    await mette.taps(r"s:p:\d+")
    await mette.taps(r"bm:o:\d+")
    await sends_times(mette, local(world, 10))
    assert await open_offers(world, person)


async def test_a_consultant_does_it_in_private_too(world: World, person: Person) -> None:
    desk = replace(world.assistant.desk, consultant_ids=frozenset({1}))
    object.__setattr__(world.assistant, "desk", desk)
    mette = replace(consultant(world), chat=1)
    ten = local(world, 10)
    await chooses(person, await offers_by_buttons(world, mette, person, ten), ten)
    [made] = await meetings_of(world, person)
    assert made.consultant_id == 1
    assert [m for m in world.team if "Amina" in m.text]  # the group hears what was chosen


async def test_the_meetings_of_the_day_for_the_morning(
    world: World, person: Person, mette: Consultant
) -> None:
    await books(world, person, local(world, 10))
    [morning_lines] = world.services.daily_note.more
    async with world.uow() as uow:
        assert await morning_lines(uow, world.clock()) == []
        [line] = await morning_lines(uow, local(world, 8))
    shown = world.channel.renderer.plain(line, "da")
    assert "10.00" in shown and "Amina" in shown and "Mette" in shown


async def test_the_morning_note_tells_the_meetings_of_the_day(
    world: World, person: Person, mette: Consultant
) -> None:
    await books(world, person, local(world, 10))
    world.clock.now = local(world, 8, 5)
    await world.services.daily_note.work()
    await world.settle()
    assert says(mette.last.text, "📅 {time}: {person} with {consultant}")
    assert "10.00" in mette.last.text


# --- reminders


async def test_reminders_come_once_the_day_before_and_two_hours_before(
    world: World, person: Person, mette: Consultant
) -> None:
    await books(world, person, local(world, 14))
    await ticks(world, local(world, 16, 30, world.clock().date()))
    assert await said(world, person, DAY_BEFORE) == 0
    await ticks(world, local(world, 18, 0, world.clock().date()))
    assert await said(world, person, DAY_BEFORE) == 1
    await ticks(world, local(world, 13))
    assert await said(world, person, TODAY) == 1 and await said(world, person, DAY_BEFORE) == 1
    assert sum(says(m.text, "⏰ Soon: a meeting with {person}") for m in world.team) == 1
    assert "14:00" in person.last.text


WHICH = "{consultant} would like to meet you. Which time fits you?"


async def test_an_offer_that_nobody_answers_is_shown_once_more_a_day_later_by_day(
    world: World, person: Person
) -> None:
    ten = local(world, 10) + 4 * DAY
    offer = await offers(world, person, ten, local(world, 9))
    await ticks(world, local(world, 9, 30))
    assert await said(world, person, WHICH) == 1, "it is not a day old"
    await ticks(world, local(world, 23) + DAY)
    assert await said(world, person, WHICH) == 2
    assert "09:00" not in person.last.text, "that time has passed"
    await chooses(person, offer, ten)
    [made] = await meetings_of(world, person)
    assert made.starts_at == ten


async def test_an_offer_of_the_evening_is_not_shown_again_in_the_night(
    world: World, person: Person
) -> None:
    world.clock.now = local(world, 21, 0, MONDAY.date())
    await offers(world, person, local(world, 10) + 4 * DAY)
    await ticks(world, local(world, 23, 30))
    assert await said(world, person, WHICH) == 1
    await ticks(world, local(world, 8, 30) + DAY)
    assert await said(world, person, WHICH) == 2


async def test_nobody_is_shown_again_what_was_answered_or_has_passed(
    world: World, person: Person
) -> None:
    refused = await offers(world, person, local(world, 10) + 4 * DAY)
    await person.presses_data(f"y:n:{refused.id}", person.last.message_id)
    await offers(world, person, local(world, 9))
    before = await said(world, person, WHICH)
    await ticks(world, local(world, 15) + DAY)
    assert await said(world, person, WHICH) == before


async def test_consultants_hear_in_the_morning_who_has_not_chosen_for_three_days(
    world: World, person: Person
) -> None:
    await offers(world, person, local(world, 10) + 9 * DAY)
    [morning_lines] = world.services.daily_note.more
    found = []
    for _ in range(5):
        async with world.uow() as uow:
            found.append(len(await morning_lines(uow, world.clock())))
        world.clock.forward(days=1)
    assert found == [0, 1, 1, 0, 0]


async def test_what_was_cancelled_or_moved_is_not_reminded_of(
    world: World, person: Person, mette: Consultant
) -> None:
    made = await books(world, person, local(world, 14))
    await mette.taps_data(f"bm:n:{made.id}")
    thursday = local(world, 14, 0, date(2026, 11, 5))
    await sends_times(mette, thursday)
    [offer] = await open_offers(world, person)
    await chooses(person, offer, thursday)
    await ticks(world, local(world, 16))
    assert await said(world, person, DAY_BEFORE) == await said(world, person, TODAY) == 0
    await ticks(world, local(world, 18, 0, date(2026, 11, 4)))
    assert await said(world, person, DAY_BEFORE) == 1
    await person.presses_data(f"y:cy:{made.id}", person.last.message_id)
    await ticks(world, local(world, 18, 0, date(2026, 11, 5)))
    assert await said(world, person, TODAY) == 0
    assert not mette.sees(DID_IT)


async def test_a_stop_before_the_commit_neither_loses_nor_doubles_a_reminder(
    world: World, person: Person, mette: Consultant
) -> None:
    await books(world, person, local(world, 14))
    reminders = world.services.appointment_reminders

    class Stops(SqlUnitOfWork):
        async def commit(self) -> None:
            raise KeyboardInterrupt

    world.clock.now = local(world, 17, 0, world.clock().date())
    stopping = replace(reminders, uow=lambda: Stops(world.database))
    with pytest.raises(KeyboardInterrupt):
        await stopping.work()
    assert await reminders.work() == 1 and await reminders.work() == 0
    await world.settle()
    assert await said(world, person, DAY_BEFORE) == 1


async def test_after_a_day_off_nothing_stale_comes(
    world: World, person: Person, mette: Consultant
) -> None:
    await books(world, person, local(world, 14))
    heard = len(person.texts)
    world.clock.now = local(world, 14, 10)
    assert await world.services.appointment_reminders.work() == 0
    await world.settle()
    assert len(person.texts) == heard


# --- afterwards


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        ("h", AppointmentState.HELD),
        ("f", AppointmentState.MISSED),
        ("z", AppointmentState.CANCELLED),
    ],
)
async def test_an_hour_later_the_consultants_are_asked_once_how_it_went(
    world: World, person: Person, mette: Consultant, verb: str, state: AppointmentState
) -> None:
    made = await books(world, person, local(world, 10))
    await ticks(world, local(world, 13))
    assert sum(says(m.text, DID_IT) for m in world.team) == 1
    heard = len(person.texts)
    await mette.taps(f"bm:{verb}:{made.id}")
    assert (await stored(world, made.id)).state is state
    assert len(person.texts) == heard  # nobody is blamed
    again = any(d.startswith("bm:o:") for d in data_of(mette.last))
    assert again is (state is not AppointmentState.HELD)
    await mette.taps(f"bm:q:{made.id}")
    await mette.taps(f"bm:h:{made.id}")
    assert (await stored(world, made.id)).state is AppointmentState.HELD


async def test_how_it_went_can_not_be_said_before(
    world: World, person: Person, mette: Consultant
) -> None:
    made = await books(world, person, local(world, 10))
    await mette.taps_data(f"bm:h:{made.id}")
    assert (await stored(world, made.id)).state is AppointmentState.BOOKED
    assert made.booked_at < datetime(2027, 1, 1, tzinfo=UTC)
