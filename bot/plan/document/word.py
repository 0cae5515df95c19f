"""The business plan as a Word file.

Word has a direction for each paragraph, run, table and section, and separate font, size and
language settings for right-to-left letters ("complex script"); all of them are set.
"""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import cast

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from bot.documents.lines import Line, runs
from bot.documents.word_marks import (
    AMBER,
    BESIDE,
    INK,
    MARGIN,
    PALE,
    QUIET,
    TEAL,
    WIDTH,
    bidi,
    complex_size,
    direction,
    insert,
    line_below,
    lines_around,
    link_to,
    mark_place,
    ruled_table,
    shade,
    styled,
)
from bot.documents.word_text import fill, headings, headings_in, write
from bot.plan.document.charts import BreakEven, Cash
from bot.plan.document.sheet import Entry, Glossary, Section, Sheet
from bot.plan.document.word_money import money

_FONT = "Arial"  # on every computer, with all our letters
_LONG = 500  # characters of an answer that may continue on the next page
# (style, size in points, bold, colour, space before, space after)
_STYLES: tuple[tuple[str, float, bool, RGBColor, float, float], ...] = (
    ("Normal", 11, False, INK, 0, 6),
    ("Title", 34, True, TEAL, 130, 10),
    ("Subtitle", 18, False, QUIET, 0, 10),
    ("Heading 1", 17, True, TEAL, 22, 8),
    ("Heading 2", 11, True, INK, 12, 3),
    ("Answer", 11, False, INK, 0, 4),
    ("Cell", 11, False, INK, 0, 4),
    ("Quiet", 10, False, QUIET, 0, 4),
    ("Mark", 9, False, QUIET, 4, 2),
    ("Amount", 11, False, INK, 0, 4),
    ("Contents", 10.5, False, INK, 0, 3),
)


def file(sheet: Sheet, charts: Mapping[BreakEven | Cash, bytes]) -> bytes:
    """`charts`: their pictures (PNG)."""
    document = Document()
    _frame(document, sheet)
    _title_page(document, sheet)
    for number, section in enumerate(sheet.sections):
        _section(document, section, sheet, number)
        money(document, section.money, sheet.rtl, charts)
    if sheet.glossary:
        _glossary(document, sheet.glossary, sheet)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


# The frame: properties, page, styles.


def _frame(document: WordDocument, sheet: Sheet) -> None:
    about, day = document.core_properties, datetime(*sheet.day)  # noqa: DTZ001 (a day, no moment)
    about.title, about.language = _bare(sheet.titles[0]), sheet.language
    about.author = about.comments = about.last_modified_by = ""
    about.created = about.modified = day
    _languages(document, sheet)
    for name, size, bold, colour, before, after in _STYLES:
        _style(document, sheet, name, size, bold, colour, before, after)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    page.different_first_page_header_footer = True
    if sheet.rtl:
        insert(page._sectPr, "w:bidi", before=("w:rtlGutter", "w:docGrid"))
    _footer(page.footer.paragraphs[0], sheet)


def _languages(document: WordDocument, sheet: Sheet) -> None:
    """What the spelling of both kinds of letters is checked by."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    language = defaults.find(f".//{qn('w:lang')}")
    language.set(qn("w:val"), "da" if sheet.rtl else sheet.language)
    language.set(qn("w:bidi"), sheet.language if sheet.rtl else "ar")


def _style(
    document: WordDocument, sheet: Sheet, name: str, size: float, bold: bool, colour: RGBColor,
    before: float, after: float,
) -> None:  # fmt: skip
    style = _named(document, name)
    font, spacing = style.font, style.paragraph_format
    font.size, font.bold, font.italic, font.color.rgb = Pt(size), bold, False, colour
    spacing.space_before, spacing.space_after = Pt(before), Pt(after)
    spacing.line_spacing = 1.15
    properties = style.element.get_or_add_rPr()
    for gone in ("w:rFonts", "w:spacing", "w:kern"):
        for element in properties.findall(qn(gone)):
            properties.remove(element)
    fonts = properties._add_rFonts()
    for letters in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{letters}"), _FONT)
    font.cs_bold, font.cs_italic = bold, False
    complex_size(properties, size)
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)
    if name == "Heading 1":
        line_below(style.element.get_or_add_pPr(), str(TEAL))
    if name == "Answer":
        spacing.left_indent = spacing.right_indent = Pt(6)
        shade(style.element.get_or_add_pPr(), PALE)
        lines_around(style.element.get_or_add_pPr(), PALE)
    if sheet.rtl:
        bidi(style.element.get_or_add_pPr())


def _named(document: WordDocument, name: str) -> ParagraphStyle:
    if name in {style.name for style in document.styles}:
        return cast(ParagraphStyle, document.styles[name])
    style = cast(ParagraphStyle, document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    style.base_style = document.styles["Normal"]
    return style


def _footer(paragraph: Paragraph, sheet: Sheet) -> None:
    """The page number, as a field."""
    direction(styled(paragraph, "Quiet"), sheet.rtl)
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        if kind is None:
            field = OxmlElement("w:instrText")
            field.text = "PAGE"
        else:
            field = OxmlElement("w:fldChar")
            field.set(qn("w:fldCharType"), kind)
        run._r.append(field)


# Content


def _title_page(document: WordDocument, sheet: Sheet) -> None:
    for line in sheet.municipality:
        write(styled(document.add_paragraph(), "Quiet"), line, sheet.rtl)
    title, *others = sheet.titles
    write(styled(document.add_paragraph(), "Title"), title)
    for line in others:
        write(styled(document.add_paragraph(), "Subtitle"), line, sheet.rtl)
    line_below(document.paragraphs[-1]._p.get_or_add_pPr(), AMBER, eighths=18, space=14)
    for number, line in enumerate(sheet.made_on):
        paragraph = styled(document.add_paragraph(), "Quiet" if number else "Normal")
        if not number:
            paragraph.paragraph_format.space_before = Pt(18)
        write(paragraph, line, sheet.rtl)
    _contents(document, sheet)


def _contents(document: WordDocument, sheet: Sheet) -> None:
    """Table of contents with links to the sections."""
    titles = [section.titles for section in sheet.sections]
    titles += [sheet.glossary.titles] if sheet.glossary else []
    label = styled(document.add_paragraph(), "Quiet")
    label.paragraph_format.space_before = Pt(60)
    write(label, sheet.contents[0], sheet.rtl)
    for number, lines in enumerate(titles):
        paragraph = styled(document.add_paragraph(), "Contents")
        headings(paragraph, lines, apart=" · ")
        link_to(paragraph, _place(number))


def _place(number: int) -> str:
    return f"section{number}"


def _section(document: WordDocument, section: Section, sheet: Sheet, number: int) -> None:
    heading = styled(document.add_paragraph(), "Heading 1")
    headings(heading, section.titles)
    mark_place(heading, _place(number), number)
    heading.paragraph_format.page_break_before = not number or None
    if section.empty:
        for line in sheet.still_to_come:
            paragraph = styled(document.add_paragraph(), "Quiet")
            paragraph.paragraph_format.keep_with_next = line is not sheet.still_to_come[-1]
            write(paragraph, line, sheet.rtl)
    elif sheet.beside and section.entries:
        table = ruled_table(document, sheet.rtl, len(section.entries), (BESIDE, WIDTH - BESIDE))
        for row, entry in zip(table.rows, section.entries, strict=True):
            if sum(len(line.text) for line in entry.answer + entry.danish) < _LONG:
                row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            heading, answer = row.cells
            headings_in(heading, entry.titles)
            fill(answer, entry.answer, side=None if entry.own else sheet.rtl)
            _danish_in(answer, entry, sheet)
    else:
        for entry in section.entries:
            side = None if entry.own else sheet.rtl
            headings(styled(document.add_paragraph(), "Heading 2"), entry.titles)
            for line in entry.answer:
                write(styled(document.add_paragraph(), "Answer"), line, side)
            _danish(document, entry, sheet)


def _danish(document: WordDocument, entry: Entry, sheet: Sheet) -> None:
    """The Danish of own words, below them."""
    for line in entry.mark:
        mark = styled(document.add_paragraph(), "Mark")
        mark.paragraph_format.keep_with_next = True
        write(mark, line, sheet.rtl)
    for line in entry.danish:
        write(styled(document.add_paragraph(), "Answer"), line)


def _danish_in(cell: _Cell, entry: Entry, sheet: Sheet) -> None:
    for line in entry.mark:
        write(styled(cell.add_paragraph(), "Mark"), line, sheet.rtl)
    for line in entry.danish:
        write(styled(cell.add_paragraph(), "Cell"), line)


def _glossary(document: WordDocument, glossary: Glossary, sheet: Sheet) -> None:
    heading = styled(document.add_paragraph(), "Heading 1")
    headings(heading, glossary.titles)
    mark_place(heading, _place(len(sheet.sections)), len(sheet.sections))
    if not sheet.sections:
        document.paragraphs[-1].paragraph_format.page_break_before = True
    table = ruled_table(document, sheet.rtl, 1 + len(glossary.words), (Mm(48), WIDTH - Mm(48)))
    for cell, line in zip(table.rows[0].cells, glossary.head, strict=True):
        fill(cell, (line,), style="Quiet")
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row, (term, meaning) in zip(table.rows[1:], glossary.words, strict=True):
        word, meant = row.cells
        fill(word, (term,), side=sheet.rtl)
        for run in word.paragraphs[0].runs:
            run.font.bold = True
        fill(meant, (meaning,))


def _bare(line: Line) -> str:
    return "".join(words for words, _ in runs(line))
