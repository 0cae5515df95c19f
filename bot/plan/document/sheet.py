"""The text of the business plan that its PDF and its Word file have in common."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.documents import texts
from bot.documents.lines import Line, Lines, Localizer, line_of, paragraphs
from bot.i18n.direction import isolate_foreign
from bot.i18n.render import Renderer
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Listing, Param, Phrase, Verbatim
from bot.plan.document.money import EMPTY, Money, money
from bot.plan.rules.document import Danish, PlanDocument, PlanEntry, PlanSection
from bot.plan.views import document as document_words
from bot.plan.views.plan import section as section_title

_TERM_ENDS = "(?:s|e?n|e?t|e?r|e?rne|ens|ets)?"  # of a Danish noun
_LATIN = "[A-Za-zÀ-ɏ]"


@dataclass(frozen=True)
class Entry:
    """`danish`: the Danish of own words, below a `mark` with its origin."""

    titles: Lines
    answer: Lines
    own: bool  # own words of the participant
    danish: Lines = ()
    mark: Lines = ()


@dataclass(frozen=True)
class Section:
    titles: Lines
    entries: tuple[Entry, ...]
    money: Money = EMPTY

    @property
    def empty(self) -> bool:
        return not self.entries and self.money == EMPTY


@dataclass(frozen=True)
class Glossary:
    titles: Lines
    head: tuple[Line, Line]
    words: tuple[tuple[Line, Line], ...]


@dataclass(frozen=True)
class Sheet:
    """The whole plan.  Of two languages the writer's comes first."""

    language: str
    rtl: bool
    beside: bool  # in two languages: headings beside the answers
    day: tuple[int, int, int]
    municipality: Lines
    titles: Lines
    made_on: Lines
    contents: Lines  # title of the table of contents
    sections: tuple[Section, ...]
    still_to_come: Lines
    glossary: Glossary | None


def sheet(plan: PlanDocument, renderer: Renderer, language: str) -> Sheet:
    """`language`: the writer's."""
    own = () if plan.variant == "danish" else (language,)
    danish = () if plan.variant == "own" else (CONSULTANT_LANGUAGE,)
    languages = tuple(dict.fromkeys(own + danish))
    return _SheetBuilder(plan, Localizer(renderer, language, languages)).sheet()


@dataclass(frozen=True)
class _SheetBuilder:
    plan: PlanDocument
    localizer: Localizer

    def sheet(self) -> Sheet:
        day, localize = self.plan.day.value, self.localizer.localize
        written = Sheet(
            self.localizer.languages[0],
            self.localizer.rtl,
            len(self.localizer.languages) > 1,
            (day.year, day.month, day.day),
            localize(texts.municipality()),
            localize(document_words.plan_title(self.plan.name.text)),
            localize(texts.made_on(day)),
            localize(document_words.contents()),
            self.sections(),
            localize(document_words.plan_still_to_come()),
            None,
        )
        return replace(written, glossary=self.glossary(written))

    def sections(self) -> tuple[Section, ...]:
        """With tables and charts in the sections about money."""
        figures = money(self.plan.budget, self.localizer) if self.plan.budget else {}
        by_title = {section_title(name).text: found for name, found in figures.items()}
        known = {section.title.text for section in self.plan.sections}
        more = [PlanSection(section_title(name), ()) for name in figures
                if section_title(name).text not in known]  # fmt: skip
        return tuple(
            Section(
                self.localizer.localize(section.title),
                tuple(map(self.entry, section.entries)),
                by_title.get(section.title.text, EMPTY),
            )
            for section in (*self.plan.sections, *more)
        )

    def entry(self, entry: PlanEntry) -> Entry:
        titles, danish = self.localizer.localize(entry.title), self.danish(entry.danish)
        if not _is_own(entry.answer):
            return Entry(titles, self.localizer.localize(entry.answer), own=False)
        answer = self.localizer.own_words(entry.answer)
        mark = _mark(entry.danish) if entry.danish and danish else None
        if mark is None or [one.text for one in danish] == [one.text for one in answer]:
            return Entry(titles, answer, own=True)
        return Entry(titles, answer, True, danish, self.localizer.localize(mark))

    def danish(self, danish: Danish | None) -> Lines:
        """Empty for a variant without Danish."""
        if danish is None or CONSULTANT_LANGUAGE not in self.localizer.languages:
            return ()
        return tuple(
            line_of(words, CONSULTANT_LANGUAGE, rtl=False)
            for words in paragraphs(isolate_foreign(danish.text, rtl=False))
        )

    def glossary(self, written: Sheet) -> Glossary | None:
        """Danish terms that occur in the plan; None for the Danish variant."""
        if self.plan.variant == "danish":
            return None
        texts = " ".join(_texts(written))
        found = [(term, text) for term, text in self.plan.glossary if _occurs(term, texts)]
        if not found:
            return None
        line, own = self.localizer.line, self.localizer.own
        return Glossary(
            self.localizer.localize(document_words.plan_words_title()),
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
    """Whether it contains own words."""
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
    """Whether the term occurs as a word.

    "ApS (anpartsselskab)" has two names, "CVR-nummer" a short one too."""
    names = re.split(r"[()]", term) + re.findall(r"^([A-Z]+)-", term)
    return any(_is_word(name.strip(), texts) for name in names if name.strip())


def _is_word(name: str, texts: str) -> bool:
    pattern = rf"(?<!{_LATIN}){re.escape(name)}{_TERM_ENDS}(?!{_LATIN})"
    return re.search(pattern, texts, re.IGNORECASE) is not None
