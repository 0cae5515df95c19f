"""The business plan as words: what its PDF and its Word file have in common."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.documents import texts
from bot.documents.lines import Line, Lines, Voice, line_of, paragraphs
from bot.i18n.direction import isolate_foreign
from bot.i18n.render import Renderer
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Listing, Param, Phrase, Verbatim
from bot.plan.document.money import NOTHING, Money, money
from bot.plan.rules.document import Danish, PlanDocument, PlanEntry, PlanSection
from bot.plan.views import document as document_words
from bot.plan.views.plan import section as section_title

_TERM_ENDS = "(?:s|e?n|e?t|e?r|e?rne|ens|ets)?"  # of a Danish noun
_LATIN = "[A-Za-zÀ-ɏ]"


@dataclass(frozen=True)
class Entry:
    """`danish`: own words in Danish, below a `mark` that says who made them so."""

    titles: Lines
    answer: Lines
    own: bool  # somebody's own words
    danish: Lines = ()
    mark: Lines = ()


@dataclass(frozen=True)
class Section:
    titles: Lines
    entries: tuple[Entry, ...]
    money: Money = NOTHING

    @property
    def empty(self) -> bool:
        return not self.entries and self.money == NOTHING


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
    contents: Lines  # above the names of the sections
    sections: tuple[Section, ...]
    still_to_come: Lines
    glossary: Glossary | None


def sheet(plan: PlanDocument, renderer: Renderer, language: str) -> Sheet:
    """`language`: the writer's own."""
    own = () if plan.variant == "danish" else (language,)
    danish = () if plan.variant == "own" else (CONSULTANT_LANGUAGE,)
    languages = tuple(dict.fromkeys(own + danish))
    return _Writer(plan, Voice(renderer, language, languages)).sheet()


@dataclass(frozen=True)
class _Writer:
    plan: PlanDocument
    voice: Voice

    def sheet(self) -> Sheet:
        day, said = self.plan.day.value, self.voice.said
        written = Sheet(
            self.voice.languages[0],
            self.voice.rtl,
            len(self.voice.languages) > 1,
            (day.year, day.month, day.day),
            said(texts.municipality()),
            said(document_words.plan_title(self.plan.name.text)),
            said(texts.made_on(day)),
            said(document_words.contents()),
            self.sections(),
            said(document_words.plan_still_to_come()),
            None,
        )
        return replace(written, glossary=self.glossary(written))

    def sections(self) -> tuple[Section, ...]:
        """The figures stand where money is written about."""
        figures = money(self.plan.budget, self.voice) if self.plan.budget else {}
        by_title = {section_title(name).text: found for name, found in figures.items()}
        known = {section.title.text for section in self.plan.sections}
        more = [PlanSection(section_title(name), ()) for name in figures
                if section_title(name).text not in known]  # fmt: skip
        return tuple(
            Section(
                self.voice.said(section.title),
                tuple(map(self.entry, section.entries)),
                by_title.get(section.title.text, NOTHING),
            )
            for section in (*self.plan.sections, *more)
        )

    def entry(self, entry: PlanEntry) -> Entry:
        titles, danish = self.voice.said(entry.title), self.danish(entry.danish)
        if not _is_own(entry.answer):
            return Entry(titles, self.voice.said(entry.answer), own=False)
        answer = self.voice.own_words(entry.answer)
        mark = _mark(entry.danish) if entry.danish and danish else None
        if mark is None or [one.text for one in danish] == [one.text for one in answer]:
            return Entry(titles, answer, own=True)
        return Entry(titles, answer, True, danish, self.voice.said(mark))

    def danish(self, danish: Danish | None) -> Lines:
        """Only for those who read Danish."""
        if danish is None or CONSULTANT_LANGUAGE not in self.voice.languages:
            return ()
        return tuple(
            line_of(words, CONSULTANT_LANGUAGE, rtl=False)
            for words in paragraphs(isolate_foreign(danish.text, rtl=False))
        )

    def glossary(self, written: Sheet) -> Glossary | None:
        """For the writer; whoever reads Danish only knows these words."""
        if self.plan.variant == "danish":
            return None
        texts = " ".join(_texts(written))
        found = [(term, text) for term, text in self.plan.glossary if _occurs(term, texts)]
        if not found:
            return None
        line, own = self.voice.line, self.voice.own
        return Glossary(
            self.voice.said(document_words.plan_words_title()),
            (
                line(document_words.plan_word_label(), own),
                line(document_words.plan_meaning_label(), own),
            ),
            tuple(
                (line_of(term, CONSULTANT_LANGUAGE, rtl=False), line(meaning, own))
                for term, meaning in found
            ),
        )


def _mark(danish: Danish) -> Phrase:
    return document_words.checked() if danish.by == "checked" else document_words.made_by_machine()


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


def _texts(written: Sheet) -> Iterator[str]:
    for section in written.sections:
        yield from (line.text for line in section.titles)
        for entry in section.entries:
            yield from (line.text for line in entry.titles + entry.answer)
        yield from (line.text for line in section.money.lines())


def _occurs(term: str, texts: str) -> bool:
    """As a word of its own; "ApS (anpartsselskab)" has two names, "CVR-nummer" a short one."""
    names = re.split(r"[()]", term) + re.findall(r"^([A-Z]+)-", term)
    return any(_is_word(name.strip(), texts) for name in names if name.strip())


def _is_word(name: str, texts: str) -> bool:
    pattern = rf"(?<!{_LATIN}){re.escape(name)}{_TERM_ENDS}(?!{_LATIN})"
    return re.search(pattern, texts, re.IGNORECASE) is not None
