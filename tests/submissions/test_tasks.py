"""A task as a whole, and the course around it: introduction, hand-in, progress, absence."""

from datetime import timedelta

import pytest

from bot.course.rules.documents import PathPicture, Statement
from bot.course.rules.enrolments import EnrolmentStatus, Release
from bot.course.rules.submissions import ReviewVerdict, Stage, review
from bot.course.storage.repositories import Cohorts, Enrolments, Submissions
from bot.kernel.messages import KeptFile
from tests.helpers.course import (
    START,
    admit,
    answers_of,
    cohort_from,
    enclosed,
    enrol,
    enrolment_of,
    hands_in,
    message_behind,
    on_the_course,
    opens,
    submission_of,
    to_step,
    to_the_summary,
    wait_until,
)
from tests.helpers.desk import applicant
from tests.helpers.world import Person, World


async def reviews(
    world: World, person: Person, task: str, verdict: ReviewVerdict, **more: str
) -> None:
    """A review without the consultants' messages (see test_review)."""
    submission = await submission_of(world, person, task)
    async with world.uow() as uow:
        stored = await uow[Submissions].get(submission.id or 0)
        assert stored is not None
        review(stored, verdict, stored.version, 900, world.clock(), more.get("comment"))
        await uow.commit()


async def test_commands_before_week_one_show_when_it_begins(world: World, amina: Person) -> None:
    await enrol(world, amina)
    for command in ("task", "tasks", "deadline", "progress"):
        await amina.says(f"/{command}")
        assert "The first week comes on Monday, November 9." in amina.last.text


async def test_the_introduction_shows_reason_story_and_deadline(
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


async def test_a_guarded_task_says_to_ask_the_consultant_first(
    world: World, amina: Person
) -> None:
    await enrol(world, amina)
    await wait_until(world, START + timedelta(days=28))
    submission = await submission_of(world, amina, "reach")
    await amina.presses_data(f"k:o:{submission.id}", 1)
    assert "Ask your consultant before you register or advertise anything." in amina.last.text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (0, "Please hand it in by Friday, November 13."),
        (3, "Please hand it in by tomorrow."),
        (4, "Please hand it in today."),
        (5, "It was due on Friday, November 13. It still counts."),
    ],
)
async def test_the_deadline_is_shown_in_words(
    world: World, amina: Person, days: int, text: str
) -> None:
    await on_the_course(world, amina)
    await wait_until(world, START + timedelta(days=days))
    await amina.says("/task")
    assert text in amina.last.text


async def test_deadlines_are_listed_in_the_participants_language(
    world: World, amina: Person
) -> None:
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


async def test_handing_in_the_summary_sends_it_to_the_consultants(
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


async def test_an_earlier_button_changes_its_answer(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_the_summary(world, amina, "today")
    submission = await submission_of(world, amina, "today")
    await amina.presses_data(f"w:{submission.id}:a:hard:words", 1)
    assert (await answers_of(world, amina, "today"))["hard"] == "words"


async def test_a_double_tap_hands_in_once(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_the_summary(world, amina, "why")
    message, data = amina._button(world.screen(amina.id), "📨 Hand it in")
    await amina.presses_data(data, message)
    before = len(world.team)
    await amina.presses_data(data, message)
    assert "is with the consultant." in amina.last.text and len(world.team) == before
    assert (await submission_of(world, amina, "why")).version == 1


async def test_a_submission_can_be_reopened_and_handed_in_again(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    await hands_in(world, amina, "why")
    submission = await submission_of(world, amina, "why")
    await amina.presses_data(f"k:o:{submission.id}", 1)
    await amina.presses("✏ Change it")
    assert "this is what you have" in amina.last.text
    await amina.presses("📨 Hand it in")
    submission = await submission_of(world, amina, "why")
    assert (submission.stage, submission.version) == (Stage.HANDED_IN, 2)


async def test_handing_in_with_a_gap_asks_for_it(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "thanks")
    submission = await submission_of(world, amina, "strengths")
    await amina.presses_data(f"w:{submission.id}:x", 1)
    assert "What do people thank you for" in amina.last.text
    assert (await submission_of(world, amina, "strengths")).stage is Stage.STARTED


async def test_a_returned_task_shows_the_comment(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await hands_in(world, amina, "why")
    await reviews(world, amina, "why", ReviewVerdict.MORE, comment="Who can help you with Danish?")
    await amina.says("/task")
    assert "“Who can help you with Danish?”" in amina.last.text
    await amina.presses("▶ Go on")
    await amina.presses("📨 Hand it in")
    assert (await submission_of(world, amina, "why")).version == 2


@pytest.mark.parametrize("verb", ["r", "x", "a:reasons:money", "c", "p", "g:goodday", "b:year"])
async def test_buttons_of_an_approved_task_change_nothing(
    world: World, amina: Person, verb: str
) -> None:
    await on_the_course(world, amina)
    await hands_in(world, amina, "why")
    await reviews(world, amina, "why", ReviewVerdict.GOOD)
    before = await answers_of(world, amina, "why")
    submission = await submission_of(world, amina, "why")
    await amina.presses_data(f"w:{submission.id}:{verb}", 1)
    assert "is approved already, so it stays as it is." in amina.last.text
    assert await answers_of(world, amina, "why") == before


async def test_buttons_of_another_participants_submission_are_refused(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    await opens(world, amina, "why")
    submission = await submission_of(world, amina, "why")
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


async def test_a_button_of_an_earlier_step_shows_the_current_one(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "work")
    submission = await submission_of(world, amina, "strengths")
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


async def test_tasks_are_listed_with_their_marks(world: World, amina: Person) -> None:
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


async def test_with_all_tasks_handed_in_the_next_week_is_announced(
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


async def test_no_week_is_announced_where_none_will_come(world: World, amina: Person) -> None:
    enrolment_id = await on_the_course(world, amina)
    for task in ("why", "strengths", "today"):
        await hands_in(world, amina, task)
    enrolled = await enrolment_of(world, amina)
    async with world.uow() as uow:
        cohort = await uow[Cohorts].get(enrolled.cohort_id)
        assert cohort is not None
        cohort.closed_at = world.clock()
        await uow.commit()
    await amina.says("/task")
    assert "Everything is handed in. Well done!" in amina.last.text
    assert "The next week comes" not in amina.last.text
    async with world.uow() as uow:
        enrolment = await uow[Enrolments].get(enrolment_id)
        cohort = await uow[Cohorts].get(enrolment.cohort_id) if enrolment else None
        assert enrolment is not None and cohort is not None
        cohort.closed_at = None
        ahead = [w.number for w in world.content.course.weeks if not enrolment.released(w.number)]
        enrolment.releases += [Release(week, world.clock()) for week in ahead]
        await uow.commit()
    await amina.says("/task")
    assert "Everything is handed in. Well done!" in amina.last.text
    assert "The next week comes" not in amina.last.text


async def test_progress_is_a_picture_with_a_short_text(world: World, amina: Person) -> None:
    await on_the_course(world, amina, weeks=2)
    await hands_in(world, amina, "why")
    await reviews(world, amina, "why", ReviewVerdict.GOOD)
    await amina.says("/progress")
    assert "You have handed in 1 of" in amina.last.text and "1 is approved." in amina.last.text
    picture = (await message_behind(world, amina.id, amina.last)).enclosure
    assert isinstance(picture, PathPicture)
    assert [w.state for w in picture.weeks][:3] == ["now", "open", "ahead"]
    assert (picture.weeks[0].done, picture.weeks[0].tasks, len(picture.weeks)) == (1, 3, 8)


async def test_answers_of_tasks_appear_in_the_plan(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await amina.says("/plan")
    await amina.presses("👁 Read it")
    assert "Your plan is still empty." in amina.last.text
    await hands_in(world, amina, "why")
    await amina.says("/plan")
    await amina.presses("👁 Read it")
    assert "Me and what I bring" in amina.last.text and "Earn my own money" in amina.last.text
    assert "Goals and next steps" in amina.last.text and "my words about year" in amina.last.text


async def test_the_statement_has_progress_and_no_answers(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await hands_in(world, amina, "why")
    await amina.says("/progress")
    await amina.presses("📄 Paper for the jobcenter")
    paper = (await message_behind(world, amina.id, amina.last)).enclosure
    assert isinstance(paper, Statement)
    assert (paper.name.text, paper.run.text, paper.weeks[0].done) == ("Amina", "Team", 1)
    assert paper.began.value == START and "my words" not in repr(paper)


async def test_statement_comes_in_danish_too_unless_the_participant_reads_danish(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    olena = await applicant(world, 43, "Olena", "da")
    await admit(world, olena, await cohort_from(world))
    for person, languages in ((amina, [None, "da"]), (olena, [None])):
        await person.presses_data("k:st", 1)
        papers = [m.enclosure for m in await enclosed(world, person.id)]
        assert [p.language for p in papers if isinstance(p, Statement)] == languages


async def test_the_menu_of_an_enrolled_participant_has_the_course(
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
    "text", ["/task", "/tasks", "/progress", "/deadline", "/away", "/plan", "k:away:week", "k:st"]
)
async def test_without_enrolment_course_commands_offer_to_join(
    world: World, amina: Person, text: str
) -> None:
    if text.startswith("/"):
        await amina.says(text)
    else:
        await amina.presses_data(text, 1)
    assert "You are not on a course yet." in amina.last.text
    assert "🌱 May I join?" in amina.last.labels


async def test_a_week_of_absence_moves_deadlines_and_notifies_consultants(
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


async def test_a_day_of_absence_can_become_a_week_each_noted_once(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    await amina.says("/away")
    offer = amina.last.message_id
    await amina.presses("☁ Just today is bad")
    await amina.presses_data("k:away:day", offer)
    assert "I know already. You have a pause until Monday, November 9." in amina.last.text
    await amina.says("/away")
    assert "You need not tell why." in amina.last.text, "after one day a week may follow"
    await amina.presses("🗓 I can't this week")
    await amina.presses_data("k:away:week", offer)
    assert "I know already." in amina.last.text
    await amina.says("/away")
    assert "I know already." in amina.last.text
    assert [a.days for a in (await enrolment_of(world, amina)).absences] == [1, 7]
    assert len(world.team) == 2


async def test_asking_for_a_pause_in_own_words_offers_absence(world: World, amina: Person) -> None:
    world.nlu.means("my child is ill", "report_absence")
    await on_the_course(world, amina)
    await amina.says("my child is ill")
    assert "You need not tell why." in amina.last.text and not world.team


async def test_after_finishing_absence_is_not_recorded(world: World, amina: Person) -> None:
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
