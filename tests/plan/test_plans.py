"""The plan as a file."""

import pytest

from bot.kernel.messages import Phrase, Verbatim
from bot.plan.buttons import GetPlanFile
from tests.helpers.course import hands_in, on_the_course
from tests.helpers.plan import sent_plan
from tests.helpers.world import Person, World


async def test_the_plan_is_sent_in_the_requested_format_and_language(
    world: World, amina: Person
) -> None:
    await on_the_course(world, amina)
    await hands_in(world, amina, "why")
    await amina.says("/plan")
    await amina.presses("📝 As Word")
    assert "In which language?" in amina.last.text
    await amina.presses("Both beside one another")
    document = await sent_plan(world, amina)
    assert (document.form, document.variant, document.language) == ("docx", "both", "en")
    assert document.name == Verbatim("Amina") and len(document.sections) == 11
    entries = {e.title.text: e.answer for section in document.sections for e in section.entries}
    assert isinstance(entries["Reasons for a business"], Phrase)
    assert isinstance(entries["Life in one year"], Verbatim)


async def test_a_danish_reader_is_not_asked_for_the_language(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    await hands_in(world, amina, "why")
    await amina.presses_data("lang:da", world.screen(amina.id)[-1].message_id)
    await amina.presses_data(GetPlanFile("pdf").pack(), world.screen(amina.id)[-1].message_id)
    document = await sent_plan(world, amina)
    assert (document.form, document.variant) == ("pdf", "own")


async def test_asking_for_the_file_in_free_text_offers_it(world: World, amina: Person) -> None:
    await on_the_course(world, amina)
    world.nlu.means("send me my plan as pdf", "export_plan")
    await amina.says("send me my plan as pdf")
    assert "Your plan is still empty." in amina.last.text
    await hands_in(world, amina, "why")
    await amina.says("send me my plan as pdf")
    assert "📄 As PDF" in amina.last.labels


@pytest.mark.parametrize("data", ["p", "p:f", "p:f:exe", "p:f:pdf:polish", "p:if:rent"])
async def test_invalid_button_data_is_answered(world: World, amina: Person, data: str) -> None:
    await on_the_course(world, amina)
    await amina.presses_data(data, world.screen(amina.id)[-1].message_id)
    assert "That button is old." in amina.last.text


async def test_without_a_course_there_is_no_plan_file(world: World, amina: Person) -> None:
    await amina.presses_data(GetPlanFile("pdf").pack(), 1)
    assert "You are not on a course yet." in amina.last.text
