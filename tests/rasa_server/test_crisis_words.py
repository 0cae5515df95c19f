"""The examination hears crises as the assistant does: the word list speaks before Rasa."""

from dataclasses import replace

import pytest
from bot.domain.distress import DistressList

from rasa_server import crisis_words, report
from rasa_server.evaluate import heard_first
from rasa_server.scoring import Judged

MISHEARD = Judged("en", "I want to kill myself", "distress", "out_of_scope", 0.7, 10.0)
CALM = Judged("en", "when is the next meeting", "book_meeting", "book_meeting", 0.9, 10.0)


@pytest.fixture(scope="module")
def crises() -> DistressList:
    return crisis_words.load()


def test_what_the_list_catches_is_distress_whatever_rasa_made_of_it(
    crises: DistressList,
) -> None:
    heard = heard_first(MISHEARD, crises)
    assert heard.is_right and heard.by_word_list
    assert heard.answered == "distress" and heard.confidence == 1.0


def test_what_it_does_not_catch_stays_as_rasa_read_it(crises: DistressList) -> None:
    assert heard_first(CALM, crises) == CALM


def test_a_false_alarm_of_the_list_counts_against_us(crises: DistressList) -> None:
    heard = heard_first(replace(MISHEARD, expected="show_progress"), crises)
    assert heard.is_harmful


def test_every_language_has_its_words(crises: DistressList) -> None:
    said = ["I want to kill myself", "jeg vil ikke leve mere", "min mand slår mig"]
    assert all(crises.kind_of(text) for text in said)


def test_the_page_says_what_the_list_caught(crises: DistressList) -> None:
    judged = [heard_first(MISHEARD, crises), CALM]
    page = report.page(judged, curve=[(10, 0.5)], megabytes=300, examples=10)
    assert "1 of the 1 messages of distress, and 0 others" in page
