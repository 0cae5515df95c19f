"""WordprocessingML elements that python-docx does not support."""

from collections.abc import Iterable, Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT, WD_TABLE_DIRECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

INK, QUIET = RGBColor(0x22, 0x31, 0x3A), RGBColor(0x5D, 0x69, 0x70)
TEAL, AMBER, PALE = RGBColor(0x1C, 0x67, 0x63), "E8A33D", "F4F8F7"
LINE = "D9D2C4"
MARGIN, BESIDE, WIDTH = Mm(24), Mm(56), Mm(162)


def mark_language(properties: Any, language: str, rtl: bool, line_rtl: bool) -> None:
    """Set the proofing language of a run."""
    mark = OxmlElement("w:lang")
    if rtl:
        mark.set(qn("w:bidi"), language if line_rtl else "ar")
    else:
        mark.set(qn("w:val"), "da" if line_rtl else language)
    properties.append(mark)


def styled(paragraph: Paragraph, name: str) -> Paragraph:
    """Set the style by id; by name python-docx searches all styles each time."""
    paragraph._p.style = name.replace(" ", "")
    return paragraph


def direction(paragraph: Paragraph, rtl: bool) -> None:
    """Set the direction of a paragraph explicitly, overriding its style."""
    bidi(paragraph._p.get_or_add_pPr(), rtl)


def bidi(properties: Any, rtl: bool = True) -> None:
    """Set or clear w:bidi in paragraph properties."""
    for old in properties.findall(qn("w:bidi")):
        properties.remove(old)
    mark = insert(
        properties, "w:bidi",
        before=("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
                "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection",
                "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle",
                "w:rPr", "w:sectPr", "w:pPrChange"),
    )  # fmt: skip
    if not rtl:
        mark.set(qn("w:val"), "0")


def insert(parent: Any, tag: str, before: Iterable[str]) -> Any:
    """Insert an element before those that must follow it in the schema order."""
    element = OxmlElement(tag)
    parent.insert_element_before(element, *before)
    return element


def complex_size(properties: Any, points: float) -> None:
    """Set the font size of complex scripts."""
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    mark = OxmlElement("w:szCs")
    mark.set(qn("w:val"), str(round(points * 2)))
    properties.find(qn("w:sz")).addnext(mark)


def line_below(properties: Any, colour: str, eighths: int = 8, space: int = 4) -> None:
    """Add a border below; width in eighths of a point, space in points."""
    _borders(properties, {"bottom": space}, colour, eighths)


def lines_around(properties: Any, colour: str) -> None:
    """Add borders in the background colour, which widens the shaded area."""
    _borders(properties, {"top": 3, "left": 5, "bottom": 3, "right": 5}, colour, eighths=4)


def _borders(properties: Any, spaces: dict[str, int], colour: str, eighths: int) -> None:
    borders = insert(
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


def shade(properties: Any, colour: str) -> None:
    """Set the background colour."""
    shade = insert(
        properties, "w:shd",
        before=("w:tabs", "w:suppressAutoHyphens", "w:bidi", "w:spacing", "w:ind",
                "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr"),
    )  # fmt: skip
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)


def ruled_table(document: WordDocument, rtl: bool, rows: int, widths: Sequence[int]) -> Table:
    """Add a table with horizontal rules; `widths` in EMU, one per column."""
    table: Table = document.add_table(rows, len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT  # Word means the start side of the table
    if rtl:
        table.table_direction = WD_TABLE_DIRECTION.RTL
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        mark = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", 4), ("space", 0), ("color", LINE)):
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


def mark_place(paragraph: Paragraph, name: str, number: int) -> None:
    """Put a bookmark around the paragraph, as a link target."""
    for tag, place in (("w:bookmarkStart", 1), ("w:bookmarkEnd", len(paragraph._p) + 1)):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(number))
        if tag == "w:bookmarkStart":
            mark.set(qn("w:name"), name)
        paragraph._p.insert(place, mark)


def link_to(paragraph: Paragraph, place: str) -> None:
    """Turn the whole paragraph into a link to a bookmark."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), place)
    for run in paragraph._p.findall(qn("w:r")):
        link.append(run)
    paragraph._p.append(link)


def describe(picture: Any, text: str) -> None:
    """Set the alternative text of a picture."""
    picture._inline.docPr.set("descr", text)
