"""Telegram's HTML: accepted markup, and the resulting text and entities."""

import re
from dataclasses import dataclass

from tests.telegram_server.wire import Json, Refusal, bad_request

_ENTITY_OF_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMED_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}  # Telegram knows no others
_CHARACTER = re.compile(r"&(?:#(?P<decimal>\d{1,7});?|#x(?P<hex>[0-9a-fA-F]{1,6});?|(\w+);)")
_START_TAG = re.compile(r"""<(?P<name>[^\s>]*)(?P<attributes>(?:[^>"']|"[^"]*"|'[^']*')*)>""")
_START_NAME = re.compile(r"<(?P<name>[^\s>]*)(?P<more>.?)", re.DOTALL)
_END_TAG = re.compile(r"</(?P<name>[^\s>]*)\s*>")
_ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_MENTION = re.compile(r"tg://user\?id=(\d+)")


def utf16_length(text: str) -> int:
    """Entity offsets count UTF-16 code units: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> tuple[str, list[Json]]:
    return _Parser(source).parse()


@dataclass(frozen=True)
class _OpenTag:
    name: str
    begin: int
    attributes: dict[str, str]


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.text = ""
        self.entities: list[Json] = []
        self.open: list[_OpenTag] = []

    def parse(self) -> tuple[str, list[Json]]:
        position = 0
        while (start := self.source.find("<", position)) >= 0:
            self.text += _unescaped(self.source[position:start])
            closing = self.source.startswith("</", start)
            position = self._end_tag(start) if closing else self._start_tag(start)
        self.text += _unescaped(self.source[position:])
        if self.open:
            name = self.open[-1].name
            raise _broken(f'Can\'t find end tag corresponding to start tag "{name}"')
        return self.text, self.entities

    def _start_tag(self, start: int) -> int:
        name_match, tag = (
            _START_NAME.match(self.source, start),
            _START_TAG.match(self.source, start),
        )
        assert name_match, "the caller stands on a <"
        name, where = name_match["name"].lower(), self._byte_offset(start)
        if not name_match["more"]:
            raise _broken(f"Unclosed start tag {where}")
        if name not in _ENTITY_OF_TAG:
            raise _broken(f'Unsupported start tag "{name}" {where}')
        if tag is None:
            raise _broken(f'Unclosed start tag "{name}" {where}')
        attributes = _attributes(tag["attributes"])
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _broken(f'Tag "span" must have class "tg-spoiler" {where}')
        self.open.append(_OpenTag(name, utf16_length(self.text), attributes))
        return tag.end()

    def _end_tag(self, start: int) -> int:
        where = self._byte_offset(start)
        if not self.open:
            raise _broken(f"Unexpected end tag {where}")
        end = _END_TAG.match(self.source, start)
        if end is None:
            raise _broken(f"Unclosed end tag {where}")
        opened, name = self.open.pop(), end["name"].lower()
        if name and name != opened.name:  # </> closes anything
            expected = f'expected "</{opened.name}>", found "</{name}>"'
            raise _broken(f"Unmatched end tag {where}, {expected}")
        self._close(opened)
        return end.end()

    def _close(self, opened: _OpenTag) -> None:
        length = utf16_length(self.text) - opened.begin
        href = opened.attributes.get("href", "")
        if length == 0 or (opened.name == "a" and not href):
            return
        entity: Json = {"type": _ENTITY_OF_TAG[opened.name]}
        if mention := _MENTION.fullmatch(href):
            user = {"id": int(mention[1]), "is_bot": False, "first_name": "?"}
            entity = {"type": "text_mention", "user": user}
        elif opened.name == "a":
            entity["url"] = href
        self.entities.append(entity | {"offset": opened.begin, "length": length})

    def _byte_offset(self, position: int) -> str:
        return f"at byte offset {len(self.source[:position].encode())}"


def _broken(reason: str) -> Refusal:
    return bad_request(f"can't parse entities: {reason}")


def _attributes(source: str) -> dict[str, str]:
    found = _ATTRIBUTE.findall(source)
    return {name.lower(): _unescaped(a or b or c) for name, a, b, c in found}


def _unescaped(source: str) -> str:
    def character(match: re.Match[str]) -> str:
        if match["decimal"] or match["hex"]:
            number = int(match["decimal"] or match["hex"], 10 if match["decimal"] else 16)
            return chr(number) if 0 < number < 0x110000 else match[0]
        return _NAMED_CHARACTERS.get(match[3], match[0])

    return _CHARACTER.sub(character, source)
