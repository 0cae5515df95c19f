"""Typst templates to PNG and PDF files."""

from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Literal

import structlog
import typst
from PIL import Image

TEMPLATES = Path(__file__).parent / "templates"
# Text in Vazirmatn can be copied from a PDF; with most Arabic fonts it is garbled.
_FONTS = Path(__file__).parent / "fonts"
# Latin and Cyrillic; emoji and the scripts of other names.
_FONT_PACKAGES = ("fontpkg_ibm_plex_sans", "manimgx_fonts")
_COLOURS = 64
PRINT = 200  # pixels per inch, for paper

log = structlog.get_logger()


@cache
def _fonts() -> typst.Fonts:
    """Load the bundled fonts only, so that documents look the same on every machine."""
    folders = [str(_FONTS), *(str(files(package)) for package in _FONT_PACKAGES)]
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


# Persian heh with hamza above, decomposed and precomposed, as JSON escapes.  Decomposed, text
# copied from the PDF has a hamza on every heh.
_HAMZA = (r"\u0647\u0654", r"\u06c0")


def png(template: str, data: str) -> bytes:
    """Render the first page as PNG at one pixel per point."""
    return pngs(template, data)[0]


def pngs(template: str, data: str, ppi: int = 72) -> list[bytes]:
    """Render each page as PNG; the default is one pixel per point."""
    drawn = typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"data": data},
        format="png",
        ppi=ppi,
    )
    return [_smaller(one) for one in (drawn if isinstance(drawn, list) else [drawn])]


def _smaller(drawn: bytes) -> bytes:
    small = BytesIO()
    with Image.open(BytesIO(drawn)) as picture:
        # A reduced palette takes a third of the bytes without visible difference.
        few = picture.convert("RGB").quantize(
            _COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
        few.save(small, "PNG")
    return small.getvalue()


def pdf(template: str, data: str) -> bytes:
    """Render an accessible PDF (PDF/UA-1), or a plain PDF if a glyph is missing."""
    try:
        return _compilepdf(template, data, "ua-1")
    except typst.TypstError:
        # PDF/UA-1 rejects letters without a glyph; a box in a name is better than no document.
        # The error message contains the letter, so it is not logged.
        log.warning("document_not_accessible", template=template)
        return _compilepdf(template, data, None)


def _compilepdf(template: str, data: str, standard: Literal["ua-1"] | None) -> bytes:
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"data": data.replace(*_HAMZA)},
        format="pdf",
        pdf_standards=standard,
    )
