"""The limits of what is accepted and retried, and what is said about a file."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.files import views
from bot.files.rules.file_types import DOCX, ODS, ODT, XLSX, type_of
from bot.files.rules.files import FileState, Refusal, SentFile
from bot.kernel.commands import ParticipantCommand, RunCommand
from bot.kernel.messages import KeptFile
from tests.helpers.files import JPEG, office, open_document, packed
from tests.helpers.messages import data, parameter, texts

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
MAIN = f'"{DOCX}.main+xml"'


def wanted() -> SentFile:
    return SentFile(1, 2, "q", "photo", "t", 9, NOW)


@pytest.mark.parametrize(("size", "accepted"), [(1_000_000, True), (1_000_001, False)])
def test_list_of_parts_has_at_most_a_million_bytes(size: int, accepted: bool) -> None:
    content = packed(
        {"[Content_Types].xml": MAIN + " " * (size - len(MAIN)), "word/document.xml": "x"}
    )
    assert type_of(content) == (DOCX if accepted else None)


@pytest.mark.parametrize(("size", "accepted"), [(2_000_000, True), (2_000_001, False)])
def test_text_has_at_most_two_million_bytes(size: int, accepted: bool) -> None:
    assert type_of(b"a " * (size // 2) + b"a" * (size % 2)) == ("text/plain" if accepted else None)


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_text_may_begin_with_a_byte_order_mark(mark: str) -> None:
    assert type_of("Jeg hedder Amina".encode(mark)) == "text/plain"
    assert type_of("#!/bin/sh".encode(mark)) is None


@pytest.mark.parametrize(
    "content",
    [
        b"hello\x00",
        b"hello\x08",
        b"hello\x0b",
        b"hello\x1f",
        b"hello\x7f",
        b"caf\xe9",
        b"\xff\xfea",
    ],
)
def test_text_with_control_characters_or_of_unknown_encoding_is_refused(content: bytes) -> None:
    assert type_of(content) is None


def test_text_may_have_tabs_and_lines() -> None:
    assert type_of(b"a\tb\r\nc\x0cd\n") == "text/plain"


@pytest.mark.parametrize("mime", [ODT, ODS])
def test_open_document_begins_with_its_type(mime: str) -> None:
    assert type_of(open_document(mime)) == mime
    assert type_of(packed({"content.xml": "<x/>", "mimetype": mime})) is None
    assert type_of(packed({"mimetype": mime})) is None
    assert type_of(open_document("application/vnd.oasis.opendocument.graphics")) is None


def test_office_file_needs_its_main_part_and_its_type() -> None:
    assert type_of(packed({"[Content_Types].xml": MAIN, "other.xml": "x"})) is None
    assert type_of(packed({"[Content_Types].xml": "<x/>", "word/document.xml": "x"})) is None
    assert type_of(office(XLSX, "word/document.xml")) is None


@pytest.mark.parametrize(
    ("hours", "attempts", "state"),
    [
        (6, 5, FileState.FAILED),
        (6, 4, FileState.WANTED),
        (5.99, 5, FileState.WANTED),
        (48, 4, FileState.WANTED),
    ],
)
def test_fetching_is_given_up_after_six_hours_and_five_attempts(
    hours: float, attempts: int, state: FileState
) -> None:
    file = wanted()
    file.attempts = attempts
    file.try_later(NOW + timedelta(hours=hours), "away", None)
    assert file.state is state and file.failure == "away"
    assert file.attempts == attempts + (state is FileState.WANTED)


def test_waits_for_the_next_attempt_grow_up_to_five_minutes() -> None:
    file = wanted()
    for _ in range(20):
        file.try_later(NOW, "away", None)
    assert file.next_try_at == NOW + timedelta(minutes=5)
    file.try_later(NOW, "away", timedelta())
    assert file.next_try_at == NOW, "a wait of nothing is a wait, too"


@pytest.mark.parametrize(
    ("media", "what"),
    [("photo", "photo"), ("voice", "voice"), ("file", "file"), ("video", "file")],
)
def test_name_and_medium_are_ours(media: str, what: str) -> None:
    file = SentFile(1, 2, "q", media, "t", 9, NOW, id=7)
    assert file.name == f"{what}-7.bin"
    file.keep("k", "image/png", 60)
    assert file.name == f"{what}-7.png" and file.as_enclosure() == KeptFile(7, what)  # type: ignore[arg-type]  # a medium


def test_state_changes_end_the_waiting() -> None:
    steps: list[tuple[Callable[[SentFile], None], FileState]] = [
        (lambda f: f.keep("k", "image/png", 60), FileState.KEPT),
        (lambda f: f.remove(), FileState.REMOVED),
        (lambda f: f.refuse(Refusal.KIND), FileState.REFUSED),
        (lambda f: f.give_up("away"), FileState.FAILED),
    ]
    for settle, state in steps:
        file = SentFile(1, 2, "q", "photo", "t", 9, NOW, next_try_at=NOW)
        settle(file)
        assert (file.state, file.next_try_at) == (state, None)
        assert file.counts is (state is FileState.KEPT)


CALL, MENU, TASK = (
    [RunCommand(command).pack()]
    for command in (
        ParticipantCommand.CONSULTANT,
        ParticipantCommand.MENU,
        ParticipantCommand.TASK,
    )
)


@pytest.mark.parametrize(
    ("refusal", "lines"),
    [
        (
            Refusal.TOO_BIG,
            [
                "Your file is too big for me. I can take up to {limit} MB.",
                "Please send a shorter recording or a smaller file. A photo of it works too.",
            ],
        ),
        (
            Refusal.KIND,
            [
                "I cannot open a file of that kind.",
                "A photo, a voice message, a PDF or a Word file works. You can also write to me.",
            ],
        ),
        (
            Refusal.NOT_THERE,
            [
                "I did not get your file. That is not your fault.",
                "Please send it once more.",
            ],
        ),
    ],
)
def test_refusal_says_what_to_do_instead(refusal: Refusal, lines: list[str]) -> None:
    shown = views.not_taken(refusal)
    assert texts(shown) == lines and data(shown) == [CALL, MENU]


def test_limit_is_named_in_megabytes() -> None:
    assert str(parameter(views.too_big(), "limit")).count("20") == 1


def test_file_without_an_open_task_leads_to_the_task() -> None:
    shown = views.to_which_task()
    assert texts(shown) == [
        "Thank you! I do not know which task this is for.",
        "Open the task first, then send it again there.",
    ]
    assert data(shown) == [TASK, CALL, MENU]
    assert texts(views.enough()) == [
        "That is enough for this step. You can remove the files, or go on."
    ]


def test_picture_is_recognised_whatever_follows() -> None:
    assert type_of(JPEG + b"\x00" * 10) == "image/jpeg"
