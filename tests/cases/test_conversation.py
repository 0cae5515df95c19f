"""Cases in a group without topics: calls, relayed messages, taking, closing and reopening."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.cases.rules.cases import CaseReason
from bot.cases.storage.relays import Relays
from bot.kernel.database.participants import Participants
from bot.kernel.failures import DeliveryFailure
from bot.kernel.ports import CONSULTANTS
from bot.pipeline.ports import NotDelivered
from bot.privacy.storage import PersonalData
from tests.helpers.course import on_the_course, opens
from tests.helpers.desk import applicant
from tests.helpers.talk import banner, case_of, post_of, the_case, writes
from tests.helpers.world import TEAM, Person, World

PHOTO = [{"file_id": "p", "file_size": 9, "width": 1, "height": 1}]


@pytest.fixture
def mette(world: World) -> Person:
    return world.person(900, "Mette")


async def edits(person: Person, message_id: int, text: str, chat: int | None = None) -> None:
    message = person._message(chat, text=text) | {"message_id": message_id}
    await person.world.arrives("edited_message", message)


# --- calling a consultant


@pytest.mark.parametrize(
    ("intent", "why"),
    [
        ("talk_to_human", CaseReason.ASKED),
        ("book_meeting", CaseReason.MEETING),
        ("report_absence", CaseReason.ABSENCE),
        ("distress", CaseReason.DISTRESS),
    ],
)
async def test_text_that_opens_a_case_is_relayed_too(
    world: World, amina: Person, intent: str, why: CaseReason
) -> None:
    world.nlu.means("please help", intent)
    await amina.says("please help")
    case = await case_of(world, amina)
    assert (case.why, case.urgent, case.talking) == (why, intent == "distress", True)
    assert "please help" in world.team[-1].text, "the first message arrives too"


async def test_participant_has_one_open_case_at_most(world: World, amina: Person) -> None:
    await amina.says("/consultant")
    first = await case_of(world, amina)
    news = len(world.team)
    await amina.says("/consultant")
    assert amina.sees("The consultant knows already")
    assert (await case_of(world, amina)).id == first.id and len(world.team) == news


async def test_consultant_is_offered_after_three_misses_and_gets_the_texts(
    world: World, amina: Person
) -> None:
    for words in ("blorb", "blarb", "blurb"):
        world.nlu.means(words, "out_of_scope")
        await amina.says(words)
    await amina.presses_data("ht:m", amina.last.message_id)
    assert (await case_of(world, amina)).why is CaseReason.MISUNDERSTOOD
    assert all(words in world.team[-1].text for words in ("blorb", "blarb", "blurb"))


async def test_edit_of_a_text_that_was_not_understood_asks_to_write_it_again(
    world: World, amina: Person
) -> None:
    world.nlu.means("blorb", "out_of_scope")
    await amina.says("blorb")
    await edits(amina, world.message_id, "blarb")
    assert "Please write it again." in amina.last.text


async def test_typed_yes_accepts_the_offered_consultant(world: World, amina: Person) -> None:
    world.nlu.means("blorb", "out_of_scope")
    for _ in range(3):
        await amina.says("blorb")
    world.nlu.means("yes please", "affirm")
    await amina.says("yes please")
    assert (await case_of(world, amina)).why is CaseReason.MISUNDERSTOOD


async def test_yes_after_the_offer_was_left_calls_nobody(world: World, amina: Person) -> None:
    world.nlu.means("blorb", "out_of_scope")
    for _ in range(3):
        await amina.says("blorb")
    await amina.presses("☰ Menu")
    world.nlu.means("yes please", "affirm")
    await amina.says("yes please")
    assert await the_case(world, amina) is None


async def test_button_of_the_result_calls_a_consultant(world: World) -> None:
    amina = await applicant(world)
    await amina.presses_data("ht:r", 1)
    assert (await case_of(world, amina)).why is CaseReason.RESULT


async def test_opening_post_shows_person_language_reason_and_buttons(
    world: World, mette: Person
) -> None:
    amina = await applicant(world)
    await on_the_course(world, amina)
    await opens(world, amina, "why")
    await amina.says("/consultant")
    post = post_of(world, amina)
    assert "Amina" in post.text and "engelsk" in post.text
    case = await case_of(world, amina)
    assert case.why is CaseReason.QUESTION
    data = [data for row in post.buttons for _, data in row]
    number, person = case.id, case.participant_id
    assert data == [f"h:t:{number}", f"q:o:{person}", f"bm:o:{person}", f"h:l:{number}",
                    f"h:c:{number}"]  # fmt: skip


@pytest.mark.parametrize(("hour", "silent"), [(8, False), (20, False), (22, True), (3, True)])
async def test_call_at_night_is_silent(
    world: World, amina: Person, hour: int, silent: bool
) -> None:
    world.clock.now = datetime(2026, 11, 4, hour - 1, tzinfo=UTC)  # one hour behind Copenhagen
    await amina.says("/consultant")
    row = post_of(world, amina).row
    assert row is not None and row.silent is silent


async def test_distress_is_never_silent_also_during_a_talk(world: World, amina: Person) -> None:
    world.clock.now = datetime(2026, 11, 4, 2, tzinfo=UTC)
    await amina.says("/consultant")
    await amina.says("i want to die")
    alarms = [s for s in world.team if "🆘" in s.text]
    assert [s.row.silent for s in alarms if s.row] == [False]
    assert amina.sees("Livslinien, 70 201 201") and "i want to die" in world.team[-1].text
    assert (await case_of(world, amina)).urgent


# --- the talk and the assistant


async def test_texts_during_a_talk_are_relayed_and_not_answered(
    world: World, amina: Person
) -> None:
    await amina.says("/consultant")
    await amina.says("it is about my rent")
    heard = len(amina.texts)
    for words in ("and my benefit", "🙂", "25", "menu"):
        await amina.says(words)
        assert words in world.team[-1].text
    assert len(amina.texts) == heard and not world.nlu.heard, "passed on, in silence"
    assert sum("Passed on" in text for text in amina.texts) == 1


async def test_task_continues_during_an_open_case_with_a_button_back_to_the_talk(
    world: World,
) -> None:
    amina = await applicant(world)
    await on_the_course(world, amina)
    await opens(world, amina, "why")
    await amina.says("/consultant")
    await amina.presses("▶ Go on with my task")
    assert any("We were at step" in text for text in amina.texts[-2:])
    assert "💬 Write to the consultant" in amina.last.labels
    posts = len(world.team)
    await amina.says("My own reason")
    assert len(world.team) == posts, "an answer to a task is not for the human"
    await amina.presses("💬 Write to the consultant")
    await amina.says("Are you there?")
    assert "Are you there?" in world.team[-1].text


@pytest.mark.parametrize("use", ["/menu", "/task", "m:menu"])
async def test_menu_leaves_the_talk(world: World, amina: Person, use: str) -> None:
    await amina.says("/consultant")
    await (amina.says(use) if use.startswith("/") else amina.presses_data(use, 1))
    assert not (await case_of(world, amina)).talking


@pytest.mark.parametrize("use", ["/language", "/privacy", "da", "m:help"])
async def test_looking_something_up_keeps_the_talk(world: World, amina: Person, use: str) -> None:
    await amina.says("/consultant")
    at = amina.last.message_id
    await (amina.says(use) if use.startswith("/") else amina.presses_data(use, at))
    assert (await case_of(world, amina)).talking


async def test_taking_a_case_shows_in_the_post_and_tells_the_participant(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    case, post = await case_of(world, amina), post_of(world, amina)
    await mette.presses_data(f"h:t:{case.id}", post.message_id, TEAM)
    assert amina.sees("Mette is here now.") and "Mette" in post_of(world, amina).text
    jens = world.person(901, "Jens")
    await jens.presses_data(f"h:t:{case.id}", post.message_id, TEAM)
    assert not amina.sees("Jens is here now."), "the second one is asked first"
    await jens.presses_data(f"h:ty:{case.id}", world.team[-1].message_id, TEAM)
    assert amina.sees("Jens is here now.")
    assert "Jens" in post_of(world, amina).text and "Mette" not in post_of(world, amina).text


async def test_message_of_a_consultant_resumes_the_talk(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    await amina.says("/menu")
    await writes(world, mette, "Hej Amina", post_of(world, amina))
    assert "What you write now goes to Mette." in amina.last.text
    assert "▶ Go on with my task" in amina.last.labels
    await amina.says("hello Mette")
    assert "hello Mette" in world.team[-1].text


async def test_quoting_a_consultant_resumes_the_talk(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    written = await writes(world, mette, "Hvornår kan du?", post_of(world, amina))
    question = amina.last.message_id
    await amina.says("/menu")
    await amina.says("tomorrow", reply_to_message={"message_id": question})
    row = world.team[-1].row
    assert "tomorrow" in world.team[-1].text and row is not None
    assert row.reply_to == written, "it quotes what Mette wrote"


async def test_text_interpreted_late_is_relayed_if_a_talk_began(
    world: World, amina: Person, mette: Person
) -> None:
    """Rasa was not available; meanwhile the participant has called a consultant."""
    world.nlu.ready = False
    await amina.says("what is vat?")
    await amina.says("/consultant")
    world.nlu.ready = True
    await world.settle()
    assert "what is vat?" in world.team[-1].text and not world.nlu.heard


# --- relayed messages


async def test_message_of_a_consultant_is_held_before_it_is_sent(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    await writes(world, mette, "Hej Amina", post_of(world, amina), wait=False)
    assert not amina.sees("Hej Amina") and "Amina" in banner(world).text
    await world.passes(seconds=7)
    assert not amina.sees("Hej Amina")
    await world.passes(seconds=1)
    assert amina.sees("Hej Amina") and not banner(world).buttons
    assert len([s for s in world.team if s.row and "relay:" in s.row.key]) == 1, "one banner"


async def test_message_that_was_taken_back_is_not_sent(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    written = await writes(world, mette, "Forkert!", post_of(world, amina), wait=False)
    undo = banner(world)
    [[(_, data)]] = undo.buttons
    await mette.presses_data(data, undo.message_id, TEAM)
    await edits(mette, written, "Stadig forkert", TEAM)
    await world.passes(minutes=1)
    assert not amina.sees("orkert") and not banner(world).buttons


async def test_taking_back_a_sent_message_is_refused(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    await writes(world, mette, "Hej", post_of(world, amina), wait=False)
    undo = banner(world)
    [[(_, data)]] = undo.buttons
    await world.passes(seconds=8)
    await mette.presses_data(data, undo.message_id, TEAM)
    assert amina.sees("Hej") and "Taken back" not in banner(world).text


async def test_heavy_danish_gets_a_hint(world: World, amina: Person, mette: Person) -> None:
    await amina.says("/consultant")
    heavy = (
        "Virksomhedsregistreringen forudsætter forhåndsgodkendelse gennem jobcenteret skriftligt "
        "inden igangsætning af markedsføringsaktiviteter."
    )
    await writes(world, mette, heavy, post_of(world, amina), wait=False)
    assert "LIX" in banner(world).text
    await writes(world, mette, "Hej", post_of(world, amina), wait=False)
    assert "LIX" not in banner(world).text


async def test_edits_are_relayed_in_both_directions(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    await amina.says("my rnt")
    mine = world.message_id
    await edits(amina, mine, "my rent")
    assert "my rent" in world.team[-1].text and "my rnt" not in world.team[-1].text
    written = await writes(world, mette, "Klokken 9", post_of(world, amina))
    await edits(mette, written, "Klokken 10", TEAM)
    assert "Klokken 10" in amina.last.text and not amina.sees("Klokken 9")


async def test_edit_of_a_held_message_replaces_its_text(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    written = await writes(world, mette, "Klokken 9", post_of(world, amina), wait=False)
    await edits(mette, written, "Klokken 10", TEAM)
    await world.passes(seconds=8)
    assert amina.sees("Klokken 10") and not amina.sees("Klokken 9")


async def test_message_that_arrives_after_its_edit_changes_nothing(
    world: World, amina: Person
) -> None:
    await amina.says("/consultant")
    first = amina._message(None, text="my rnt")
    await world.arrives("edited_message", first | {"text": "my rent"})
    await world.arrives("message", first)
    assert [s.text for s in world.team if "my r" in s.text] == [world.team[-1].text]
    assert "my rent" in world.team[-1].text


async def test_repeated_update_is_relayed_once(world: World, amina: Person) -> None:
    await amina.says("/consultant")
    message = amina._message(None, text="hello?")
    await world.arrives("message", message)
    await world.arrives("message", message)
    assert sum("hello?" in s.text for s in world.team) == 1


async def test_cpr_number_is_not_relayed(world: World, amina: Person) -> None:
    await amina.says("/consultant")
    await amina.sends(photo=PHOTO, caption="my number 010190-1234")
    assert "1234" not in world.team[-1].text and "my number" in world.team[-1].text
    assert amina.sees("CPR")


@pytest.mark.parametrize(
    ("content", "captioned"),
    [
        ({"photo": PHOTO}, True),
        ({"document": {"file_id": "d"}}, True),
        ({"voice": {"file_id": "v"}}, True),
        ({"video_note": {"file_id": "n"}}, False),
        ({"sticker": {"file_id": "s"}}, False),
        ({"location": {"latitude": 1, "longitude": 2}}, False),
        ({"contact": {"phone_number": "1", "first_name": "A"}}, False),
    ],
)
async def test_every_copyable_attachment_is_relayed(
    world: World, amina: Person, content: dict[str, Any], captioned: bool
) -> None:
    await amina.says("/consultant")
    await amina.sends(**content)
    row = world.team[-1].row
    assert row is not None and row.message.enclosure is not None
    copied: Any = row.message.enclosure
    assert (copied.kind, copied.chat_id, copied.captioned) == ("copied", amina.id, captioned)


@pytest.mark.parametrize("kind", ["poll", "dice"])
async def test_attachment_that_cannot_be_copied_is_refused_politely(
    world: World, amina: Person, mette: Person, kind: str
) -> None:
    await amina.says("/consultant")
    news = len(world.team)
    await amina.sends(**{kind: {"emoji": "🎲", "value": 1}})
    assert len(world.team) == news and "can't pass that kind of message on" in amina.last.text
    message = mette._message(TEAM, **{kind: {}}) | {
        "reply_to_message": {"message_id": post_of(world, amina).message_id}
    }
    await world.arrives("message", message)
    await world.passes(seconds=8)
    assert len(world.team) == news + 1


async def test_album_stays_together_in_both_directions(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    for n in range(3):
        await amina.sends(photo=PHOTO, media_group_id="a", caption="stall" if n == 0 else "")
    await world.passes(seconds=4)
    copied: Any = world.team[-1].row.message.enclosure if world.team[-1].row else None
    assert len(copied.message_ids) == 3 and "stall" in world.team[-1].text
    quoted = {"message_id": post_of(world, amina).message_id}
    for _ in range(2):
        album = mette._message(TEAM, photo=PHOTO, media_group_id="b", reply_to_message=quoted)
        await world.arrives("message", album)
    await world.passes(seconds=12)
    back: Any = amina.last.row.message.enclosure if amina.last.row else None
    assert (len(back.message_ids), back.chat_id) == (2, CONSULTANTS)


async def test_erasing_a_participant_removes_relays_and_cases(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    for _ in range(2):
        await amina.sends(photo=PHOTO, media_group_id="a")
    await world.passes(seconds=4)
    await writes(world, mette, "Flotte billeder", world.team[-1])
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(amina.id)
        assert participant is not None
        gone = await uow[PersonalData].erase(participant, but_update=0)
        await uow.commit()
    assert {"relays", "cases", "outbox"} <= gone.keys()


async def test_reply_to_any_picture_of_an_album_is_relayed(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    for _ in range(3):
        await amina.sends(photo=PHOTO, media_group_id="a")
    await world.passes(seconds=4)
    last = replace(world.team[-1], message_id=world.channel.next_id)
    await writes(world, mette, "Den sidste er bedst", last)
    assert amina.sees("Den sidste er bedst")


async def test_without_topics_only_replies_are_relayed(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    written = await writes(world, mette, "Hej Amina", post_of(world, amina))
    heard = len(amina.texts)
    await mette.says("Kaffe?", chat=TEAM)
    jens = world.person(901, "Jens")
    await jens.says("var du ikke lidt hård?", chat=TEAM, reply_to_message={"message_id": written})
    await writes(world, mette, "// hun lyder træt", post_of(world, amina))
    assert len(amina.texts) == heard


async def test_failed_delivery_is_reported_with_its_reason(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    written = await writes(world, mette, "Hej", post_of(world, amina), wait=False)
    world.channel.closed[amina.id] = NotDelivered(
        DeliveryFailure.BLOCKED, permanent=True, unreachable=True
    )
    heard = len(world.team)
    await world.passes(seconds=8)
    row = world.team[-1].row
    assert "⚠" in world.team[-1].text and row is not None and row.reply_to == written
    assert len(world.team) == heard + 1 and "⚠" in banner(world).text


async def test_relays_reach_only_their_own_participant(world: World, amina: Person) -> None:
    bente = world.person(43, "Bente", "en")
    await bente.says("/start")
    await bente.presses("English")
    mette = world.person(900, "Mette")
    for one in (amina, bente):
        await one.says("/consultant")
        await one.says(f"secret of {one.name}")
    await writes(world, mette, "kun til Amina", post_of(world, amina))
    assert amina.sees("kun til Amina") and not bente.sees("kun til Amina")
    assert not amina.sees("secret of Bente") and not bente.sees("secret of Amina")


async def test_stranger_cannot_act_as_consultant(world: World, amina: Person) -> None:
    await amina.says("/consultant")
    case = await case_of(world, amina)
    eve = world.person(666, "Eve", "en")
    for chat in (-777, None):
        for data in (f"h:t:{case.id}", f"h:ty:{case.id}", f"h:c:{case.id}"):
            await eve.presses_data(data, post_of(world, amina).message_id, chat)
    await eve.says("I am the consultant", chat=-777,
                   reply_to_message={"message_id": post_of(world, amina).message_id})  # fmt: skip
    await eve.presses_data(f"ht:y:{case.id}", 1)
    await world.passes(seconds=10)
    assert (await case_of(world, amina)).taken_by is None
    assert not amina.sees("Eve") and not amina.sees("I am the consultant")


async def test_with_consultant_ids_other_group_members_are_ignored(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    post, case = post_of(world, amina), await case_of(world, amina)
    desk = replace(world.assistant.desk, consultant_ids=frozenset({mette.id}))
    world.worker.assistant = replace(world.assistant, desk=desk)
    eve = world.person(666, "Eve")
    await eve.presses_data(f"h:t:{case.id}", post.message_id, TEAM)
    await writes(world, eve, "Hej fra Eve", post)
    assert not amina.sees("Eve")
    await writes(world, mette, "Hej fra Mette", post)
    assert amina.sees("Hej fra Mette")


async def test_consultant_can_answer_from_a_private_chat(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    await mette.says("/start")
    desk = replace(world.assistant.desk, consultant_ids=frozenset({mette.id}))
    world.worker.assistant = replace(world.assistant, desk=desk)
    await mette.says("/open")
    await mette.presses_data(f"o:c:{(await case_of(world, amina)).id}", mette.last.message_id)
    post = mette.last.message_id
    assert "Amina" in mette.last.text
    await mette.says("Hej Amina", reply_to_message={"message_id": post})
    assert "Amina" in mette.last.text and "Hej Amina" not in mette.last.text, "the banner"
    await world.passes(seconds=8)
    assert amina.sees("Hej Amina")
    await amina.says("hello", reply_to_message={"message_id": amina.last.message_id})
    row = world.team[-1].row
    assert "hello" in world.team[-1].text and row is not None and row.reply_to is None


async def test_other_bots_in_the_group_are_ignored(world: World, amina: Person) -> None:
    await amina.says("/consultant")
    quoted = {"message_id": post_of(world, amina).message_id}
    robot = world.person(77, "Robot")
    message = robot._message(TEAM, text="Win money", reply_to_message=quoted)
    await world.arrives("message", message | {"from": robot._from() | {"is_bot": True}})
    await world.passes(seconds=8)
    assert not amina.sees("Win money")


# --- closing and reopening


async def test_closing_a_case_shows_the_open_question_again(world: World, mette: Person) -> None:
    amina = await applicant(world)
    await on_the_course(world, amina)
    await opens(world, amina, "why")
    await amina.says("/consultant")
    case, post = await case_of(world, amina), post_of(world, amina)
    await mette.presses_data(f"h:c:{case.id}", post.message_id, TEAM)
    assert await the_case(world, amina) is None
    assert amina.sees("Mette has ended the talk") and amina.sees("I am here again.")
    assert any("We were at step" in text for text in amina.texts[-2:])
    assert not post_of(world, amina).buttons
    await amina.says("My own reason")
    assert "My own reason" not in world.team[-1].text


async def test_held_message_is_sent_before_the_case_closes(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    post = post_of(world, amina)
    await writes(world, mette, "Farvel!", post, wait=False)
    await mette.says("/close", chat=TEAM, reply_to_message={"message_id": post.message_id})
    await world.passes(seconds=8)
    told = [n for n, t in enumerate(amina.texts) if "Farvel!" in t or "ended the talk" in t]
    assert "Farvel!" in amina.texts[told[0]] and "ended the talk" in amina.texts[told[1]]
    assert await the_case(world, amina) is None


async def test_quiet_case_is_asked_about_before_it_is_closed(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    await writes(world, mette, "Hej Amina", post_of(world, amina))
    await world.passes(hours=23)
    assert not amina.sees("Are you done talking with Mette?")
    await world.passes(hours=2)
    assert "Are you done talking with Mette?" in amina.last.text
    await world.passes(hours=1)
    assert sum("Are you done" in text for text in amina.texts) == 1, "asked once"
    await amina.presses("💬 No, not yet")
    await world.passes(hours=25)
    await world.passes(hours=24)
    assert await the_case(world, amina) is None and amina.sees("I am here again.")


async def test_confirming_done_closes_the_case_at_once(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    await writes(world, mette, "Hej Amina", post_of(world, amina))
    await world.passes(hours=25)
    await amina.presses("✔ Yes, we are done")
    assert await the_case(world, amina) is None
    await amina.presses_data("ht:y:1", 1)
    assert "That talk is over." in amina.last.text


async def test_unanswered_case_is_never_asked_to_close(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    await writes(world, mette, "Hej Amina", post_of(world, amina))
    await amina.says("when do we meet?")
    await world.passes(hours=72)
    assert not amina.sees("Are you done") and await the_case(world, amina) is not None


async def test_either_side_can_open_a_case_again(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    case, post = await case_of(world, amina), post_of(world, amina)
    await mette.presses_data(f"h:c:{case.id}", post.message_id, TEAM)
    await writes(world, mette, "En ting til", post)
    again = await case_of(world, amina)
    assert (again.why, again.taken_name, again.talking) == (CaseReason.HUMAN, "Mette", True)
    await amina.says("yes?")
    assert "yes?" in world.team[-1].text
    await mette.presses_data(f"h:c:{again.id}", post.message_id, TEAM)
    await amina.says("/consultant")
    assert (await case_of(world, amina)).why is CaseReason.ASKED


async def test_snoozed_case_is_brought_up_again(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    case, post = await case_of(world, amina), post_of(world, amina)
    await mette.presses_data(f"h:l:{case.id}", post.message_id, TEAM)
    news = len(world.team)
    await world.passes(hours=2)
    assert len(world.team) == news
    await world.passes(hours=2)
    assert len(world.team) == news + 1 and "Amina" in world.team[-1].text


async def test_open_command_lists_cases_first_and_shows_them(
    world: World, amina: Person, mette: Person
) -> None:
    await applicant(world, 44, "Carim", decision=None)
    await amina.says("/consultant")
    await mette.says("/open", chat=TEAM)
    case = await case_of(world, amina)
    first = next(data for row in world.team[-1].buttons for _, data in row)
    assert first == f"o:c:{case.id}"
    await mette.presses_data(first, world.team[-1].message_id, TEAM)
    assert "Amina" in world.team[-1].text
    assert f"h:t:{case.id}" in [data for row in world.team[-1].buttons for _, data in row]


@pytest.mark.parametrize("data", ["h:t:99", "h:x:1", "h:u:99", "h", "h:t:x"])
async def test_press_on_an_unknown_case_is_refused(world: World, mette: Person, data: str) -> None:
    await mette.presses_data(data, 1, TEAM)
    assert len(world.team) == 1


@pytest.mark.parametrize("data", ["ht:n:99", "ht:x", "ht"])
async def test_old_buttons_of_a_closed_case_say_so(amina: Person, data: str) -> None:
    heard = len(amina.texts)
    await amina.presses_data(data, 1)
    assert len(amina.texts) == heard + 1


async def test_texts_are_removed_after_the_case_is_closed(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    await amina.says("my secret")
    case = await case_of(world, amina)
    await world.passes(hours=48)
    async with world.uow() as uow:
        assert await uow[Relays].last_words(case.participant_id, 5), "the talk needs them"
    await mette.presses_data(f"h:c:{case.id}", post_of(world, amina).message_id, TEAM)
    await world.passes(minutes=1)
    async with world.uow() as uow:
        assert not await uow[Relays].last_words(case.participant_id, 5)
