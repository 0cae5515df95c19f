"""How answers and questions are shown."""

from decimal import Decimal

import pytest

from bot.kernel.messages import Amount, Listing, Param, Phrase, Verbatim, message, phrase, quiet
from bot.questionnaire.buttons import (
    ExplainSimpler,
    FinishChoices,
    GiveAnswer,
    GoBack,
    Pause,
    Ref,
    ShowExample,
    SkipQuestion,
    ToggleChoice,
)
from bot.questionnaire.rules.item_lines import ItemLine, dump
from bot.questionnaire.rules.questionnaire import Choice, Question, Questionnaire
from bot.questionnaire.views.steps import (
    answer_given,
    choice_buttons,
    explanation,
    explanation_buttons,
    item_list,
    navigation_buttons,
    plain_answer,
    question_left,
    shortened,
)
from tests.questionnaire.test_session import NOON, SampleSession, at

ONE = Question("one", "One", "One?", "one", choices=(Choice("a", "A"), Choice("b", "B")))
SEVERAL = Question("two", "Two", "Two?", "several", choices=ONE.choices)
TEXT = Question("text", "Text", "Text?", "text", optional=True, example="e", simpler="s")
MONEY = Question("money", "Money", "Money?", "number", unit="kr")
COUNT = Question("count", "Count", "Count?", "number")
ITEMS = Question("items", "Items", "Items?", "items")
ALL = Questionnaire((ONE, SEVERAL, TEXT))
REF = Ref("w", 31)
A, B = phrase("A"), phrase("B")


def text_of(shown: Param) -> str:
    assert isinstance(shown, Phrase)
    return shown.text


def value_of(shown: Param, name: str) -> Param:
    assert isinstance(shown, Phrase)
    return dict(shown.params)[name]


@pytest.mark.parametrize(
    ("question", "value", "shown"),
    [
        (ONE, "a", A),
        (SEVERAL, "a", A),
        (SEVERAL, "a,b", Listing((A, B))),
        (COUNT, "25", Amount(Decimal(25))),
        (MONEY, "25", phrase("{amount} kr", amount=Amount(Decimal(25)))),
        (COUNT, "many", Verbatim("many")),
        (ITEMS, "[]", phrase("nothing to pay")),
    ],
)
def test_answer_is_shown_and_printed(question: Question, value: str, shown: Param) -> None:
    assert answer_given(question, value) == phrase("✔ {answer}", answer=shown)
    assert plain_answer(question, value, 0) == shown


@pytest.mark.parametrize("question", [ONE, SEVERAL])
def test_dropped_choice_counts_as_no_answer(question: Question) -> None:
    assert answer_given(question, "gone") == plain_answer(question, "gone", 0)
    assert text_of(plain_answer(question, "gone", 0)) == "➖ no answer"


@pytest.mark.parametrize(
    ("value", "files", "text"),
    [
        (None, 0, "➖ no answer"), ("", 0, "➖ no answer"), ("hi", 0, "✔ “{words}”"),
        ("", 2, "✔ 📎 {files}"), (None, 2, "✔ 📎 {files}"), ("hi", 2, "✔ “{words}” 📎 {files}"),
    ],
)  # fmt: skip
def test_text_and_files_are_shown(value: str | None, files: int, text: str) -> None:
    assert text_of(answer_given(TEXT, value, files)) == text


def test_printed_text_stands_without_marks_and_files_are_counted() -> None:
    assert plain_answer(TEXT, "hi", 1) == Verbatim("hi")
    assert text_of(plain_answer(TEXT, "", 1)) == "{count} file"


def test_long_text_is_cut_with_an_ellipsis() -> None:
    assert shortened("four", 4) == shortened("four", None) == "four"
    assert shortened("fours", 4) == "four…"
    assert shortened("to earn", 3) == "to…"
    assert value_of(answer_given(TEXT, "fours", 0, 4), "words") == Verbatim("four…")


def test_items_are_shown_with_their_amounts() -> None:
    rent, bus = ItemLine(1, "rent", Decimal(5)), ItemLine(2, "bus", None)
    total = ItemLine(3, "Start costs", Decimal(7), own=False)
    [line] = [item_list(dump([rent]))]
    assert text_of(line) == "{name}: {amount} kr" and value_of(line, "name") == Verbatim("rent")
    lines = item_list(dump([bus, total, ItemLine(4, "", Decimal(1))]))
    assert isinstance(lines, Listing)
    how_much, translated, nameless = lines.items
    assert text_of(how_much) == "{name}: how much?"
    assert value_of(translated, "name") == phrase("Start costs")
    assert value_of(nameless, "name") == phrase("Without a name")


def test_question_that_was_left_has_no_buttons() -> None:
    assert question_left(ONE) == message(quiet(phrase("One?")))


def test_each_choice_has_a_row_of_its_own() -> None:
    rows = choice_buttons(REF, at(ONE), ONE)
    assert [[b.data for b in row] for row in rows] == [
        [REF.data(GiveAnswer, "one", "a")], [REF.data(GiveAnswer, "one", "b")],
    ]  # fmt: skip


def test_ticked_choices_are_marked() -> None:
    session = at(SEVERAL)
    session.pending = "b"
    rows = choice_buttons(REF, session, SEVERAL)
    assert [row[0].label for row in rows] == [
        phrase("☐ {choice}", choice=A), phrase("☑ {choice}", choice=B), phrase("✅ Done"),
    ]  # fmt: skip
    assert [row[0].data for row in rows] == [
        REF.data(ToggleChoice, "two", "a"), REF.data(ToggleChoice, "two", "b"),
        REF.data(FinishChoices, "two"),
    ]  # fmt: skip


def moves(session: SampleSession, question: Question) -> list[str]:
    return [button.data for button in navigation_buttons(REF, session, question, ALL)]


def test_navigation_offers_what_is_possible() -> None:
    pause = REF.data(Pause)
    assert moves(at(ONE), ONE) == [pause]
    assert moves(at(SEVERAL), SEVERAL) == [REF.data(GoBack, "two"), pause]
    assert moves(at(TEXT), TEXT) == [
        REF.data(GoBack, "text"), REF.data(SkipQuestion, "text"), pause,
    ]  # fmt: skip


def test_first_question_can_be_left_while_correcting() -> None:
    session = SampleSession(started_at=NOON, current="one", correcting=True)
    assert moves(session, ONE) == [REF.data(GoBack, "one"), REF.data(Pause)]


def test_help_that_is_shown_has_no_button() -> None:
    example, simpler = REF.data(ShowExample, "text"), REF.data(ExplainSimpler, "text")
    assert [b.data for b in explanation_buttons(REF, TEXT, None)] == [example, simpler]
    assert [b.data for b in explanation_buttons(REF, TEXT, "example")] == [simpler]
    assert [b.data for b in explanation_buttons(REF, TEXT, "simpler")] == [example]
    assert explanation_buttons(REF, ONE, None) == []
    assert explanation(TEXT, None) == explanation(ONE, "example") == explanation(ONE, "simpler")
    assert text_of(explanation(TEXT, "example")[0]) == "💡 For example: “{example}”"
    assert text_of(explanation(TEXT, "simpler")[0]) == "🔎 {simpler}"
