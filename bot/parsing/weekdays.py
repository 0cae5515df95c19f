"""Days of every week that a sentence names: "on Sundays", "hverdage", "كل خميس", "щонеділі"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.parsing.days import GUESTS
from bot.parsing.folding import alternatives, fold, fold_word
from bot.parsing.vocabulary.day_words import DAY_WORDS

EVERY_DAY = frozenset(range(7))
WORKING_DAYS = frozenset(range(5))
WEEKEND = frozenset({5, 6})


@dataclass(frozen=True)
class WeekWords:
    """Beside the names of single days: what may follow or precede them, other forms of them (from
    Monday on, parted by "|"), and what means several days at once."""

    every: str
    working: str
    weekend: str
    endings: str = ""
    prefixes: str = ""
    forms: str = ""


WEEK_WORDS: dict[str, WeekWords] = {
    "da": WeekWords(
        every="hver dag, dagligt, alle dage, hver eneste dag",
        working="hverdage, hverdagene, hverdag, arbejdsdage, arbejdsdagene",
        weekend="weekend, weekenden, weekender, weekenderne",
        endings="s, e, en, ene, er, erne",
    ),
    "en": WeekWords(
        every="every day, everyday, daily, each day, all days",
        working="weekdays, weekday, working days, workdays", weekend="weekend, weekends",
        endings="s, 's",
    ),
    "ar": WeekWords(
        every="كل يوم, يوميا, كل الأيام, كل ايام الاسبوع",
        working="أيام العمل, أيام الدوام, أيام الشغل",
        weekend="نهاية الأسبوع, عطلة الأسبوع, الويكند, ويكند",
        forms="كل اثنين, كل يوم اثنين|كل ثلاثاء, كل يوم ثلاثاء|كل أربعاء, كل يوم أربعاء"
        "|كل خميس, كل يوم خميس|كل جمعة, كل يوم جمعة|كل سبت, كل يوم سبت|كل أحد, كل يوم أحد",
    ),
    "tr": WeekWords(
        every="her gün, hergün, günlük", working="hafta içi, haftaiçi, iş günleri",
        weekend="hafta sonu, haftasonu, hafta sonları", endings="lar, ler, lari, leri",
    ),
    "fa": WeekWords(
        every="هر روز, روزانه, همه روزها", working="روزهای کاری, وسط هفته",
        weekend="آخر هفته, آخر هفته ها", endings="ها, هاي",
    ),
    "ur": WeekWords(
        every="ہر روز, روزانہ, ہر دن, har roz, rozana, har din",
        working="کام کے دن, کام کے دنوں, kaam ke din", weekend="ویک اینڈ, weekend",
    ),
    "so": WeekWords(
        every="maalin kasta, maalin walba, maalin walbo, maalin waliba, maalinkasta",
        working="maalmaha shaqada, maalmaha shaqo",
        weekend="dhammaadka toddobaadka, dhamaadka todobaadka, weekend",
        endings="yada, yadii",
    ),
    "pl": WeekWords(
        every="codziennie, każdego dnia, co dzień, codzien", working="dni robocze, dni powszednie",
        weekend="weekend, weekendy, weekendu",
        forms="poniedziałki, poniedziałkami|wtorki, wtorkami|środami|czwartki, czwartkami"
        "|piątki, piątkami|sobotami|niedziele, niedzielami",
    ),
    "uk": WeekWords(
        every="щодня, кожен день, кожного дня, щоденно, каждый день",
        working="будні, буднях, робочі дні, по будням", weekend="вихідні, вихідних, вихідними",
        prefixes="що",
        forms="понеділки, понеділках, понеділкам|вівторки, вівторках, вівторкам"
        "|середах, середам|четверги, четвергах, четвергам|п'ятницях, п'ятницям"
        "|суботах, суботам|неділях, неділям",
    ),
}  # fmt: skip


def find_weekdays(text: str, language: str) -> frozenset[int]:
    """0 is Monday; empty where none is named.  A named day counts more than "every"."""
    plain = fold(text).plain
    forms = _forms(language)
    named = {forms.days[m["name"].replace(" ", "")] for m in forms.single.finditer(plain)}
    if named:
        return frozenset(named)
    return next((days for form, days in forms.several if form.search(plain)), frozenset())


@dataclass(frozen=True)
class _Forms:
    single: re.Pattern[str]
    days: dict[str, int]
    several: tuple[tuple[re.Pattern[str], frozenset[int]], ...]


@lru_cache
def _forms(language: str) -> _Forms:
    days: dict[str, int] = {}
    for spoken in (*GUESTS, language):
        for number, names in enumerate(_names(spoken)):
            days |= {fold_word(n).replace(" ", ""): number for n in names}
    own = DAY_WORDS.get(language)
    words = [WEEK_WORDS[s] for s in _spoken(language)]
    endings = [*_split(own.endings if own else ""), *_all(w.endings for w in words)]
    prefixes = [*_split(own.prefixes if own else ""), *_all(w.prefixes for w in words)]
    known = alternatives([n for spoken in _spoken(language) for ns in _names(spoken) for n in ns])
    single = re.compile(
        rf"(?<!\w)(?:(?:{alternatives(prefixes)}) ?)?(?P<name>{known})"
        rf"(?:'?(?:{alternatives(endings)}))?(?!\w)"
    )
    several = (("every", EVERY_DAY), ("working", WORKING_DAYS), ("weekend", WEEKEND))
    return _Forms(
        single,
        days,
        tuple(
            (_word(alternatives(_all(getattr(w, field) for w in words))), meant)
            for field, meant in several
        ),
    )


def _spoken(language: str) -> list[str]:
    """The language itself, and those that people mix in."""
    return [s for s in dict.fromkeys((language, *GUESTS)) if s in WEEK_WORDS]


def _names(language: str) -> list[list[str]]:
    tables = [_split(w) for w in DAY_WORDS[language].weekdays] if language in DAY_WORDS else []
    forms = WEEK_WORDS[language].forms if language in WEEK_WORDS else ""
    parts = forms.split("|") if forms else [""] * len(tables)
    more = [_split(w) for w in parts]
    return [[*a, *b] for a, b in zip(tables, more, strict=True)]


def _all(fields: Iterable[str]) -> list[str]:
    return [w for field in fields for w in _split(field)]


def _split(words: str) -> list[str]:
    return [w for w in words.split(", ") if w]


def _word(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")
