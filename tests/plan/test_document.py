"""The business plan as PDF and as Word file, in every language and variant."""

import re
import unicodedata
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from pydantic import TypeAdapter
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from bot.course.rules.course import PLAN_SECTIONS
from bot.documents import lines
from bot.documents.lines import Line, runs
from bot.documents.ports import RenderedFile
from bot.i18n.direction import FSI, LRI, PDI
from bot.kernel.languages import OWN_NAMES
from bot.kernel.messages import (
    Message,
    Phrase,
    Verbatim,
    message,
    phrase,
)
from bot.plan.document import sheet as plan
from bot.plan.rules.document import FileFormat, PlanDocument, Variant
from bot.plan.views import document as document_words
from bot.plan.views.plan import section
from tests.helpers.documents import DOCUMENTS, HOSTILE, NAMES, bare, is_accessible, plain, roles
from tests.helpers.plan_documents import (
    CHOICES,
    FULL_PLAN_BYTES,
    OWN,
    PHONE,
    TERMS,
    answers,
    document,
    full_plan,
)

FORMS: tuple[FileFormat, ...] = ("pdf", "docx")
VARIANTS: tuple[Variant, ...] = ("own", "danish", "both")
RIGHT_TO_LEFT = {"ar", "fa", "ur"}

forms = pytest.mark.parametrize("form", FORMS)
variants = pytest.mark.parametrize("variant", VARIANTS)


async def draw(document: PlanDocument, language: str) -> RenderedFile:
    return await DOCUMENTS.draw(document, language)


def pdf_words(drawn: RenderedFile) -> str:
    return bare(
        " ".join(page.get_textpage().get_text_range() for page in PdfDocument(drawn.content))
    )


def opened(drawn: RenderedFile) -> Any:
    return Document(BytesIO(drawn.content))


def docx_words(drawn: RenderedFile) -> str:
    """Text of paragraphs and cells in reading order."""
    return bare(" ".join(text for paragraph in paragraphs(drawn) if (text := text_of(paragraph))))


def paragraphs(drawn: RenderedFile) -> list[Any]:
    return list(opened(drawn).element.body.iter(qn("w:p")))


def text_of(paragraph: Any) -> str:
    return "".join(one.text or " " for one in paragraph.iter(qn("w:t"), qn("w:br")))


def words(drawn: RenderedFile) -> str:
    return pdf_words(drawn) if drawn.name.endswith("pdf") else docx_words(drawn)


_WORD = re.compile(r"[^\s.:,«»]+")


def holds(text: str, wanted: str) -> bool:
    """A reader of a PDF turns words of the other direction around, but never their letters."""
    return wanted in text.replace("\u00a0", " ") or parts(wanted) <= parts(text)


def parts(text: str) -> set[str]:
    """The words, each as its letters in the alphabet's order: this reader turns the two letters of
    lam-alef around, others (poppler) do not."""
    whole = unicodedata.normalize("NFKD", text)
    return {"".join(sorted(word)) for word in _WORD.findall(whole)}


def letters(text: str) -> str:
    """What a reader of a PDF keeps of words of two directions: not their order."""
    return "".join(sorted(bare(text).replace(" ", "")))


def flag(paragraph: Any) -> str | None:
    mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:bidi')}")
    return None if mark is None else mark.get(qn("w:val"), "1")


# All languages, formats and variants


@pytest.mark.parametrize(
    ("language", "variant"),
    [(one, v) for one in OWN_NAMES for v in VARIANTS if v != "danish" or one in ("ur", "pl")],
)
@forms
async def test_pdf_and_word_have_the_same_content(
    language: str, variant: Variant, form: FileFormat
) -> None:
    drawn = await draw(document(form, variant, *answers(language), name=NAMES[language]), language)
    text = words(drawn)
    assert (drawn.name, drawn.media) == (f"egen-chef-plan-2027-03-05.{form}", "file")
    shown = {"own": [language], "danish": ["da"], "both": [language, "da"]}[variant]
    for one in shown:
        for name in PLAN_SECTIONS:
            assert holds(text, plain(section(name), one))
        for label in (CHOICES, Phrase("Help from others")):
            assert holds(text, plain(label, one))
        assert holds(text, plain(document_words.plan_still_to_come(), one))
    assert text.count(OWN[language]) == 2  # own words are never doubled
    assert holds(text, "moms og CVR") and holds(text, PHONE)
    if form == "pdf":
        assert is_accessible(drawn)


@pytest.mark.parametrize("language", ["da", "ar", "pl"])
@forms
async def test_danish_terms_are_explained_in_the_writers_language(
    form: FileFormat, language: str
) -> None:
    text = words(await draw(document(form, "own", *answers(language)), language))
    assert plain(document_words.plan_words_title(), language).split()[0] in text
    moms = plain(dict(TERMS)["moms"], language)
    assert all(word in text for word in moms.split() if word.isalpha())
    assert "CVR-nummer" in text or "nummer-CVR" in text
    assert "Virk" not in text


async def test_the_danish_variant_has_no_glossary() -> None:
    text = words(await draw(document("docx", "danish", *answers("ar")), "ar"))
    assert "CVR-nummer" not in text


@pytest.mark.parametrize(
    ("term", "text", "occurs"),
    [("moms", "Moms er svært", True), ("moms", "momsen", True), ("moms", "moms\u2069،", True),
     ("moms", "mamoms", False), ("CVR-nummer", "mit CVR", True), ("a-kasse", "a-kassen", True),
     ("ApS (anpartsselskab)", "et anpartsselskab", True), ("ApS (anpartsselskab)", "aps", True),
     ("Virk", "virksomhed", False), ("skat", "Skattestyrelsen", False), ("moms", "", False)],
)  # fmt: skip
def test_terms_match_as_whole_words(term: str, text: str, occurs: bool) -> None:
    assert plan._occurs(term, text) is occurs


async def test_a_consultants_copy_is_in_the_writers_language() -> None:
    theirs = replace(document("docx", "both", *answers("pl")), language="pl")
    assert docx_words(await draw(theirs, "da")) == docx_words(await draw(theirs, "pl"))
    assert plain(section("idea"), "pl") in docx_words(await draw(theirs, "da"))


async def test_two_equal_languages_are_shown_once() -> None:
    file = opened(await draw(document("docx", "both", *answers("da")), "da"))
    headings = [p.text for p in file.paragraphs if p.style.name == "Heading 1"]
    assert headings.count(plain(section("competitors"), "da")) == 1


# PDF


@pytest.mark.parametrize("language", ["ar", "pl"])
@variants
async def test_the_pdf_tags_headings_and_language(language: str, variant: Variant) -> None:
    drawn = await draw(document("pdf", variant, *answers(language)), language)
    reader = PdfReader(BytesIO(drawn.content))
    catalogue: Any = reader.trailer["/Root"]
    tags = list(roles(catalogue["/StructTreeRoot"]["/K"]))
    assert catalogue["/Lang"] == ("da" if variant == "danish" else language)
    assert tags.count("/H1") == 1 and tags.count("/H3") == 4
    assert tags.count("/H2") == len(PLAN_SECTIONS) + (variant != "danish")
    assert ("/Table" in tags) == (variant != "danish")
    assert reader.metadata is not None and "Amina Yusuf" in bare(reader.metadata.title or "")


# Word


@pytest.mark.parametrize("language", ["ar", "fa", "ur", "da", "uk"])
@pytest.mark.parametrize("variant", ["own", "both"])
async def test_the_word_file_sets_the_direction_everywhere(
    language: str, variant: Variant
) -> None:
    drawn = await draw(document("docx", variant, *answers(language)), language)
    file, rtl = opened(drawn), language in RIGHT_TO_LEFT
    assert (file.sections[0]._sectPr.find(qn("w:bidi")) is not None) == rtl
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Answer"):
        style = file.styles[name]
        fonts = style.element.rPr.find(qn("w:rFonts"))
        assert (style.element.pPr.find(qn("w:bidi")) is not None) == rtl
        assert style.element.rPr.find(qn("w:szCs")).get(qn("w:val"))
        assert fonts.get(qn("w:cs")) == fonts.get(qn("w:ascii")) == "Arial"
    assert len(file.tables) == 1 + (variant == "both" and language != "da")
    for table in file.tables:
        assert (table.table_direction is not None and int(table.table_direction) == 1) == rtl
    default = file.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert default.get(qn("w:bidi" if rtl else "w:val")) == language
    for paragraph in paragraphs(drawn):
        own = OWN[language].split()[0] in text_of(paragraph)
        if own:
            assert flag(paragraph) == ("1" if rtl else "0")


@pytest.mark.parametrize("variant", ["danish", "own"])
async def test_own_words_keep_their_direction_beside_another_language(variant: Variant) -> None:
    answers_by_language = {
        "da": Verbatim("Facebook og Instagram"),
        "ar": Verbatim(f"{OWN['ar']} {PHONE}"),
    }
    drawn = await draw(document("docx", variant, *answers_by_language.values()), "ar")
    flags = {text_of(p): flag(p) for p in paragraphs(drawn)}
    assert flags["Facebook og Instagram"] == "0"
    assert [f for text, f in flags.items() if OWN["ar"] in text] == ["1"]
    runs_of = [
        (r.text, bool(r.font.rtl))
        for p in opened(drawn).paragraphs
        if OWN["ar"] in p.text
        for r in p.runs
    ]
    number = PHONE.replace(" ", "\u00a0")
    assert runs_of == [(f"{OWN['ar']} ", True), (f"\u200e{number}\u200e", False)]


async def test_the_word_file_has_headings_and_metadata() -> None:
    file = opened(await draw(document("docx", "own", *answers("en")), "en"))
    styles = [p.style.name for p in file.paragraphs]
    assert styles.count("Title") == 1 and styles.count("Heading 2") == 4
    assert styles.count("Heading 1") == len(PLAN_SECTIONS) + 1  # and the glossary
    about = file.core_properties
    assert (about.title, about.author, about.comments) == ("Business plan of Amina Yusuf", "", "")
    assert about.created.date() == date(2027, 3, 5)


ORDER = ["pStyle", "keepNext", "keepLines", "pageBreakBefore", "pBdr", "shd", "bidi", "spacing",
         "ind", "contextualSpacing", "jc", "outlineLvl", "rPr"]  # fmt: skip


@variants
async def test_word_properties_are_in_schema_order(variant: Variant) -> None:
    file = opened(await draw(document("docx", variant, *answers("ar")), "ar"))
    for root in (file.element, file.styles.element):
        for properties in root.iter(qn("w:pPr")):
            names = [one.tag.rpartition("}")[2] for one in properties]
            known = [ORDER.index(name) for name in names if name in ORDER]
            assert known == sorted(known), names
            assert len(names) == len(set(names)), names


def test_a_line_is_split_into_runs_by_direction() -> None:
    line = Line(f"ا {LRI}CVR{PDI} ب {FSI}Bo {FSI}ت{PDI}{PDI}{PDI}.", "ar", rtl=True)
    assert list(runs(line)) == [
        ("ا ", True), ("CVR", False), (" ب ", True), ("Bo ", False), ("ت", True), (".", True),
    ]  # fmt: skip


# Empty, long and hostile content


@forms
@pytest.mark.parametrize("language", ["da", "ur"])
async def test_an_empty_plan_can_be_rendered(form: FileFormat, language: str) -> None:
    text = words(await draw(document(form), language))
    longest = max(_WORD.findall(plain(document_words.plan_still_to_come(), language)), key=len)
    assert text.count(longest) == len(PLAN_SECTIONS)
    nothing = replace(document(form), sections=())
    assert "Amina" in words(await draw(nothing, language))


@forms
@pytest.mark.parametrize("variant", ["own", "both"])
async def test_a_long_answer_continues_on_the_next_page(
    form: FileFormat, variant: Variant
) -> None:
    long = "".join(f"سطر {n} من الخطة. " for n in range(400))[:3000]
    drawn = await draw(document(form, variant, *[Verbatim(long)] * 4), "ar")
    assert words(drawn).count("سطر") == 4 * long.count("سطر")
    if form == "pdf":
        assert is_accessible(drawn) and len(PdfDocument(drawn.content)) > 3


@pytest.mark.parametrize("word", ["W" * 3000, "https://example.dk/" + "a" * 200, "x-" * 300])
@pytest.mark.parametrize("variant", ["own", "both"])
async def test_a_very_long_word_stays_within_the_page(word: str, variant: Variant) -> None:
    drawn = await draw(document("pdf", variant, Verbatim(word), name=word[:60]), "pl")
    picture = PdfDocument(drawn.content)[1].render(scale=0.5).to_pil().convert("L")
    margin = picture.crop((picture.width - 30, 10, picture.width, picture.height))
    assert margin.getextrema() == (255, 255)
    assert bare(pdf_words(drawn)).replace(" ", "").count(word[-2]) >= word.count(word[-2])


@forms
@pytest.mark.parametrize("language", ["da", "ur"])
async def test_markup_in_answers_is_shown_and_not_executed(
    form: FileFormat, language: str
) -> None:
    hostile = [*HOSTILE, "w:t</w:t><w:r>]]>&#0;"]
    plan = document(form, "own", *map(Verbatim, hostile), name=HOSTILE[0] + "</w:t>")
    drawn = await draw(plan, language)
    text = words(drawn)
    if form == "docx":
        assert all(one in text for one in (*map(bare, hostile), plan.name.text))
    else:
        # Latin words of a document that runs leftwards come in another order; emoji as one sign.
        assert is_accessible(drawn) and "root:" not in text and "49" not in text
        assert not set("".join(hostile)) - set(letters(text)) - set(" 🌸👩🏽💻❤\u200d\ufe0f")


@pytest.mark.parametrize(
    "odd", ["abc\u202egnp.exe", "A\x00\x07\x1bmina\ufffe", "\ud800Amina\udfff",
            " \r\n\v\u2028 \u2066", "a\u2069\u2069\u2067b\n\u2068c", "\U0001fffe\x85x"],
)  # fmt: skip
@forms
async def test_control_characters_are_removed(odd: str, form: FileFormat) -> None:
    drawn = await draw(document(form, "both", Verbatim(odd), name=odd), "ar")
    if form == "docx":
        assert not set(docx_words(drawn)) & set("\u202e\x00\x07\x1b\ufffe\ud800")


async def test_bidi_isolates_are_closed_and_reopened_at_line_breaks() -> None:
    first, second = lines.paragraphs(f"x {FSI}one\n\ntwo{PDI} y")
    assert (first, second) == (f"x {FSI}one{PDI}", f"{FSI}two{PDI} y")


# Storing and rendering


def test_a_document_survives_storing_in_a_message() -> None:
    whole = replace(
        message(phrase("Your plan")), enclosure=document("docx", "both", *answers("ar"))
    )
    stored = TypeAdapter(Message)
    assert stored.validate_json(stored.dump_json(whole)) == whole


@forms
async def test_a_full_plan_is_a_small_file(form: FileFormat) -> None:
    """The time it takes is measured by bench.documents."""
    drawn = await draw(full_plan(form), "ar")
    assert holds(words(drawn), bare(OWN["ar"])) and len(drawn.content) < FULL_PLAN_BYTES


async def test_row_of_a_short_answer_is_not_split_across_pages() -> None:
    """In the variant with both languages; a long answer may be, or it would leave a gap."""
    short, long = Verbatim("kort"), Verbatim("lang " * 1000)
    drawn = await draw(document("docx", "both", short, long), "ar")
    rows = [row for table in opened(drawn).tables for row in table.rows]
    kept = {row.cells[1].text[:4]: bool(list(row._tr.iter(qn("w:cantSplit")))) for row in rows}
    assert kept == {"kort": True, "lang": False}
