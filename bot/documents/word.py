"""The business plan as a Word file.

Word knows direction by paragraph, run, table and section, and has a font, a size and a language of
its own for right-to-left letters ("complex script"); all of them are set.
"""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from itertools import groupby
from typing import Any, cast

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT, WD_TABLE_DIRECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from bot.documents.plan import Glossary, Line, Lines, Section, Sheet, runs

_FONT = "Arial"  # on every computer, with all our letters
_LRM = "\u200e"
_INK, _QUIET = RGBColor(0x22, 0x31, 0x3A), RGBColor(0x5D, 0x69, 0x70)
_TEAL, _AMBER, _PALE = RGBColor(0x1C, 0x67, 0x63), "E8A33D", "F4F8F7"
_LINE = "D9D2C4"
_LONG = 500  # characters of an answer that may go on on the next page
_MARGIN, _BESIDE, _WIDTH = Mm(24), Mm(56), Mm(162)
# (style, size in points, bold, colour, space before, space after)
_STYLES: tuple[tuple[str, float, bool, RGBColor, float, float], ...] = (
    ("Normal", 11, False, _INK, 0, 6),
    ("Title", 34, True, _TEAL, 190, 10),
    ("Subtitle", 18, False, _QUIET, 0, 10),
    ("Heading 1", 17, True, _TEAL, 22, 8),
    ("Heading 2", 11, True, _INK, 12, 3),
    ("Answer", 11, False, _INK, 0, 4),
    ("Cell", 11, False, _INK, 0, 4),
    ("Quiet", 10, False, _QUIET, 0, 4),
)


def file(sheet: Sheet) -> bytes:
    document = Document()
    _frame(document, sheet)
    _title_page(document, sheet)
    for section in sheet.sections:
        _section(document, section, sheet)
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
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN
    page.different_first_page_header_footer = True
    if sheet.rtl:
        _insert(page._sectPr, "w:bidi", before=("w:rtlGutter", "w:docGrid"))
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
    _complex_size(properties, size)
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)
    if name == "Heading 1":
        _line_below(style.element.get_or_add_pPr(), str(_TEAL))
    if name == "Answer":
        spacing.left_indent = spacing.right_indent = Pt(6)
        _shade(style.element.get_or_add_pPr(), _PALE)
        _lines_around(style.element.get_or_add_pPr(), _PALE)
    if sheet.rtl:
        _bidi(style.element.get_or_add_pPr())


def _named(document: WordDocument, name: str) -> ParagraphStyle:
    if name in {style.name for style in document.styles}:
        return cast(ParagraphStyle, document.styles[name])
    style = cast(ParagraphStyle, document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    style.base_style = document.styles["Normal"]
    return style


def _footer(paragraph: Paragraph, sheet: Sheet) -> None:
    """The number of the page, as a field."""
    _direction(_styled(paragraph, "Quiet"), sheet.rtl)
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        if kind is None:
            field = OxmlElement("w:instrText")
            field.text = "PAGE"
        else:
            field = OxmlElement("w:fldChar")
            field.set(qn("w:fldCharType"), kind)
        run._r.append(field)


# What is written.


def _title_page(document: WordDocument, sheet: Sheet) -> None:
    for line in sheet.municipality:
        _write(_styled(document.add_paragraph(), "Quiet"), line, sheet.rtl)
    title, *others = sheet.titles
    _write(_styled(document.add_paragraph(), "Title"), title)
    for line in others:
        _write(_styled(document.add_paragraph(), "Subtitle"), line, sheet.rtl)
    _line_below(document.paragraphs[-1]._p.get_or_add_pPr(), _AMBER, eighths=18, space=14)
    for number, line in enumerate(sheet.made_on):
        paragraph = _styled(document.add_paragraph(), "Quiet" if number else "Normal")
        if not number:
            paragraph.paragraph_format.space_before = Pt(18)
        _write(paragraph, line, sheet.rtl)


def _section(document: WordDocument, section: Section, sheet: Sheet) -> None:
    heading = _styled(document.add_paragraph(), "Heading 1")
    _headings(heading, section.titles)
    if section is sheet.sections[0]:
        heading.paragraph_format.page_break_before = True
    if not section.entries:
        for line in sheet.still_to_come:
            paragraph = _styled(document.add_paragraph(), "Quiet")
            paragraph.paragraph_format.keep_with_next = line is not sheet.still_to_come[-1]
            _write(paragraph, line, sheet.rtl)
    elif sheet.beside:
        table = _table(document, sheet, len(section.entries), (_BESIDE, _WIDTH - _BESIDE))
        for row, entry in zip(table.rows, section.entries, strict=True):
            if sum(len(line.text) for line in entry.answer) < _LONG:
                row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            heading, answer = row.cells
            _headings_in(heading, entry.titles)
            _fill(answer, entry.answer, side=None if entry.own else sheet.rtl)
    else:
        for entry in section.entries:
            side = None if entry.own else sheet.rtl
            _headings(_styled(document.add_paragraph(), "Heading 2"), entry.titles)
            for line in entry.answer:
                _write(_styled(document.add_paragraph(), "Answer"), line, side)


def _headings_in(cell: _Cell, titles: Lines) -> None:
    heading = _styled(cell.paragraphs[0], "Heading 2")
    heading.paragraph_format.space_before = Pt(0)
    heading.paragraph_format.keep_with_next = False  # else the whole table wants one page
    _headings(heading, titles)


def _glossary(document: WordDocument, glossary: Glossary, sheet: Sheet) -> None:
    _headings(_styled(document.add_paragraph(), "Heading 1"), glossary.titles)
    if not sheet.sections:
        document.paragraphs[-1].paragraph_format.page_break_before = True
    table = _table(document, sheet, 1 + len(glossary.words), (Mm(48), _WIDTH - Mm(48)))
    for cell, line in zip(table.rows[0].cells, glossary.head, strict=True):
        _fill(cell, (line,), style="Quiet")
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row, (term, meaning) in zip(table.rows[1:], glossary.words, strict=True):
        word, meant = row.cells
        _fill(word, (term,), side=sheet.rtl)
        for run in word.paragraphs[0].runs:
            run.font.bold = True
        _fill(meant, (meaning,))


def _fill(cell: _Cell, lines: Lines, style: str = "Cell", side: bool | None = None) -> None:
    for number, line in enumerate(lines):
        paragraph = _styled(cell.add_paragraph() if number else cell.paragraphs[0], style)
        _write(paragraph, line, side)


def _headings(paragraph: Paragraph, titles: Lines) -> None:
    """One heading, in both languages where there are two."""
    for number, line in enumerate(titles):
        if number:
            paragraph.add_run().add_break()
        _runs(paragraph, line, second=number > 0)
    _direction(paragraph, titles[0].rtl)


def _write(paragraph: Paragraph, line: Line, side: bool | None = None) -> None:
    """`side`: right (True) or left, where that is not the side on which the line begins."""
    _runs(paragraph, line)
    _direction(paragraph, line.rtl)
    if side is not None and side != line.rtl:
        # In a paragraph that runs leftwards Word means its end by "right", which is the left.
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _runs(paragraph: Paragraph, line: Line, second: bool = False) -> None:
    for rtl, pieces in groupby(runs(line), key=lambda piece: piece[1]):
        words = "".join(words for words, _ in pieces)
        run = paragraph.add_run(f"{_LRM}{words}{_LRM}" if line.rtl and not rtl else words)
        run.font.rtl = True if rtl else None
        if second:
            run.font.bold = run.font.cs_bold = False
            run.font.color.rgb = _QUIET
            run.font.size = Pt(10)
            _complex_size(run._r.get_or_add_rPr(), 10)
        _language(run._r.get_or_add_rPr(), line.language, rtl, line.rtl)


# Marks that python-docx has no name for.


def _language(properties: Any, language: str, rtl: bool, line_rtl: bool) -> None:
    mark = OxmlElement("w:lang")
    if rtl:
        mark.set(qn("w:bidi"), language if line_rtl else "ar")
    else:
        mark.set(qn("w:val"), "da" if line_rtl else language)
    properties.append(mark)


def _styled(paragraph: Paragraph, name: str) -> Paragraph:
    """By the style's id: python-docx would look through all styles for each paragraph."""
    paragraph._p.style = name.replace(" ", "")
    return paragraph


def _direction(paragraph: Paragraph, rtl: bool) -> None:
    """Also where the style says the other."""
    _bidi(paragraph._p.get_or_add_pPr(), rtl)


def _bidi(properties: Any, rtl: bool = True) -> None:
    for old in properties.findall(qn("w:bidi")):
        properties.remove(old)
    mark = _insert(
        properties, "w:bidi",
        before=("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
                "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection",
                "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle",
                "w:rPr", "w:sectPr", "w:pPrChange"),
    )  # fmt: skip
    if not rtl:
        mark.set(qn("w:val"), "0")


def _insert(parent: Any, tag: str, before: Iterable[str]) -> Any:
    """Word wants its elements in one order."""
    element = OxmlElement(tag)
    parent.insert_element_before(element, *before)
    return element


def _complex_size(properties: Any, points: float) -> None:
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    mark = OxmlElement("w:szCs")
    mark.set(qn("w:val"), str(round(points * 2)))
    properties.find(qn("w:sz")).addnext(mark)


def _line_below(properties: Any, colour: str, eighths: int = 8, space: int = 4) -> None:
    _borders(properties, {"bottom": space}, colour, eighths)


def _lines_around(properties: Any, colour: str) -> None:
    """Of the colour of the ground, so that it is wider than the words."""
    _borders(properties, {"top": 3, "left": 5, "bottom": 3, "right": 5}, colour, eighths=4)


def _borders(properties: Any, spaces: dict[str, int], colour: str, eighths: int) -> None:
    borders = _insert(
        properties, "w:pBdr",
        before=("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap",
                "w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi",
                "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr"),
    )  # fmt: skip
    for side, space in spaces.items():
        border = OxmlElement(f"w:{side}")
        for name, value in (
            ("val", "single"),
            ("sz", eighths),
            ("space", space),
            ("color", colour),
        ):
            border.set(qn(f"w:{name}"), str(value))
        borders.append(border)


def _shade(properties: Any, colour: str) -> None:
    shade = _insert(
        properties, "w:shd",
        before=("w:tabs", "w:suppressAutoHyphens", "w:bidi", "w:spacing", "w:ind",
                "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr"),
    )  # fmt: skip
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)


def _table(document: WordDocument, sheet: Sheet, rows: int, widths: tuple[int, int]) -> Table:
    table: Table = document.add_table(rows, len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT  # where reading begins
    if sheet.rtl:
        table.table_direction = WD_TABLE_DIRECTION.RTL
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        mark = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", 4), ("space", 0), ("color", _LINE)):
            mark.set(qn(f"w:{name}"), str(value))
        borders.append(mark)
    table._tblPr.insert_element_before(
        borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"
    )
    margins = OxmlElement("w:tblCellMar")
    for side, twips in (("top", 90), ("bottom", 40)):
        mark = OxmlElement(f"w:{side}")
        mark.set(qn("w:w"), str(twips))
        mark.set(qn("w:type"), "dxa")
        margins.append(mark)
    table._tblPr.insert_element_before(margins, "w:tblLook")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    return table


def _bare(line: Line) -> str:
    return "".join(words for words, _ in runs(line))
