"""The type of a file by its content alone; names and declared types are ignored.

An allow list.  A file is stored and passed on under the type and the name it gets here, so a
polyglot is opened only as the harmless type.
"""

import re
from io import BytesIO
from zipfile import ZipFile

import filetype

from bot.files.rules.refusals import Refusal, Refused
from bot.kernel.incoming import LARGEST

_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
DOCX, XLSX = f"{_OOXML}.wordprocessingml.document", f"{_OOXML}.spreadsheetml.sheet"
ODT, ODS = f"{_ODF}.text", f"{_ODF}.spreadsheet"

# The accepted types with their file endings.
ENDINGS = {
    "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heic": "heic",
    "image/gif": "gif", "application/pdf": "pdf", DOCX: "docx", XLSX: "xlsx", ODT: "odt",
    ODS: "ods", "text/plain": "txt", "audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/mp4": "m4a",
    "video/mp4": "mp4", "video/webm": "webm", "video/quicktime": "mov",
}  # fmt: skip

_ZIP = b"PK\x03\x04"
_LONGEST_LIST = 1_000_000  # bytes of the list of parts in an office file; more is a zip bomb
_LONGEST_TEXT = 2_000_000
# Macros, and parts that start a program when they are opened.
_ACTIVE = re.compile(
    r"(^|/)(vba|activex|macrosheets)|oleobject|^(basic|scripts)/"
    r"|\.(exe|dll|com|scr|pif|bat|cmd|js|jse|vbs|vbe|wsf|ps1|jar|apk|lnk|msi|hta|html?)$",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
# Markup and scripts.
_CODE_AT_START = re.compile(r"\s*(<|#!|\{\\rtf|%!|@echo\b|MZ)", re.IGNORECASE)
_CODE_ANYWHERE = re.compile(r"<\s*/?(script|html|svg|iframe|object|embed|\?php)", re.IGNORECASE)


def checked(content: bytes) -> str:
    """The MIME type of fetched content.  Raises Refused."""
    if not content:
        raise Refused(Refusal.NOT_THERE)
    if len(content) > LARGEST:
        raise Refused(Refusal.TOO_BIG)
    mime = type_of(content)
    if mime is None:
        raise Refused(Refusal.KIND)
    return mime


def type_of(content: bytes) -> str | None:
    """One of `ENDINGS`; None for everything that is not accepted."""
    if content.startswith(_ZIP):
        return _office(content)
    guessed = filetype.guess(content)
    if guessed is None:
        return "text/plain" if _is_text(content) else None
    return guessed.mime if guessed.mime in ENDINGS else None


def _office(content: bytes) -> str | None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if any(_ACTIVE.search(name) for name in names):
                return None
            return _open_document(archive, names) or _office_open(archive, names)
    except Exception:  # noqa: BLE001  # zipfile raises more than it documents
        return None


def _open_document(archive: ZipFile, names: list[str]) -> str | None:
    """OpenDocument: the first part contains the type."""
    if names[0] != "mimetype" or "content.xml" not in names:
        return None
    declared = _read(archive, "mimetype").decode("ascii")
    return declared if declared in (ODT, ODS) else None


def _office_open(archive: ZipFile, names: list[str]) -> str | None:
    """Office Open XML: the list of parts names the main one, by another type if it has macros."""
    if "[Content_Types].xml" not in names:
        return None
    parts = _read(archive, "[Content_Types].xml").decode()
    if "macroEnabled" in parts or "vbaProject" in parts:
        return None
    mains = {DOCX: "word/document.xml", XLSX: "xl/workbook.xml"}
    fitting = [t for t, main in mains.items() if f'"{t}.main+xml"' in parts and main in names]
    return fitting[0] if len(fitting) == 1 else None


def _read(archive: ZipFile, name: str) -> bytes:
    """Raises ValueError for a part over the limit, without unpacking the rest."""
    with archive.open(name) as part:
        content = part.read(_LONGEST_LIST + 1)
    if len(content) > _LONGEST_LIST:
        raise ValueError(name)
    return content


def _is_text(content: bytes) -> bool:
    if not content.strip() or len(content) > _LONGEST_TEXT:
        return False
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not (_CONTROL.search(text) or _CODE_AT_START.match(text) or _CODE_ANYWHERE.search(text))
