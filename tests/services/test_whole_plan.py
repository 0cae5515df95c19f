"""A whole plan in each language: every question of it, then the file in each form and variant."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from bot.documents.draw import Artist
from bot.domain.languages import OWN_NAMES
from bot.domain.messages import PlanDocument
from bot.domain.plan_view import Mark
from bot.i18n.catalogues import translations
from bot.services.enclosures import Enclosures
from tests.helpers.course import on_the_course
from tests.helpers.plan import opens_plan, plan_of, replies, view_of
from tests.helpers.world import Person, World
from tests.services.test_status import enclosed

# Somebody's own words.
SAYS = {
    "da": "Jeg syr gardiner til mine naboer",
    "en": "I sew curtains for my neighbours",
    "ar": "أخيط الستائر لجيراني",
    "tr": "Komşularıma perde dikiyorum",
    "fa": "برای همسایه‌هایم پرده می‌دوزم",
    "ur": "میں پڑوسیوں کے لیے پردے سیتی ہوں",
    "so": "Daahyo ayaan u tolaa deriskayga",
    "pl": "Szyję zasłony dla sąsiadów",
    "uk": "Я шию штори для сусідів",
}
FORMS = [("pdf", "own"), ("pdf", "danish"), ("docx", "own"), ("docx", "danish")]
WITH_BOTH = [*FORMS, ("pdf", "both"), ("docx", "both")]
DONE = "🎉 Every part of your plan is written. That is a big piece of work!"


@pytest.fixture
async def member(world: World, amina: Person) -> Person:
    await on_the_course(world, amina)
    return amina


def without_marks(text: str) -> str:
    """Of direction."""
    return re.sub("[\u2066-\u2069]", "", text)


async def builds_everything(world: World, person: Person, language: str) -> None:
    await person.presses_data(f"lang:{language}", 1)
    plan = await opens_plan(world, person)
    await person.presses_data(f"b:{plan}:r", person.last.message_id)
    for section, questions in world.content.plan.sections():
        for question in questions:
            assert (await plan_of(world, person)).current == question.id
            await replies(world, person, question, plan, SAYS[language])
        assert (await view_of(world, person)).mark(section) is Mark.DONE
        await person.presses_data(f"b:{plan}:x", person.last.message_id)


async def takes_along(world: World, person: Person, form: str, variant: str) -> bytes:
    await person.presses_data(f"p:f:{form}:{variant}", 1)
    document = (await enclosed(world, person.id))[-1].enclosure
    assert isinstance(document, PlanDocument)
    assert (document.form, document.variant) == (form, variant)
    enclosures = Enclosures(world.uow, world.fetcher.store, Artist(world.channel.renderer))
    return (await enclosures.open(document, document.language)).content


def is_a_paper_with(words: str, form: str, content: bytes) -> bool:
    """What runs from right to left can't be read back out of a PDF in its order."""
    if form == "docx":
        with ZipFile(BytesIO(content)) as archive:
            return words in archive.read("word/document.xml").decode()
    paper = PdfReader(BytesIO(content))
    text = " ".join(page.extract_text() for page in paper.pages)
    from_left = all(ord(letter) < 0x590 for letter in words)
    return len(paper.pages) > 2 and (words in " ".join(text.split()) if from_left else bool(text))


@pytest.mark.parametrize("language", OWN_NAMES)
async def test_a_whole_plan_is_built_and_taken_along(
    world: World, member: Person, language: str
) -> None:
    await builds_everything(world, member, language)
    assert translations(language).gettext(DONE) in without_marks(member.last.text)
    view = await view_of(world, member)
    assert set(view.marks().values()) == {Mark.DONE}
    assert [item.amount for item in view.budget.startup] == [3000, 250]
    assert [item.name for item in view.budget.monthly] == ["phone", "bus"]
    assert view.word() == "Curtain"
    for form, variant in FORMS[::2] if language == "da" else WITH_BOTH:
        content = await takes_along(world, member, form, variant)
        assert is_a_paper_with(SAYS[language], form, content), (form, variant)
