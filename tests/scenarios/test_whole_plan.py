"""A whole plan over Telegram in each language, by words and the buttons that are on the screen."""

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from bot.course.rules.cohorts import Cohort
from bot.course.rules.enrolments import Enrolment
from bot.course.storage.repositories import Cohorts, Enrolments
from bot.kernel.database.participants import Participants
from bot.kernel.languages import OWN_NAMES
from bot.questionnaire.rules.questionnaire import Question
from tests.helpers.plan import CHOICES, WORDS
from tests.scenarios.town import Town, town
from tests.telegram_server import Person

pytestmark = pytest.mark.slow

MORNING = datetime(2026, 11, 9, 6, tzinfo=UTC)
NAME = "Amina"
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


@dataclass(repr=False)
class Builder:
    """Somebody with a phone who answers one question after the other."""

    place: Town
    phone: Person
    words: str

    async def says(self, text: str) -> None:
        await self.phone.says(text)
        await self.place.settle()

    async def presses(self, data: str) -> None:
        await self.phone.presses_data(data)
        await self.place.settle()

    async def builds(self) -> None:
        """From the first question to the last, part by part."""
        await self.says("/plan")
        plan = self._the_plan()
        await self.presses(f"b:{plan}:r")
        for _, questions in self.place.core.content.plan.sections():
            for question in questions:
                await self._replies(question, plan)
            await self.presses(f"b:{plan}:x")

    def _the_plan(self) -> str:
        rows = self.phone.chat.visible()[-1].buttons
        datas: list[str] = [button["callback_data"] for row in rows for button in row]
        return next(data.split(":")[1] for data in datas if data.endswith(":r"))

    async def _replies(self, question: Question, plan: str) -> None:
        choice = CHOICES.get(question.id) or next((c.id for c in question.choices), "")
        match question.kind:
            case "one":
                await self.presses(f"b:{plan}:a:{question.id}:{choice}")
            case "several":
                await self.presses(f"b:{plan}:t:{question.id}:{choice}")
                await self.presses(f"b:{plan}:d:{question.id}")
            case "items":
                await self.says(WORDS[question.id])
                await self.presses(f"b:{plan}:g:{question.id}")
            case _:
                await self.says(WORDS.get(question.id, f"{self.words}: {question.id}"))

    async def takes_along(self, form: str, variant: str) -> bytes:
        """As it arrived on the phone."""
        await self.says("/plan")
        await self.presses(f"p:f:{form}")
        if self.phone.last.file is None:  # the language is asked for
            await self.presses(f"p:f:{form}:{variant}")
        file = next(s.file for s in reversed(self.phone.screen()) if s.file is not None)
        assert file.name.endswith(form)
        return file.data


async def joins(place: Town, phone: Person) -> None:
    """The first week has come."""
    now = place.clock()
    async with place.core.uow() as uow:
        participant = await uow[Participants].of_chat(phone.id)
        run = Cohort("Team", now.date(), now.weekday(), 9, 12, now, 900)
        await uow[Cohorts].add(run)
        assert participant is not None and participant.id is not None and run.id is not None
        enrolment = Enrolment(run.id, participant.id, now, 900)
        await uow[Enrolments].add(enrolment)
        await place.core.services.releases.weeks.admit(uow, enrolment, run, now)
        await uow.commit()
    place.clock.forward(hours=3)
    await place.scheduler.run_jobs()
    await place.settle()


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
async def test_whole_plan_is_built_over_telegram(tmp_path: Path, language: str) -> None:
    async with town(tmp_path, MORNING, frozenset({NAME})) as place:
        phone = await place.applicant(42, NAME, language)
        await joins(place, phone)
        amina = Builder(place, phone, SAYS[language])
        await amina.builds()
        assert place.words(DONE, language) in "\n".join(s.text or "" for s in phone.screen())
        for form, variant in FORMS[::2] if language == "da" else WITH_BOTH:
            paper = await amina.takes_along(form, variant)
            assert is_a_paper_with(amina.words, form, paper), (form, variant)
        assert not place.refusals()
        assert not place.telegram.unanswered()
