"""Requests in own words while a step of a task is open."""

import pytest

from bot.pipeline.inbox import Inbox
from tests.helpers.course import (
    answers_of,
    enrol,
    enrolment_of,
    on_the_course,
    submission_of,
    to_step,
    to_the_summary,
)
from tests.helpers.world import Person, World


@pytest.mark.parametrize(
    ("intent", "text"),
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
async def test_a_request_inside_a_step_is_done_and_not_an_answer(
    world: World, amina: Person, intent: str, text: str, step: str
) -> None:
    world.nlu.means("please", intent)
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", step)
    before = await answers_of(world, amina, "strengths")
    await amina.says("please")
    assert amina.sees(text.replace("1 of", "1 of" if step == "thanks" else "4 of"))
    assert await answers_of(world, amina, "strengths") == before


async def test_after_a_request_the_current_step_is_shown_again(
    world: World, amina: Person
) -> None:
    world.nlu.means("help", "ask_help")
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "thanks")
    await amina.says("help")
    assert amina.sees("We were at step 2 of 5 in “What you are good at”:")
    assert "Step 2 of 5" in amina.last.text


@pytest.mark.parametrize("intent", ["show_assignment", "submit_assignment", "skip"])
async def test_a_request_that_shows_the_step_shows_it_once(
    world: World, amina: Person, intent: str
) -> None:
    world.nlu.means("please", intent)
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "thanks")
    before = len(amina.texts)
    await amina.says("please")
    new = amina.texts[before:]
    assert sum("Step 2 of 5" in text for text in new) == 1
    assert not any("We were at" in text for text in new)


async def test_saying_done_hands_in_from_the_summary(world: World, amina: Person) -> None:
    world.nlu.means("i am done", "submit_assignment")
    await on_the_course(world, amina)
    await to_the_summary(world, amina, "why")
    await amina.says("i am done")
    assert amina.sees("🎉 Handed in") and (await submission_of(world, amina, "why")).version == 1


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
    world.nlu.means(words, intent, confidence)
    await on_the_course(world, amina)
    await to_step(world, amina, "strengths", "thanks")
    await amina.says(words)
    if "✍ That is my answer" in amina.last.labels:
        await amina.presses("✍ That is my answer")
    assert (await answers_of(world, amina, "strengths"))["thanks"] == words


async def test_a_waiting_text_does_not_answer_a_step_of_another_task(
    world: World, amina: Person
) -> None:
    """Steps of different tasks can have the same id."""
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
    world.nlu.ready = False
    await amina.says("because of my children")
    async with world.uow() as uow:
        row = await uow[Inbox].row(world.update_id)
    assert row is not None and row.waiting == f"{first[0]}.{first[1]}"
    world.clock.forward(minutes=1)
    await to_step(world, amina, *second)
    world.nlu.ready = True
    await world.settle()
    assert second[1] not in await answers_of(world, amina, second[0])


async def test_without_enrolment_a_question_about_deadlines_gets_the_fact_card(
    world: World, amina: Person
) -> None:
    world.nlu.means("when is it due", "ask_deadline")
    await amina.says("when is it due")
    [card] = world.content.facts.answering("ask_deadline")
    assert card.text in amina.last.text
    await enrol(world, amina)
    await amina.says("when is it due")
    assert "The first week comes on" in amina.last.text
