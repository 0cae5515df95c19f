"""The budget tables and the charts of a plan in its Word file."""

from collections.abc import Mapping
from io import BytesIO

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from docx.table import _Cell, _Row

from bot.documents.lines import Lines
from bot.documents.word_marks import WIDTH, describe, direction, ruled_table, styled
from bot.documents.word_text import fill, headings, write
from bot.plan.document.charts import BreakEven, Cash
from bot.plan.document.money import Money, Row, Table

_AMOUNT = Mm(40)


def money(
    document: WordDocument, money: Money, rtl: bool, charts: Mapping[BreakEven | Cash, bytes]
) -> None:
    for table in money.tables:
        _table(document, table, rtl)
    for lines in money.notes:
        for number, line in enumerate(lines):
            paragraph = styled(document.add_paragraph(), "Quiet" if number else "Normal")
            paragraph.paragraph_format.space_before = None if number else Pt(8)
            write(paragraph, line, rtl)
    for chart in (money.break_even, money.cash):
        if chart is not None:
            _chart(document, chart, rtl, charts[chart])


def _chart(document: WordDocument, chart: BreakEven | Cash, rtl: bool, picture: bytes) -> None:
    headings(styled(document.add_paragraph(), "Heading 2"), chart.titles)
    paragraph = styled(document.add_paragraph(), "Normal")
    direction(paragraph, rtl)
    shape = paragraph.add_run().add_picture(BytesIO(picture), width=WIDTH)
    describe(shape, chart.alt)


def _table(document: WordDocument, table: Table, rtl: bool) -> None:
    headings(styled(document.add_paragraph(), "Heading 2"), table.titles)
    amounts = len(table.head) - 1
    widths = (WIDTH - amounts * _AMOUNT, *[_AMOUNT] * amounts)
    rows = list(ruled_table(document, rtl, 1 + len(table.rows), widths).rows)
    head, *cells = rows[0].cells
    fill(head, table.head[0], "Quiet", rtl)
    for cell, lines in zip(cells, table.head[1:], strict=True):
        _to_the_right(cell, lines, "Quiet")
    rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row, shown in zip(rows[1:], table.rows, strict=True):
        _row(row, shown, rtl)


def _row(row: _Row, shown: Row, rtl: bool) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    name, *cells = row.cells
    fill(name, shown.names, side=rtl)
    for cell, lines in zip(cells, shown.cells, strict=True):
        _to_the_right(cell, lines, "Amount")
    if shown.total:
        for cell in row.cells:
            for run in cell.paragraphs[0].runs:
                run.font.bold = run.font.cs_bold = True


def _to_the_right(cell: _Cell, lines: Lines, style: str) -> None:
    """Right-aligned in any direction, so that digits of all rows are below one another."""
    fill(cell, lines, style)
    for paragraph, line in zip(cell.paragraphs, lines, strict=False):
        # In Word "left" is where a paragraph begins: the right side of a right-to-left one.
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if line.rtl else WD_ALIGN_PARAGRAPH.RIGHT
