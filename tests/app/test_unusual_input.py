"""Whatever people send gets a short clear answer or a deliberate silence, and nothing breaks."""

from dataclasses import replace
from typing import Any

import pytest

from bot.kernel.database.participants import Participants
from bot.pipeline.inbox import Inbox
from tests.helpers.eligibility import first_question, labels, progress, said, to_question
from tests.helpers.world import TEAM, Person, World

PICK = first_question(kind="one")


async def test_newcomer_is_greeted_in_their_telegram_language(world: World) -> None:
    olena = world.person(language="uk")
    await olena.says("/start")
    assert "Українська" in olena.last.labels
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(olena.id)
        assert participant is not None and participant.language == "uk"


async def test_all_nine_languages_are_offered_in_native_script(world: World) -> None:
    newcomer = world.person(language="en")
    await newcomer.says("/start")
    assert newcomer.last.labels[:9] == [
        "Dansk", "English", "العربية", "Türkçe", "فارسی", "اردو", "Soomaali", "Polski",
        "Українська",
    ]  # fmt: skip


async def test_consent_is_stored_with_version_and_time(world: World, amina: Person) -> None:
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(amina.id)
    assert participant is not None
    [consent] = participant.consents
    assert (consent.version, consent.agreed, consent.at) == ("2026-12", True, world.clock.now)


async def test_no_question_is_asked_without_consent(world: World) -> None:
    amina = world.person(language="en")
    await amina.says("/start")
    await amina.presses("English")
    await amina.presses("No, thank you")
    await amina.says("/join")
    assert "Is it okay that I store" in amina.last.text
    assert await amina.application() is None


async def test_consent_to_an_older_version_is_asked_again(world: World) -> None:
    amina = world.person(language="en")
    await amina.says("/start")
    await amina.presses("English")
    await amina.presses_data("ok:2020-01", 1)
    assert "Is it okay that I store" in amina.last.text
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(amina.id)
    assert participant is not None and not participant.consents


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        ({"text": "🙂🙂🙂"}, "🙂 Thank you!"),
        ({"text": "?!"}, "🙂 Thank you!"),
        ({"text": "a" * 10_000}, "That is a long text!"),
        ({"sticker": {"file_id": "s"}}, "🙂 Thank you!"),
        ({"photo": [{"file_id": "p"}]}, "I can't use pictures"),
        ({"voice": {"file_id": "v"}}, "I can't use pictures"),
        ({"document": {"file_id": "d"}}, "I can't use pictures"),
        ({"contact": {"phone_number": "1", "first_name": "A"}}, "I can't use pictures"),
        ({"location": {"latitude": 1.0, "longitude": 2.0}}, "I can't use pictures"),
        ({"poll": {"id": "1"}}, "I can't use pictures"),
        ({"text": "hej", "forward_origin": {"type": "hidden_user"}}, "somebody else's message"),
    ],
)
async def test_invalid_answer_is_explained_and_the_question_repeated(
    amina: Person, content: dict[str, Any], answer: str
) -> None:
    await to_question(amina, PICK)
    await amina.sends(**content)
    assert amina.sees(answer)
    assert not (await amina.application()).has_answer(PICK.id)


async def test_unknown_command_points_to_the_menu(amina: Person) -> None:
    await amina.says("/dance")
    assert "I do not know that command" in amina.last.text and "☰ Menu" in amina.last.labels


async def test_edited_message_is_answered(amina: Person) -> None:
    await amina.edits("something new")
    assert "I saw that you changed a message." in amina.last.text


async def test_album_is_answered_once(amina: Person) -> None:
    before = len(amina.texts)
    for _ in range(4):
        await amina.sends(photo=[{"file_id": "p"}], media_group_id="a1")
    assert len(amina.texts) == before + 1


async def test_service_messages_are_ignored(amina: Person) -> None:
    before = len(amina.texts)
    await amina.sends(pinned_message={"message_id": 1})
    assert len(amina.texts) == before


async def test_late_text_is_not_taken_as_an_answer(world: World, amina: Person) -> None:
    await to_question(amina, PICK)
    await amina.says("/help")
    world.message_id -= 2
    await amina.says("30")
    assert amina.sees("came late") and progress(PICK) in amina.last.text


async def test_cpr_number_is_never_stored(world: World, amina: Person) -> None:
    world.nlu.ready = False  # so that the text stays in the inbox
    await amina.says("mit cpr er 010190-1234")
    assert amina.sees("I saw a CPR number")
    async with world.uow() as uow:
        row = await uow[Inbox].row(world.update_id)
    assert row is not None and "1234" not in str(row.payload) and "010190" not in str(row.payload)


async def test_unrelated_group_is_left_with_an_explanation(world: World) -> None:
    eve = world.person(666, "Eve", "en")
    member = {"chat": {"id": -5, "type": "group"}, "from": eve._from(), "date": 1}
    await world.arrives("my_chat_member", member | {"new_chat_member": {"status": "member"}})
    assert "one by one" in world.screen(-5)[-1].text and world.channel.left == [-5]


async def test_conversation_among_consultants_is_ignored(world: World) -> None:
    kirsten = world.person(900, "Kirsten")
    await kirsten.says("Kaffe?", chat=TEAM)
    assert not world.team and not world.screen(TEAM)


async def test_participant_who_unblocks_the_bot_continues(world: World, amina: Person) -> None:
    member = {"chat": {"id": 42, "type": "private"}, "from": amina._from(), "date": 1}
    await world.arrives("my_chat_member", member | {"new_chat_member": {"status": "kicked"}})
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(42)
    assert participant is not None and participant.unreachable_since is not None
    await amina.says("/menu")
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(42)
    assert participant is not None and participant.unreachable_since is None


async def test_danish_version_is_shown_below_the_message(world: World, amina: Person) -> None:
    await to_question(amina, PICK)
    await amina.presses("🇩🇰")
    assert said(PICK.text) in amina.last.text and "🇩🇰\n" in amina.last.text
    assert said(PICK.text, "da") in amina.last.text
    assert "🇩🇰" not in amina.last.labels and labels(PICK)[0] in amina.last.labels


async def test_language_switch_repeats_the_question_in_the_new_language(
    world: World, amina: Person
) -> None:
    await to_question(amina, PICK)
    await amina.says("/language")
    await amina.presses("Soomaali")
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(amina.id)
    assert participant is not None and participant.language == "so"
    choices = [(said(c.label, "so"), f"e:1:a:{PICK.id}:{c.id}") for c in PICK.choices]
    assert choices == [button for row in amina.last.buttons for button in row][: len(choices)]


async def test_internal_error_is_admitted_and_the_next_message_handled(
    world: World, amina: Person
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("no bell is so loud that it rings by itself")

    hear, world.nlu.submit = world.nlu.submit, broken  # type: ignore[method-assign,assignment]  # a fault at the seam
    await amina.says("hello there")
    for _ in range(4):
        world.clock.forward(minutes=1)
        await world.settle()
    world.nlu.submit = hear  # type: ignore[method-assign]
    assert amina.sees("It is not your fault.")
    await amina.says("/menu")
    assert amina.sees("What would you like to do?")


async def test_update_that_always_fails_is_finally_dropped(world: World, amina: Person) -> None:
    """Else it would be tried for ever, and the chat with it."""

    assistant = world.services.assistant
    world.worker.assistant = replace(assistant, desk=Broken())  # type: ignore[arg-type]  # a fault at the seam
    await amina.says("hello there")
    for _ in range(12):
        world.clock.forward(minutes=1)
        await world.settle()
        world.worker._chats._paused_until.clear()
    world.worker.assistant = assistant
    await amina.says("/menu")
    assert amina.sees("What would you like to do?")


class Broken:
    def owns(self, _: object) -> bool:
        raise RuntimeError("neither this")
