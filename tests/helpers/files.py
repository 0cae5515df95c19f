"""Files as phones and offices make them, small; a store on disk and a Telegram that gives them."""

import hashlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pikepdf
from PIL import Image

from bot.files.ports import NotFetched
from bot.files.rules.file_types import DOCX, ODS, ODT, XLSX
from bot.files.rules.inspected import Inspected
from bot.files.rules.inspection import inspected
from bot.kernel.failures import FetchFailure


def packed(parts: dict[str, str | bytes]) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def office(mime: str, main: str, **more: str) -> bytes:
    """As Word and Excel write it; `more` are further parts, with `__` for a slash."""
    types = f'<Types><Override PartName="/{main}" ContentType="{mime}.main+xml"/></Types>'
    parts = {"[Content_Types].xml": types, "_rels/.rels": "<r/>", main: "<x/>"}
    return packed({**parts, **{name.replace("__", "/"): part for name, part in more.items()}})


def open_document(mime: str, **more: str) -> bytes:
    return packed({"mimetype": mime, "content.xml": "<x/>", **more})


def picture(mark: bytes = b"", kind: str = "JPEG", **saved: Any) -> bytes:
    """A small grey picture that differs by its mark.

    Every block of 8 × 8 pixels has one level, so that drawing it anew changes no byte.
    """
    levels = Image.frombytes("L", (4, 8), hashlib.sha256(mark).digest())
    content = BytesIO()
    options = {"quality": 90, "optimize": True} if kind == "JPEG" else {}
    levels.resize((32, 64), Image.Resampling.NEAREST).save(content, kind, **options, **saved)
    return content.getvalue()


def paper(mark: bytes = b"", **root: Any) -> bytes:
    """A PDF of one empty page with a mark, as qpdf writes it; `root`: more of its catalogue."""
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(200, 200))
        document.pages[0].Contents = document.make_stream(b"% " + mark)
        for key, value in root.items():
            document.Root[f"/{key}"] = value
        return _saved(_saved(document))


def _saved(document: pikepdf.Pdf | bytes) -> bytes:
    """Saved twice it does not change any more."""
    if isinstance(document, bytes):
        with pikepdf.open(BytesIO(document)) as opened:
            return _saved(opened)
    content = BytesIO()
    document.save(content, deterministic_id=True)
    return content.getvalue()


JPEG, PNG = picture(), picture(kind="PNG")
PDF = paper()
VOICE = b"OggS\0\2" + bytes(20) + b"\x01\x13OpusHead" + bytes(20)
EXE = b"MZ\x90\0\3" + bytes(60)
MP4 = b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(20)
WORD = office(DOCX, "word/document.xml")
SHEET = office(XLSX, "xl/workbook.xml")
TAKEN = {
    "image/jpeg": JPEG,
    "image/png": PNG,
    "image/webp": picture(kind="WEBP"),
    "image/heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(20),
    "image/gif": picture(kind="GIF"),
    "application/pdf": PDF,
    DOCX: WORD,
    XLSX: SHEET,
    ODT: open_document(ODT),
    ODS: open_document(ODS),
    "text/plain": "Jeg hedder Amina. أنا أمينة".encode(),
    "audio/ogg": VOICE,
    "audio/mpeg": b"ID3\3\0\0" + bytes(20),
    "audio/mp4": b"\0\0\0\x18ftypM4A \0\0\0\0isomM4A " + bytes(20),
    "video/mp4": MP4,
    "video/webm": bytes.fromhex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d")
    + bytes(20),
    "video/quicktime": b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(20),
}


class DirectInspector:
    """Looks into files as the assistant does, without a process of its own."""

    async def inspect(self, content: bytes) -> Inspected:
        return inspected(content)


@dataclass
class FakeDownloads:
    """Gives what it was told to; `fails` first, one failure a try."""

    contents: dict[str, bytes] = field(default_factory=dict)
    fails: list[Exception] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    async def fetch(self, telegram_id: str) -> bytes:
        self.asked.append(telegram_id)
        if self.fails:
            raise self.fails.pop(0)
        if telegram_id not in self.contents:
            raise NotFetched(FetchFailure.REJECTED, permanent=True)
        return self.contents[telegram_id]
