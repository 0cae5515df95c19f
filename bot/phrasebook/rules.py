"""Ready-made sentences with blanks, which participants read in their own language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Literal

from bot.kernel.callback_data import InvalidButton
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Param, Phrase, TimeOfDay, Verbatim, Weekday
from bot.kernel.stamps import read_day, read_stamp
from bot.parsing.days import find_days
from bot.parsing.times import find_times

TIMES = tuple(time(hour) for hour in range(8, 16))  # offered as buttons
TYPED = "w"  # a code that stands for typed words
LONGEST_WORDS = 120
FARTHEST = timedelta(days=300)  # days are shown without their year
UNCONFIRMED = frozenset(
    {CONSULTANT_LANGUAGE, "en"}
)  # the consultants' own language, and the source

Kind = Literal["day", "time", "words"]


@dataclass(frozen=True)
class Preset:
    """Words to choose.  `translated` False: the same for every reader, such as an address."""

    text: str
    translated: bool

    @property
    def param(self) -> Param:
        return Phrase(self.text) if self.translated else Verbatim(self.text)


@dataclass(frozen=True)
class Blank:
    """A gap in a sentence.  `title`: the question that asks the consultant to fill it."""

    id: str
    kind: Kind
    title: str
    presets: tuple[Preset, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """`confirmed`: by language, the native speaker who has checked the translation."""

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
        """Raises InvalidButton."""
        found = next((c for c in self.categories if c.id == category_id), None)
        if found is None:
            raise InvalidButton(category_id)
        return found

    def sentence(self, sentence_id: str) -> Sentence:
        """Raises InvalidButton."""
        for category in self.categories:
            for sentence in category.sentences:
                if sentence.id == sentence_id:
                    return sentence
        raise InvalidButton(sentence_id)

    def category_of(self, sentence: Sentence) -> Category:
        return next(c for c in self.categories if sentence in c.sentences)


@dataclass(frozen=True)
class Filling:
    """A sentence and what fills its blanks so far.

    `chosen`: one code a filled blank, in the order of the blanks: a day `20261207`, a time `0930`,
    the index of a preset, or TYPED.  `words`: the typed words by blank id.
    """

    sentence: Sentence
    chosen: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def read(sentence: Sentence, chosen: Sequence[str], words: Mapping[str, str]) -> "Filling":
        """Raises InvalidButton.  A blank whose typed words are missing is open again."""
        if len(chosen) > len(sentence.blanks):
            raise InvalidButton(sentence.id)
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
        """Without the last filled blank."""
        return Filling(self.sentence, self.chosen[:-1], self.words)

    def typed(self, words: str) -> "Filling":
        """With the next blank filled with typed words."""
        blank = self.next_blank
        assert blank is not None, "there is a blank to fill"
        return Filling(self.sentence, (*self.chosen, TYPED), {**self.words, blank.id: words})

    def typed_words(self) -> dict[str, str]:
        """The typed words of the blanks that are filled."""
        return {blank.id: self.words[blank.id] for blank, code in self._pairs() if code == TYPED}

    def until_today(self, today: date) -> "Filling":
        """Without a day that has passed meanwhile, and without the blanks after it."""
        for place, (blank, code) in enumerate(self._pairs()):
            if blank.kind == "day" and read_stamp(code) < today:
                return Filling(self.sentence, self.chosen[:place], self.words)
        return self

    def values(self) -> dict[str, Param]:
        """The parameters of the sentence, without the blanks that are still open."""
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
    """The code of a time: `0930`."""
    return f"{at:%H%M}"


def read_code(blank: Blank, text: str, today: date) -> str | None:
    """The code of what was typed into a blank; TYPED for words.

    None for text that does not fit the blank, and for a day that has passed or is too far ahead.
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
    """Raises InvalidButton for a code that does not fit the blank."""
    match blank.kind:
        case "day":
            read_stamp(code)
        case "time":
            _time(code)
        case "words":
            places = {str(place) for place in range(len(blank.presets))}
            if code not in {TYPED, *places}:
                raise InvalidButton(code)


def _time(code: str) -> time:
    """Raises InvalidButton."""
    if len(code) != 4 or not (code.isascii() and code.isdigit()):
        raise InvalidButton(code)
    try:
        return time(int(code[:2]), int(code[2:]))
    except ValueError:
        raise InvalidButton(code) from None
