"""What waited when the release of November 2026 was stopped is worked on after the update."""

from bot.cases.rules.relays import HOLD
from bot.kernel.database.outbox import Outbox
from bot.kernel.messages import Copied
from bot.plan.rules.document import PlanDocument
from tests.helpers.course import message_behind
from tests.helpers.desk import data_of
from tests.helpers.eligibility import after, by_id
from tests.helpers.world import World
from tests.migration import release
from tests.migration.release import answers_of, asked, phone


async def test_unsent_messages_are_delivered(world: World) -> None:
    """A question that was answered loses its buttons, and the next one comes."""
    leila = phone(world, release.LEILA)
    question = next(s for s in leila.screen if any(":a:permit:" in d for d in data_of(s)))
    await world.settle()
    assert not any(":a:permit:" in data for data in data_of(question))
    assert asked(leila.last) is by_id("time")
    messages = len(leila.screen)
    await world.settle()
    assert len(leila.screen) == messages
    assert (await answers_of(world, release.LEILA))["permit"] == "citizen"


async def test_unsent_documents_are_delivered(world: World) -> None:
    bashir, zofia = phone(world, release.BASHIR), phone(world, release.ZOFIA)
    await world.settle()
    said = [await message_behind(world, bashir.person.id, shown) for shown in bashir.screen[-4:]]
    assert [message.enclosure and message.enclosure.kind for message in said] == [
        "path", "statement", "statement", "my_data",
    ]  # fmt: skip
    plan = (await message_behind(world, release.ZOFIA, zofia.last)).enclosure
    assert isinstance(plan, PlanDocument) and plan.form == "docx"
    assert "n:w:6" in data_of(phone(world, release.FARID).last), "the settings became the days"


async def test_stored_press_is_handled(world: World) -> None:
    assert "ready" not in await answers_of(world, release.AMAL)
    await world.settle()
    assert (await answers_of(world, release.AMAL))["ready"] == "partly"
    assert asked(phone(world, release.AMAL).last) is after(by_id("ready"))


async def test_parked_text_is_read_when_understanding_is_back(world: World) -> None:
    world.nlu.ready = False
    await world.settle()
    assert "idea" not in await answers_of(world, release.JAWAD)
    world.nlu.ready = True
    await world.settle()
    assert (await answers_of(world, release.JAWAD))["idea"] == "درزی کی دکان"
    jawad = phone(world, release.JAWAD)
    assert asked(jawad.last) is after(by_id("idea"))


async def test_messages_on_a_shared_phone_are_removed(world: World) -> None:
    """The question of Monday stays: Telegram lets nobody remove what is older than two days."""
    amal = phone(world, release.AMAL)
    monday, reminder = (shown.message_id for shown in amal.screen)
    await world.settle()
    notice, question = (shown.message_id for shown in amal.screen[2:])
    world.clock.forward(hours=2)
    await world.services.shared_phones.work()
    await world.settle()
    assert {id_ for chat, id_ in world.channel.deleted} == {reminder, notice, question}
    assert [shown.message_id for shown in amal.screen] == [monday]


# --- Words between participants and consultants


async def test_words_on_their_way_arrive(world: World) -> None:
    samira = phone(world, release.SAMIRA)
    edited = next(s for s in samira.screen if "Fortæl mig om din idé" in s.text)
    await world.settle()
    async with world.uow() as uow:
        digest = await uow[Outbox].latest("relay:3:0")  # what the release had sent is edited
    assert "متى نلتقي؟" in str(digest) and "أطبخ للحفلات" in str(digest)
    sent = [shown.row.message.enclosure for shown in world.team if shown.row]
    assert any(isinstance(enclosure, Copied) for enclosure in sent), "the picture"
    assert not samira.sees("Passer torsdag?"), "it can still be taken back"
    await world.passes(seconds=HOLD.total_seconds())
    assert "Passer torsdag?" in samira.last.text
    assert "Fortæl mig mere om din idé" in edited.text


async def test_talk_goes_on_in_both_directions(world: World) -> None:
    samira = phone(world, release.SAMIRA)
    await samira.writes("نعم، يوم الخميس")
    word = next(s for s in reversed(world.team) if "نعم، يوم الخميس" in s.text)
    await release.mette(world).replies("Godt, kl. 10", word)
    await world.passes(seconds=HOLD.total_seconds())
    assert "Godt, kl. 10" in samira.last.text
