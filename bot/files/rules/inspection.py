"""The one way of every file: its type by its content, nothing active, no metadata."""

from bot.files.rules.file_types import DOCX, ODS, ODT, XLSX, checked
from bot.files.rules.inspected import Inspected


def inspected(content: bytes) -> Inspected:
    """Raises Refused.  Pure; large files take seconds, and memory up to some hundred MB."""
    mime = checked(content)
    if mime.startswith("image/"):
        return _picture(content, mime)
    if mime in (DOCX, XLSX, ODT, ODS):
        _check_office(content, mime)
    elif mime == "application/pdf":
        content = _pdf(content)
    elif mime in ("video/mp4", "video/quicktime", "audio/mp4"):
        content = _movie(content)
    return Inspected(mime, content)


# Each library is loaded for its own kind of file only: a process looks into one file.


def _picture(content: bytes, mime: str) -> Inspected:
    from bot.files.rules.pictures import redrawn

    return Inspected(*redrawn(content, mime))


def _check_office(content: bytes, mime: str) -> None:
    from bot.files.rules import office, open_documents

    check = office.check if mime in (DOCX, XLSX) else open_documents.check
    check(content)


def _pdf(content: bytes) -> bytes:
    from bot.files.rules.pdf import rewritten

    return rewritten(content)


def _movie(content: bytes) -> bytes:
    from bot.files.rules.movies import without_metadata

    return without_metadata(content)
