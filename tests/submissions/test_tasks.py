"""A task from its introduction to the consultant, answered in every way people answer."""

from datetime import timedelta
from typing import Any

import pytest

from bot.course.rules.documents import PathPicture, Statement
from bot.course.rules.enrolments import EnrolmentStatus
from bot.course.rules.submissions import ReviewVerdict, Stage, review
from bot.course.storage.repositories import Enrolments, Submissions
from bot.kernel.messages import KeptFile
from bot.pipeline.inbox import Inbox
from tests.helpers.course import (
    START,
    answers_of,
    enrol,
    enrolment_of,
    hands_in,
    message_behind,
    on_the_course,
    opens,
    to_step,
    to_the_summary,
    wait_until,
    work_of,
)
from tests.helpers.world import Person, World

VIDEO = {"file_id": "v", "file_size": 25 * 1024 * 1024, "mime_type": "video/mp4"}
PHOTO = [{"file_id": "p", "file_size": 1000}]


async def reviews(
    world: World, person: Person, task: str, verdict: ReviewVerdict, **more: str
) -> None:
    """What the consultant says (how they say it is tested in test_review)."""
    submission = await work_of(world, person, task)
    async with world.uow() as uow:
        stored = await uow[Submissions].get(submission.id or 0)
        assert stored is not None
        review(stored, verdict, stored.version, 900, world.clock(), more.get("comment"))
        await uow.commit()


# Before, and the introduction.


async def test_before_the_first_week_there_is_nothing_to_do(world: World, amina: Person) -> None:
    await enrol(world, amina)
    for command in ("task", "tasks", "deadline", "progress"):
        await amina.says(f"/{command}")
        assert "The first week comes on Monday, November 9." in amina.last.text


async def test_the_next_task_says_why_shows_somebody_and_by_when(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    await amina.presses("📝 My next task")
    shown = amina.last.text
    assert "Week 1 · about 12 minutes" in shown and "Why you want this" in shown
    assert "Samira cuts hair" in shown and "Please hand it in by Friday, November 13." in shown
    assert "Ask your consultant before" not in shown
    await amina.presses("▶ Start")
    assert "Step 1 of 4 · about 3 minutes" in amina.last.text


async def test_a_task_near_to_selling_says_to_ask_first(world: World, amina: Person) -> None:
    await enrol(world, amina)
    await wait_until(world, START + timedelta(days=28))
    submission = await work_of(world, amina, "reach")
    await amina.presses_data(f"k:o:{submission.id}", 1)
    assert "Ask your consultant before you register or advertise anything." in amina.last.text


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "Please hand it in by Friday, November 13."),
        (3, "Please hand it in by tomorrow."),
        (4, "Please hand it in today."),
        (5, "It was due on Friday, November 13. It still counts."),
    ],
)
async def test_the_day_it_is_due_is_said_in_words(
    world: World, amina: Person, days: int, text: str
) -> None:
    await on_the_course(world, amina)
    await wait_until(world, START + timedelta(days=days))
    await amina.says("/task")
    assert text in amina.last.text


async def test_all_deadlines_in_ones_own_calendar_words(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await amina.says("/deadline")
    assert "📝 What you are good at: by Monday, November 16" in amina.last.text
    assert "still counts" not in amina.last.text
    await wait_until(world, START + timedelta(days=6))
    await amina.says("/deadline")
    assert "A late task still counts." in amina.last.text
    await amina.presses_data("lang:fa", 1)
    await amina.says("/deadline")
    assert "جمعه 13 نوامبر" in amina.last.text and "November" not in amina.last.text


# Each kind of step.


async def test_a_step_is_answered_by_a_button(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "today", "hard")
    await amina.presses("To find time")
    assert (await answers_of(world, amina, "today"))["hard"] == "time"
    assert "Is it ready for the consultant?" in amina.last.text


async def test_several_choices_are_ticked_and_one_may_stand_alone(
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


async def test_a_number_inside_a_sentence_counts_when_the_sentence_is_an_answer(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "today", "hours")
    await amina.says("about 6 hours a week")
    assert (await answers_of(world, amina, "today"))["hours"] == "6"


@pytest.mark.parametrize(
    ("said", "intent"),
    [("can we meet at 3?", "book_meeting"), ("call me on 12345678", "talk_to_human")],
)
async def test_a_wish_with_a_number_in_it_is_no_figure(
    world: World, amina: Person, text: str, intent: str
) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "today", "hours")
    world.mind.means(text, intent)
    await amina.says(text)
    assert "hours" not in await answers_of(world, amina, "today")
    assert world.team


@pytest.mark.parametrize("said", ["6", "6 timer", "٦", "six", "6,0"])
async def test_a_number_is_understood_however_it_is_written(
    world: World, amina: Person, text: str
) -> None:
    world.mind.ready = False
    await on_the_course(world, amina)
    await to_step(world, amina, "today", "hours")
    await amina.says(text)
    assert (await answers_of(world, amina, "today"))["hours"] == "6"
    assert "Something to learn" not in amina.last.text and "Step 3 of 4" in amina.last.text


@pytest.mark.parametrize("said", ["a lot", "6 or 8", "-4"])
async def test_a_text_where_a_number_is_wanted_is_met_kindly(
    world: World, amina: Person, text: str
) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "today", "hours")
    before = await answers_of(world, amina, "today")
    await amina.says(text)
    assert amina.sees("Please write it as a number, for example 25.")
    assert await answers_of(world, amina, "today") == before


async def test_a_number_where_a_choice_is_wanted_is_met_kindly(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    await opens(world, amina, "why")
    await amina.says("3")
    assert amina.sees("Please press one of the buttons.")
    assert "Step 1 of 4" in amina.last.text and not await answers_of(world, amina, "why")


async def test_own_words_are_kept_and_the_next_step_comes(world: World, amina: Person) -> None:
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
async def test_any_file_answers_an_open_step_and_stays_open_for_more(
    world: World, amina: Person, content: dict[str, Any], task: str, step: str
) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, task, step)
    await amina.sends(**content)
    assert "Your answer now: ✔ 📎 1 file" in amina.last.text
    submission = await work_of(world, amina, task)
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
    submission = await work_of(world, amina, "strengths")
    assert len(submission.files_of("made")) == 3 and submission.value("made") == "My table"


async def test_words_after_a_picture_go_with_it(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "made")
    await amina.sends(photo=PHOTO)
    await amina.says("I repaired the leg")
    assert "Something I made: ✔ “I repaired the leg” 📎 1 file" in amina.last.text


async def test_a_picture_stays_when_the_step_is_skipped_after_it(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "made")
    await amina.sends(photo=PHOTO)
    await amina.presses("Skip ▶")
    assert "Something I made: ✔ 📎 1 file" in amina.last.text


async def test_going_on_without_an_answer_asks_for_one(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "made")
    submission = await work_of(world, amina, "strengths")
    await amina.presses_data(f"w:{submission.id}:g:made", 1)
    assert "There is no answer yet." in amina.last.text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"video": VIDEO}, "Your file is too big for me. I can take up to 20 MB."),
        ({"photo": []}, "I did not get your file. That is not your fault."),
        ({"contact": {"phone_number": "1"}}, "I cannot open a file of that kind."),
        ({"sticker": {"file_id": "s"}}, "🙂 Thank you!"),
    ],
)
async def test_what_cannot_be_taken_is_told_and_nothing_is_lost(
    world: World, amina: Person, content: dict[str, Any], text: str
) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "made")
    before = await answers_of(world, amina, "strengths")
    await amina.sends(**content)
    assert amina.sees(text)
    assert await answers_of(world, amina, "strengths") == before
    assert not (await work_of(world, amina, "strengths")).files


@pytest.mark.parametrize(
    ("task", "step", "said"),
    [("why", "reasons", "Please press one of the buttons."),
     ("today", "hours", "Please write it as a number")],
)  # fmt: skip
async def test_a_picture_where_none_is_wanted_is_met_kindly(
    world: World, amina: Person, task: str, step: str, text: str
) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, task, step)
    await amina.sends(photo=PHOTO)
    assert amina.sees(text) and not (await work_of(world, amina, task)).files


async def test_a_picture_without_an_open_task_is_asked_where_it_belongs(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    await amina.sends(photo=PHOTO)
    assert "I do not know which task this is for." in amina.last.text


async def test_a_caption_too_long_keeps_the_picture(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "made")
    for n in range(4):
        await amina.sends(photo=[{"file_id": f"p{n}"}], caption="x" * 1000)
    assert amina.sees("That is a long text!")
    submission = await work_of(world, amina, "strengths")
    assert len(submission.files_of("made")) == 4 and len(submission.value("made") or "") < 3001


@pytest.mark.parametrize(("length", "kept"), [(3000, True), (3001, False), (3500, False)])
async def test_a_text_of_a_page_and_a_half_is_taken_and_no_longer_one(
    world: World, amina: Person, length: int, kept: bool
) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "thanks")
    await amina.says("å" * length)
    assert ("thanks" in await answers_of(world, amina, "strengths")) is kept
    assert amina.sees("That is a long text!") is not kept


# Steps to the side.


async def test_an_example_and_a_simpler_way_are_shown_in_place(
    world: World, amina: Person
) -> None:
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


async def test_a_needed_step_cannot_be_skipped(world: World, amina: Person) -> None:
    world.mind.means("skip this", "skip")
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "thanks")
    assert "Skip ▶" not in amina.last.labels
    await amina.says("skip this")
    assert amina.sees("This question is needed") and "Step 2 of 5" in amina.last.text


async def test_after_a_pause_one_goes_on_the_next_day_where_one_was(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "work")
    await amina.presses("⏸ Pause")
    assert "What you wrote is safe." in amina.last.text
    world.clock.forward(days=1)
    await amina.presses("▶ Go on")
    assert "What you are good at" in amina.last.text, "the task in hand, not the first one"
    await amina.presses("▶ Go on")
    assert "Step 3 of 5" in amina.last.text


async def test_while_one_pauses_a_text_is_no_answer(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "thanks")
    await amina.says("/pause")
    await amina.says("something else")
    assert "thanks" not in await answers_of(world, amina, "strengths")


async def test_the_check_that_was_begun_again_takes_no_answer_of_a_task(
    world: World, amina: Person
) -> None:
    """Whoever presses something of the check meanwhile is there, and then back in the task."""
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "thanks")
    world.clock.forward(minutes=1)
    await amina.says("/join")
    assert "Question 1 of 10" in amina.last.text
    world.clock.forward(minutes=1)
    await opens(world, amina, "strengths")
    await amina.says("Braiding")
    assert (await answers_of(world, amina, "strengths"))["thanks"] == "Braiding"


# Handing in, and after it.


async def test_the_summary_is_handed_in_and_reaches_the_consultants(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    await to_the_summary(world, amina, "why")
    assert "“Why you want this”: this is what you have." in amina.last.text
    await amina.presses("📨 Hand it in")
    assert amina.sees("🎉 Handed in: “Why you want this”. Well done!")
    assert "You have handed in 1 of 3 tasks so far." in amina.last.text
    assert "📝 My next task" in amina.last.labels
    assert "my words about year" in world.team[-1].text and "Amina" in world.team[-1].text
    file = await message_behind(world, 0, world.team[-2])
    assert isinstance(file.enclosure, KeptFile) and file.enclosure.media == "voice"


async def test_one_answer_is_changed_from_the_summary(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_the_summary(world, amina, "why")
    await amina.presses("✏ Change an answer")
    await amina.presses("Life in one year")
    assert "You change answer 3 of 4" in amina.last.text
    await amina.says("Ten customers")
    assert "3. Life in one year: ✔ “Ten customers”" in amina.last.text


async def test_a_step_can_be_changed_by_its_old_button(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_the_summary(world, amina, "today")
    submission = await work_of(world, amina, "today")
    await amina.presses_data(f"w:{submission.id}:a:hard:words", 1)
    assert (await answers_of(world, amina, "today"))["hard"] == "words"


async def test_handing_in_twice_hands_in_once(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_the_summary(world, amina, "why")
    message, data = amina._button(world.screen(amina.id), "📨 Hand it in")
    await amina.presses_data(data, message)
    before = len(world.team)
    await amina.presses_data(data, message)
    assert "is with the consultant." in amina.last.text and len(world.team) == before
    assert (await work_of(world, amina, "why")).version == 1


async def test_what_was_handed_in_can_be_changed_and_handed_in_again(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    await hands_in(world, amina, "why")
    submission = await work_of(world, amina, "why")
    await amina.presses_data(f"k:o:{submission.id}", 1)
    await amina.presses("✏ Change it")
    assert "this is what you have" in amina.last.text
    await amina.presses("📨 Hand it in")
    submission = await work_of(world, amina, "why")
    assert (submission.stage, submission.version) == (Stage.HANDED_IN, 2)


async def test_a_task_with_a_gap_asks_for_it_before_it_is_handed_in(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "thanks")
    submission = await work_of(world, amina, "strengths")
    await amina.presses_data(f"w:{submission.id}:x", 1)
    assert "What do people thank you for" in amina.last.text
    assert (await work_of(world, amina, "strengths")).stage is Stage.STARTED


async def test_what_came_back_shows_the_words_of_the_consultant(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    await hands_in(world, amina, "why")
    await reviews(world, amina, "why", ReviewVerdict.MORE, comment="Who can help you with Danish?")
    await amina.says("/task")
    assert "“Who can help you with Danish?”" in amina.last.text
    await amina.presses("▶ Go on")
    await amina.presses("📨 Hand it in")
    assert (await work_of(world, amina, "why")).version == 2


@pytest.mark.parametrize("verb", ["r", "x", "a:reasons:money", "c", "p", "g:goodday", "b:year"])
async def test_a_button_of_an_approved_task_says_that_it_stays(
    world: World, amina: Person, verb: str
) -> None:
    await on_the_course(world, amina)
    await hands_in(world, amina, "why")
    await reviews(world, amina, "why", ReviewVerdict.GOOD)
    before = await answers_of(world, amina, "why")
    submission = await work_of(world, amina, "why")
    await amina.presses_data(f"w:{submission.id}:{verb}", 1)
    assert "is approved already, so it stays as it is." in amina.last.text
    assert await answers_of(world, amina, "why") == before


async def test_nobody_can_press_into_the_work_of_another(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await opens(world, amina, "why")
    submission = await work_of(world, amina, "why")
    eve = world.person(666, "Eve", "en")
    await eve.says("/start")
    await eve.presses("English")
    await eve.presses("✅ Yes, that is okay")
    for data in ("w:{}:a:year:mine", "w:{}:v", "w:{}:x", "k:o:{}"):
        await eve.presses_data(data.format(submission.id), 1)
        assert "That button is old." in eve.last.text
    assert not await answers_of(world, amina, "why")


@pytest.mark.parametrize(
    "data",
    ["w", "w:1", "w:x:r", "w:99:r", "w:1:z", "w:1:a:nosuch:x", "w:1:a:reasons", "w:1:t:reasons:no",
     "w:1::reasons", "w:1:kg:reasons", "k", "k:o", "k:o:99", "k:o:x", "k:away:year", "k:st:1",
     "k:x"],
)  # fmt: skip
async def test_invalid_data_changes_nothing_and_is_answered(
    world: World, amina: Person, data: str
) -> None:
    await on_the_course(world, amina)
    await opens(world, amina, "why")
    await amina.presses_data(data, 1)
    assert "That button is old." in amina.last.text
    assert not await answers_of(world, amina, "why")


async def test_a_button_of_yesterdays_step_shows_where_one_is(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "work")
    submission = await work_of(world, amina, "strengths")
    for verb in ("t:skills:cook", "h:thanks", "b:thanks", "g:thanks", "k:made"):
        await amina.presses_data(f"w:{submission.id}:{verb}", 1)
        assert "Step 3 of 5" in amina.last.text


async def test_second_press_does_not_ask_twice(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "today", "hard")
    message, data = amina._button(world.screen(amina.id), "To find time")
    await amina.presses_data(data, message)
    count = len(amina.texts)
    await amina.presses_data(data, message)
    assert len(amina.texts) == count


# The course around the tasks.


async def test_all_tasks_are_listed_with_their_marks(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await hands_in(world, amina, "why")
    await reviews(world, amina, "why", ReviewVerdict.GOOD)
    await opens(world, amina, "today")
    await amina.says("/tasks")
    assert amina.last.labels[:3] == [
        "✅ Why you want this", "📝 What you are good at", "✏ Your time and your things",
    ]  # fmt: skip
    await amina.presses("✏ Your time and your things")
    assert "▶ Start" in amina.last.labels


async def test_with_everything_handed_in_one_hears_when_it_goes_on(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    for task in ("why", "strengths", "today"):
        await hands_in(world, amina, task)
    assert "📝 My next task" not in amina.last.labels
    for command in ("task", "deadline"):
        await amina.says(f"/{command}")
        assert "Everything is handed in. Well done!" in amina.last.text
        assert "The next week comes on Monday, November 16." in amina.last.text


async def test_progress_is_a_picture_with_few_words(world: World, amina: Person) -> None:
    await on_the_course(world, amina, weeks=2)
    await hands_in(world, amina, "why")
    await reviews(world, amina, "why", ReviewVerdict.GOOD)
    await amina.says("/progress")
    assert "You have handed in 1 of" in amina.last.text and "1 is approved." in amina.last.text
    picture = (await message_behind(world, amina.id, amina.last)).enclosure
    assert isinstance(picture, PathPicture)
    assert [w.state for w in picture.weeks][:3] == ["now", "open", "ahead"]
    assert (picture.weeks[0].done, picture.weeks[0].tasks, len(picture.weeks)) == (1, 3, 8)


async def test_the_plan_grows_with_the_tasks(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await amina.says("/plan")
    await amina.presses("👁 Read it")
    assert "Your plan is still empty." in amina.last.text
    await hands_in(world, amina, "why")
    await amina.says("/plan")
    await amina.presses("👁 Read it")
    assert "Me and what I bring" in amina.last.text and "Earn my own money" in amina.last.text
    assert "Goals and next steps" in amina.last.text and "my words about year" in amina.last.text


async def test_the_statement_says_what_was_done_and_no_answers(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    await hands_in(world, amina, "why")
    await amina.says("/progress")
    await amina.presses("📄 Paper for the jobcenter")
    paper = (await message_behind(world, amina.id, amina.last)).enclosure
    assert isinstance(paper, Statement)
    assert (paper.name.text, paper.run.text, paper.weeks[0].done) == ("Amina", "Team", 1)
    assert paper.began.value == START and "my words" not in repr(paper)


async def test_the_menu_is_that_of_the_course_for_who_is_on_it(
    world: World, amina: Person
) -> None:
    await amina.says("/menu")
    assert "🌱 May I join?" in amina.last.labels and "📝 My next task" not in amina.last.labels
    await enrol(world, amina)
    await amina.says("/menu")
    for label in ("📝 My next task", "🗂 All my tasks", "🛤 How far am I?", "📘 My plan"):
        assert label in amina.last.labels
    assert "🌱 May I join?" not in amina.last.labels


@pytest.mark.parametrize(
    "said", ["/task", "/tasks", "/progress", "/deadline", "/away", "/plan", "k:away:week", "k:st"]
)
async def test_somebody_in_no_run_is_told_the_way_in(
    world: World, amina: Person, text: str
) -> None:
    if text.startswith("/"):
        await amina.says(text)
    else:
        await amina.presses_data(text, 1)
    assert "You are not on a course yet." in amina.last.text
    assert "🌱 May I join?" in amina.last.labels


# Absence.


async def test_a_week_away_moves_the_deadlines_and_tells_the_consultants_only_that(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    await amina.says("/away")
    assert "You need not tell why." in amina.last.text
    await amina.presses("🗓 I can't this week")
    assert "All right. Rest until Sunday, November 15." in amina.last.text
    assert "📝 Why you want this: by Friday, November 20" in amina.last.text
    assert "Amina" in world.team[-1].text and len(world.team) == 1
    assert (await enrolment_of(world, amina)).away_until == START + timedelta(days=6)


async def test_a_bad_day_can_become_a_week_and_is_noted_once_each(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    await amina.says("/away")
    offer = amina.last.message_id
    await amina.presses("☁ Just today is bad")
    await amina.presses_data("k:away:day", offer)
    assert "I know already. You have a pause until Monday, November 9." in amina.last.text
    await amina.says("/away")
    await amina.presses("🗓 I can't this week")
    await amina.presses_data("k:away:week", offer)
    assert "I know already." in amina.last.text
    await amina.says("/away")
    assert "I know already." in amina.last.text
    assert [a.days for a in (await enrolment_of(world, amina)).absences] == [1, 7]
    assert len(world.team) == 2


async def test_a_wish_for_a_pause_in_own_words_offers_it(world: World, amina: Person) -> None:
    world.mind.means("my child is ill", "report_absence")
    await on_the_course(world, amina)
    await amina.says("my child is ill")
    assert "You need not tell why." in amina.last.text and not world.team


async def test_after_the_course_nobody_is_asked_to_join_again(world: World, amina: Person) -> None:
    await on_the_course(world, amina, weeks=8)
    known = await enrolment_of(world, amina)
    async with world.uow() as uow:
        enrolment = await uow[Enrolments].get(known.id or 0)
        assert enrolment is not None
        enrolment.status = EnrolmentStatus.FINISHED
        await uow.commit()
    await amina.says("/away")
    await amina.presses_data("k:away:week", 1)
    assert not amina.sees("You are not on a course yet.")
    assert not (await enrolment_of(world, amina)).absences


# Wishes and answers inside a step.


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        ("ask_help", "I bring you the tasks of the course"),
        ("talk_to_human", "I have told the consultant"),
        ("go_back", "Step 1 of 5"),
        ("pause", "Take your time."),
        ("change_language", "Which language would you like?"),
        ("distress", "You are not alone."),
        ("report_absence", "You need not tell why."),
        ("show_progress", "Each step counts."),
        ("ask_deadline", "This is what is still to come:"),
        ("export_plan", "Here is your plan, as it is today."),
    ],
)
@pytest.mark.parametrize("step", ["thanks", "made"])
async def test_a_wish_inside_a_step_is_done_and_is_no_answer(
    world: World, amina: Person, intent: str, text: str, step: str
) -> None:
    world.mind.means("please", intent)
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", step)
    before = await answers_of(world, amina, "strengths")
    await amina.says("please")
    assert amina.sees(text.replace("1 of", "1 of" if step == "thanks" else "4 of"))
    assert await answers_of(world, amina, "strengths") == before


async def test_afterwards_one_is_told_where_one_was(world: World, amina: Person) -> None:
    world.mind.means("help", "ask_help")
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "thanks")
    await amina.says("help")
    assert amina.sees("We were at step 2 of 5 in “What you are good at”:")
    assert "Step 2 of 5" in amina.last.text


@pytest.mark.parametrize("intent", ["show_assignment", "submit_assignment", "skip"])
async def test_a_wish_that_ends_with_the_step_shows_it_once(
    world: World, amina: Person, intent: str
) -> None:
    world.mind.means("please", intent)
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "thanks")
    before = len(amina.texts)
    await amina.says("please")
    new = amina.texts[before:]
    assert sum("Step 2 of 5" in text for text in new) == 1
    assert not any("We were at" in text for text in new)


async def test_i_am_done_hands_in_from_the_summary(world: World, amina: Person) -> None:
    world.mind.means("i am done", "submit_assignment")
    await on_the_course(world, amina)
    await to_the_summary(world, amina, "why")
    await amina.says("i am done")
    assert amina.sees("🎉 Handed in") and (await work_of(world, amina, "why")).version == 1


@pytest.mark.parametrize(
    ("words", "intent", "confidence"),
    [
        ("My consultant says that I ask good questions", "talk_to_human", 0.4),
        ("I need a permit for food, my friend told me", "faq_permits", 0.45),
    ],
)
async def test_an_answer_that_mentions_a_consultant_or_a_permit_is_kept(
    world: World, amina: Person, words: str, intent: str, confidence: float
) -> None:
    world.mind.means(words, intent, confidence)
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "thanks")
    await amina.says(words)
    if "✍ That is my answer" in amina.last.labels:
        await amina.presses("✍ That is my answer")
    assert (await answers_of(world, amina, "strengths"))["thanks"] == words


async def test_a_text_that_waited_never_answers_a_step_of_the_same_name_elsewhere(
    world: World, amina: Person
) -> None:
    """Nearly every week ends with a step called “hardest”; here two tasks have one “skills”."""
    await on_the_course(world, amina, weeks=2)
    enrolment = await enrolment_of(world, amina)
    course = world.content.course
    steps = [
        (task_id, q.id)
        for task_id in (w.task_id for w in enrolment.submissions)
        for q in course.tasks[task_id].steps.questions
        if q.is_open
    ]
    first, second = steps[0], next(s for s in steps if s[0] != steps[0][0])
    await to_step(world, amina, *first)
    world.mind.ready = False
    await amina.says("because of my children")
    async with world.uow() as uow:
        row = await uow[Inbox].row(world.update_id)
    assert row is not None and row.waiting == f"{first[0]}.{first[1]}"
    world.clock.forward(minutes=1)
    await to_step(world, amina, *second)
    world.mind.ready = True
    await world.settle()
    assert second[1] not in await answers_of(world, amina, second[0])


async def test_somebody_in_no_run_who_asks_about_deadlines_gets_the_card(
    world: World, amina: Person
) -> None:
    world.mind.means("when is it due", "ask_deadline")
    await amina.says("when is it due")
    [card] = world.content.facts.answering("ask_deadline")
    assert card.text in amina.last.text
    await enrol(world, amina)
    await amina.says("when is it due")
    assert "The first week comes on" in amina.last.text
