"""The documents of the course, in every language and with any name."""

import asyncio
import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any, Literal

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdfium2 import PdfDocument
from structlog.testing import capture_logs

from bot.course.rules.documents import Certificate, PathPicture, Statement, WeekMark, WeekPicture
from bot.documents.ports import RenderedFile
from bot.kernel.messages import Day, Phrase, Verbatim, phrase
from tests.helpers.documents import (
    ARABIC,
    DOCUMENTS,
    HOSTILE,
    NAMES,
    POLISH,
    UKRAINIAN,
    URDU,
    bare,
    is_accessible,
    languages,
    plain,
    roles,
)

TITLES = ["Your idea", "Customers and market", "Money", "Your plan and your next steps"] * 3
STATES: tuple[Literal["done", "open", "now", "ahead"], ...] = ("done", "open", "now", "ahead")
BEGAN, ENDED = date(2027, 1, 11), date(2027, 3, 5)


def weeks(count: int = 8) -> tuple[WeekMark, ...]:
    return tuple(
        WeekMark(phrase(TITLES[n]), STATES[min(n, 3)], done=min(n, 1) if n < 3 else 0, tasks=3)
        for n in range(count)
    )


def certificate(name: str = "Amina Yusuf", titles: int = 8) -> Certificate:
    return Certificate(
        Verbatim(name), Verbatim("Forår 2027"), Day(BEGAN), Day(ENDED), Verbatim("Kirsten Møller"),
        tuple(phrase(title) for title in TITLES[:titles]),
    )  # fmt: skip


def statement(name: str = "Amina Yusuf") -> Statement:
    return Statement(
        Verbatim(name), Verbatim("Forår 2027"), Day(BEGAN), Day(ENDED), weeks(),
        meetings_held=4, meetings_attended=3, weeks_away=1,
    )  # fmt: skip


def words(rendered: RenderedFile) -> str:
    """All text of a document of one page, in the order of reading."""
    pdf = PdfDocument(rendered.content)
    assert len(pdf) == 1
    return bare(pdf[0].get_textpage().get_text_range())


def opened(rendered: RenderedFile) -> Image.Image:
    return Image.open(BytesIO(rendered.content))


# The PDF files.


@languages
@pytest.mark.parametrize("make", [certificate, statement])
async def test_documents_contain_name_and_dates_in_every_language(
    make: Any, language: str
) -> None:
    rendered = await DOCUMENTS.draw(make(NAMES[language]), language)
    text = words(rendered)
    assert rendered.media == "file" and rendered.content.startswith(b"%PDF")
    assert bare(NAMES[language]) in text
    if language != "fa":  # its months carry a mark that readers put in another place
        assert plain(Day(BEGAN), language) in text and plain(Day(ENDED), language) in text


@languages
@pytest.mark.parametrize("make", [certificate, statement])
async def test_documents_are_accessible(make: Any, language: str) -> None:
    rendered = await DOCUMENTS.draw(make(NAMES[language]), language)
    reader = PdfReader(BytesIO(rendered.content))
    catalogue: Any = reader.trailer["/Root"]
    assert is_accessible(rendered)
    assert catalogue["/Lang"] == language and catalogue["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None and reader.metadata.title
    tags = set(roles(catalogue["/StructTreeRoot"]["/K"]))
    assert "/H1" in tags
    assert tags >= ({"/L", "/LI"} if make is certificate else {"/Table", "/TH", "/TD"})


@pytest.mark.parametrize(
    ("language", "name"),
    [("da", ARABIC), ("pl", URDU), ("ar", POLISH), ("ur", UKRAINIAN), ("fa", ARABIC)],
)
async def test_names_in_another_script_are_readable(language: str, name: str) -> None:
    text = words(await DOCUMENTS.draw(certificate(name), language))
    # Such a reader turns words of the other direction around, but never their letters.
    for word in re.split("[ -]", name):
        assert word in text


@pytest.mark.parametrize("letters", ["ٹڈڑےںھگچپژکیہ", "іїєґІЇЄҐ", "ąćęłńóśźżğışÇÖÜæøåÆØÅ"])
async def test_fonts_have_every_letter_of_the_languages(letters: str) -> None:
    rendered = await DOCUMENTS.draw(certificate(" ".join(letters)), "en")
    text = words(rendered)
    assert is_accessible(rendered)  # which Typst refuses for letters that no font has
    assert all(letter in text for letter in letters)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("language", ["da", "ur"])
async def test_names_are_shown_as_written(name: str, language: str) -> None:
    for enclosure in (certificate(name), statement(name)):
        rendered = await DOCUMENTS.draw(enclosure, language)
        assert is_accessible(rendered)
        text = PdfReader(BytesIO(rendered.content)).pages[0].extract_text()
        assert bare(name).replace(" ", "") in bare(text).replace(" ", "")


@pytest.mark.parametrize("name", ["abc\u202egnp.exe", "Amina\x00\x07\nYusuf", "\ud800Amina", "  "])
async def test_control_characters_in_names_do_no_harm(name: str) -> None:
    rendered = await DOCUMENTS.draw(certificate(name), "ar")
    assert is_accessible(rendered) and "\u202e" not in words(rendered)


async def test_a_letter_without_font_only_loses_the_accessibility_mark() -> None:
    with capture_logs() as logs:
        rendered = await DOCUMENTS.draw(certificate("王小明"), "da")
    assert "Ballerup" in words(rendered) and not is_accessible(rendered)
    assert logs == [
        {"event": "document_not_accessible", "log_level": "warning", "template": "certificate.typ"}
    ]


@pytest.mark.parametrize("titles", [1, 2, 7, 12])
async def test_a_certificate_of_any_number_of_weeks_is_one_page(titles: int) -> None:
    long = tuple(Phrase("Betriebswirtschaftslehre og " + "x" * 32) for _ in range(titles))
    enclosure = replace(certificate("W" * 60), weeks=long, approved_by=Verbatim("K" * 60))
    assert "Betriebswirtschaftslehre" in words(await DOCUMENTS.draw(enclosure, "pl"))


async def test_a_statement_of_twelve_weeks_with_long_titles_is_one_page() -> None:
    mark = WeekMark(Phrase("Erhvervsvejledning og markedsføring af min nye lille virksomhed"),
                    "open", done=1, tasks=12)  # fmt: skip
    enclosure = replace(statement("W" * 60), weeks=(mark,) * 12, run=Verbatim("x" * 60))
    assert "12 of 144" in words(await DOCUMENTS.draw(enclosure, "en"))


async def test_weeks_ahead_do_not_count_as_something_missed() -> None:
    text = words(await DOCUMENTS.draw(statement(), "en"))
    assert "2 of 9" in text and "3 of 4" in text


async def test_a_statement_without_meetings_says_so() -> None:
    enclosure = replace(statement(), meetings_held=0, meetings_attended=0)
    assert "0 of 0" not in words(await DOCUMENTS.draw(enclosure, "en"))


async def test_rendering_is_deterministic() -> None:
    first, second = [await DOCUMENTS.draw(certificate(), "ar") for _ in range(2)]
    assert first == second


# The picture.


@languages
async def test_the_path_is_a_small_picture_in_every_language(language: str) -> None:
    rendered = await DOCUMENTS.draw(PathPicture(weeks()), language)
    assert (rendered.name, rendered.media) == ("path.png", "photo")
    assert opened(rendered).format == "PNG" and opened(rendered).width == 1080
    assert 1200 < opened(rendered).height < 2000 and len(rendered.content) < 150_000


@pytest.mark.parametrize("count", [1, 2, 7, 12])
async def test_a_path_has_any_number_of_weeks(count: int) -> None:
    picture = opened(await DOCUMENTS.draw(PathPicture(weeks(count)), "ar"))
    assert picture.width == 1080 and picture.height > 150 * count


async def test_long_titles_make_the_path_longer_not_wider() -> None:
    short = opened(await DOCUMENTS.draw(PathPicture(weeks()), "da"))
    titles = ["Erhvervsuddannelsesvejledning og virksomhedsregistrering nu", "x" * 60]
    long = tuple(replace(w, title=Phrase(titles[n % 2])) for n, w in enumerate(weeks()))
    rendered = await DOCUMENTS.draw(PathPicture(long), "da")
    assert opened(rendered).width == 1080 and opened(rendered).height > short.height
    assert len(rendered.content) < 150_000
    right = opened(rendered).convert("L").crop((1060, 0, 1080, opened(rendered).height))
    assert right.getextrema()[0] == right.getextrema()[1]  # nothing runs over the edge


@pytest.mark.parametrize("language", ["da", "ar", "fa", "ur"])
async def test_the_path_is_on_the_side_where_reading_begins(language: str) -> None:
    picture = opened(await DOCUMENTS.draw(PathPicture(weeks()), language)).convert("L")
    left, right = (
        sum(grey < 200 for grey in picture.crop((x, 150, x + 1, picture.height)).tobytes())
        for x in (110, 970)
    )
    assert left > right if language == "da" else right > left


# Both.


async def test_documents_are_rendered_concurrently() -> None:
    rendered = await asyncio.gather(*(DOCUMENTS.draw(certificate(n), k) for k, n in NAMES.items()))
    for one, name in zip(rendered, NAMES.values(), strict=True):
        assert bare(name) in words(one)


@pytest.mark.parametrize("enclosure", [PathPicture(weeks()), certificate(), statement()])
async def test_documents_are_small_files(enclosure: Any) -> None:
    """The time it takes to render them is measured by bench.documents."""
    for language in ("ar", "da", "pl", "ur"):
        rendered = await DOCUMENTS.draw(enclosure, language)
        assert 0 < len(rendered.content) < 150_000


def a_week(title: str = "Your idea", answers: int = 9, tasks: int = 2) -> WeekPicture:
    days = (3, 0, 5, 1, 0, 0, 0) if answers else (0,) * 7
    return WeekPicture(Day(date(2027, 1, 11)), days, (phrase(title),) * tasks, answers, 4, 24)


@languages
def test_the_week_picture_is_small_in_every_language(language: str) -> None:
    rendered = asyncio.run(DOCUMENTS.draw(a_week(), language))
    assert (rendered.name, rendered.media) == ("week.png", "photo")
    with Image.open(BytesIO(rendered.content)) as picture:
        assert picture.width == 1080 and picture.height < 1400
    assert len(rendered.content) < 100_000


@pytest.mark.parametrize("title", [t for t in HOSTILE if "{" not in t])
def test_task_titles_are_shown_as_written_in_the_week_picture(title: str) -> None:
    rendered = asyncio.run(DOCUMENTS.draw(a_week(title, answers=0, tasks=4), "ar"))
    with Image.open(BytesIO(rendered.content)) as picture:
        assert picture.width == 1080
