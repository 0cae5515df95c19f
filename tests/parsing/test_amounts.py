"""Amounts of money in sentences."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.languages import OWN_NAMES
from bot.parsing.amounts import find_amounts

LANGUAGES = sorted(OWN_NAMES)

# * marks an amount for which kroner are named.
SENTENCES = {
    "da": {
        "rent 4.500": "4500", "husleje 4.500 kr. og strøm 800": "4500* 800",
        "to tusind kroner": "2000*", "2 tusind om måneden": "2000",
        "5.000,- for komfuret": "5000*",
        "2,5 mio": "2500000", "5 000,50 kr": "5000.50*", "200kr": "200*",
        "20-25 kr": "20* 25*",
        "kr. 500 pr. time": "500*", "ca. 3000-4000": "3000 4000", "prisen er 12,50": "12.50",
        "24. december 4.500 kr": "4500*", "tusind tak": "", "1000 tak": "", "uge 3": "",
        "jeg er 59 år": "", "25 % moms": "", "d. 24.12 kl. 9": "", "8 uger": "",
        "ring på 12 34 56 78": "", "+45 20 30 40 50": "", "CVR 12345678": "", "500 euro": "",
        "cpr 010190-1234": "", "0101901234": "", "123 456 789 012 345 678 kr": "",
        "12.345.678.901.234,50 kr": "", "1.234.567.890.123,50 kr": "1234567890123.50*",
    },
    "en": {
        "rent 4,500": "4500", "I need two thousand five hundred": "2500",
        "1,234.50 kr": "1234.50*",
        "5k for the stove": "5000", "a hundred kroner": "100*",
        "about 300 kr per cake": "300*",
        "DKK 1,200": "1200*", "two and a half thousand": "2500", "thanks a million": "",
        "since 2019": "", "I have two children": "",
        "$500": "", "at 9:30": "", "week 5": "", "I am 52 years old": "", "in 10 days": "",
    },
    "ar": {
        "الإيجار ٤٥٠٠ كرون": "4500*", "٥٬٠٠٠ كرون والكهربا ٨٠٠": "5000* 800",
        "خمسة آلاف كرون": "5000*", "وخمسمئة كرونة": "500*", "بدي 20 الف": "20000",
        "ألفين كرون": "2000*", "ألف ونص كرون": "1500*", "ثلاثة آلاف وخمسمئة": "3500",
        "٨٠٠ kr": "800*", "الف شكر": "", "عمري 58 سنة": "", "3 اشهر": "", "الساعة ٩": "",
        "رقمي 12345678": "",
    },
    "tr": {
        "20 bin kron": "20000*", "kira 4000 elektrik 600 malzeme 2500": "4000 600 2500",
        "saatini 200 krondan": "200*", "iki bin beş yüz": "2500", "ikibinbeşyüz kron": "2500*",
        "pantolon paçası 80 fermuar 120 kron": "80 120*", "bir tepsi baklava 250 kron": "250*",
        "5.000,50 kron": "5000.50*", "iki buçuk milyon": "2500000", "3. haftanın görevi": "",
        "18-30 yaş": "", "20 sene terzilik yaptım": "",
        "yüzde 25": "", "haftada 10 saat": "", "akşam 8'de": "", "24 aralik": "",
    },
    "fa": {
        "۲۰ هزار کرون": "20000*", "کرایه ماهی ۴۵۰۰، برق ۶۰۰، مواد ۳۰۰۰": "4500 600 3000",
        "دو هزار، جعبه کیک ۳۰۰": "2000 300", "ساعتی ۲۵۰ کرون": "250*",
        "بیست و پنج هزار": "25000", "دو هزار و پانصد کرون": "2500*", "۵٬۰۰۰": "5000",
        "پنجصد کرون": "500*", "۸۰۰ نفر": "", "۱۴۰۳/۰۵/۱۲": "", "۳۴ ساله": "",
        "ساعت ۸ شب": "", "بیست و پنج درصد": "",
    },
    "ur": {
        "دو ہزار کرونر": "2000*", "1,00,000": "100000", "ساڑھے تین ہزار": "3500",
        "ایک لاکھ کرون": "100000*", "ڈیڑھ لاکھ کرون": "150000*", "250 kr per suit": "250*",
        "kiraya 5000, bijli 600, saman 3000 mahina": "5000 600 3000",
        "das hazar kroner": "10000*", "پچیس ہزار": "25000", "8 saal": "", "shaam 7 baje": "",
        "15 saal kaam kiya": "", "24 دسمبر": "", "week 5": "",
    },
    "so": {
        "40 kun sanadkii": "40000", "80 kr halkii xabbo": "80*",
        "kirada 4000 iyo korontada 600 bishii": "4000 600", "laba kun oo karoon": "2000*",
        "alaabta 2000, miiska 500, baasto 300": "2000 500 300", "20.000 kr": "20000*",
        "laba kun iyo shan boqol": "2500", "boqol iyo konton kr": "150*", "15 sano": "",
        "8da subaxnimo": "", "10 qof": "", "12/05/2019": "", "3 maalmood kadib": "",
    },
    "pl": {
        "200 koron za godzinę": "200*", "tort na dwadziescia osob za 900 koron": "900*",
        "manicure 300 kr a pedicure 350": "300* 350", "dwa tysiące koron": "2000*",
        "5 tys. koron": "5000*", "półtora tysiąca": "1500", "pokoje do 8000": "8000",
        "dwa tysiące pięćset koron": "2500*", "mam 62 lata": "", "przypomnij o 18": "",
        "20 minut": "", "zadzwoń 601 234 567": "", "24 grudnia": "", "300 zł": "",
    },
    "uk": {
        "торт 450 крон за кілограм": "450*", "дві тисячі крон": "2000*", "5 тис": "5000",
        "оренда 4 500 крон, світло 800": "4500* 800", "шматок по 45 крон": "45*",
        "півтори тисячі крон": "1500*", "п’ятсот крон": "500*", "1000000": "1000000",
        "двадцять п'ять крон": "25*", "десь тисяч тридцять": "", "мені 58 років": "",
        "+380 67 123 45 67": "",
        "о 20:00": "", "10 годин на тиждень": "", "14 лютого": "",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "amounts"),
    [(lang, text, found) for lang, table in SENTENCES.items() for text, found in table.items()],
)
def test_find_amounts_in_sentence(language: str, text: str, amounts: str) -> None:
    found = find_amounts(text, language)
    expected = [(Decimal(a.rstrip("*")), a.endswith("*")) for a in amounts.split()]
    assert [(a.value, a.currency) for a in found] == expected


def test_span_indexes_original_text() -> None:
    text = "\u200fالإيجار ٤٥٠٠ كرون، و 5 tusind"
    first, second = find_amounts(text, "ar")
    assert text[slice(*first.span)] == "٤٥٠٠ كرون"
    assert text[slice(*second.span)] == "5 tusind"


@given(st.decimals(1, 999_999, places=2), st.sampled_from(LANGUAGES))
def test_find_amount_in_locale_currency_format(value: Decimal, language: str) -> None:
    text = f"abc {format_currency(value, 'DKK', locale=language)} abc"
    assert [(a.value, a.currency) for a in find_amounts(text, language)] == [(value, True)]


# A bare 2015 is a year.
@given(st.integers(1, 999_999).filter(lambda n: not 1950 <= n < 2040), st.sampled_from(LANGUAGES))
def test_find_amount_in_locale_number_format(value: int, language: str) -> None:
    text = f"abc {format_decimal(value, locale=language)} abc"
    assert [a.value for a in find_amounts(text, language)] == [value]


@given(st.integers(10**7, 10**11), st.sampled_from(LANGUAGES))
def test_long_digit_run_is_not_an_amount(number: int, language: str) -> None:
    assert find_amounts(f"abc {number} abc", language) == []


@given(st.integers(0, 364), st.sampled_from(LANGUAGES))
def test_date_is_not_an_amount(ahead: int, language: str) -> None:
    day = date(2026, 1, 1) + timedelta(days=ahead)
    for text in (f"{day:%d.%m.%Y}", f"{day:%d/%m}", f"{day:%Y-%m-%d}"):
        assert find_amounts(f"abc {text} abc", language) == []


@given(st.times(), st.sampled_from(LANGUAGES))
def test_time_is_not_an_amount(moment: time, language: str) -> None:
    assert find_amounts(f"abc {moment:%H:%M} abc kl. {moment:%H.%M}", language) == []


@given(st.text(), st.sampled_from([*LANGUAGES, "xx"]))
def test_find_amounts_accepts_any_text(text: str, language: str) -> None:
    for amount in find_amounts(text, language):
        start, end = amount.span
        assert amount.value.is_finite() and 0 <= start < end <= len(text)
