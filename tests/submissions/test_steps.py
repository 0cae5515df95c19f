"""Answering the steps of a task: buttons, text, files, moving between steps."""

from typing import Any

import pytest

from tests.helpers.course import (
    answers_of,
    on_the_course,
    opens,
    submission_of,
    to_step,
)
from tests.helpers.eligibility import progress, questions
from tests.helpers.world import Person, World

VIDEO = {"file_id": "v", "file_size": 25 * 1024 * 1024, "mime_type": "video/mp4"}
PHOTO = [{"file_id": "p", "file_size": 1000}]


async def test_a_step_is_answered_by_a_button(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "today", "hard")
    await amina.presses("To find time")
    assert (await answers_of(world, amina, "today"))["hard"] == "time"
    assert "Is it ready for the consultant?" in amina.last.text


async def test_several_choices_are_ticked_and_an_exclusive_one_replaces_them(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    await opens(world, amina, "why")
    await amina.presses("☐ Earn my own money")
    await amina.presses("☐ Help other people")
    await amina.presses("✅ Done")
    assert (await answers_of(world, amina, "why"))["reasons"] == "money,others"
    await amina.presses("◀ Back")
    await amina.presses("☐ I do not know yet")
    await amina.presses("✅ Done")
    assert (await answers_of(world, amina, "why"))["reasons"] == "unsure"


async def test_done_without_a_tick_asks_for_one(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await opens(world, amina, "why")
    await amina.presses("✅ Done")
    assert "Press what fits you first." in amina.last.text
    assert not await answers_of(world, amina, "why")


async def test_a_number_inside_an_answer_is_read(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "today", "hours")
    await amina.says("about 6 hours a week")
    assert (await answers_of(world, amina, "today"))["hours"] == "6"


@pytest.mark.parametrize(
    ("text", "intent"),
    [("can we meet at 3?", "book_meeting"), ("call me on 12345678", "talk_to_human")],
)
async def test_a_request_with_a_number_is_not_an_answer(
    world: World, amina: Person, text: str, intent: str
) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "today", "hours")
    world.nlu.means(text, intent)
    await amina.says(text)
    assert "hours" not in await answers_of(world, amina, "today")
    assert world.team


@pytest.mark.parametrize("text", ["6", "6 timer", "٦", "six", "6,0"])
async def test_numbers_are_read_in_digits_and_words_without_rasa(
    world: World, amina: Person, text: str
) -> None:
    world.nlu.ready = False
    await on_the_course(world, amina)
    await to_step(world, amina, "today", "hours")
    await amina.says(text)
    assert (await answers_of(world, amina, "today"))["hours"] == "6"
    assert "Something to learn" not in amina.last.text and "Step 3 of 4" in amina.last.text


@pytest.mark.parametrize("text", ["a lot", "6 or 8", "-4"])
async def test_text_for_a_number_step_is_refused(world: World, amina: Person, text: str) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "today", "hours")
    before = await answers_of(world, amina, "today")
    await amina.says(text)
    assert amina.sees("Please write it as a number, for example 25.")
    assert await answers_of(world, amina, "today") == before


async def test_a_number_for_a_choice_step_is_refused(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await opens(world, amina, "why")
    await amina.says("3")
    assert amina.sees("Please press one of the buttons.")
    assert "Step 1 of 4" in amina.last.text and not await answers_of(world, amina, "why")


async def test_text_is_stored_and_the_next_step_is_asked(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "thanks")
    await amina.says("Nobody braids hair as I do")
    assert (await answers_of(world, amina, "strengths"))["thanks"] == "Nobody braids hair as I do"
    assert "Step 3 of 5" in amina.last.text


@pytest.mark.parametrize(
    "content",
    [
        {"photo": PHOTO},
        {"document": {"file_id": "d", "file_size": 1000, "file_name": "../../x.exe"}},
        {"voice": {"file_id": "s", "file_size": 1000}},
    ],
    ids=["photo", "document", "voice"],
)
@pytest.mark.parametrize(("task", "step"), [("why", "goodday"), ("strengths", "made")])
async def test_a_file_answers_an_open_step_which_takes_more(
    world: World, amina: Person, content: dict[str, Any], task: str, step: str
) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, task, step)
    await amina.sends(**content)
    assert "Your answer now: ✔ 📎 1 file" in amina.last.text
    submission = await submission_of(world, amina, task)
    [file] = submission.files_of(step)
    assert file.state == "kept" and "x.exe" not in file.name
    await amina.presses("✔ Go on with this answer")
    assert (await answers_of(world, amina, task))[step] == ""


async def test_an_album_with_a_caption_is_one_answer(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "made")
    before = len(amina.texts)
    for n in range(3):
        caption = {"caption": "My table"} if n == 0 else {}
        photo = [{"file_id": f"p{n}", "file_size": 1000}]
        await amina.sends(photo=photo, media_group_id="a1", **caption)
    assert len(amina.texts) == before + 1
    submission = await submission_of(world, amina, "strengths")
    assert len(submission.files_of("made")) == 3 and submission.value("made") == "My table"


async def test_text_after_a_picture_is_added_to_the_answer(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "made")
    await amina.sends(photo=PHOTO)
    await amina.says("I repaired the leg")
    assert "Something I made: ✔ “I repaired the leg” 📎 1 file" in amina.last.text


async def test_a_picture_is_kept_when_the_step_is_skipped(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "made")
    await amina.sends(photo=PHOTO)
    await amina.presses("Skip ▶")
    assert "Something I made: ✔ 📎 1 file" in amina.last.text


@pytest.mark.parametrize(("caption", "kept"), [("My table", "My table"), (None, None)])
async def test_removing_the_files_of_a_step_keeps_its_text(
    world: World, amina: Person, caption: str | None, kept: str | None
) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "made")
    await amina.sends(photo=PHOTO, **({"caption": caption} if caption else {}))
    await amina.presses("🗑 Remove the files")
    submission = await submission_of(world, amina, "strengths")
    assert submission.files_of("made") == [] and submission.files[0].state == "removed"
    assert submission.value("made") == kept
    assert "🗑 Remove the files" not in amina.last.labels
    assert ("✔ Go on with this answer" in amina.last.labels) is (kept is not None)


async def test_going_on_without_an_answer_asks_for_one(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "made")
    submission = await submission_of(world, amina, "strengths")
    await amina.presses_data(f"w:{submission.id}:g:made", 1)
    assert "There is no answer yet." in amina.last.text


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ({"video": VIDEO}, "Your file is too big for me. I can take up to 20 MB."),
        ({"photo": []}, "I did not get your file. That is not your fault."),
        ({"contact": {"phone_number": "1"}}, "I cannot open a file of that kind."),
        ({"sticker": {"file_id": "s"}}, "🙂 Thank you!"),
    ],
)
async def test_a_file_that_is_not_accepted_is_answered_and_changes_nothing(
    world: World, amina: Person, content: dict[str, Any], text: str
) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "made")
    before = await answers_of(world, amina, "strengths")
    await amina.sends(**content)
    assert amina.sees(text)
    assert await answers_of(world, amina, "strengths") == before
    assert not (await submission_of(world, amina, "strengths")).files


@pytest.mark.parametrize(
    ("task", "step", "text"),
    [("why", "reasons", "Please press one of the buttons."),
     ("today", "hours", "Please write it as a number")],
)  # fmt: skip
async def test_a_picture_for_a_closed_step_is_refused(
    world: World, amina: Person, task: str, step: str, text: str
) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, task, step)
    await amina.sends(photo=PHOTO)
    assert amina.sees(text) and not (await submission_of(world, amina, task)).files


async def test_a_picture_without_an_open_task_is_answered(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await amina.sends(photo=PHOTO)
    assert "I do not know which task this is for." in amina.last.text


async def test_a_caption_that_is_too_long_keeps_the_picture(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "made")
    for n in range(4):
        await amina.sends(photo=[{"file_id": f"p{n}"}], caption="x" * 1000)
    assert amina.sees("That is a long text!")
    submission = await submission_of(world, amina, "strengths")
    assert len(submission.files_of("made")) == 4 and len(submission.value("made") or "") < 3001


@pytest.mark.parametrize(("length", "kept"), [(3000, True), (3001, False), (3500, False)])
async def test_answers_are_limited_to_3000_characters(
    world: World, amina: Person, length: int, kept: bool
) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "thanks")
    await amina.says("å" * length)
    assert ("thanks" in await answers_of(world, amina, "strengths")) is kept
    assert amina.sees("That is a long text!") is not kept


async def test_example_and_simpler_text_are_shown_in_place(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "thanks")
    count = len(amina.texts)
    await amina.presses("💡 An example")
    assert "💡 For example: “My sister says" in amina.last.text
    await amina.presses("🔎 Explain simpler")
    assert "🔎 Think of family and neighbours." in amina.last.text
    assert "💡 An example" in amina.last.labels and len(amina.texts) == count


async def test_back_shows_the_step_before_with_its_answer(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "work")
    await amina.presses("◀ Back")
    assert "Step 2 of 5" in amina.last.text
    assert "Your answer now: ✔ “my words about thanks”" in amina.last.text
    await amina.presses("✔ Go on with this answer")
    assert "Step 3 of 5" in amina.last.text


async def test_an_optional_step_can_be_skipped(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "made")
    await amina.presses("Skip ▶")
    assert "5. Something I made: ➖ no answer" in amina.last.text


async def test_a_required_step_cannot_be_skipped(world: World, amina: Person) -> None:
    world.nlu.means("skip this", "skip")
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "thanks")
    assert "Skip ▶" not in amina.last.labels
    await amina.says("skip this")
    assert amina.sees("This question is needed") and "Step 2 of 5" in amina.last.text


async def test_resuming_the_next_day_keeps_task_and_step(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "work")
    await amina.presses("⏸ Pause")
    assert "What you wrote is safe." in amina.last.text
    world.clock.forward(days=1)
    await amina.presses("▶ Go on")
    assert "What you are good at" in amina.last.text, "the task in hand, not the first one"
    await amina.presses("▶ Go on")
    assert "Step 3 of 5" in amina.last.text


async def test_text_during_a_pause_is_not_an_answer(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "thanks")
    await amina.says("/pause")
    await amina.says("something else")
    assert "thanks" not in await answers_of(world, amina, "strengths")


async def test_text_after_returning_from_the_check_answers_the_task(
    world: World, amina: Person
) -> None:
    """The check takes texts while it is open; pressing the task returns to it."""
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "thanks")
    world.clock.forward(minutes=1)
    await amina.says("/join")
    assert progress(questions()[0]) in amina.last.text
    world.clock.forward(minutes=1)
    await opens(world, amina, "strengths")
    await amina.says("Braiding")
    assert (await answers_of(world, amina, "strengths"))["thanks"] == "Braiding"
