"""A clock that jumps: what is due comes once, and nothing is lost or said twice."""

from bot.kernel.failures import DeliveryFailure
from bot.pipeline.ports import NotDelivered
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
    await amina.presses("🌱 May I join?")
    world.clock.forward(days=-30)
    await amina.presses("Yes")
    await amina.presses("30–49")
    application = await amina.application()
    given = {question: answer.value for question, answer in application.answers.items()}
    assert given == {"lives": "yes", "age": "30to49"}
