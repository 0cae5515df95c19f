"""The guards reject input without words of our languages, and nothing that users write."""

import random

import pytest

from rasa_server.components.guards import Reason, rejection_reason
from rasa_server.examples import training_examples
from tests.rasa_server.paths import PROJECT


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.EMPTY),
        (" \n\t", Reason.EMPTY),
        ("😀😀", Reason.NO_WORDS),
        ("?!...", Reason.NO_WORDS),
        ("12345", Reason.NUMBERS_ONLY),
        ("٥٠٠٠", Reason.NUMBERS_ONLY),
        ("۱۲/۵", Reason.NUMBERS_ONLY),
        ("+45 44 77 20 00", Reason.NUMBERS_ONLY),
        ("https://example.org/a?b=c", Reason.LINK_ONLY),
        ("ሰላም እንዴት ነህ", Reason.FOREIGN_SCRIPT),
        ("你好", Reason.FOREIGN_SCRIPT),
        ("नमस्ते", Reason.FOREIGN_SCRIPT),
        ("γειά σου", Reason.FOREIGN_SCRIPT),
        ("שלום", Reason.FOREIGN_SCRIPT),
        ("สวัสดี", Reason.FOREIGN_SCRIPT),
        ("გამარჯობა", Reason.FOREIGN_SCRIPT),
        ("բարև", Reason.FOREIGN_SCRIPT),
        ("안녕하세요", Reason.FOREIGN_SCRIPT),
        ("\x00\x01\x02abc\x7f\ufffd", Reason.NOT_TEXT),
        ("print('hello')", Reason.CODE),
        ("if (a[0] == {}) { return; }", Reason.CODE),
        ("<html><body></body></html>", Reason.CODE),
        ("x'); DELETE FROM people", Reason.CODE),
        ("1; -- and nothing after it", Reason.CODE),
        ("ab\ue000", Reason.NOT_TEXT),  # private use
        ("ab\u0378", Reason.NOT_TEXT),  # unassigned
        ("ab\ud800", Reason.NOT_TEXT),  # a surrogate
        ("opgaven\ufffd", Reason.NOT_TEXT),
        ("a你好", Reason.FOREIGN_SCRIPT),
        ("ja{}[]<>", Reason.CODE),
        ("opgavenersvaergodtnu{}[]", Reason.CODE),
        ("x", Reason.NOISE),
        ("5 x", Reason.NOISE),
        ("sdfkjhgwrtp", Reason.NOISE),
        ("tskkrlr", Reason.NOISE),
        ("aaaaaa", Reason.NOISE),
        ("aaaaaaaaaa", Reason.NOISE),
        ("ههههههههه", Reason.NOISE),
    ],
)
def test_input_without_meaning_is_rejected_with_a_reason(text: str, reason: Reason) -> None:
    assert rejection_reason(text) is reason


@pytest.mark.parametrize(
    "text",
    [
        "ja",
        "👍 ja",
        "𝓱𝓮𝓳",
        "HJÆLP!!!",
        "min opgave(r)",
        "tşk",
        "tskkrl",
        "aaaaa",
        "jajajaja",
        "chrząszcz",
        "J",
        "ja\nnej\tja\r",
        "opgaverne\ufffd",
        "ab你好",
        "ab你",
        "ﬁrma",
        "ja{}[]<",
        "opgavenersvaergodtnuja{}[",
        "شكرا جزيلا لكم",
        "se https://virk.dk er det der?",
        "я не могу больше",
        "مساعدة",
        "5000 kr",
        "hej :)",
        "(det er mit svar); og nu?",
        "jeg har to børn; og en hund -- ja",
        "Ali (fra jobcenteret) siger nej",
    ],
)
def test_messages_of_users_reach_the_classifier(text: str) -> None:
    assert rejection_reason(text) is None


def test_guards_reject_hardly_any_training_message() -> None:
    """Except for out_of_scope, which is noise, and `answer`, which may be a number."""
    rejected = [
        example
        for example in training_examples(PROJECT / "nlu_data")
        if example.intent not in {"out_of_scope", "answer"} and rejection_reason(example.text)
    ]
    assert len(rejected) < 60, rejected


def test_random_bytes_are_rejected() -> None:
    chance = random.Random(0)
    texts = [chance.randbytes(40).decode("utf-8", "replace") for _ in range(300)]
    assert all(rejection_reason(text) for text in texts)
