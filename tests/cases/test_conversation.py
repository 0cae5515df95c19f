"""Cases in a group without topics: calls, relayed messages, taking, closing and reopening."""

from datetime import UTC, datetime

import pytest

from bot.cases.buttons import CloseCase, TakeCase, TakeOverCase
from bot.cases.forms import OpeningPost
from bot.cases.rules.cases import CaseReason
from bot.cases.storage.relays import Relays
from bot.eligibility.storage.repositories import Applications
from bot.kernel.ports import CONSULTANTS
from tests.helpers.course import message_behind, on_the_course, opens
from tests.helpers.desk import applicant, says
from tests.helpers.forms import Change, change_stored, looking_otherwise, without_form
from tests.helpers.talk import case_of, edits, post_of, the_case, writes
from tests.helpers.world import TEAM, Person, World

PHOTO = [{"file_id": "p", "file_size": 9, "width": 1, "height": 1}]


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


async def test_last_five_texts_that_were_not_understood_are_sent_as_one_message(
    world: World, amina: Person
) -> None:
    texts = ("blirb", "blorb", "blarb", "blurb", "blerb", "blyrb")
    for words in texts:
        world.nlu.means(words, "out_of_scope")
        message = amina._message(None, text=words)
        for _ in range(2):  # an update that arrives again is kept once
            await world.arrives("message", message)
    await amina.says("/consultant")
    assert "\n".join(["", *texts[1:], ""]) in world.team[-1].text
    assert "blirb" not in world.team[-1].text


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


@pytest.mark.parametrize(
    ("support", "wanted"), [("interpreter, pace", True), ("pace", False), (None, False)]
)
async def test_opening_post_says_whether_an_interpreter_was_asked_for(
    world: World, support: str | None, wanted: bool
) -> None:
    amina = await applicant(world)
    application = await amina.application()
    async with world.uow() as uow:
        check = await uow[Applications].get(application.id)
        assert check is not None
        check.answers["support"] = check.new_answer("support", support, 1, world.clock())
        await uow.commit()
    await amina.says("/consultant")
    assert says(post_of(world, amina).text, "🗣 Has asked for an interpreter.") is wanted


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
    confirmed = [shown for shown in world.screen(amina.id) if "Passed on" in shown.text]
    assert [shown.row.silent for shown in confirmed if shown.row] == [True]


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
    news = len(world.team)
    for press in ("t", "ty"):
        await mette.presses_data(f"h:{press}:{case.id}", post.message_id, TEAM)
        assert says(world.team[-1].text, "You have the talk with {person} already.")
    assert len(world.team) == news + 2
    await amina.presses_data("ht:w", 1)
    assert "What you write or say now goes to Mette." in amina.last.text
    jens = world.person(901, "Jens")
    await jens.presses_data(f"h:t:{case.id}", post.message_id, TEAM)
    assert not amina.sees("Jens is here now."), "the second one is asked first"
    news = len(world.team)
    await jens.presses_data(f"h:ty:{case.id}", world.team[-1].message_id, TEAM)
    assert len(world.team) == news, "the post says so"
    assert amina.sees("Jens is here now.")
    assert "Jens" in post_of(world, amina).text and "Mette" not in post_of(world, amina).text


@pytest.mark.parametrize("change", [without_form, looking_otherwise])
async def test_post_has_one_status_note_however_it_looks(
    world: World, amina: Person, mette: Person, change: Change
) -> None:
    await amina.says("/consultant")
    case, post = await case_of(world, amina), post_of(world, amina)
    jens = world.person(901, "Jens")
    for taker, press in ((mette, TakeCase), (jens, TakeOverCase), (jens, CloseCase)):
        await change_stored(world, CONSULTANTS, post, change)
        await taker.presses_data(press(case.id or 0).pack(), post.message_id, TEAM)
    assert "Jens" in post.text and "Mette" not in post.text
    message = await message_behind(world, CONSULTANTS, post)
    assert message.form == OpeningPost(noted=True) and not message.buttons


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
    await mette.presses_data(f"h:t:{case.id}", post.message_id, TEAM)
    assert says(world.team[-1].text, "The talk with {person} is closed. Write in the topic to "
                "open it again.")  # fmt: skip
    assert await the_case(world, amina) is None
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
    assert "What you write goes to the consultant." in amina.last.text
    await amina.says("one more thing")
    assert "one more thing" in world.team[-1].text
    await writes(world, mette, "Ja?", post_of(world, amina))
    await world.passes(hours=25)
    await world.passes(hours=24)
    assert await the_case(world, amina) is None and amina.sees("I am here again.")


async def test_quiet_case_is_neither_asked_about_nor_closed_at_night(
    world: World, amina: Person, mette: Person
) -> None:
    world.clock.now = datetime(2026, 11, 4, 19, 30, tzinfo=UTC)  # 20:30 in Copenhagen
    await amina.says("/consultant")
    await writes(world, mette, "Hej Amina", post_of(world, amina))
    await world.passes(hours=25)  # 21:30
    assert not amina.sees("Are you done talking with Mette?")
    await world.passes(hours=10)  # 7:30
    assert amina.sees("Are you done talking with Mette?")


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
    await world.person(901, "Jens").presses_data(f"h:ty:{again.id}", post.message_id, TEAM)
    assert says(world.team[-1].text, "{taker} has the talk with {person}."), "there is no post"
    for words in ("yes?", "I am here"):
        await amina.says(words)
        assert words in world.team[-1].text
    assert sum("Passed on" in text for text in amina.texts) == 1, "the first one is confirmed"
    await mette.presses_data(f"h:c:{again.id}", post.message_id, TEAM)
    await amina.says("/consultant")
    assert (await case_of(world, amina)).why is CaseReason.ASKED


async def test_snoozed_case_is_brought_up_again(
    world: World, amina: Person, mette: Person
) -> None:
    await amina.says("/consultant")
    case, post = await case_of(world, amina), post_of(world, amina)
    await mette.presses_data(f"h:l:{case.id}", post.message_id, TEAM)
    assert says(world.team[-1].text, "I remind you of {person} at this time: {moment}")
    news = len(world.team)
    await world.passes(hours=2)
    assert len(world.team) == news
    await world.passes(hours=1)
    assert says(world.team[-1].text, "⏰ You wanted to come back to {person}.")
    await world.passes(hours=1)
    assert len(world.team) == news + 1


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
