"""Times of day in sentences."""

from datetime import time

import pytest
from babel.dates import format_time
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.languages import OWN_NAMES
from bot.parsing.times import find_parts_of_day, find_times

LANGUAGES = sorted(OWN_NAMES)

SENTENCES = {
    "da": {
        "kl. 9": "09:00", "klokken 9.30": "09:30", "kl 1430": "14:30", "halv ni": "08:30",
        "kvart i ni": "08:45", "kvart over ni": "09:15", "fem i halv ni": "08:25",
        "ti over otte": "08:10", "9 om aftenen": "21:00", "tre om eftermiddagen": "15:00",
        "fra kl 9 til kl 12": "09:00 12:00", "kl. 14.30-16.00": "14:30 16:00",
        "halv et": "12:30",
        "i morgen kl 8": "08:00", "9": "09:00", "fireogtyve": "00:00", "kl. 24": "00:00",
        "kl. 25": "", "femogtyve": "", "d. 24.12. kl. 10": "10:00",
        "en halv time": "", "2026": "", "24.12": "",
        "om 2 timer": "", "hver morgen 3 kunder": "", "husleje 4500": "", "kl 9 personer": "",
    },
    "en": {
        "at 9:30": "09:30", "half past eight": "08:30", "9am": "09:00",
        "make it 9 pm": "21:00",
        "quarter to nine": "08:45", "10 o'clock": "10:00", "seven in the evening": "19:00",
        "ten past nine": "09:10", "12 pm": "12:00", "12 am": "00:00", "at 5 people": "",
        "week 3": "", "8:30 in the evening": "20:30", "nine thirty am": "09:30",
        "at nine fifty": "09:50", "twenty past nine": "09:20",
        "at a market": "", "at 3 in the night": "03:00",
    },
    "ar": {
        "الساعة 9": "09:00", "٥ مساءً": "17:00", "الساعة تسعة ونص": "09:30",
        "الساعة التاسعة والنصف صباحا": "09:30", "تسعة الا ربع": "08:45", "8 بالليل": "20:00",
        "الساعة ٣ العصر": "15:00", "الساعة الثانية عشرة ظهرا": "12:00", "8:30 م": "20:30",
        "الصبح 9": "09:00", "من الساعة 9 الى 12": "09:00 12:00", "3 ساعات": "",
        "٤٥٠٠ كرون": "",
        "kl 15 ممكن": "15:00", "ana 3am fakker": "",
    },
    "tr": {
        "saat 9": "09:00", "akşam 8'de": "20:00", "9'da": "09:00", "sabah 7 ye çek": "07:00",
        "10 da hatirlat": "10:00", "saat dokuz buçuk": "09:30", "dokuz buçukta": "09:30",
        "sekizi çeyrek geçe": "08:15", "akşam sekizde": "20:00", "saat 14:30": "14:30",
        "öğleden sonra 3": "15:00", "gece 12 ye kadar": "00:00", "3 saat": "", "3. hafta": "",
        "20 bin kron": "", "sabah ona söyle": "",
    },
    "fa": {
        "ساعت ۸ شب": "20:00", "ساعت ده و نیم": "10:30", "۸ بجه": "08:00",
        "هشت و نیم صبح": "08:30", "یک ربع به نه": "08:45", "ربع کم نه": "08:45",
        "۳ بعد از ظهر": "15:00", "ساعت نه": "09:00", "ساعت ۲۱:۱۵": "21:15",
        "هشت بجه شب": "20:00", "۲ ساعت": "", "ساعتی ۲۵۰ کرون": "", "دو شب است": "",
        "ده شب به بعد": "22:00", "صبح ساعت ۹": "09:00",
    },
    "ur": {
        "8 بجے": "08:00", "صبح 9 بجے": "09:00", "رات کو 8 بجے": "20:00",
        "ساڑھے آٹھ بجے": "08:30", "سوا آٹھ بجے": "08:15", "پونے نو بجے": "08:45",
        "ڈیڑھ بجے": "01:30", "roz shaam 7 baje": "19:00", "saade 8 baje": "08:30",
        "raat 12 baje": "00:00", "dopahar 3 baje": "15:00", "ساڑھے تین ہزار": "",
        "8 baje ki jagah 10 baje": "10:00", "8 saal": "",
    },
    "so": {
        "8da subaxnimo": "08:00", "saacadda 8": "08:00", "8:30 subaxnimo": "08:30",
        "8da habeenkii": "20:00", "4ta galabnimo": "16:00", "10ka iigu soo dir": "10:00",
        "12ka": "12:00", "saacadda sideed iyo bar": "08:30", "sideedda subaxnimo": "08:00",
        "9ka habeenkii ayaa fiican": "21:00", "8da bisha": "", "5ta Luulyo": "", "2 saac": "",
        "saddex carruur": "", "laba habeen": "", "laba habeenimo": "02:00",
        "tobanka iyo badhka": "10:30",
    },
    "pl": {
        "o ósmej": "08:00", "o 8": "08:00", "przypomnij o 18": "18:00", "o 9.30": "09:30",
        "wpół do ósmej": "07:30", "kwadrans po ósmej": "08:15", "za kwadrans ósma": "07:45",
        "o 8 wieczorem": "20:00", "na 7 rano": "07:00", "po ósmej": "08:00",
        "o dwudziestej pierwszej": "21:00", "o siodmej": "07:00", "o 5 koron drożej": "",
        "osiem godzin": "", "drugie zadanie": "",
        "po drugiej stronie": "", "o jeden krok": "", "o północy": "00:00",
    },
    "uk": {
        "о 8 вечора": "20:00", "о восьмій": "08:00", "о пів на дев'яту": "08:30",
        "чверть на дев’яту": "08:15", "за чверть дев'ята": "08:45", "о 9:30": "09:30",
        "о 20 годині": "20:00", "на 7 ранку": "07:00", "о десятій": "10:00",
        "о 3 дня": "15:00",
        "до восьмої": "08:00", "10 годин на тиждень": "", "третя дитина": "", "о 9-й": "09:00",
        "третій вечір": "", "у два ночі": "02:00",
    },
}  # fmt: skip

PARTS = {
    "da": {"om formiddagen": "9", "i eftermiddag": "15", "i morgen": "", "god morgen": "",
           "i morgen eftermiddag": "15", "kl. 9 om aftenen": ""},
    "en": {"in the morning": "9", "at noon": "12", "afternoon or evening": "15 18",
           "good morning": ""},
    "ar": {"الصبح": "9", "الظهر": "12", "بعد الظهر": "15", "المسا": "18", "صباح الخير": ""},
    "tr": {"sabah": "9", "öğlen": "12", "öğleden sonra": "15", "aksam": "18",
           "iyi akşamlar": ""},
    "fa": {"صبح": "9", "ظهر": "12", "بعد از ظهر": "15", "عصر": "15", "غروب": "18",
           "صبح بخیر": ""},
    "ur": {"صبح": "9", "دوپہر": "12", "شام کو": "18", "shaam ko": "18", "شب بخیر": ""},
    "so": {"subaxnimo": "9", "duhurkii": "12", "galabnimo": "15", "fiidnimo": "18",
           "subax wanaagsan": ""},
    "pl": {"rano": "9", "w południe": "12", "po południu": "15", "wieczorem": "18",
           "dobry wieczór": ""},
    "uk": {"вранці": "9", "в обід": "12", "після обіду": "15", "ввечері": "18",
           "доброго дня": ""},
}  # fmt: skip


def rows(tables: dict[str, dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(lang, text, found) for lang, rows in tables.items() for text, found in rows.items()]


@pytest.mark.parametrize(("language", "text", "times"), rows(SENTENCES))
def test_find_times_in_sentence(language: str, text: str, times: str) -> None:
    assert [t.strftime("%H:%M") for t in find_times(text, language)] == times.split()


@pytest.mark.parametrize(("language", "text", "hours"), rows(PARTS))
def test_part_of_day_without_hour_has_default_hour(language: str, text: str, hours: str) -> None:
    assert [t.hour for t in find_parts_of_day(text, language)] == [int(h) for h in hours.split()]


@given(st.times(), st.sampled_from(LANGUAGES))
def test_find_time_in_locale_format(moment: time, language: str) -> None:
    text = format_time(moment, "short", locale=language)
    expected = [moment.replace(second=0, microsecond=0)]
    if text.endswith("GD") or text.endswith("GH"):  # Somali a.m. and p.m., which nobody writes
        expected = [t.replace(hour=t.hour % 12 or 12) for t in expected]
    assert find_times(text, language) == expected


@given(st.text(), st.sampled_from([*LANGUAGES, "xx"]))
def test_find_times_accepts_any_text(text: str, language: str) -> None:
    assert isinstance(find_times(text, language), list)
    assert isinstance(find_parts_of_day(text, language), list)


@given(st.integers(25, 10**6), st.sampled_from(LANGUAGES))
def test_number_above_24_is_not_an_hour(number: int, language: str) -> None:
    assert find_times(f"abc {number} abc", language) == []
