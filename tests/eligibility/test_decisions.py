"""A consultant's decision: what the participant gets, and the note below the summary."""

from dataclasses import replace

import pytest

from bot.content.loader import load
from bot.eligibility.buttons import Decide
from bot.eligibility.rules.application import Decision, begin, submit
from bot.eligibility.rules.assessment import Assessment, Outcome
from bot.eligibility.storage.repositories import Applications
from bot.eligibility.views.consultant import SummaryForm, application_pages, decided, summary_form
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.database.participants import Participants
from bot.kernel.messages import Message, Paragraph, Verbatim, phrase
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS
from bot.questionnaire.rules.answering import answer
from tests.helpers.world import MONDAY, TEAM, Person, World


async def submitted(world: World, person: Person) -> int:
    """An application that was sent; its id."""
    questions = world.content.eligibility
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(person.id)
        assert participant is not None and participant.id is not None
        application = begin(participant.id, questions, world.clock())
        for question in questions.questions:
            value = question.choices[0].id if question.choices else "To earn"
            answer(application, questions, question.id, value, 1, world.clock())
        assessment = submit(application, questions, world.clock())
        await uow[Applications].add(application)
        for page in application_pages(participant, application, questions, assessment):
            await uow[Outbox].put("summary", CONSULTANTS, page, "da", world.clock())
        await uow.commit()
        assert application.id is not None
    await world.settle()
    return application.id


async def press(world: World, by: Person, decision: Decision, application: int) -> None:
    """On the newest message with this button in the consultants' chat."""
    data = Decide(application, decision).pack()
    at = next(
        s.message_id
        for s in reversed(world.team)
        if any(data == shown for row in s.buttons for _, shown in row)
    )
    await by.presses_data(data, at, TEAM)


async def change_summary(world: World, message: Message) -> None:
    """Replace the stored summary, as if it had been sent like this."""
    at = world.team[-1].message_id
    async with world.uow() as uow:
        await uow[Outbox].put(
            "changed",
            CONSULTANTS,
            message,
            "da",
            world.clock(),
            SendOptions(method="edit", edit_message_id=at),
        )
        await uow.commit()
    await world.settle()


async def shown_summary(world: World) -> Message:
    async with world.uow() as uow:
        found = await uow[Outbox].shown(CONSULTANTS, world.team[-1].message_id)
    assert found is not None
    return found[0]


@pytest.fixture
def kirsten(world: World) -> Person:
    return world.person(900, "Kirsten")


async def test_new_decision_replaces_the_note_of_the_earlier_one(
    world: World, amina: Person, kirsten: Person
) -> None:
    application = await submitted(world, amina)
    before = (await shown_summary(world)).paragraphs
    await press(world, kirsten, Decision.UNSUITABLE, application)
    await press(world, world.person(901, "Mette"), Decision.SUITABLE, application)
    after = (await shown_summary(world)).paragraphs
    assert after[:-1] == before and len(after) == len(before) + 1
    assert "Mette" in world.team[-1].text and "Kirsten" not in world.team[-1].text


async def test_invitation_adds_a_button_that_another_decision_removes(
    world: World, amina: Person, kirsten: Person
) -> None:
    application = await submitted(world, amina)
    await press(world, kirsten, Decision.INVITED, application)
    assert [data[:2] for row in world.team[-1].buttons for _, data in row] == ["c:"] * 3 + ["bm"]
    await press(world, kirsten, Decision.UNSUITABLE, application)
    assert [data[:2] for row in world.team[-1].buttons for _, data in row] == ["c:"] * 3


async def test_note_is_found_without_looking_at_the_text(
    world: World, amina: Person, kirsten: Person
) -> None:
    application = await submitted(world, amina)
    summary = await shown_summary(world)
    named = Paragraph(phrase("{consultant} has it", consultant=Verbatim("Kirsten")))
    form = SummaryForm(len(summary.paragraphs) + 1)
    await change_summary(
        world, replace(summary, paragraphs=(named, *summary.paragraphs), form=form)
    )
    await press(world, kirsten, Decision.SUITABLE, application)
    assert (await shown_summary(world)).paragraphs[:-1] == (named, *summary.paragraphs)


async def test_summary_stored_without_a_form_gets_the_note(
    world: World, amina: Person, kirsten: Person
) -> None:
    application = await submitted(world, amina)
    summary = await shown_summary(world)
    await change_summary(world, replace(summary, form=None))
    await press(world, kirsten, Decision.UNSUITABLE, application)
    after = await shown_summary(world)
    assert after.paragraphs[:-1] == summary.paragraphs
    assert after.form == SummaryForm(len(summary.paragraphs))


def test_note_of_a_summary_without_a_form_is_recognised() -> None:
    amina = Participant(42, "Amina", "en", MONDAY, id=7)
    summary = message_of_a_summary(amina)
    note = decided(amina, Decision.SUITABLE, "Kirsten").paragraphs
    stored = replace(summary, paragraphs=(*summary.paragraphs, *note), form=None)
    assert summary_form(stored) == summary_form(summary)


async def test_decision_on_replaced_answers_points_to_the_newer_ones(
    world: World, amina: Person, kirsten: Person
) -> None:
    old = await submitted(world, amina)
    at = world.team[-1].message_id
    await submitted(world, amina)
    before = len(amina.texts)
    await kirsten.presses_data(Decide(old, Decision.INVITED).pack(), at, TEAM)
    assert len(amina.texts) == before and (await amina.application()).decision is None
    assert world.team[-1].message_id != at


async def test_decision_counts_while_new_answers_are_being_given(
    world: World, amina: Person, kirsten: Person
) -> None:
    application = await submitted(world, amina)
    await amina.says("/join")
    await amina.presses("↺ Answer again")
    await press(world, kirsten, Decision.INVITED, application)
    assert amina.sees("would like to meet you")


async def test_open_application_cannot_be_decided(
    world: World, amina: Person, kirsten: Person
) -> None:
    await amina.presses("🌱 May I join?")
    count = len(amina.texts)
    await kirsten.presses_data(Decide(1, Decision.INVITED).pack(), 1, TEAM)
    assert len(amina.texts) == count and (await amina.application()).decision is None


async def test_decision_below_an_unknown_message_is_noted_in_a_new_one(
    world: World, amina: Person, kirsten: Person
) -> None:
    application = await submitted(world, amina)
    summary = world.team[-1].text
    await kirsten.presses_data(Decide(application, Decision.SUITABLE).pack(), 1, TEAM)
    assert (await amina.application()).decision is Decision.SUITABLE
    assert world.team[-2].text == summary
    assert "Kirsten" in world.team[-1].text and "Amina" in world.team[-1].text


async def test_decision_on_an_unknown_application_is_answered(
    world: World, amina: Person, kirsten: Person
) -> None:
    await submitted(world, amina)
    count = len(world.team)
    await kirsten.presses_data(Decide(99, Decision.INVITED).pack(), 1, TEAM)
    assert len(world.team) == count + 1 and (await amina.application()).decision is None


def message_of_a_summary(participant: Participant) -> Message:
    questions = load().eligibility
    application = begin(7, questions, MONDAY)
    application.id = 3
    assessment = Assessment(Outcome.UNCLEAR, ())
    return application_pages(participant, application, questions, assessment)[-1]
