"""The form in which a consultant fills a sentence, step by step, and what comes of it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.kernel.messages import Message
from bot.kernel.participants import Participant
from bot.phrasebook import views
from bot.phrasebook.forms import PhraseForm
from bot.phrasebook.rules import TYPED, Blank, Category, Filling, Preset, Sentence
from tests.helpers.rendered import data, labels, lines

NOON = datetime(2026, 11, 2, 11, tzinfo=UTC)
AMINA = Participant(42, "Amina", "tr", NOON, id=7)
DAY, TIME = Blank("date", "day", "Which day?"), Blank("time", "time", "When?")
PLACE = Blank(
    "place", "words", "Where?",
    (Preset("Town Hall", translated=False), Preset("☰ Menu", translated=True)),
)  # fmt: skip
FREE = Blank("what", "words", "What?")
MEET = Sentence("meet", "{date} {time} {place}", (DAY, TIME, PLACE), {"ar": "Hanan A."})
THANKS = Sentence("thanks", "☰ Menu")
MEETINGS = Category("meetings", "Meetings", (MEET, THANKS))
DAYS = [date(2026, 12, 7), date(2026, 12, 8)]
CHOSEN = ("20261207", "0930", "0")
FILLED = Filling(MEET, CHOSEN)


def ask(filling: Filling) -> Message:
    blank = filling.next_blank
    assert blank is not None
    return views.ask(AMINA, MEETINGS, filling, blank, DAYS)


def test_categories_are_chosen_by_their_titles() -> None:
    shown = views.categories(AMINA, [MEETINGS, Category("other", "Others", ())])
    assert lines(shown) == ["What would you like to say to Amina?", "Language: Turkish"]
    assert labels(shown)[:2] == [["Meetings"], ["Others"]]
    assert data(shown) == [["q:c:7:meetings"], ["q:c:7:other"], ["q:x:7"]]
    assert shown.form == PhraseForm(7)


def test_sentences_are_chosen_by_their_numbers_with_gaps_for_their_blanks() -> None:
    shown = views.sentences(AMINA, MEETINGS)
    assert lines(shown) == [
        "To Amina", "Meetings", "1. ____ ____ ____", "2. ☰ Menu",
        "Press the number of a sentence. Nothing is sent yet.",
    ]  # fmt: skip
    assert labels(shown)[0] == ["1", "2"]
    assert data(shown) == [["q:p:7:meet", "q:p:7:thanks"], ["q:oe:7", "q:x:7"]]
    assert shown.form == PhraseForm(7)


def test_numbers_stand_four_in_a_row() -> None:
    many = replace(MEETINGS, sentences=tuple(Sentence(f"s{n}", "Hi") for n in range(5)))
    assert [len(row) for row in data(views.sentences(AMINA, many))] == [4, 1, 2]


def test_day_is_asked_for_first_with_the_way_back_to_the_category() -> None:
    shown = ask(Filling(MEET))
    assert lines(shown) == [
        "To Amina", "____ ____ ____", "Which day?",
        "Press a day. Or reply to this message with a day, for example 7/12.",
    ]  # fmt: skip
    assert data(shown) == [
        ["q:p:7:meet:20261207"], ["q:p:7:meet:20261208"], ["q:c:7:meetings", "q:x:7:meet"],
    ]  # fmt: skip
    assert shown.form == PhraseForm(7, "meet")


def test_time_is_asked_for_next_with_the_way_back_to_the_day() -> None:
    shown = ask(Filling(MEET, CHOSEN[:1]))
    assert lines(shown)[1:3] == ["Monday, December 7 ____ ____", "When?"]
    assert lines(shown)[-1].startswith("Press a time. Or reply to this message with a time")
    hours = [f"q:p:7:meet:20261207:{hour:02}00" for hour in range(8, 16)]
    back, cancel = "q:p:7:meet", "q:x:7:meet:20261207"
    assert data(shown) == [hours[:4], hours[4:], [back, cancel]]
    assert shown.form == PhraseForm(7, "meet", CHOSEN[:1])


def test_words_are_chosen_by_number_or_typed() -> None:
    shown = ask(Filling(MEET, CHOSEN[:2]))
    assert lines(shown)[2:] == [
        "Where?", "1. Town Hall", "2. ☰ Menu",
        "Press a number. Or reply with your own words: they are not translated.",
    ]  # fmt: skip
    assert data(shown)[0] == ["q:p:7:meet:20261207:0930:0", "q:p:7:meet:20261207:0930:1"]
    free = ask(Filling(Sentence("say", "{what}", (FREE,))))
    assert lines(free)[-1] == (
        "Reply to this message with your own words. They are not translated."
    )
    assert data(free) == [["q:c:7:meetings", "q:x:7:say"]]


@pytest.mark.parametrize(
    ("language", "as_read"),
    [
        ("da", []),
        ("en", ["Language: English", "Monday, December 7 9:30 Town Hall"]),
        ("tr", ["Language: Turkish", "7 Aralık Pazartesi 9:30 Town Hall",
                "Not yet confirmed by a native speaker."]),
    ],
)  # fmt: skip
def test_preview_shows_the_sentence_as_it_is_read_and_who_confirmed_it(
    language: str, as_read: list[str]
) -> None:
    shown = views.preview(replace(AMINA, language=language), MEETINGS, FILLED)
    found = [line.replace("09", "9").replace(" at", "") for line in lines(shown)]
    assert found == ["To Amina", "Monday, December 7 9:30 Town Hall", *as_read]
    code = "20261207:0930"
    assert data(shown) == [
        [f"q:s:7:meet:{code}:0"], [f"q:p:7:meet:{code}", f"q:x:7:meet:{code}:0"],
    ]  # fmt: skip
    assert shown.form == PhraseForm(7, "meet", CHOSEN)


def test_preview_names_the_native_speaker_and_warns_of_a_blocked_bot() -> None:
    shown = views.preview(replace(AMINA, language="ar", unreachable_since=NOON), MEETINGS, FILLED)
    assert lines(shown)[-2:] == [
        "Confirmed by a native speaker: Hanan A.",
        "Amina has blocked me. My messages do not arrive.",
    ]


def test_typed_words_are_kept_in_the_form() -> None:
    filling = Filling(MEET, CHOSEN[:2]).typed("Room 5")
    shown = views.preview(AMINA, MEETINGS, filling)
    assert shown.form == PhraseForm(7, "meet", (*CHOSEN[:2], TYPED), {"place": "Room 5"})
    assert lines(shown)[1].endswith("Room 5")


@pytest.mark.parametrize(
    ("message", "text", "buttons"),
    [
        (views.to_participant("Mette", Filling(THANKS)),
         ["Mette (consultant) writes:", "☰ Menu"], []),
        (views.sent("Mette", AMINA, Filling(THANKS)),
         ["Mette has sent this to Amina (Turkish):", "☰ Menu"], [["q:o:7"]]),
        (views.cancelled(AMINA), ["Nothing was sent to Amina."], [["q:o:7"]]),
        (views.closed_already(AMINA),
         ["That message to Amina was sent or closed already. Nothing more was sent."], []),
        (views.not_understood(DAY),
         ["I need one day in the coming months. Please write it like 7/12."], []),
        (views.not_understood(TIME),
         ["I need one time of day. Please write it like 9:30."], []),
        (views.not_understood(FREE),
         ["That is too long. Please use at most 120 characters."], []),
    ],
)  # fmt: skip
def test_end_of_the_form_and_what_was_not_understood(
    message: Message, text: list[str], buttons: list[list[str]]
) -> None:
    assert lines(message) == text and data(message) == buttons and message.form is None
