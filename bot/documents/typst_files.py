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
# Vazirmatn's words can be copied out of a PDF; those of most Arabic fonts come out scrambled.
_FONTS = Path(__file__).parent / "fonts"
# Latin and Cyrillic; emoji and the scripts of other names.
_FONT_PACKAGES = ("fontpkg_ibm_plex_sans", "manimgx_fonts")
_COLOURS = 64
PRINT = 200  # pixels an inch: sharp on paper

log = structlog.get_logger()


@cache
def _fonts() -> typst.Fonts:
    """Ours only: a document looks the same on every machine."""
    folders = [str(_FONTS), *(str(files(package)) for package in _FONT_PACKAGES)]
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


# Persian's heh with a hamza above, as two letters and as one, the way JSON writes them.  As two,
# the PDF takes the hamza for part of every heh, and a copied name comes out wrong.
_HAMZA = (r"\u0647\u0654", r"\u06c0")


def png(template: str, data: str) -> bytes:
    return pngs(template, data)[0]


def pngs(template: str, data: str, ppi: int = 72) -> list[bytes]:
    """One a page; by default one pixel a point."""
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
        # Few colours: a third of the bytes, and nobody sees the difference.
        few = picture.convert("RGB").quantize(
            _COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
        few.save(small, "PNG")
    return small.getvalue()


def pdf(template: str, data: str) -> bytes:
    try:
        return _compilepdf(template, data, "ua-1")
    except typst.TypstError:
        # PDF/UA-1 takes no letter that no font has.  A box in a name is better than no document.
        # The error's words hold that letter, so they are not logged.
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
