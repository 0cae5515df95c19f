"""Moving and cancelling an appointment; presses that are not allowed any more."""

from bot.appointments.rules.appointments import AppointmentState
from bot.appointments.rules.times import minute_of
from bot.kernel.ports import CONSULTANTS
from bot.pipeline.inbox import Inbox
from tests.helpers.appointments import (
    appointments_of,
    at_once,
    books,
    chooses,
    count_of,
    files_for,
    id_of,
    local,
    offers,
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
from tests.helpers.world import TEAM, Person, World

# --- moving and cancelling


async def test_appointment_keeps_its_time_until_a_new_one_is_booked(
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
    [moved] = await appointments_of(world, person)
    assert (moved.id, moved.starts_at, moved.minutes, moved.place_id) == (
        made.id, two, 15, "phone",
    )  # fmt: skip
    assert count_of(person, "Your meeting has a new time") == 1
    for chat in (person.id, CONSULTANTS):
        first, second = [event for _, event in await files_for(world, chat)]
        assert first["uid"] == second["uid"] and (first["sequence"], second["sequence"]) == (0, 1)


async def test_cancellation_by_participant_is_told_to_the_consultants(
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


async def test_participant_can_keep_the_meeting_after_all(
    world: World, person: Person, mette: Consultant
) -> None:
    made = await books(world, person, local(world, 10))
    await person.presses_data(f"y:c:{made.id}", person.last.message_id)
    asked = person.last
    assert f"y:cy:{made.id}" in data_of(asked), "the cancellation must be confirmed"
    await person.presses_data(f"y:s:{made.id}", asked.message_id)
    shown = [data for row in asked.buttons for _, data in row]
    assert f"y:c:{made.id}" in shown and f"y:cy:{made.id}" not in shown, "the card is there again"
    assert (await stored(world, made.id)).state is AppointmentState.BOOKED


async def test_cancellation_by_consultant_is_told_to_the_participant(
    world: World, person: Person, mette: Consultant
) -> None:
    made = await books(world, person, local(world, 10))
    await mette.says("/meetings")
    await mette.taps(f"bm:v:{made.id}")
    await mette.taps(f"bm:c:{made.id}")
    for _ in range(2):
        await mette.taps_data(f"bm:cy:{made.id}")
    cancelled = "{consultant} can't meet you then. You can ask for a new meeting."
    assert count_of(person, cancelled) == 1
    calendar, _ = (await files_for(world, person.id))[-1]
    assert calendar["method"] == "CANCEL"


async def test_concurrent_cancellation_and_booking_end_cancelled(
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
        assert now.state is AppointmentState.CANCELLED and not await appointments_of(world, person)


async def test_cancelling_closes_offers_of_new_times(
    world: World, person: Person, mette: Consultant
) -> None:
    made = await books(world, person, local(world, 10))
    await mette.taps_data(f"bm:n:{made.id}")
    two = local(world, 14)
    await sends_times(mette, two)
    [offer] = await open_offers(world, person)
    await person.presses_data(f"y:cy:{made.id}", person.last.message_id)
    await chooses(person, offer, two)
    assert not await appointments_of(world, person)
    assert says(person.last.text, "These times are not open any more.", "en")


async def test_buttons_of_an_appointment_that_has_begun_change_nothing(
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


# --- forged data and closed forms


async def test_nobody_can_change_the_appointment_of_another(
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


async def test_forged_data_is_answered_and_changes_nothing(
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


async def test_sent_form_sends_nothing_twice(
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


async def test_times_that_passed_meanwhile_are_not_sent(
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


async def test_reply_to_the_form_is_not_forwarded(
    world: World, person: Person, mette: Consultant
) -> None:
    await mette.says("/meetings")
    await mette.taps_data(f"bm:o:{await id_of(world, person)}")
    heard = len(person.texts)
    await mette.replies("tomorrow at ten?")
    assert len(person.texts) == heard
    assert says(mette.last.text, "Please press one of the buttons there.")
