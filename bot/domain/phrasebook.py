"""Sentences a consultant sends, each read in the person's own language; blanks are filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Literal

from bot.domain.buttons import NotAButton
from bot.domain.languages import CONSULTANT_LANGUAGE
from bot.domain.messages import Param, Phrase, TimeOfDay, Verbatim, Weekday
from bot.domain.run_drafts import read_day, read_stamp
from bot.parsing.days import find_days
from bot.parsing.times import find_times

TIMES = tuple(time(hour) for hour in range(8, 16))  # others are typed
TYPED = "w"  # in a button: the words stand in the message that it hangs under
LONGEST_WORDS = 120
FARTHEST = timedelta(days=300)  # days are told without their year
UNCONFIRMED = frozenset({CONSULTANT_LANGUAGE, "en"})  # the consultant's own, and the source

Kind = Literal["day", "time", "words"]


@dataclass(frozen=True)
class Preset:
    """Words to choose: `translated`, or the same for every reader, such as an address."""

    text: str
    translated: bool

    @property
    def param(self) -> Param:
        return Phrase(self.text) if self.translated else Verbatim(self.text)


@dataclass(frozen=True)
class Blank:
    """`title` asks the consultant for what fills it."""

    id: str
    kind: Kind
    title: str
    presets: tuple[Preset, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """`confirmed`: who has read the translation as a native speaker, by language."""

    id: str
    text: str
    blanks: tuple[Blank, ...] = ()
    confirmed: Mapping[str, str] = field(default_factory=dict)

    def needs_confirmation(self, language: str) -> bool:
        return language not in UNCONFIRMED and language not in self.confirmed


@dataclass(frozen=True)
class Category:
    id: str
    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Phrasebook:
    categories: tuple[Category, ...]

    def category(self, category_id: str) -> Category:
        """Raises NotAButton."""
        found = next((c for c in self.categories if c.id == category_id), None)
        if found is None:
            raise NotAButton(category_id)
        return found

    def sentence(self, sentence_id: str) -> Sentence:
        """Raises NotAButton."""
        for category in self.categories:
            for sentence in category.sentences:
                if sentence.id == sentence_id:
                    return sentence
        raise NotAButton(sentence_id)

    def category_of(self, sentence: Sentence) -> Category:
        return next(c for c in self.categories if sentence in c.sentences)


@dataclass(frozen=True)
class Filling:
    """A sentence and what fills its blanks so far.

    `chosen` travels in the buttons, in the order of the blanks: `20261207`, `0930`, a preset's
    place, or TYPED; `words` are what was typed, by blank.
    """

    sentence: Sentence
    chosen: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def read(sentence: Sentence, chosen: Sequence[str], words: Mapping[str, str]) -> "Filling":
        """Raises NotAButton.  Where typed words are not at hand, that blank is open again."""
        if len(chosen) > len(sentence.blanks):
            raise NotAButton("q")
        for place, (blank, code) in enumerate(zip(sentence.blanks, chosen, strict=False)):
            if code == TYPED and blank.kind == "words" and blank.id not in words:
                return Filling(sentence, tuple(chosen[:place]), words)
            _check(blank, code)
        return Filling(sentence, tuple(chosen), words)

    @property
    def next_blank(self) -> Blank | None:
        place = len(self.chosen)
        return self.sentence.blanks[place] if place < len(self.sentence.blanks) else None

    def following(self, code: str) -> "Filling":
        return Filling(self.sentence, (*self.chosen, code), self.words)

    def back(self) -> "Filling":
        """Without what was chosen last."""
        return Filling(self.sentence, self.chosen[:-1], self.words)

    def typed(self, words: str) -> "Filling":
        """The next blank is filled with words."""
        blank = self.next_blank
        assert blank is not None, "there is a blank to fill"
        return Filling(self.sentence, (*self.chosen, TYPED), {**self.words, blank.id: words})

    def until_today(self, today: date) -> "Filling":
        """Without a day that has passed meanwhile, and what was chosen after it."""
        for place, (blank, code) in enumerate(self._pairs()):
            if blank.kind == "day" and read_stamp(code) < today:
                return Filling(self.sentence, self.chosen[:place], self.words)
        return self

    def values(self) -> dict[str, Param]:
        """What stands in the sentence; the blanks that are still open are missing."""
        return {blank.id: self._value(blank, code) for blank, code in self._pairs()}

    def _pairs(self) -> list[tuple[Blank, str]]:
        return list(zip(self.sentence.blanks, self.chosen, strict=False))

    def _value(self, blank: Blank, code: str) -> Param:
        match blank.kind:
            case "day":
                return Weekday(read_stamp(code))
            case "time":
                return TimeOfDay(_time(code))
            case "words":
                if code == TYPED:
                    return Verbatim(self.words[blank.id])
                return blank.presets[int(code)].param


def clock_stamp(at: time) -> str:
    """A time in a button: `0930`."""
    return f"{at:%H%M}"


def read_code(blank: Blank, text: str, today: date) -> str | None:
    """What was typed, as a button would carry it; TYPED for words, None where it is nothing.

    A day that has passed, or is far away, is none.
    """
    match blank.kind:
        case "day":
            written = read_day(text, today)
            days = [written] if written else find_days(text, CONSULTANT_LANGUAGE, today)
            fits = len(days) == 1 and today <= days[0] <= today + FARTHEST
            return f"{days[0]:%Y%m%d}" if fits else None
        case "time":
            times = find_times(text, CONSULTANT_LANGUAGE)
            return clock_stamp(times[0]) if len(times) == 1 else None
        case "words":
            return TYPED if 0 < len(text) <= LONGEST_WORDS else None


def _check(blank: Blank, code: str) -> None:
    """Raises NotAButton for what no button of this blank carries."""
    match blank.kind:
        case "day":
            read_stamp(code)
        case "time":
            _time(code)
        case "words":
            places = {str(place) for place in range(len(blank.presets))}
            if code not in {TYPED, *places}:
                raise NotAButton(code)


def _time(code: str) -> time:
    """Raises NotAButton."""
    if len(code) != 4 or not (code.isascii() and code.isdigit()):
        raise NotAButton(code)
    try:
        return time(int(code[:2]), int(code[2:]))
    except ValueError:
        raise NotAButton(code) from None
