"""A clock that jumps: what is due comes once, and nothing is lost or said twice."""

from bot.kernel.failures import DeliveryFailure
from bot.pipeline.ports import NotDelivered
from tests.helpers.eligibility import answers, questions, to_question, value
from tests.helpers.world import Person, World


async def test_clock_jump_ahead_runs_due_work_once(world: World, amina: Person) -> None:
    before = len(amina.texts)
    world.channel.fails = [NotDelivered(DeliveryFailure.NETWORK, permanent=False)]
    await amina.says("/help")
    assert len(amina.texts) == before
    world.clock.forward(days=400)
    for _ in range(3):
        await world.settle()
    assert len(amina.texts) == before + 1


async def test_clock_jump_back_neither_loses_nor_repeats_messages(
    world: World, amina: Person
) -> None:
    """Only what had failed waits for its hour; a new chat is served at once."""
    before = len(amina.texts)
    world.channel.fails = [NotDelivered(DeliveryFailure.NETWORK, permanent=False)]
    await amina.says("/help")
    world.clock.forward(hours=-1)
    other = world.person(43, "Olena", "en")
    await other.says("/start")
    assert other.texts and len(amina.texts) == before
    world.clock.forward(hours=1, seconds=5)
    for _ in range(3):
        await world.settle()
    assert len(amina.texts) == before + 1


async def test_answer_is_accepted_whatever_the_clock_says(world: World, amina: Person) -> None:
    first, second = questions()[:2]
    await to_question(amina, first)
    world.clock.forward(days=-30)
    await answers(amina, first)
    await answers(amina, second)
    application = await amina.application()
    given = {question: answer.value for question, answer in application.answers.items()}
    assert given == {first.id: value(first), second.id: value(second)}
