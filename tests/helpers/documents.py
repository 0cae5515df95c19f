"""Rendered documents in tests: names in all scripts, and what a PDF contains."""

import re
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from bot.app.documents import document_renderer
from bot.documents.ports import RenderedFile
from bot.i18n.markup import PlainText
from bot.i18n.render import Renderer
from bot.kernel.languages import OWN_NAMES
from bot.kernel.messages import Param

RENDERER = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), PlainText())
DOCUMENTS = document_renderer(RENDERER)
ARABIC, PERSIAN, URDU = "محمد عبد الرحمن الخطيب", "پروانه گلچین ژیان", "ڈاکٹر ٹیپو گڑھی شاہین"
UKRAINIAN, POLISH = "Євгенія Їжакевич-Ґалаґан", "Świętosława Brzęczyszczykiewicz-Żółć"
NAMES = {
    "da": "Søren Ærøskøbing-Ågård", "en": "Amina Yusuf", "tr": "Gülşah İğdır Çağlayan",
    "so": "Cabdiraxmaan Maxamed", "pl": POLISH, "uk": UKRAINIAN, "ar": ARABIC, "fa": PERSIAN,
    "ur": URDU,
}  # fmt: skip
HOSTILE = [
    '#read("/etc/passwd")', "{{7*7}} {name} ${x}", "<b>Bob</b> &amp;", "C:\\new\\table",
    "\"Anna\" 'O’Neill' `x`", "$x^2$ *b* _i_ @x #[a] // c", "Amina 🌸👩🏽‍💻❤️", "W" * 60, "ڈ" * 60,
    "ሰላም ዓለም", "Ἀλέξανδρος", "Յովհաննէս", "",
]  # fmt: skip

languages = pytest.mark.parametrize("language", OWN_NAMES)


def plain(param: Param, language: str) -> str:
    return bare(RENDERER.plain(param, language))


def bare(text: str) -> str:
    """Without isolates and the like, and with single spaces."""
    return re.sub(r"\s+", " ", "".join(c for c in text if unicodedata.category(c) != "Cf"))


def is_accessible(rendered: RenderedFile) -> bool:
    catalogue: Any = PdfReader(BytesIO(rendered.content)).trailer["/Root"]
    return b"pdfuaid:part" in catalogue["/Metadata"].get_data()


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
