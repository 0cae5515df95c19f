"""A consultant chooses a sentence in Danish; the participant reads it in their own language."""

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from bot.cases.rules.cases import Case, CaseReason
from bot.cases.storage.cases import Cases
from bot.content.loader import Content
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Param, Phrase, TimeOfDay, Verbatim, Weekday
from bot.kernel.ports import CONSULTANTS
from bot.phrasebook.consultant import legacy_form
from bot.phrasebook.forms import PhraseForm
from bot.phrasebook.rules import Phrasebook
from tests.helpers.course import message_behind
from tests.helpers.desk import (
    Consultant,
    admitted,
    applicant,
    consultant,
    data_of,
    new_cohort,
    says,
)
from tests.helpers.forms import Change, change_stored, looking_otherwise, without_form
from tests.helpers.world import Person, Shown, World, make_world

HELLO = "Hello! I am your consultant, and I am happy to help you."
MEET = "Let us meet. Day: {date}. Time: {time}. Place: {place}."
SENT = "{consultant} has sent this to {person} ({language}):"
OVER = "That message to {person} was sent or closed already. Nothing more was sent."
UNCONFIRMED = "Not yet confirmed by a native speaker."


@pytest.fixture
async def mette(world: World) -> Consultant:
    return consultant(world)


@pytest.fixture
async def amina(world: World) -> Person:
    return await applicant(world, language="ar")


async def id_of(world: World, person: Person) -> int:
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(person.id)
    assert participant is not None and participant.id is not None
    return participant.id


async def picks(world: World, mette: Consultant, person: Person, sentence: str) -> None:
    """The sentence's first blank, or its preview, stands on the consultant's screen."""
    who, book = await id_of(world, person), world.content.phrasebook
    category = book.category_of(book.sentence(sentence)).id
    await mette.person.presses_data(f"q:o:{who}", 1, mette.chat)
    await mette.taps(f"q:c:{who}:{category}")
    await mette.taps(f"q:p:{who}:{sentence}")


def _sends(shown: Shown) -> bool:
    return any(data.startswith("q:s:") for data in data_of(shown))


def _confirmed(content: Content) -> Content:
    """Somebody has put their name into the file, at every sentence."""
    categories = content.phrasebook.categories
    named = tuple(
        replace(c, sentences=tuple(replace(s, confirmed={"ar": "Hanan A."}) for s in c.sentences))
        for c in categories
    )
    return replace(content, phrasebook=Phrasebook(named))


def read(world: World, language: str, text: str, **values: Param) -> str:
    """As the reader of that language sees the sentence."""
    return world.channel.renderer.plain(Phrase(text, values), language)


async def test_sentence_arrives_in_the_participants_language_with_the_consultants_name(
    world: World, mette: Consultant, amina: Person
) -> None:
    await picks(world, mette, amina, "hello")
    assert not amina.texts
    await mette.taps("q:s:.*")
    assert read(world, "ar", HELLO) in amina.last.text and "Mette" in amina.last.text
    assert says(mette.last.text, SENT) and read(world, "da", HELLO) in mette.last.text


async def test_message_about_a_participant_has_the_button(
    world: World, mette: Consultant, amina: Person
) -> None:
    await amina.says("/consultant")
    await mette.taps(r"q:o:\d+")
    assert says(mette.last.text, "What would you like to say to {person}?")


async def test_card_of_a_participant_has_the_button(world: World, mette: Consultant) -> None:
    amina = await admitted(world, await new_cohort(world))
    await mette.says("/status")
    await mette.taps(r"s:p:\d+")
    await mette.taps(f"q:o:{await id_of(world, amina)}")
    assert says(mette.last.text, "What would you like to say to {person}?")


async def test_blanks_filled_by_buttons_are_rendered_in_the_readers_language(
    world: World, mette: Consultant, amina: Person
) -> None:
    await picks(world, mette, amina, "meet")
    await mette.taps("q:p:.*:meet:20261105")
    await mette.taps("q:p:.*:20261105:1400")
    await mette.taps("q:p:.*:20261105:1400:0")
    await mette.taps("q:s:.*")
    [preset, *_] = world.content.phrasebook.sentence("meet").blanks[2].presets
    values: dict[str, Param] = {
        "date": Weekday(date(2026, 11, 5)), "time": TimeOfDay(time(14)), "place": preset.param,
    }  # fmt: skip
    assert read(world, "ar", MEET, **values) in amina.last.text
    assert "نوفمبر" in amina.last.text


async def test_blanks_can_be_typed_the_danish_way(
    world: World, mette: Consultant, amina: Person
) -> None:
    await picks(world, mette, amina, "meet")
    for typed in ("på fredag", "halv ti", "Kælderen  <b>ved {cyklerne}</b>"):
        await mette.replies(typed)
    await mette.taps("q:s:.*")
    values: dict[str, Param] = {
        "date": Weekday(date(2026, 11, 6)), "time": TimeOfDay(time(9, 30)),
        "place": Verbatim("Kælderen <b>ved {cyklerne}</b>"),
    }  # fmt: skip
    assert read(world, "ar", MEET, **values) in amina.last.text


async def test_typed_words_are_kept_while_other_blanks_are_filled(
    world: World, mette: Consultant, amina: Person
) -> None:
    await picks(world, mette, amina, "missing")
    await mette.replies("pas fra Syrien")
    await mette.taps("q:p:.*:missing:w:20261106")
    await mette.taps("q:p:.*:missing:w")  # change
    await mette.taps("q:p:.*:missing:w:20261109")
    await mette.taps("q:s:.*")
    assert "pas fra Syrien" in amina.last.text and len(amina.texts) == 1


async def test_reply_that_fits_no_blank_is_asked_again_and_not_relayed(
    world: World, mette: Consultant, amina: Person
) -> None:
    await picks(world, mette, amina, "meet")
    asked = mette.last
    for typed in ("snart", "1/11/2026", "mandag eller tirsdag"):
        await mette.replies(typed, asked)
        assert says(
            mette.last.text, "I need one day in the coming months. Please write it like 7/12."
        )
    await mette.taps("q:p:.*:meet:20261105")
    asked_time = mette.screen[-4]
    await mette.replies("om lidt", asked_time)
    assert says(mette.last.text, "I need one time of day. Please write it like 9:30.")
    await mette.replies("9", asked_time)
    await mette.replies("x" * 121)
    await mette.taps("q:p:.*:20261105:0900:1")
    await mette.replies("Kom nu", next(m for m in mette.screen if _sends(m)))
    assert says(mette.last.text, "Please press one of the buttons there.")
    assert not amina.texts


async def test_sending_twice_sends_once(world: World, mette: Consultant, amina: Person) -> None:
    await picks(world, mette, amina, "hello")
    shown = await mette.taps("q:s:.*")
    again = f"q:s:{await id_of(world, amina)}:hello"
    await mette.taps_data(again, shown)
    assert len(amina.texts) == 1 and says(mette.last.text, OVER)


async def test_repeated_update_of_a_press_sends_once(
    world: World, mette: Consultant, amina: Person
) -> None:
    await picks(world, mette, amina, "hello")
    query = {
        "id": "7", "from": mette.person._from(), "data": f"q:s:{await id_of(world, amina)}:hello",
        "message": {"message_id": mette.last.message_id, "chat": {"id": mette.chat}},
    }  # fmt: skip
    for _ in range(2):
        await world.again({"update_id": 9_000, "callback_query": query})
    assert len(amina.texts) == 1


async def test_outdated_send_button_sends_nothing(
    world: World, mette: Consultant, amina: Person
) -> None:
    await picks(world, mette, amina, "bring")
    await mette.replies("kontrakten")
    preview = await mette.taps("q:p:.*:bring")  # change
    await mette.taps_data(f"q:s:{await id_of(world, amina)}:bring:w", preview)
    assert not amina.texts and says(mette.last.text, OVER)


async def test_missing_typed_words_are_asked_for_again(
    world: World, mette: Consultant, amina: Person
) -> None:
    await picks(world, mette, amina, "bring")
    who = await id_of(world, amina)
    await mette.taps_data(f"q:p:{who}:bring:w", mette.last)
    assert not any(_sends(shown) for shown in mette.screen)
    assert f"q:p:{who}:bring:0" in data_of(mette.last)


async def test_a_day_that_passed_before_sending_is_asked_for_again(
    world: World, mette: Consultant, amina: Person
) -> None:
    await picks(world, mette, amina, "hand_in")
    await mette.taps("q:p:.*:20261105")
    world.clock.forward(days=4)
    await mette.taps("q:s:.*")
    assert not amina.texts and not _sends(mette.last)
    await mette.taps("q:p:.*:20261109")
    await mette.taps("q:s:.*")
    assert len(amina.texts) == 1


async def test_sentence_is_sent_in_the_language_chosen_meanwhile(
    world: World, mette: Consultant, amina: Person
) -> None:
    await picks(world, mette, amina, "hello")
    await amina.presses_data("lang:pl", 1)
    await mette.taps("q:s:.*")
    assert read(world, "pl", HELLO) in amina.last.text


async def test_nothing_is_sent_after_cancel(
    world: World, mette: Consultant, amina: Person
) -> None:
    await picks(world, mette, amina, "hello")
    shown = await mette.taps("q:x:.*")
    assert says(mette.last.text, "Nothing was sent to {person}.")
    await mette.taps_data(f"q:s:{await id_of(world, amina)}:hello", shown)
    assert not amina.texts


async def test_cancel_after_sending_changes_nothing(
    world: World, mette: Consultant, amina: Person
) -> None:
    await picks(world, mette, amina, "hello")
    shown = await mette.taps("q:s:.*")
    await mette.taps_data(f"q:x:{await id_of(world, amina)}:hello", shown)
    assert says(shown.text, SENT) and says(mette.last.text, OVER)


@pytest.mark.parametrize(("language", "doubted"), [("ar", True), ("da", False), ("en", False)])
async def test_preview_says_that_the_translation_is_not_confirmed(
    world: World, mette: Consultant, language: str, doubted: bool
) -> None:
    person = await applicant(world, 43, "Omar", language)
    await picks(world, mette, person, "hello")
    assert says(mette.last.text, UNCONFIRMED) is doubted
    assert (read(world, language, HELLO) in mette.last.text) and read(world, "da", HELLO) in (
        mette.last.text
    )


async def test_preview_names_who_confirmed_the_translation(tmp_path: Path) -> None:
    world = await make_world(tmp_path, _confirmed)
    mette, amina = consultant(world), await applicant(world, language="ar")
    await picks(world, mette, amina, "hello")
    assert "Hanan A." in mette.last.text and not says(mette.last.text, UNCONFIRMED)
    await world.close()


async def test_sent_sentence_answers_the_case(
    world: World, mette: Consultant, amina: Person
) -> None:
    who, now = await id_of(world, amina), world.clock()
    async with world.uow() as uow:
        case = Case(who, now, CaseReason.ASKED, waiting_since=now)
        await uow[Cases].add(case)
        await uow.commit()
    await picks(world, mette, amina, "hello")
    await mette.taps("q:s:.*")
    async with world.uow() as uow:
        stored = await uow[Cases].open_of(who)
    assert stored is not None and stored.waiting_since is None and stored.taken_name == "Mette"


async def test_group_is_told_what_was_sent_from_a_private_chat(
    world: World, amina: Person
) -> None:
    world.name_consultants(1)
    mette = consultant(world)
    mette.chat = mette.person.id
    await picks(world, mette, amina, "hello")
    await mette.taps("q:s:.*")
    assert says(mette.last.text, SENT) and says(world.team[-1].text, SENT)
    assert len(amina.texts) == 1


async def test_participants_cannot_use_the_phrasebook(world: World, amina: Person) -> None:
    omar = await applicant(world, 43, "Omar")
    who = await id_of(world, omar)
    for data in (f"q:o:{who}", f"q:p:{who}:hello", f"q:s:{who}:hello"):
        await amina.presses_data(data, 1)
    assert not omar.texts and not amina.sees("Omar")


@pytest.mark.parametrize(
    "data",
    [
        "q:o:999", "q:o:x", "q:p:{who}:nothing", "q:c:{who}:nothing", "q:p:{who}:hello:0",
        "q:p:{who}:meet:20261340", "q:p:{who}:meet:20261105:2500", "q:p:{who}:bring:99",
        "q:s:{who}", "q:z:{who}", "q:p:{who}:meet:20261105:1²00",
    ],
)  # fmt: skip
async def test_data_that_no_button_carries_changes_nothing(
    world: World, mette: Consultant, amina: Person, data: str
) -> None:
    pressed = data.format(who=await id_of(world, amina))
    await mette.person.presses_data(pressed, 1, mette.chat)
    assert says(mette.last.text, "I can't find that any more. Nothing was changed.")
    assert not amina.texts


@pytest.mark.parametrize("change", [without_form, looking_otherwise])
async def test_the_form_is_stored_and_read_from_the_look_of_older_messages(
    world: World, mette: Consultant, amina: Person, change: Change
) -> None:
    await picks(world, mette, amina, "missing")
    await change_stored(world, CONSULTANTS, mette.last, change)
    await mette.replies("pas fra Syrien")
    await change_stored(world, CONSULTANTS, mette.last, change)
    await mette.taps("q:p:.*:missing:w:20261106")
    await change_stored(world, CONSULTANTS, mette.last, change)
    await mette.taps("q:s:.*")
    assert "pas fra Syrien" in amina.last.text and len(amina.texts) == 1


@pytest.mark.parametrize("change", [without_form, looking_otherwise])
@pytest.mark.parametrize("chosen", [False, True])
async def test_cancel_finds_the_form_of_any_message(
    world: World, mette: Consultant, amina: Person, change: Change, chosen: bool
) -> None:
    await picks(world, mette, amina, "missing")
    if not chosen:
        await mette.taps("q:c:.*")
    await change_stored(world, CONSULTANTS, mette.last, change)
    await mette.taps("q:x:.*")
    assert says(mette.last.text, "Nothing was sent to {person}.")
    assert (await message_behind(world, CONSULTANTS, mette.last)).form is None


async def test_each_step_stores_what_was_chosen_so_far(
    world: World, mette: Consultant, amina: Person
) -> None:
    who, book = await id_of(world, amina), world.content.phrasebook
    await picks(world, mette, amina, "missing")
    await mette.replies("pas fra Syrien")
    filled = PhraseForm(who, "missing", ("w",), {"document": "pas fra Syrien"})
    expected = [PhraseForm(who), PhraseForm(who, "missing"), filled]
    shown = await message_behind(world, CONSULTANTS, mette.last)
    assert shown.form == expected[2] == legacy_form(shown, book)
    await mette.taps("q:p:.*:missing")  # back
    shown = await message_behind(world, CONSULTANTS, mette.last)
    assert shown.form == expected[1] == legacy_form(shown, book)
    await mette.taps("q:c:.*")
    shown = await message_behind(world, CONSULTANTS, mette.last)
    assert shown.form == expected[0] == legacy_form(shown, book)
    assert legacy_form(replace(shown, buttons=()), book) is None


async def test_reply_to_a_list_of_sentences_fills_nothing(
    world: World, mette: Consultant, amina: Person
) -> None:
    await picks(world, mette, amina, "missing")
    await mette.taps("q:c:.*")
    await mette.replies("pas fra Syrien")
    await world.passes(seconds=10)
    assert amina.sees("pas fra Syrien"), "it is relayed as a message to her"


async def test_working_days_of_the_next_two_weeks_are_offered(
    world: World, mette: Consultant, amina: Person
) -> None:
    who = await id_of(world, amina)
    await picks(world, mette, amina, "meet")
    offered = [d.rpartition(":")[2] for d in data_of(mette.last) if d.startswith("q:p:")]
    first, last = date(2026, 11, 2), date(2026, 11, 13)  # the world begins on a Monday
    weekdays = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert offered == [f"{day:%Y%m%d}" for day in weekdays if day.weekday() < 5]
    assert f"q:c:{who}:meeting" in data_of(mette.last), "the way back"
