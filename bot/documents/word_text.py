"""Conversion of lines to paragraphs and runs of a Word file."""

from itertools import groupby

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from bot.documents.lines import Line, Lines, runs
from bot.documents.word_marks import QUIET, complex_size, direction, mark_language, styled

_LRM = "\u200e"


def headings_in(cell: _Cell, titles: Lines) -> None:
    """Write a heading into a table cell."""
    heading = styled(cell.paragraphs[0], "Heading 2")
    heading.paragraph_format.space_before = Pt(0)
    # Otherwise Word keeps the whole table on one page.
    heading.paragraph_format.keep_with_next = False
    headings(heading, titles)


def fill(cell: _Cell, lines: Lines, style: str = "Cell", side: bool | None = None) -> None:
    """Write lines as paragraphs of a table cell; `side` as in `write`."""
    for number, line in enumerate(lines):
        paragraph = styled(cell.add_paragraph() if number else cell.paragraphs[0], style)
        write(paragraph, line, side)


def headings(paragraph: Paragraph, titles: Lines, apart: str = "") -> None:
    """Write a heading in each language, on separate lines or separated by `apart`."""
    for number, line in enumerate(titles):
        if number and apart:
            paragraph.add_run(apart)
        elif number:
            paragraph.add_run().add_break()
        _runs(paragraph, line, second=number > 0)
    direction(paragraph, titles[0].rtl)


def write(paragraph: Paragraph, line: Line, side: bool | None = None) -> None:
    """Write a line; `side` forces right (True) or left (False) alignment."""
    _runs(paragraph, line)
    direction(paragraph, line.rtl)
    if side is not None and side != line.rtl:
        # In a right-to-left paragraph Word's "right" is its end, the left side.
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _runs(paragraph: Paragraph, line: Line, second: bool = False) -> None:
    for rtl, pieces in groupby(runs(line), key=lambda piece: piece[1]):
        words = "".join(words for words, _ in pieces)
        run = paragraph.add_run(f"{_LRM}{words}{_LRM}" if line.rtl and not rtl else words)
        run.font.rtl = True if rtl else None
        if second:
            run.font.bold = run.font.cs_bold = False
            run.font.color.rgb = QUIET
            run.font.size = Pt(10)
            complex_size(run._r.get_or_add_rPr(), 10)
        mark_language(run._r.get_or_add_rPr(), line.language, rtl, line.rtl)
