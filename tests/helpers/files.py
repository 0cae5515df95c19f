"""Files as phones and offices make them, small; a store on disk and a Telegram that gives them."""

from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZipFile

from bot.files.ports import NotFetched
from bot.files.rules.file_types import DOCX, ODS, ODT, XLSX
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


JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + bytes(40)
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(40)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"
VOICE = b"OggS\0\2" + bytes(20) + b"\x01\x13OpusHead" + bytes(20)
EXE = b"MZ\x90\0\3" + bytes(60)
MP4 = b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(20)
WORD = office(DOCX, "word/document.xml")
SHEET = office(XLSX, "xl/workbook.xml")
TAKEN = {
    "image/jpeg": JPEG,
    "image/png": PNG,
    "image/webp": b"RIFF\x10\0\0\0WEBPVP8 " + bytes(20),
    "image/heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(20),
    "image/gif": b"GIF89a" + bytes(20),
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
