"""What is said about absences, and when an answer can be expected."""

from datetime import date, time

import pytest

from bot.kernel.messages import Message, message
from bot.office.forms import AbsenceForm
from bot.office.rules.consultants import Consultant
from bot.office.rules.hours import Expected
from bot.office.views import absences as views
from bot.office.views import expected
from tests.helpers.rendered import data, labels, lines

TODAY, UNTIL = date(2026, 11, 2), date(2026, 11, 6)
METTE, JENS = Consultant(1, "Mette"), Consultant(2, "Jens")
AWAY = Consultant(1, "Mette", TODAY, UNTIL)
HINT = "Press one. Or reply to this message: the last day, for example 24/12, or how many days."
METTE_IS_AWAY = "☁ Mette is away until Friday, November 6."


def test_last_day_of_an_absence_is_chosen_or_written() -> None:
    shown = views.ask_until(METTE, TODAY, [TODAY, UNTIL])
    assert lines(shown) == ["Until when are you away?", HINT]
    assert labels(shown)[:2] == [["Only today"], ["Until Friday, November 6"]]
    assert data(shown) == [["a:u:1:20261102"], ["a:u:1:20261106"], ["a:x:1"]]
    assert shown.form == AbsenceForm(1)
    again = views.ask_until(AWAY, TODAY, [])
    assert lines(again) == ["Until when are you away?", METTE_IS_AWAY, HINT]


def test_substitute_is_chosen_among_the_colleagues_or_nobody() -> None:
    shown = views.ask_substitute(METTE, UNTIL, [JENS])
    assert lines(shown) == ["Who stands in for you until Friday, November 6?"]
    assert labels(shown)[:2] == [["Jens"], ["Nobody"]]
    assert data(shown) == [["a:s:1:20261106:2"], ["a:s:1:20261106:0"], ["a:x:1"]]


@pytest.mark.parametrize(
    ("message", "text", "buttons"),
    [
        (views.away(AWAY, JENS),
         [METTE_IS_AWAY, "Jens stands in.", "Write /back when you are here again."],
         [["a:b:1"]]),
        (views.colleague_away(AWAY, JENS), [METTE_IS_AWAY, "Jens stands in."], []),
        (views.colleague_away(AWAY, None), [METTE_IS_AWAY], []),
        (views.back(METTE), ["👋 Mette is here again."], []),
        (views.is_not_away(), ["No absence is noted just now."], []),
        (views.of_a_colleague("Mette"),
         ["Only Mette can press that. Write /absent when you are away yourself."], []),
        (views.not_understood(),
         ["Please write the last day, for example 24/12, or how many days, for example 5."], []),
        (views.past(), ["That day has passed. Please choose a day that is still to come."], []),
        (views.too_long(),
         ["That is more than a year. Please choose a day that comes sooner."], []),
        (views.cancelled(), ["Nothing was changed."], []),
    ],
)  # fmt: skip
def test_answers_about_absences(
    message: Message, text: list[str], buttons: list[list[str]]
) -> None:
    assert lines(message) == text and data(message) == buttons and message.form is None


@pytest.mark.parametrize(
    ("day", "before", "text"),
    [
        (2, 16, "Your consultant usually answers today before 16:00."),
        (3, 12, "Your consultant usually answers tomorrow morning."),
        (3, 14, "Your consultant usually answers tomorrow before 14:00."),
        (4, 12, "Your consultant usually answers on Wednesday, November 4."),
        (1, 12, "Your consultant usually answers on Sunday, November 1."),
    ],
)
def test_when_an_answer_can_be_expected(day: int, before: int, text: str) -> None:
    for is_open in (True, False):
        told = Expected(date(2026, 11, day), time(before), TODAY, is_open)
        closed = [] if is_open else ["The office is closed now."]
        assert lines(message(*expected.when(told))) == [*closed, text]
