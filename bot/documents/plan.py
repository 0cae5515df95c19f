"""The business plan as words: what its PDF and its Word file have in common."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from unicodedata import bidirectional

from bot.domain.languages import CONSULTANT_LANGUAGE
from bot.domain.messages import (
    Listing,
    Param,
    Phrase,
    PlanDocument,
    PlanEntry,
    Verbatim,
)
from bot.i18n.catalogues import locale
from bot.i18n.direction import FSI, LRI, PDI, is_rtl, isolate_runs
from bot.i18n.render import Renderer
from bot.wording import documents as wording

_OPENING = {LRI, FSI}
_RLI = "\u2067"
# What no document may hold: control characters, lone surrogates, and what is no character at all.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_NUMBER_GROUPS = re.compile(r"\+?\d+(?: \d+)+")
_TERM_ENDS = "(?:s|e?n|e?t|e?r|e?rne|ens|ets)?"  # of a Danish noun
_LATIN = "[A-Za-zÀ-ɏ]"


@dataclass(frozen=True)
class Line:
    """One paragraph with its own direction; isolates in it set apart what runs the other way."""

    text: str
    language: str
    rtl: bool


Lines = tuple[Line, ...]


@dataclass(frozen=True)
class Entry:
    titles: Lines
    answer: Lines
    own: bool  # somebody's own words


@dataclass(frozen=True)
class Section:
    titles: Lines
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Glossary:
    titles: Lines
    head: tuple[Line, Line]
    words: tuple[tuple[Line, Line], ...]


@dataclass(frozen=True)
class Sheet:
    """The whole plan.  Of two languages the reader's own stands first."""

    language: str
    rtl: bool
    beside: bool  # headings on one side, own words on the other
    day: tuple[int, int, int]
    municipality: Lines
    titles: Lines
    made_on: Lines
    sections: tuple[Section, ...]
    still_to_come: Lines
    glossary: Glossary | None


def sheet(plan: PlanDocument, renderer: Renderer, language: str) -> Sheet:
    """`language`: the writer's own."""
    return _Writer(plan, renderer, language).sheet()


@dataclass(frozen=True)
class _Writer:
    plan: PlanDocument
    renderer: Renderer
    own: str

    @property
    def languages(self) -> tuple[str, ...]:
        own = () if self.plan.variant == "danish" else (self.own,)
        danish = () if self.plan.variant == "own" else (CONSULTANT_LANGUAGE,)
        return tuple(dict.fromkeys(own + danish))

    def sheet(self) -> Sheet:
        first, day = self.languages[0], self.plan.day.value
        written = Sheet(
            first,
            _is_rtl(first),
            len(self.languages) > 1,
            (day.year, day.month, day.day),
            self.said(wording.municipality()),
            self.said(wording.plan_title(self.plan.name.text)),
            self.said(wording.made_on(day)),
            tuple(
                Section(self.said(section.title), tuple(map(self.entry, section.entries)))
                for section in self.plan.sections
            ),
            self.said(wording.plan_still_to_come()),
            None,
        )
        return replace(written, glossary=self.glossary(written))

    def said(self, param: Param) -> Lines:
        """In each language of the document, once where they agree."""
        lines = [self.line(param, language) for language in self.languages]
        return tuple({_bare(line.text): line for line in reversed(lines)}.values())[::-1]

    def line(self, param: Param, language: str) -> Line:
        words = " ".join(_paragraphs(self.renderer.plain(param, language)))
        return _line(words, language, _is_rtl(language))

    def entry(self, entry: PlanEntry) -> Entry:
        own = _is_own(entry.answer)
        answer = self.own_words(entry.answer) if own else self.said(entry.answer)
        return Entry(self.said(entry.title), answer, own)

    def own_words(self, param: Param) -> Lines:
        """Once, each paragraph in the direction it was written in."""
        rtl = _is_rtl(self.languages[0])
        return tuple(
            _own_line(words, self.own, rtl)
            for words in _paragraphs(self.renderer.plain(param, self.languages[0]))
        )

    def glossary(self, written: Sheet) -> Glossary | None:
        """For the writer; whoever reads Danish only knows these words."""
        if self.plan.variant == "danish":
            return None
        texts = " ".join(_texts(written))
        found = [(term, text) for term, text in self.plan.glossary if _occurs(term, texts)]
        if not found:
            return None
        head = (wording.plan_word_label(), wording.plan_meaning_label())
        return Glossary(
            self.said(wording.plan_words_title()),
            (self.line(head[0], self.own), self.line(head[1], self.own)),
            tuple(
                (_line(term, CONSULTANT_LANGUAGE, rtl=False), self.line(meaning, self.own))
                for term, meaning in found
            ),
        )


def _is_rtl(language: str) -> bool:
    return is_rtl(locale(language))


def _is_own(param: Param) -> bool:
    """Whether somebody's own words are in it."""
    match param:
        case Verbatim():
            return True
        case Phrase():
            return any(map(_is_own, param.params.values()))
        case Listing(items):
            return any(map(_is_own, items))
        case _:
            return False


def _paragraphs(text: str) -> list[str]:
    """The lines that have something in them; what is isolated stays so over their ends."""
    paragraphs, within = [], ""
    for line in _LINE_ENDS.split(_FORBIDDEN.sub("", text)):
        whole = within + re.sub("[ \t]+", " ", line).strip(" ")
        for letter in line:
            if letter in _OPENING:
                within += letter
            elif letter == PDI:
                within = within[:-1]
        if _bare(whole):
            paragraphs.append(whole + PDI * len(within))
    return paragraphs


def _own_line(text: str, own: str, rtl: bool) -> Line:
    leftwards = _runs_leftwards(text)
    if leftwards is None:
        return _line(text, own, rtl)
    # In another script than their language's it is more likely Danish than anything else.
    language = own if leftwards == _is_rtl(own) else ("ar" if leftwards else CONSULTANT_LANGUAGE)
    return _line(text, language, leftwards)


def _line(text: str, language: str, rtl: bool) -> Line:
    if rtl:
        text = isolate_runs(text, rtl)
        text = _NUMBER_GROUPS.sub(lambda found: f"{LRI}{found[0]}{PDI}", text)
    # The groups of a phone number or an amount stay on one line.
    return Line(_NUMBER_GROUPS.sub(_unbroken, text), language, rtl)


def _unbroken(found: re.Match[str]) -> str:
    return found[0].replace(" ", "\u00a0") if len(found[0]) <= 20 else found[0]


def _bare(text: str) -> str:
    return re.sub("[\u2066-\u2069]", "", text).strip()


def _texts(written: Sheet) -> Iterator[str]:
    for section in written.sections:
        yield from (line.text for line in section.titles)
        for entry in section.entries:
            yield from (line.text for line in entry.titles + entry.answer)


def _occurs(term: str, texts: str) -> bool:
    """As a word of its own; "ApS (anpartsselskab)" has two names, "CVR-nummer" a short one."""
    names = re.split(r"[()]", term) + re.findall(r"^([A-Z]+)-", term)
    return any(_is_word(name.strip(), texts) for name in names if name.strip())


def _is_word(name: str, texts: str) -> bool:
    pattern = rf"(?<!{_LATIN}){re.escape(name)}{_TERM_ENDS}(?!{_LATIN})"
    return re.search(pattern, texts, re.IGNORECASE) is not None


def runs(line: Line) -> Iterable[tuple[str, bool]]:
    """The line cut where its direction changes, without isolates: (words, right to left?)."""
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
    """As its first letter does; None for one that has no letters."""
    directions = map(bidirectional, text)
    return next((d != "L" for d in directions if d in ("L", "R", "AL")), None)
