"""Days in sentences.  Today is Wednesday 25 November 2026."""

from datetime import date, timedelta

import pytest
from babel import Locale
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.languages import OWN_NAMES
from bot.parsing.days import find_days, parse_day
from bot.parsing.solar import from_solar

TODAY = date(2026, 11, 25)
LANGUAGES = sorted(OWN_NAMES)

# Month and day of the days in the next twelve months; "" where none is named.
SENTENCES = {
    "da": {
        "kan vi sige i morgen?": "11-26", "jeg kommer i overmorgen": "11-27",
        "på mandag passer mig fint": "11-30", "mandag i næste uge": "11-30",
        "om 3 dage er jeg klar": "11-28", "om to uger": "12-09", "24/12 er vi lukket": "12-24",
        "senest d. 24.12.2026": "12-24", "den 24. december": "12-24", "paa loerdag": "11-28",
        "søndag den 6. december": "12-06", "fra mandag til fredag": "11-30 11-27",
        "om en måned": "12-25", "jeg var syg sidste mandag": "", "kl 10.10": "",
        "vi har åbent 24/7": "", "1/2 time": "", "2,5 kg mel": "", "uge 42": "",
    },
    "en": {
        "tomorrow is good": "11-26", "the day after tomorrow": "11-27",
        "next Monday please": "11-30",
        "in 3 days": "11-28", "in two weeks": "12-09", "on 24 December": "12-24",
        "December 24th, 2026": "12-24", "the 3rd of May": "05-03", "monday next week": "11-30",
        "in a week": "12-02", "tonight": "11-25", "wednsday": "12-02",
        "may I ask something": "",
        "I was there last friday": "", "12/24/26": "12-24", "march with us": "",
    },
    "ar": {
        "بدي موعد بكرة": "11-26", "غداً إن شاء الله": "11-26", "بعد بكرا": "11-27",
        "يوم الاثنين": "11-30", "والخميس كمان": "11-26", "بعد ٣ أيام": "11-28",
        "بعد أسبوعين": "12-09", "بعد يومين": "11-27", "٢٤ كانون الأول": "12-24",
        "24 ديسمبر": "12-24", "١٥ آذار": "03-15", "١ تشرين الثاني": "11-01",
        "٢٤/١٢/٢٠٢٦": "12-24", "bokra inshallah": "11-26", "كل يوم": "", "الاثنين الماضي": "",
    },
    "tr": {
        "yarın gelirim": "11-26", "öbür gün": "11-27", "pazartesi günü": "11-30",
        "cumaya kadar": "11-27", "3 gün sonra": "11-28", "iki hafta sonra": "12-09",
        "24 aralik": "12-24", "24 Aralık'ta": "12-24", "24.12.2026": "12-24",
        "carsamba olur mu": "12-02", "bugün": "11-25", "haftaya pazartesi": "11-30",
        "pazar araştırması yaptım": "", "pazar günü": "11-29", "yarım saat": "",
        "iki arada": "",
        "geçen salı hastaydım": "",
    },
    "fa": {
        "فردا میایم": "11-26", "پس فردا": "11-27", "دوشنبه": "11-30",
        "سه‌شنبه خوب است": "12-01",
        "سه شنبه": "12-01", "یک شنبه": "11-29", "روز شنبه": "11-28", "پنج شنبه": "11-26",
        "۳ روز دیگر": "11-28", "دو هفته بعد": "12-09", "۲۴ دسامبر": "12-24", "۳ دی": "12-24",
        "۱۵ حمل": "04-04", "۱۴۰۵/۱۰/۰۳": "12-24", "صبا میایم": "11-26", "جمعه گذشته": "",
    },
    "ur": {
        "کل آؤں گا": "11-26", "پرسوں": "11-27", "پیر کو": "11-30", "3 دن بعد": "11-28",
        "دو ہفتے بعد": "12-09", "24 دسمبر کو": "12-24", "ہفتے کو": "11-28",
        "kal milte hain": "11-26",
        "itwar ko": "11-29", "3 din baad": "11-28", "monday ko": "11-30", "اتوار": "11-29",
        "کل خرچ 500": "", "پچھلے پیر": "", "ہر ہفتے": "", "آج کل": "", "۲۴/۱۲/۲۰۲۶": "12-24",
    },
    "so": {
        "berri ayaan imanayaa": "11-26", "saadambe": "11-27", "maalinta Isniinta": "11-30",
        "Jimcaha": "11-27", "3 maalmood kadib": "11-28", "laba toddobaad ka dib": "12-09",
        "24 Diseembar": "12-24", "Diseembar 24, 2026": "12-24", "24/12/2026": "12-24",
        "maanta": "11-25", "sabtida": "11-28", "axadda": "11-29", "caawa": "11-25",
        "Isniintii hore": "", "laba kun": "",
    },
    "pl": {
        "przyjdę jutro": "11-26", "pojutrze": "11-27", "w poniedziałek": "11-30",
        "w srode": "12-02", "za 3 dni": "11-28", "za dwa tygodnie": "12-09",
        "za tydzień": "12-02",
        "24 grudnia": "12-24", "24.12": "12-24", "3-go maja": "05-03", "w pt": "11-27",
        "we wtorek w przyszłym tygodniu": "12-01", "zeszły piątek": "", "trzymaj się": "",
        "mam 8 lat": "",
        "od poniedziałku do piątku": "11-30 11-27",
    },
    "uk": {
        "прийду завтра": "11-26", "післязавтра": "11-27", "в понеділок": "11-30",
        "у п’ятницю": "11-27", "у п'ятницю": "11-27", "через 3 дні": "11-28",
        "через два тижні": "12-09", "за тиждень": "12-02", "24 грудня": "12-24",
        "24-го грудня": "12-24", "24.12.26": "12-24", "у пт": "11-27", "в среду": "12-02",
        "лист 5 сторінок": "", "минулого понеділка": "", "наступного тижня в середу": "12-02",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [(lang, text, days) for lang, table in SENTENCES.items() for text, days in table.items()],
)
def test_find_days_in_sentence(language: str, text: str, days: str) -> None:
    assert [d.strftime("%m-%d") for d in find_days(text, language, TODAY)] == days.split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_danish_day_names_are_found_in_every_language(language: str) -> None:
    assert find_days("i morgen, mandag, 24. december", language, TODAY) == [
        date(2026, 11, 26), date(2026, 11, 30), date(2026, 12, 24)
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["short", "medium", "long", "full"])
def test_find_every_date_in_locale_format(language: str, form: str) -> None:
    # People in Denmark write the day before the month in English, too.
    locale = "en_GB" if language == "en" and form == "short" else language
    for ahead in range(366):
        day = TODAY + timedelta(days=ahead)
        text = format_date(day, form, locale=locale)
        assert find_days(text, language, TODAY) == [day], text


@pytest.mark.parametrize("language", LANGUAGES)
def test_locale_names_of_weekdays_and_months_are_known(language: str) -> None:
    locale = Locale(language)
    for number, name in locale.days["format"]["wide"].items():
        if (language, number) != ("ur", 5):  # ہفتہ is also a week: "ہفتہ کو" is Saturday
            assert [d.weekday() for d in find_days(name, language, TODAY)] == [number], name
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                found = find_days(f"24 {name}", language, TODAY)
                assert [(d.month, d.day) for d in found] == [(number, 24)], name


@given(st.dates(date(1990, 1, 1), date(2089, 12, 31)), st.sampled_from(LANGUAGES))
def test_weekday_is_within_the_next_seven_days(today: date, language: str) -> None:
    for name in Locale(language).days["format"]["wide"].values():
        for day in find_days(name, language, today):
            assert today < day <= today + timedelta(days=7)


@given(st.text(), st.sampled_from([*LANGUAGES, "xx"]), st.dates())
def test_find_days_accepts_any_text(text: str, language: str, today: date) -> None:
    assert isinstance(find_days(text, language, today), list)


@given(st.integers(), st.integers(), st.integers(), st.sampled_from("./-"), st.dates())
def test_numbers_like_dates_never_raise(a: int, b: int, c: int, mark: str, today: date) -> None:
    assert len(find_days(f"{a}{mark}{b}{mark}{c} om {abs(a)} uger", "da", today)) <= 2


@pytest.mark.parametrize(
    ("today", "text", "day"),
    [
        (date(2027, 1, 31), "om en måned", date(2027, 2, 28)),
        (date(2026, 11, 30), "om 3 måneder", date(2027, 2, 28)),
        (date(2026, 12, 31), "om 12 måneder", date(2027, 12, 31)),
    ],
)
def test_month_later_ends_with_the_month(today: date, text: str, day: date) -> None:
    assert find_days(text, "da", today) == [day]


def test_leap_day_without_year_is_the_next_leap_day() -> None:
    assert find_days("29/2", "da", TODAY) == [date(2028, 2, 29)]


@pytest.mark.parametrize(
    ("solar", "day"),
    [
        ((1403, 1, 1), date(2024, 3, 20)), ((1403, 12, 30), date(2025, 3, 20)),
        ((1404, 1, 1), date(2025, 3, 21)), ((1399, 12, 30), date(2021, 3, 20)),
        ((1357, 11, 22), date(1979, 2, 11)), ((1408, 12, 30), date(2030, 3, 20)),
        ((1300, 1, 1), date(1921, 3, 21)), ((1500, 12, 29), date(2122, 3, 20)),
    ],
)  # fmt: skip
def test_solar_date_is_converted_to_gregorian(solar: tuple[int, int, int], day: date) -> None:
    assert from_solar(*solar) == day


@pytest.mark.parametrize(
    "solar",
    [
        (1404, 12, 30), (1404, 7, 31), (1404, 1, 32), (1404, 1, 0), (1404, 0, 1), (1404, 13, 1),
        (1299, 1, 1), (1501, 1, 1),
    ],
)  # fmt: skip
def test_invalid_solar_date_is_none(solar: tuple[int, int, int]) -> None:
    assert from_solar(*solar) is None


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("da", "7/12", "2026-12-07"), ("da", " 7 . 12 ", "2026-12-07"),
        ("da", "7.1", "2027-01-07"), ("da", "7-12", "2026-12-07"),
        ("da", "7-12-26", "2026-12-07"), ("da", "7.12.", "2026-12-07"),
        ("da", "2026-12-07", "2026-12-07"), ("da", "7. december", "2026-12-07"),
        ("da", "7 decembr 2026", "2026-12-07"), ("da", "7 oct", "2027-10-07"),
        ("da", "d. 7. december", None), ("da", "i overmorgen", "2026-11-27"),
        ("da", "fredag", "2026-11-27"), ("da", "om 3 dage.", "2026-11-28"),
        ("da", "24/12/46", "2046-12-24"), ("da", "24/12/47", "1947-12-24"),
        ("da", "24/12/1899", "1899-12-24"), ("da", "7/13", None), ("da", "31/2", None),
        ("da", "7. foo", None), ("da", "12", None), ("da", "7 de", None),
        ("da", "7/12 eller 8/12", None), ("da", "7/12/2026/1", None),
        ("da", "ikke fredag", None), ("da", "", None), ("uk", "24 груд", "2026-12-24"),
        ("uk", "24 листопад", "2027-11-24"), ("fa", "۳ دی", "2026-12-24"),
        ("xx", "7/12", "2026-12-07"), ("tr", "24 aralk", "2026-12-24"),
        ("ar", "24 تشرين", None),
    ],
)  # fmt: skip
def test_parse_day_reads_whole_text(language: str, text: str, day: str | None) -> None:
    assert parse_day(text, language, TODAY) == (date.fromisoformat(day) if day else None)


@given(st.dates(date(2026, 11, 25), date(2027, 11, 24)), st.sampled_from(["", " "]))
def test_parse_day_accepts_any_separator(day: date, space: str) -> None:
    for mark in "./-":
        text = f"{day.day}{space}{mark}{space}{day.month}"
        assert parse_day(text, "da", TODAY) == day
        assert parse_day(f"{text}{mark}{day.year}", "da", TODAY) == day


@given(st.text(), st.sampled_from([*LANGUAGES, "xx"]), st.dates())
def test_parse_day_accepts_any_text(text: str, language: str, today: date) -> None:
    assert isinstance(parse_day(text, language, today), date | None)
