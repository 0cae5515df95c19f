"""The parser of Telegram's HTML."""

import pytest

from tests.telegram_server.html_text import parse_html
from tests.telegram_server.wire import Refusal


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("æ <p>x</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("x<", "Unclosed start tag at byte offset 1"),
        ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_markup_is_refused(source: str, complaint: str) -> None:
    with pytest.raises(Refusal) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {complaint}"


@pytest.mark.parametrize(
    ("source", "text", "types"),
    [
        ("plain &lt; &amp; &copy; &#229;", "plain < & &copy; å", []),
        ("<b>bold <i>both</i></b>", "bold both", ["italic", "bold"]),
        ('<a href="https://virk.dk?a=1&amp;b=2">Virk</a>', "Virk", ["text_link"]),
        ('<a href="tg://user?id=42">Amina</a>', "Amina", ["text_mention"]),
        ("<b></b>nothing", "nothing", []),
        ('<span class="tg-spoiler">x</span>', "x", ["spoiler"]),
    ],
)
def test_valid_markup_becomes_entities(source: str, text: str, types: list[str]) -> None:
    parsed, entities = parse_html(source)
    assert parsed == text
    assert [entity["type"] for entity in entities] == types


def test_offsets_count_utf_16_code_units() -> None:
    _, [entity] = parse_html("😀 <b>æø</b>")
    assert (entity["offset"], entity["length"]) == (3, 2)
