"""Lists of items with amounts: the forms people write, limits, hostile text."""

from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.questionnaire.rules import item_lines
from bot.questionnaire.rules.item_lines import (
    MAX_LINES,
    MAX_NAME_LENGTH,
    ItemLine,
    add,
    clean_name,
    load,
    read_lines,
)

D = Decimal


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("rent 4.500", "en", [("rent", 4500)]),
        ("husleje: 4.500 kr", "da", [("husleje", 4500)]),
        ("Husleje 4 500,50 kr.", "da", [("Husleje", D("4500.50"))]),
        ("rent 4500\nphone 150 kr.\n- bus 4", "en", [("rent", 4500), ("phone", 150), ("bus", 4)]),
        ("husleje 4.500, strøm 800", "da", [("husleje", 4500), ("strøm", 800)]),
        ("husleje 4.500 og strøm 800", "da", [("husleje", 4500), ("strøm", 800)]),
        ("4500 rent", "en", [("rent", 4500)]),
        ("4500", "en", [("", 4500)]),
        ("rent", "en", [("rent", None)]),
        ("3 chairs 900", "en", [("3 chairs", 900)]),
        ("chair 2 x 300", "en", [("chair", 600)]),
        ("rent five thousand", "en", [("rent", 5000)]),
        ("phone 2015", "en", [("phone", 2015)]),
        ("الإيجار ٤٥٠٠ كرون", "ar", [("الإيجار", 4500)]),
        ("اجاره ۴٬۵۰۰", "fa", [("اجاره", 4500)]),
        ("ijaar 600 bishii", "so", [("ijaar", 600)]),
        ("-500 rent", "en", [("rent", None)]),
        ("rent 0", "en", [("rent", 0)]),
        ("", "en", []),
        ("…", "en", [("…", None)]),
    ],
)  # fmt: skip
def test_items_and_amounts_are_parsed(
    text: str, language: str, found: list[tuple[str, int | Decimal | None]]
) -> None:
    assert read_lines(text, language) == found


@pytest.mark.parametrize(
    "name", ["{{7*7}}", '#read("/etc/passwd")', "<b>lamp</b>", "*lamp*lamp", "%s %(x)s {0}"]
)
def test_markup_in_a_name_is_kept_literally(name: str) -> None:
    assert read_lines(f"{name} 49", "en") == [(clean_name(name), D(49))]
    assert clean_name(name).strip("*") == name.strip("*")


def test_direction_and_control_characters_are_removed_from_names() -> None:
    assert clean_name("\u202eevil\u202d \u2066lamp\x00\ud800") == "evil lamp"
    assert clean_name("نیم\u200cکره") == "نیم\u200cکره"  # Persian needs this one


def test_lines_beyond_the_maximum_are_left_out() -> None:
    found = read_lines("\n".join(f"thing {n} {n} kr" for n in range(10_000)), "en")
    assert len(found) == MAX_LINES + 1
    assert len(add((), found, None)) == MAX_LINES


@pytest.mark.parametrize("text", ["2 x " * 800, ", " * 1700, "1 " * 1750, "9" * 3500, "\n" * 3500])
def test_pathological_text_is_parsed_quickly(text: str) -> None:
    started = process_time()
    read_lines(text, "da")
    assert process_time() - started < 1


@given(st.text(max_size=300), st.sampled_from(["da", "en", "ar", "fa", "ur", "so"]))
@settings(max_examples=150, deadline=None)
def test_parsed_lines_survive_dump_and_load(text: str, language: str) -> None:
    lines = add((), read_lines(text, language), None)
    assert load(item_lines.dump(lines)) == lines
    assert all(len(line.name) <= MAX_NAME_LENGTH and "\n" not in line.name for line in lines)
    assert all(line.amount is None or line.amount >= 0 for line in lines)
    assert len({line.id for line in lines}) == len(lines)


@pytest.mark.parametrize("value", [None, "", "{}", "[1]", '[["a","b","c",true]]', "4500", "null"])
def test_undecodable_value_loads_as_an_empty_list(value: str | None) -> None:
    assert load(value) == ()


def test_known_name_gets_the_new_amount() -> None:
    lines = add((ItemLine(1, "Rent", D(4500)),), [("rent", D(5000))], None)
    assert lines == (ItemLine(1, "Rent", D(5000)),)


def test_bare_number_or_name_completes_the_line_that_lacks_it() -> None:
    asked = (ItemLine(1, "Rent", D(4500)), ItemLine(2, "Phone", None))
    assert add(asked, [("", D(150))], None)[1].amount == 150
    assert add(asked, [("", D(150))], 1)[0].amount == 150  # chosen to be changed
    assert add((ItemLine(1, "", D(150)),), [("Phone", None)], None) == (
        ItemLine(1, "Phone", D(150)),
    )


def test_total_of_a_task_is_replaced_by_single_items() -> None:
    total = (ItemLine(1, "Start costs in total", D(1300), own=False),)
    assert add(total, [("lamp", D(300))], None) == (ItemLine(2, "lamp", D(300)),)


def test_total_of_a_task_stays_beside_a_bare_amount() -> None:
    total = ItemLine(1, "Start costs in total", D(1300), own=False)
    assert add((total,), [("", D(300))], None) == (total, ItemLine(2, "", D(300)))


def test_own_lines_stay_when_a_named_item_is_added() -> None:
    rent = ItemLine(1, "rent", D(4500))
    assert add((rent,), [("lamp", D(300))], None) == (rent, ItemLine(2, "lamp", D(300)))


def test_name_without_amount_keeps_the_amount_of_its_line() -> None:
    asked = (ItemLine(1, "Rent", D(4500)), ItemLine(2, "", D(99)))
    assert add(asked, [("rent", None)], None) == asked
    assert add(asked, [("Bus", D(400))], None)[-1] == ItemLine(3, "Bus", D(400))


def test_first_line_gets_the_id_one() -> None:
    assert add((), [("rent", D(1)), ("bus", None)], None) == (
        ItemLine(1, "rent", D(1)),
        ItemLine(2, "bus", None),
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2 x 3 x 5", [("2 x 3 x", D(5))]),
        ("rent 4500 and power 800 and bus 4", [("rent", 4500), ("power", 800), ("bus", 4)]),
        ("4 chairs 900 kr", [("4 chairs", 900)]),
        ("rent 0.5", [("rent", D("0.5"))]),
        ("rent 400 and chairs 2 x 300", [("rent", 400), ("chairs 2 x", 300)]),
        ("2 x 3rd", [("2 x 3rd", 2)]),
        ("1000 x 1000000000000", [("", D(10) ** 15)]),
        ("1001 x 1000000000000", [("", None)]),
        ("3 stk. x 20 cups", [("cups", 60)]),
    ],
)
def test_several_numbers_on_a_line_are_told_apart(
    text: str, found: list[tuple[str, Decimal | None]]
) -> None:
    assert read_lines(text, "en") == found


def test_only_the_start_of_a_very_long_line_is_read() -> None:
    assert read_lines("x" * 296 + " 123456", "en")[0][1] == 123
    assert read_lines("x" * 300 + " 5", "en")[0][1] is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [("one two three four five", True), ("one two three four five six", False)],
)
def test_line_of_a_list_has_at_most_five_words(words: str, expected: bool) -> None:
    assert item_lines.is_item_list([(words, D(5))], words) is expected


def test_question_in_arabic_script_is_no_list() -> None:
    assert not item_lines.is_item_list([("الإيجار", D(5))], "الإيجار 5؟")
    assert not item_lines.is_item_list([], "")


def test_stored_lines_are_readable_text() -> None:
    lines = [ItemLine(1, "strøm", D("800.50")), ItemLine(2, "bus", None, own=False)]
    assert item_lines.dump(lines) == '[[1,"strøm","800.50",true],[2,"bus",null,false]]'


def test_new_line_gets_an_unused_id() -> None:
    lines = add((ItemLine(7, "a", D(1)), ItemLine(3, "b", D(2))), [("c", D(3))], None)
    assert lines[-1].id == 8


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rent 4.500", True), ("4500", True), ("rent 4500\nbus 400", True),
        ("rent", False), ("how much is rent, 4500?", False), ("rent 4500\nphone", False),
        ("I would like to talk with somebody about my 4500 kr", False),
    ],
)  # fmt: skip
def test_list_is_distinguished_from_a_request(text: str, expected: bool) -> None:
    assert item_lines.is_item_list(read_lines(text, "en"), text) is expected


@pytest.mark.parametrize(("text", "language"), [("fem hundrede", "da"), ("five hundred", "en")])
def test_amount_in_words_alone_is_an_item_without_a_name(text: str, language: str) -> None:
    assert read_lines(text, language) == [("", Decimal(500))]
