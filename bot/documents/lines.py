"""Paragraphs of documents: cleaned text with language and direction."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import bidirectional

from bot.i18n.catalogues import locale
from bot.i18n.direction import FSI, LRI, PDI, is_rtl, isolate_runs
from bot.i18n.render import Renderer
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Param

_OPENING = {LRI, FSI}
_MOST = 500  # paragraphs of one answer
_RLI = "\u2067"
# Not allowed in documents: control characters, lone surrogates and noncharacters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_NUMBER_GROUPS = re.compile(r"\+?\d+(?: \d+)+")


@dataclass(frozen=True)
class Line:
    """One paragraph with its direction; runs of the other direction are isolated."""

    text: str
    language: str
    rtl: bool


Lines = tuple[Line, ...]


@dataclass(frozen=True)
class Localizer:
    """Renders phrases in the languages of a document, the first one preferred.

    own: language of the author.
    """

    renderer: Renderer
    own: str
    languages: tuple[str, ...]

    @property
    def rtl(self) -> bool:
        """Whether the first language is right-to-left."""
        return leftwards(self.languages[0])

    def localize(self, param: Param) -> Lines:
        """One line in each language of the document; equal lines once."""
        lines = [self.line(param, language) for language in self.languages]
        return tuple({bare(line.text): line for line in reversed(lines)}.values())[::-1]

    def line(self, param: Param, language: str) -> Line:
        """Render a phrase as one line in a language."""
        words = " ".join(paragraphs(self.renderer.plain(param, language)))
        return line_of(words, language, leftwards(language))

    def own_words(self, param: Param) -> Lines:
        """Render user text, each paragraph in the direction of its letters."""
        written = paragraphs(self.renderer.plain(param, self.languages[0]))
        return tuple(own_line(words, self.own, self.rtl) for words in _at_most(_MOST, written))


def leftwards(language: str) -> bool:
    """Return whether the language is right-to-left."""
    return is_rtl(locale(language))


def paragraphs(text: str) -> list[str]:
    """Split into non-empty lines; an isolate that spans lines is closed and reopened in each."""
    found, within = [], ""
    for line in _LINE_ENDS.split(_FORBIDDEN.sub("", text)):
        whole = within + re.sub("[ \t]+", " ", line).strip(" ")
        for letter in line:
            if letter in _OPENING:
                within += letter
            elif letter == PDI:
                within = within[:-1]
        if bare(whole):
            found.append(whole + PDI * len(within))
    return found


def _at_most(most: int, lines: list[str]) -> list[str]:
    """Join lines so that at most `most` remain, which bounds the rendering time."""
    together = -(-len(lines) // most)
    return [" ".join(lines[n : n + together]) for n in range(0, len(lines), together or 1)]


def own_line(text: str, own: str, rtl: bool) -> Line:
    """Return a line of user text with the language guessed from its script."""
    own_way = _runs_leftwards(text)
    if own_way is None:
        return line_of(text, own, rtl)
    # Latin script from an author with a right-to-left language is most likely Danish.
    language = own if own_way == leftwards(own) else ("ar" if own_way else CONSULTANT_LANGUAGE)
    return line_of(text, language, own_way)


def line_of(text: str, language: str, rtl: bool) -> Line:
    """Return a line with runs of the other direction isolated."""
    if rtl:
        text = isolate_runs(text, rtl)
        text = _NUMBER_GROUPS.sub(lambda found: f"{LRI}{found[0]}{PDI}", text)
    # Keep the groups of a phone number or an amount on one line.
    return Line(_NUMBER_GROUPS.sub(_unbroken, text), language, rtl)


def _unbroken(found: re.Match[str]) -> str:
    return found[0].replace(" ", "\u00a0") if len(found[0]) <= 20 else found[0]


def bare(text: str) -> str:
    """Return the text without isolates and surrounding whitespace."""
    return re.sub("[\u2066-\u2069]", "", text).strip()


def runs(line: Line) -> Iterable[tuple[str, bool]]:
    """Yield the runs of a line without isolates: (text, whether right-to-left)."""
    directions, start = [line.rtl], 0
    for at, letter in enumerate(line.text):
        if letter not in (*_OPENING, _RLI, PDI):
            continue
        if at > start:
            yield line.text[start:at], directions[-1]
        start = at + 1
        if letter != PDI:
            directions.append(_direction(letter, line.text[at:]))
        elif len(directions) > 1:
            directions.pop()
    if start < len(line.text):
        yield line.text[start:], directions[-1]


def _direction(opening: str, text: str) -> bool:
    if opening != FSI:
        return opening == _RLI
    return bool(_runs_leftwards(text))


def _runs_leftwards(text: str) -> bool | None:
    """Return whether the first strong letter is right-to-left; None without letters."""
    directions = map(bidirectional, text)
    return next((d != "L" for d in directions if d in ("L", "R", "AL")), None)
