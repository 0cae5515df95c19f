"""Answers that are lists: lines are added, changed and removed."""

from decimal import Decimal

import pytest

from bot.questionnaire.rules.item_lines import (
    MAX_LINES,
    MAX_NAME_LENGTH,
    ItemLine,
    clean_name,
    dump,
    first_incomplete,
    remove,
)
from bot.questionnaire.rules.lists import add_lines, chosen_line, lines_of, remove_line
from bot.questionnaire.rules.questionnaire import Question
from bot.questionnaire.rules.session import NotOpen
from tests.questionnaire.test_session import LATER, NOON, SampleSession, at

COSTS = Question("costs", "Costs", "Costs?", "items")
RENT, PHONE = ItemLine(1, "rent", Decimal(4500)), ItemLine(2, "phone", Decimal(150))


def with_lines(*lines: ItemLine) -> SampleSession:
    session = at(COSTS)
    session.answers["costs"] = session.new_answer("costs", dump(lines), 1, NOON)
    return session


def test_added_lines_are_stored_and_end_a_pause() -> None:
    session = at(COSTS)
    session.paused_at = NOON
    assert add_lines(session, COSTS, [("rent", Decimal(4500)), ("phone", Decimal(150))], 7, LATER)
    assert lines_of(session, COSTS) == (RENT, PHONE)
    assert not session.is_stale(LATER) and session.active_at == LATER
    assert (session.answers["costs"].sequence, session.current) == (7, "costs")


def test_amount_of_the_chosen_line_is_changed() -> None:
    session = with_lines(RENT, PHONE)
    session.pending = "2"
    assert chosen_line(session) == 2
    assert add_lines(session, COSTS, [("", Decimal(99))], 2, NOON)
    assert lines_of(session, COSTS)[1].amount == 99
    assert chosen_line(session) is None, "the change is finished"


def test_full_list_says_so_and_keeps_its_lines() -> None:
    lines = [ItemLine(n, f"item {n}", Decimal(n)) for n in range(1, MAX_LINES + 1)]
    session = with_lines(*lines)
    assert not add_lines(session, COSTS, [("one more", Decimal(1))], 2, NOON)
    assert lines_of(session, COSTS) == tuple(lines)
    assert add_lines(session, COSTS, [("ITEM 1", Decimal(5))], 3, NOON), "a change fits"


def test_removed_line_leaves_the_others() -> None:
    session = with_lines(RENT, PHONE)
    remove_line(session, COSTS, 1, 2, NOON)
    assert lines_of(session, COSTS) == (PHONE,)
    assert remove((RENT, PHONE), 9) == (RENT, PHONE)


def test_removing_the_last_line_leaves_no_answer() -> None:
    session = with_lines(RENT)
    session.pending = "1"
    remove_line(session, COSTS, 1, 2, NOON)
    assert not session.has_answer("costs") and session.pending == ""
    remove_line(session, COSTS, 1, 3, NOON)  # a second press of the same button
    assert not session.has_answer("costs")


def test_closed_session_refuses_lines() -> None:
    session = at(COSTS)
    session.closed = True
    with pytest.raises(NotOpen):
        add_lines(session, COSTS, [("rent", Decimal(1))], 1, NOON)
    assert not session.answers


def test_line_without_amount_or_name_is_incomplete() -> None:
    no_amount, no_name = ItemLine(2, "bus", None), ItemLine(3, "", Decimal(4))
    assert first_incomplete((RENT, no_amount, no_name)) is no_amount
    assert first_incomplete((RENT, no_name)) is no_name
    assert first_incomplete((RENT, PHONE)) is None


def test_long_name_is_cut_with_an_ellipsis() -> None:
    assert clean_name("x" * MAX_NAME_LENGTH) == "x" * MAX_NAME_LENGTH
    assert clean_name("x" * (MAX_NAME_LENGTH + 1)) == "x" * (MAX_NAME_LENGTH - 1) + "…"
