"""Pictures and PDF files in every language, with whatever people are called."""

import asyncio
import re
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
import typst
from PIL import Image
from pypdf import PdfReader
from pypdfium2 import PdfDocument
from structlog.testing import capture_logs

from bot.app.documents import document_renderer
from bot.course.rules.documents import Certificate, PathPicture, Statement, WeekMark, WeekPicture
from bot.documents import typst_files
from bot.documents.ports import RenderedFile
from bot.documents.typst_files import TEMPLATES
from bot.i18n.markup import PlainText
from bot.i18n.render import Renderer
from bot.kernel.languages import OWN_NAMES
from bot.kernel.messages import Day, Param, Phrase, Verbatim, phrase

RENDERER = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), PlainText())
ARTIST = document_renderer(RENDERER)
TITLES = ["Your idea", "Customers and market", "Money", "Your plan and your next steps"] * 3
STATES: tuple[Literal["done", "open", "now", "ahead"], ...] = ("done", "open", "now", "ahead")
ARABIC, PERSIAN, URDU = "محمد عبد الرحمن الخطيب", "پروانه گلچین ژیان", "ڈاکٹر ٹیپو گڑھی شاہین"
UKRAINIAN, POLISH = "Євгенія Їжакевич-Ґалаґан", "Świętosława Brzęczyszczykiewicz-Żółć"
NAMES = {
    "da": "Søren Ærøskøbing-Ågård", "en": "Amina Yusuf", "tr": "Gülşah İğdır Çağlayan",
    "so": "Cabdiraxmaan Maxamed", "pl": POLISH, "uk": UKRAINIAN, "ar": ARABIC, "fa": PERSIAN,
    "ur": URDU,
}  # fmt: skip
BEGAN, ENDED = date(2027, 1, 11), date(2027, 3, 5)
HOSTILE = [
    '#read("/etc/passwd")', "{{7*7}} {name} ${x}", "<b>Bob</b> &amp;", "C:\\new\\table",
    "\"Anna\" 'O’Neill' `x`", "$x^2$ *b* _i_ @x #[a] // c", "Amina 🌸👩🏽‍💻❤️", "W" * 60, "ڈ" * 60,
    "ሰላም ዓለም", "Ἀλέξανδρος", "Յովհաննէս", "",
]  # fmt: skip

languages = pytest.mark.parametrize("language", OWN_NAMES)


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


def plain(param: Param, language: str) -> str:
    return bare(RENDERER.plain(param, language))


def bare(text: str) -> str:
    """Without isolates and the like, and with single spaces."""
    return re.sub(r"\s+", " ", "".join(c for c in text if unicodedata.category(c) != "Cf"))


def words(drawn: RenderedFile) -> str:
    """All text of a document of one page, in the order of reading."""
    pdf = PdfDocument(drawn.content)
    assert len(pdf) == 1
    return bare(pdf[0].get_textpage().get_text_range())


def is_accessible(drawn: RenderedFile) -> bool:
    catalogue: Any = PdfReader(BytesIO(drawn.content)).trailer["/Root"]
    return b"pdfuaid:part" in catalogue["/Metadata"].get_data()


def opened(drawn: RenderedFile) -> Image.Image:
    return Image.open(BytesIO(drawn.content))


def roles(element: Any) -> Iterator[str]:
    """The kinds of elements in a PDF's tree of tags."""
    element = element.get_object()
    if isinstance(element, list):
        for one in element:
            yield from roles(one)
    elif isinstance(element, dict):
        if "/S" in element:
            yield element["/S"]
        if "/K" in element:
            yield from roles(element["/K"])


# The PDF files.


@languages
@pytest.mark.parametrize("make", [certificate, statement])
async def test_a_document_holds_name_and_dates_in_every_language(make: Any, language: str) -> None:
    drawn = await ARTIST.draw(make(NAMES[language]), language)
    text = words(drawn)
    assert drawn.media == "file" and drawn.content.startswith(b"%PDF")
    assert bare(NAMES[language]) in text
    if language != "fa":  # its months carry a mark that readers put in another place
        assert plain(Day(BEGAN), language) in text and plain(Day(ENDED), language) in text


@languages
@pytest.mark.parametrize("make", [certificate, statement])
async def test_a_document_is_accessible(make: Any, language: str) -> None:
    drawn = await ARTIST.draw(make(NAMES[language]), language)
    reader = PdfReader(BytesIO(drawn.content))
    catalogue: Any = reader.trailer["/Root"]
    assert is_accessible(drawn)
    assert catalogue["/Lang"] == language and catalogue["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None and reader.metadata.title
    tags = set(roles(catalogue["/StructTreeRoot"]["/K"]))
    assert "/H1" in tags
    assert tags >= ({"/L", "/LI"} if make is certificate else {"/Table", "/TH", "/TD"})


@pytest.mark.parametrize(
    ("language", "name"),
    [("da", ARABIC), ("pl", URDU), ("ar", POLISH), ("ur", UKRAINIAN), ("fa", ARABIC)],
)
async def test_a_name_may_be_written_in_another_script(language: str, name: str) -> None:
    text = words(await ARTIST.draw(certificate(name), language))
    # Such a reader turns words of the other direction around, but never their letters.
    for word in re.split("[ -]", name):
        assert word in text


@pytest.mark.parametrize("letters", ["ٹڈڑےںھگچپژکیہ", "іїєґІЇЄҐ", "ąćęłńóśźżğışÇÖÜæøåÆØÅ"])
async def test_every_letter_of_our_languages_is_there(letters: str) -> None:
    drawn = await ARTIST.draw(certificate(" ".join(letters)), "en")
    text = words(drawn)
    assert is_accessible(drawn)  # which Typst refuses for letters that no font has
    assert all(letter in text for letter in letters)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("language", ["da", "ur"])
async def test_whatever_somebody_is_called_is_shown_as_written(name: str, language: str) -> None:
    for enclosure in (certificate(name), statement(name)):
        drawn = await ARTIST.draw(enclosure, language)
        assert is_accessible(drawn)
        text = PdfReader(BytesIO(drawn.content)).pages[0].extract_text()
        assert bare(name).replace(" ", "") in bare(text).replace(" ", "")


@pytest.mark.parametrize("name", ["abc\u202egnp.exe", "Amina\x00\x07\nYusuf", "\ud800Amina", "  "])
async def test_what_is_no_letter_does_no_harm(name: str) -> None:
    drawn = await ARTIST.draw(certificate(name), "ar")
    assert is_accessible(drawn) and "\u202e" not in words(drawn)


async def test_a_letter_that_no_font_has_costs_the_mark_of_accessibility_only() -> None:
    with capture_logs() as logs:
        drawn = await ARTIST.draw(certificate("王小明"), "da")
    assert "Ballerup" in words(drawn) and not is_accessible(drawn)
    assert logs == [
        {"event": "document_not_accessible", "log_level": "warning", "template": "certificate.typ"}
    ]


@pytest.mark.parametrize("titles", [1, 2, 7, 12])
async def test_a_certificate_of_any_number_of_weeks_is_one_page(titles: int) -> None:
    long = tuple(Phrase("Betriebswirtschaftslehre og " + "x" * 32) for _ in range(titles))
    enclosure = replace(certificate("W" * 60), weeks=long, approved_by=Verbatim("K" * 60))
    assert "Betriebswirtschaftslehre" in words(await ARTIST.draw(enclosure, "pl"))


async def test_a_statement_of_twelve_weeks_with_long_titles_is_one_page() -> None:
    mark = WeekMark(Phrase("Erhvervsvejledning og markedsføring af min nye lille virksomhed"),
                    "open", done=1, tasks=12)  # fmt: skip
    enclosure = replace(statement("W" * 60), weeks=(mark,) * 12, run=Verbatim("x" * 60))
    assert "12 of 144" in words(await ARTIST.draw(enclosure, "en"))


async def test_weeks_ahead_do_not_count_as_something_missed() -> None:
    text = words(await ARTIST.draw(statement(), "en"))
    assert "2 of 9" in text and "3 of 4" in text


async def test_a_course_without_meetings_yet_says_so() -> None:
    enclosure = replace(statement(), meetings_held=0, meetings_attended=0)
    assert "0 of 0" not in words(await ARTIST.draw(enclosure, "en"))


async def test_the_same_document_twice_is_the_same_file() -> None:
    first, second = [await ARTIST.draw(certificate(), "ar") for _ in range(2)]
    assert first == second


# The picture.


@languages
async def test_the_path_is_a_small_picture_in_every_language(language: str) -> None:
    drawn = await ARTIST.draw(PathPicture(weeks()), language)
    assert (drawn.name, drawn.media) == ("path.png", "photo")
    assert opened(drawn).format == "PNG" and opened(drawn).width == 1080
    assert 1200 < opened(drawn).height < 2000 and len(drawn.content) < 150_000


@pytest.mark.parametrize("count", [1, 2, 7, 12])
async def test_a_path_has_any_number_of_stops(count: int) -> None:
    picture = opened(await ARTIST.draw(PathPicture(weeks(count)), "ar"))
    assert picture.width == 1080 and picture.height > 150 * count


async def test_long_titles_make_the_path_longer_not_wider() -> None:
    short = opened(await ARTIST.draw(PathPicture(weeks()), "da"))
    titles = ["Erhvervsuddannelsesvejledning og virksomhedsregistrering nu", "x" * 60]
    long = tuple(replace(w, title=Phrase(titles[n % 2])) for n, w in enumerate(weeks()))
    drawn = await ARTIST.draw(PathPicture(long), "da")
    assert opened(drawn).width == 1080 and opened(drawn).height > short.height
    assert len(drawn.content) < 150_000
    right = opened(drawn).convert("L").crop((1060, 0, 1080, opened(drawn).height))
    assert right.getextrema()[0] == right.getextrema()[1]  # nothing runs over the edge


@pytest.mark.parametrize("language", ["da", "ar", "fa", "ur"])
async def test_the_road_runs_where_reading_begins(language: str) -> None:
    picture = opened(await ARTIST.draw(PathPicture(weeks()), language)).convert("L")
    left, right = (
        sum(grey < 200 for grey in picture.crop((x, 150, x + 1, picture.height)).tobytes())
        for x in (110, 970)
    )
    assert left > right if language == "da" else right > left


# All of them.


async def test_the_loop_goes_on_while_something_is_drawn() -> None:
    drawing = asyncio.create_task(ARTIST.draw(PathPicture(weeks()), "uk"))
    turns = 0
    while not drawing.done():
        await asyncio.sleep(0.001)
        turns += 1
    assert turns > 5


async def test_many_can_be_drawn_side_by_side() -> None:
    drawn = await asyncio.gather(*(ARTIST.draw(certificate(n), k) for k, n in NAMES.items()))
    for one, name in zip(drawn, NAMES.values(), strict=True):
        assert bare(name) in words(one)


@pytest.mark.parametrize("enclosure", [PathPicture(weeks()), certificate(), statement()])
async def test_drawing_takes_less_than_a_second(enclosure: Any) -> None:
    await ARTIST.draw(enclosure, "ar")
    times = []
    for language in ("da", "ur", "pl"):
        start = time.perf_counter()
        await ARTIST.draw(enclosure, language)
        times.append(time.perf_counter() - start)
    assert min(times) < 1


def test_only_our_own_fonts_are_used() -> None:
    ours = ("Vazirmatn", "IBM Plex Sans", "Noto")
    built_in = ("DejaVu Sans Mono", "Libertinus Serif", "New Computer Modern")
    assert all(f.startswith(ours + built_in) for f in typst_files._fonts().families())


def test_a_template_reads_nothing_outside_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "secret").write_text("secret")
    for path in ("/etc/passwd", "../secret"):
        (folder / "nosy.typ").write_text(f'#read("{path}")')
        with pytest.raises(typst.TypstError):
            typst.compile(folder / "nosy.typ", root=folder, font_paths=typst_files._fonts())


def test_a_template_imports_only_its_neighbours() -> None:
    """Packages would come from the network."""
    for template in TEMPLATES.glob("*.typ"):
        imported = re.findall(r'#(?:import|include)\s+"([^"]+)"', template.read_text())
        assert all((TEMPLATES / name).exists() for name in imported), template


def a_week(title: str = "Your idea", answers: int = 9, tasks: int = 2) -> WeekPicture:
    days = (3, 0, 5, 1, 0, 0, 0) if answers else (0,) * 7
    return WeekPicture(Day(date(2027, 1, 11)), days, (phrase(title),) * tasks, answers, 4, 24)


@languages
def test_the_week_is_looked_back_at_in_every_language(language: str) -> None:
    drawn = asyncio.run(ARTIST.draw(a_week(), language))
    assert (drawn.name, drawn.media) == ("week.png", "photo")
    with Image.open(BytesIO(drawn.content)) as picture:
        assert picture.width == 1080 and picture.height < 1400
    assert len(drawn.content) < 100_000


@pytest.mark.parametrize("title", [t for t in HOSTILE if "{" not in t])
def test_a_week_takes_whatever_a_task_is_called(title: str) -> None:
    drawn = asyncio.run(ARTIST.draw(a_week(title, answers=0, tasks=4), "ar"))
    with Image.open(BytesIO(drawn.content)) as picture:
        assert picture.width == 1080
