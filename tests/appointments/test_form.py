"""The form of an offer: its state is stored with the message, whatever the message looks like."""

from dataclasses import replace

import pytest

from bot.appointments.buttons import (
    ChooseDay,
    LeaveOffer,
    OfferFormButton,
    ReviewOffer,
    SendOffer,
    ToggleTime,
)
from bot.appointments.rules.offer_drafts import OfferDraft, OfferForm, OfferKind, OfferSubject
from bot.appointments.rules.times import minute_of
from bot.appointments.views import offers as views
from bot.cases.buttons import OfferAppointment
from bot.kernel.callback_data import InvalidButton, unpack
from bot.kernel.messages import Button, message, phrase
from bot.kernel.ports import CONSULTANTS
from tests.helpers.appointments import id_of, local, open_offers, ticks_times
from tests.helpers.course import message_behind
from tests.helpers.desk import Consultant, says
from tests.helpers.forms import Change, change_stored, looking_otherwise, without_form
from tests.helpers.world import Person, World

SUBJECT = OfferSubject(OfferKind.NEW, 42)
DRAFT = OfferDraft(SUBJECT, "townhall", 45, interpreter=True, things=5)


@pytest.mark.parametrize("change", [looking_otherwise, without_form])
async def test_chosen_times_are_offered_whatever_the_message_looks_like(
    world: World, person: Person, mette: Consultant, change: Change
) -> None:
    number = await id_of(world, person)
    await mette.says("/meetings")
    await mette.taps_data(OfferAppointment(number).pack())
    times = [local(world, 10), local(world, 14, 30)]
    await ticks_times(mette, *times)
    await change_stored(world, CONSULTANTS, mette.last, change)
    send = SendOffer(OfferSubject(OfferKind.NEW, number), "phone", 45, False, 0)
    await mette.taps_data(send.pack())
    [offer] = await open_offers(world, person)
    assert [t.starts_at for t in offer.upcoming_times(world.clock())] == times
    assert (offer.place_id, offer.minutes) == ("phone", 45)


async def test_reply_to_a_form_that_looks_otherwise_is_not_forwarded(
    world: World, person: Person, mette: Consultant
) -> None:
    await mette.says("/meetings")
    await mette.taps_data(OfferAppointment(await id_of(world, person)).pack())
    await change_stored(world, CONSULTANTS, mette.last, looking_otherwise)
    received = len(person.texts)
    await mette.replies("tomorrow at ten?")
    assert len(person.texts) == received
    assert says(mette.last.text, "Please press one of the buttons there.")


async def test_form_ends_with_the_offer_or_without_one(
    world: World, person: Person, mette: Consultant
) -> None:
    number = await id_of(world, person)
    await mette.says("/meetings")
    await mette.taps_data(OfferAppointment(number).pack())
    form = mette.last
    assert (await message_behind(world, CONSULTANTS, form)).form == OfferForm()
    await ticks_times(mette, local(world, 10))
    stored = await message_behind(world, CONSULTANTS, form)
    assert stored.form == OfferForm((local(world, 10),))
    await mette.taps_data(LeaveOffer(OfferSubject(OfferKind.NEW, number)).pack(), form)
    assert (await message_behind(world, CONSULTANTS, form)).form is None


def test_message_without_a_form_has_none() -> None:
    buttons = [[Button(phrase("📅 All meetings"), "bm:m")], [Button(phrase("☰ Menu"), "m:menu")]]
    assert views.form_of(message(phrase("Okay."), buttons=buttons)) is None


@pytest.mark.parametrize(
    ("data", "button"),
    [
        ("bm:d:p42", ChooseDay(SUBJECT)),
        ("bm:t:a11:29895840:0", ToggleTime(OfferSubject(OfferKind.MOVE, 11), 29895840, False)),
        ("bm:s:p42:townhall:45:1:5", ReviewOffer.of(DRAFT)),
        ("bm:y:p42:townhall:45:1:5", SendOffer.of(DRAFT)),
        ("bm:x:p42", LeaveOffer(SUBJECT)),
    ],
)
def test_step_of_the_form_stands_in_its_button(data: str, button: OfferFormButton) -> None:
    assert unpack(data) == button and button.pack() == data


def test_draft_survives_its_button_with_eight_things_at_most() -> None:
    assert ReviewOffer.of(DRAFT).draft == DRAFT
    assert ReviewOffer.of(replace(DRAFT, things=0x1FF)).draft.things == 0xFF


@pytest.mark.parametrize("data", ["bm:d:q1", "bm:d:p", "bm:d:px", "bm:s:p1:phone:30:2:0"])
def test_step_with_a_forged_subject_or_flag_is_invalid(data: str) -> None:
    with pytest.raises(InvalidButton):
        unpack(data)


async def test_toggling_drops_times_that_have_passed(
    world: World, person: Person, mette: Consultant
) -> None:
    number = await id_of(world, person)
    await mette.says("/meetings")
    await mette.taps_data(OfferAppointment(number).pack())
    form = mette.last
    await ticks_times(mette, local(world, 8, 30), local(world, 9), local(world, 10))
    world.clock.now = local(world, 9)
    subject = OfferSubject(OfferKind.NEW, number)
    # What has passed is dropped, also the time that was not pressed.
    for hour in (14, 9):  # nine can't be chosen again
        wanted = ToggleTime(subject, minute_of(local(world, hour)), wanted=True)
        await mette.taps_data(wanted.pack(), form)
    stored = await message_behind(world, CONSULTANTS, form)
    assert stored.form == OfferForm((local(world, 10), local(world, 14)))
