"""The check as the participant's open questionnaire: when it is open, and what closes it."""

from collections.abc import AsyncIterator

import pytest

from bot.eligibility.context import add_application, latest_application
from bot.eligibility.handlers import EligibilityFlow
from bot.eligibility.rules.application import Application, Status, abandon, begin
from bot.eligibility.storage.repositories import Applications
from bot.kernel.database.participants import Participants
from bot.kernel.participant_context import ParticipantContext
from bot.questionnaire.buttons import GiveAnswer, RemoveFiles, Reopen, ShowAnswers
from tests.helpers.eligibility import (
    JOIN,
    SEND,
    another_choice,
    answers,
    first_question,
    progress,
    questions,
    sends_the_check,
    to_question,
    to_the_summary,
)
from tests.helpers.world import TEAM, Person, World


@pytest.fixture
async def context(world: World, amina: Person) -> AsyncIterator[ParticipantContext]:
    """An update of Amina's that is being handled."""
    async with world.uow() as uow:
        participant = await uow[Participants].of_chat(amina.id)
        assert participant is not None
        yield ParticipantContext(uow, participant, 900, world.clock())


def begun(world: World, context: ParticipantContext) -> Application:
    return begin(context.participant.id or 0, world.content.eligibility, context.now)


async def test_application_added_in_an_update_is_the_latest_one_in_it(
    world: World, context: ParticipantContext
) -> None:
    assert await latest_application(context) is None
    application = begun(world, context)
    await add_application(context, application)
    assert await latest_application(context) is application


async def test_latest_application_is_the_newest_that_was_not_abandoned(
    world: World, context: ParticipantContext
) -> None:
    first, second, third = (begun(world, context) for _ in range(3))
    for application in (first, second, third):
        await context.uow[Applications].add(application)
    abandon(third)
    assert await context.uow[Applications].latest(context.participant.id or 0) is second


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.DECIDED])
async def test_sent_application_is_no_open_questionnaire(
    world: World, context: ParticipantContext, status: Status
) -> None:
    flow = EligibilityFlow(world.content.eligibility)
    assert await flow.current(context) is None
    application = begun(world, context)
    await add_application(context, application)
    active = await flow.current(context)
    assert active is not None and active.session is application
    application.status = status
    assert await flow.current(context) is None


async def test_paused_application_is_no_open_questionnaire(
    world: World, context: ParticipantContext
) -> None:
    application = begun(world, context)
    await add_application(context, application)
    application.paused_at = context.now
    assert await EligibilityFlow(world.content.eligibility).current(context) is None


async def test_text_during_a_pause_answers_nothing(amina: Person) -> None:
    await amina.presses(JOIN)
    await amina.presses("⏸ Pause")
    await amina.says("yes")
    assert not (await amina.application()).answers


async def test_short_pause_goes_on_at_the_question(amina: Person) -> None:
    await amina.presses(JOIN)
    await amina.presses("⏸ Pause")
    await amina.says("/join")
    assert progress(questions()[0]) in amina.last.text, "nothing was answered that could be kept"
    assert (await amina.application()).paused_at is None


async def test_decision_is_told_to_whoever_asks_again(world: World, amina: Person) -> None:
    await sends_the_check(amina)
    await world.person(900, "Kirsten").decides(world.team[-1].labels[1])
    count = len(amina.texts)
    await amina.says("/join")
    assert amina.texts[count:] == ["The consultant thinks that the course is right for you."]
    await amina.presses("👁 See my answers")
    assert amina.last.text.startswith("Your answers")


async def test_new_answers_replace_the_sent_ones(world: World, amina: Person) -> None:
    await sends_the_check(amina)
    await amina.says("/join")
    await amina.presses("↺ Answer again")
    assert progress(questions()[0]) in amina.last.text
    async with world.uow() as uow:
        sent = await uow[Applications].get(1)
    assert sent is not None and sent.status is Status.SUBMITTED, "the sent answers stay"


async def test_button_of_an_abandoned_check_is_old(amina: Person) -> None:
    pick = first_question(kind="one")
    await to_question(amina, pick)
    await answers(amina, pick)
    await amina.says("/pause")
    await amina.says("/join")
    await amina.presses("↺ Start over")
    count = len(amina.texts)
    await amina.presses_data(GiveAnswer("e", 1, pick.id, another_choice(pick).id).pack(), 1)
    assert len(amina.texts) == count + 1 and "That button is old." in amina.last.text
    await amina.presses_data(ShowAnswers("e", 1).pack(), 1)
    assert not (await amina.application()).answers


async def test_button_to_remove_files_shows_the_question_again(amina: Person) -> None:
    pick = first_question(kind="one")
    await to_question(amina, pick)
    count = len(amina.texts)
    await amina.presses_data(RemoveFiles("e", 1, pick.id).pack(), 1)
    assert len(amina.texts) == count + 1 and progress(pick) in amina.last.text


async def test_sent_check_is_not_reopened(amina: Person) -> None:
    await sends_the_check(amina)
    await amina.presses_data(Reopen("e", 1).pack(), 1)
    assert (await amina.application()).status is Status.SUBMITTED
    assert "You sent your answers on November 2, 2026." in amina.last.text


async def test_sent_summary_stands_without_its_buttons(world: World, amina: Person) -> None:
    await to_the_summary(amina)
    summary = amina.last
    await amina.presses(SEND)
    assert summary.text.startswith("Your answers")
    assert "☰ Menu" in summary.labels and "✏ Change an answer" not in summary.labels


async def test_typed_confirmation_sends_the_answers(world: World, amina: Person) -> None:
    await to_the_summary(amina)
    summary = amina.last
    world.nlu.means("yes please", "affirm")
    count = len(amina.texts)
    await amina.says("yes please")
    assert (await amina.application()).status is Status.SUBMITTED
    assert len(amina.texts) == count + 2, "the result and what happens next"
    assert SEND in summary.labels, "an earlier message stays"


async def test_second_decision_of_the_same_kind_is_answered(world: World, amina: Person) -> None:
    await sends_the_check(amina)
    label, at = world.team[-1].labels[0], world.team[-1].message_id
    data = world.team[-1].buttons[0][0][1]
    await world.person(900, "Kirsten").decides(label)
    read = len(amina.texts)
    await world.person(901, "Mette").presses_data(data, at, TEAM)
    assert len(amina.texts) == read
    assert world.team[-1].message_id != at, "the second consultant gets an answer"
    assert "Amina" in world.team[-1].text
