"""Which files are accepted: by their content, whatever name and sender declare."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.files.rules.file_types import DOCX, ENDINGS, ODT, XLSX, type_of
from bot.files.rules.files import (
    GIVE_UP_AFTER,
    LONGEST_WAIT,
    FileState,
    Refusal,
    Refused,
    SentFile,
    checked,
    refusal,
    want,
)
from bot.kernel.incoming import LARGEST, Attachment
from bot.kernel.messages import KeptFile
from tests.helpers.files import (
    EXE,
    JPEG,
    PDF,
    PNG,
    SHEET,
    TAKEN,
    WORD,
    office,
    open_document,
    packed,
)

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TEXT_BOMB = "<!--" + "x" * 2_000_000 + "-->"


def photo(**more: object) -> Attachment:
    return Attachment("photo", 5, file_id="p", **more)  # type: ignore[arg-type]  # its fields


def wanted() -> SentFile:
    return want(photo(size=9), 1, NOW)


@pytest.mark.parametrize("mime", ENDINGS)
def test_accepted_types_are_recognised(mime: str) -> None:
    assert checked(TAKEN[mime]) == mime


REFUSED = {
    "a program": EXE,
    "a Linux program": b"\x7fELF\x02\x01" + bytes(60),
    "a zip archive": packed({"a.txt": "x"}),
    "an Android app": packed({"AndroidManifest.xml": "x", "classes.dex": "x"}),
    "a rar archive": b"Rar!\x1a\x07\x01\0" + bytes(20),
    "a 7z archive": b"7z\xbc\xaf\x27\x1c\0\4" + bytes(20),
    "a packed file": b"\x1f\x8b\x08\0" + bytes(20),
    "a web page": b"<!doctype html><html><script>alert(1)</script></html>",
    "a web page after spaces": b"\xef\xbb\xbf \n\n<HTML>",
    "a web page after words": b"hello <script src=x></script>",
    "a drawing with scripts": b'<?xml version="1.0"?><svg xmlns="x" onload="alert(1)"/>',
    "a shell script": b"#!/bin/sh\nrm -rf /",
    "old Word": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
    "rich text": b"{\\rtf1 hello}",
    "Word with macros": office(
        "application/vnd.ms-word.document.macroEnabled", "word/document.xml", word__vbaProject="x"
    ),
    "Word that hides its macros": office(DOCX, "word/document.xml", word__vbaProject="x"),
    "macros under another name": packed(
        {
            "[Content_Types].xml": f'"{DOCX}.main+xml" application/vnd.ms-office.vbaProject',
            "word/document.xml": "x",
            "word/harmless.xml": "x",
        }
    ),
    "Excel with macros": office(
        "application/vnd.ms-excel.sheet.macroEnabled", "xl/workbook.xml", xl__vbaProject="x"
    ),
    "Word with a program in it": packed(
        {
            "[Content_Types].xml": f'"{DOCX}.main+xml"',
            "word/document.xml": "x",
            "word/embeddings/Invoice.EXE": EXE,
        }
    ),
    "OpenDocument with macros": packed(
        {"mimetype": ODT, "content.xml": "x", "Basic/Standard/script-lb.xml": "x"}
    ),
    "slides": office(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "ppt/presentation.xml",
    ),
    "both Word and Excel": packed(
        {
            "[Content_Types].xml": f'"{DOCX}.main+xml" "{XLSX}.main+xml"',
            "word/document.xml": "x",
            "xl/workbook.xml": "x",
        }
    ),
    "a zip that says it is Word": packed({"word/document.xml": "x", "a.txt": "x"}),
    "a list of parts that is a bomb": packed(
        {
            "[Content_Types].xml": f'"{DOCX}.main+xml"' + TEXT_BOMB,
            "word/document.xml": "x",
        }
    ),
    "half of Word": WORD[: len(WORD) // 2],
    "spaces only": b"  \n\n ",
    "nothing known": bytes(range(256)),
    "a picture behind junk": b"junk" + JPEG,
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED.keys())
def test_harmful_or_unknown_content_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as raised:
        checked(content)
    assert raised.value.refusal is Refusal.KIND


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (JPEG + packed({"x.exe": EXE}), "image/jpeg"),
        (JPEG + b"<script>alert(1)</script>", "image/jpeg"),
        (b"GIF89a/*<html>*/=1;alert(1)", "image/gif"),
        (PDF + packed({"x.exe": EXE}), "application/pdf"),
    ],
)
def test_a_polyglot_is_kept_only_as_the_harmless_type(content: bytes, mime: str) -> None:
    """Name and type are set by us, so nothing opens it as the other type."""
    file = wanted()
    file.id = 7
    file.keep("k", checked(content), len(content))
    assert file.mime == mime and file.name == f"photo-7.{ENDINGS[mime]}"


@pytest.mark.parametrize("content", [EXE + JPEG, EXE + WORD, b"MZ" + PDF])
def test_an_executable_followed_by_a_document_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        checked(content)


@given(st.binary(max_size=300))
def test_any_bytes_are_classified(content: bytes) -> None:
    assert type_of(content) in {*ENDINGS, None}


@given(st.sampled_from([WORD, SHEET, open_document(ODT)]), st.data())
def test_broken_office_files_are_classified(whole: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(4, len(whole) - 1))
    broken = whole[:place] + data.draw(st.binary(min_size=1, max_size=4)) + whole[place + 1 :]
    assert type_of(broken) in {*ENDINGS, None}


def test_empty_and_oversized_files_have_refusals_of_their_own() -> None:
    for content, expected in ((b"", Refusal.NOT_THERE), (bytes(LARGEST + 1), Refusal.TOO_BIG)):
        with pytest.raises(Refused) as raised:
            checked(content)
        assert raised.value.refusal is expected


def test_the_largest_size_is_accepted() -> None:
    assert checked(PNG + bytes(LARGEST - len(PNG))) == "image/png"


@pytest.mark.parametrize(
    ("media", "size", "expected"),
    [
        ("photo", 9, None), ("voice", None, None), ("file", LARGEST, None),
        ("file", LARGEST + 1, Refusal.TOO_BIG), ("file", 25_000_000, Refusal.TOO_BIG),
        ("sticker", 9, Refusal.KIND), ("contact", None, Refusal.KIND),
        ("location", None, Refusal.KIND), ("other", 25_000_000, Refusal.KIND),
    ],
)  # fmt: skip
def test_refusal_by_media_and_declared_size(
    media: str, size: int | None, expected: Refusal | None
) -> None:
    assert refusal(media, size) == expected


def test_an_attachment_becomes_a_wanted_file() -> None:
    file = want(photo(size=9, mime="lies/all"), 1, NOW, submission_id=2, question_id="q")
    assert file == SentFile(1, 2, "q", "photo", "p", 9, NOW)
    assert file.state is FileState.WANTED and file.counts and file.mime is None


@pytest.mark.parametrize(
    ("attachment", "expected"),
    [
        (Attachment("photo", 5), Refusal.NOT_THERE),
        (photo(size=25_000_000), Refusal.TOO_BIG),
        (Attachment("sticker", 5, file_id="s"), Refusal.KIND),
    ],
)
def test_a_refused_attachment_has_its_reason(attachment: Attachment, expected: Refusal) -> None:
    with pytest.raises(Refused) as raised:
        want(attachment, 1, NOW)
    assert raised.value.refusal is expected


def test_retries_back_off_until_giving_up() -> None:
    file, now, waits = wanted(), NOW, []
    while file.counts:
        file.try_later(now, "away", None)
        if file.next_try_at is not None:
            waits.append(file.next_try_at - now)
            now = file.next_try_at
    assert waits[:4] == [timedelta(seconds=s) for s in (1, 2, 4, 8)]
    assert max(waits) == LONGEST_WAIT
    assert GIVE_UP_AFTER <= now - NOW <= GIVE_UP_AFTER + LONGEST_WAIT
    assert (file.state, file.failure, file.next_try_at) == (FileState.FAILED, "away", None)


def test_requested_wait_is_used() -> None:
    file = wanted()
    file.try_later(NOW, "busy", timedelta(seconds=77))
    assert file.next_try_at == NOW + timedelta(seconds=77)


def test_a_kept_file_is_enclosed_with_its_medium() -> None:
    file = wanted()
    file.keep("k", "image/jpeg", 60)
    file.id = 3
    assert file.as_enclosure() == KeptFile(3, "photo")
    assert (file.size, file.name, file.counts) == (60, "photo-3.jpg", True)


def test_a_refused_file_does_not_count() -> None:
    file = wanted()
    file.refuse(Refusal.KIND)
    assert not file.counts and file.failure == "kind"
