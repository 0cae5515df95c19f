"""What a sentence wants and what it refuses: "not in the mornings", "Monday to Friday".

schedules.tsv: language, sentence, meaning.  Weekdays and times that are wanted; `not-Su` for a
refused weekday; `not-then` where a time or a part of the day is refused.
"""

from datetime import date, time
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.languages import OWN_NAMES
from bot.parsing.days import find_days
from bot.parsing.mentions import find_mentions
from bot.parsing.schedule import Schedule, read_schedule
from bot.parsing.times import find_parts_of_day, find_times
from bot.parsing.weekdays import find_weekdays

TODAY = date(2026, 11, 25)  # a Wednesday
LANGUAGES = sorted(OWN_NAMES)
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
TABLE = Path(__file__).with_name("schedules.tsv").read_text(encoding="utf-8").splitlines()

PARTS = {
    "da": "om morgenen", "en": "in the morning", "ar": "الصبح", "tr": "sabah", "fa": "صبح",
    "ur": "صبح", "so": "subaxdii", "pl": "rano", "uk": "вранці",
}  # fmt: skip
REFUSALS = {
    "da": "ikke {}", "en": "not {}", "ar": "مو {}", "tr": "{} olmasın", "fa": "{} نباشد",
    "ur": "{} نہیں", "so": "{} maya", "pl": "nie {}", "uk": "не {}",
}  # fmt: skip
ALTERNATIVES = {
    "da": "ikke {}, men {}", "en": "not {} but {}", "ar": "مو {} بس {}",
    "tr": "{} olmasın {} olsun", "fa": "{} نباشد {} باشد", "ur": "{} نہیں بلکہ {}",
    "so": "{} maya {} haa", "pl": "nie {} tylko {}", "uk": "не {} а {}",
}  # fmt: skip
EXCEPTIONS = {
    "da": "hver dag undtagen {}", "en": "every day except {}", "ar": "كل يوم ما عدا {}",
    "tr": "{} hariç her gün", "fa": "هر روز به جز {}", "ur": "{} کے علاوہ ہر روز",
    "so": "maalin kasta {} mooyee", "pl": "codziennie oprócz {}", "uk": "щодня крім {}",
}  # fmt: skip
RANGES = {
    "da": "fra {} til {}", "en": "{} to {}", "ar": "من {} إلى {}", "tr": "{}dan {}ya",
    "fa": "از {} تا {}", "ur": "{} سے {} تک", "so": "{} ilaa {}", "pl": "od {} do {}",
    "uk": "з {} до {}",
}  # fmt: skip
weekdays = st.integers(0, 6)
languages = st.sampled_from(LANGUAGES)


def name(language: str, weekday: int) -> str:
    """As the locale calls it; "ہفتہ" alone is a week."""
    if (language, weekday) == ("ur", 5):
        return "سنیچر"
    return str(Locale(language).days["format"]["wide"][weekday])


def meaning(schedule: Schedule) -> str:
    return " ".join([
        *(WEEKDAYS[n] for n in sorted(schedule.weekdays)),
        *(f"not-{WEEKDAYS[n]}" for n in sorted(schedule.refused_weekdays)),
        *(f"{at:%H:%M}" for at in schedule.times),
        *(["not-then"] if schedule.refuses_times else []),
    ])  # fmt: skip


@pytest.mark.parametrize("row", TABLE)
def test_read_schedule(row: str) -> None:
    language, text, expected = row.split("\t")
    assert meaning(read_schedule(text, language, TODAY)) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_refused_part_of_day_is_not_found(language: str) -> None:
    text = REFUSALS[language].format(PARTS[language])
    assert find_parts_of_day(PARTS[language], language) == [time(9)]
    assert find_parts_of_day(text, language) == []
    assert [p.refused for p in find_mentions(text, language).parts_of_day] == [True]


@given(languages, weekdays)
def test_refused_weekday_is_not_found(language: str, weekday: int) -> None:
    text = REFUSALS[language].format(name(language, weekday))
    assert find_weekdays(text, language) == frozenset()
    assert find_days(text, language, TODAY) == []
    assert read_schedule(text, language, TODAY).refused_weekdays == {weekday}


@given(languages, weekdays, weekdays)
def test_alternative_to_refused_weekday_is_wanted(
    language: str, refused: int, wanted: int
) -> None:
    text = ALTERNATIVES[language].format(name(language, refused), name(language, wanted))
    schedule = read_schedule(text, language, TODAY)
    assert schedule.refused_weekdays == {refused}
    assert schedule.weekdays == {wanted} - {refused}


@given(languages, weekdays)
def test_exception_leaves_six_weekdays(language: str, weekday: int) -> None:
    text = EXCEPTIONS[language].format(name(language, weekday))
    assert find_weekdays(text, language) == {*range(7)} - {weekday}


@given(languages, weekdays, weekdays)
def test_weekday_range_includes_all_days_between(language: str, first: int, last: int) -> None:
    text = RANGES[language].format(name(language, first), name(language, last))
    expected = {first}
    while last not in expected:
        expected.add((max(expected, key=lambda d: (d - first) % 7) + 1) % 7)
    assert find_weekdays(text, language) == expected


@given(languages, weekdays, weekdays)
def test_refused_weekday_range_is_refused_as_a_whole(language: str, first: int, last: int) -> None:
    days = RANGES[language].format(name(language, first), name(language, last))
    wanted = find_weekdays(days, language)
    schedule = read_schedule(REFUSALS[language].format(days), language, TODAY)
    assert (schedule.weekdays, schedule.refused_weekdays) == (frozenset(), wanted)


_PHRASES = {
    language: [
        PARTS[language], *(name(language, n) for n in range(7)), REFUSALS[language].format(""),
        *ALTERNATIVES[language].split("{}"), "kl. 9", "18:00", ",", ".", "?", "abc",
    ]
    for language in LANGUAGES
}  # fmt: skip


@given(st.data(), languages)
def test_nothing_is_both_wanted_and_refused(data: st.DataObject, language: str) -> None:
    words = data.draw(st.lists(st.sampled_from(_PHRASES[language]), max_size=8))
    text = " ".join(words)
    schedule = read_schedule(text, language, TODAY)
    assert not schedule.weekdays & schedule.refused_weekdays
    assert not set(schedule.days) & set(schedule.refused_days)
    refused = {t for f in find_mentions(text, language).times if f.refused for t in f.value}
    assert not set(schedule.times) & refused
    assert set(schedule.times) <= {*find_times(text, language), *find_parts_of_day(text, language)}


@given(st.text(), st.sampled_from([*LANGUAGES, "xx"]), st.dates())
def test_read_schedule_accepts_any_text(text: str, language: str, today: date) -> None:
    assert isinstance(read_schedule(text, language, today), Schedule)


@pytest.mark.parametrize(
    ("part", "hour", "wanted"),
    [
        ("in the morning", 4, True), ("in the morning", 5, False), ("in the morning", 11, False),
        ("in the morning", 12, True), ("at noon", 12, False), ("at noon", 13, True),
        ("in the evening", 16, True), ("in the evening", 17, False), ("in the evening", 22, False),
        ("in the evening", 23, True), ("at night", 20, True), ("at night", 21, False),
        ("at night", 0, False), ("at night", 4, False), ("at night", 5, True),
    ],
)  # fmt: skip
def test_clock_time_in_refused_part_of_day_is_not_wanted(
    part: str, hour: int, wanted: bool
) -> None:
    schedule = read_schedule(f"not {part}, I think of {hour}:30", "en", TODAY)
    assert schedule.times == ((time(hour, 30),) if wanted else ()) and schedule.refuses_times


def test_refused_date_is_not_wanted() -> None:
    schedule = read_schedule("not tomorrow but on 4 December", "en", TODAY)
    assert schedule.days == (date(2026, 12, 4),)
    assert schedule.refused_days == (date(2026, 11, 26),)


@pytest.mark.parametrize("text", ["på loerdag", "loerdage", "man-loer"])
def test_weekday_without_danish_letters_is_found(text: str) -> None:
    assert 5 in find_weekdays(text, "da")


@pytest.mark.parametrize("language", LANGUAGES)
def test_danish_and_english_negations_are_read_in_every_language(language: str) -> None:
    words = ["ikke mandag", "not monday"][: 1 if language == "tr" else 2]
    for text in words:
        assert read_schedule(text, language, TODAY).refused_weekdays == {0}
