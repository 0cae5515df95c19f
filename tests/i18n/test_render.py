"""From a message as data to the words of one language."""

import gettext
import html
import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.crisis.views import crisis
from bot.i18n.catalogues import FOLDER
from bot.i18n.direction import FSI, LRI, PDI
from bot.i18n.markup import PlainText, TelegramHtml
from bot.i18n.render import DANISH_MARK, Renderer
from bot.kernel.languages import OWN_NAMES
from bot.kernel.messages import (
    Amount,
    Button,
    Day,
    LanguageName,
    Listing,
    LocalMoment,
    Moment,
    Param,
    PersonLink,
    Spoken,
    TimeOfDay,
    Verbatim,
    message,
    phrase,
    phrases,
    quiet,
    strong,
)
from bot.onboarding.views import refused

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
PLAIN = Renderer("Ballerup", COPENHAGEN, PlainText())
HTML = Renderer("Ballerup", COPENHAGEN, TelegramHtml())
NASTY = '<b>&"'
NAME, HERE = Button(Verbatim("Amina"), "x"), Button(phrase("☰ Menu"), "m")
OTHERS = [language for language in OWN_NAMES if language != "da"]


def text(*content: Param, language: str = "en", renderer: Renderer = PLAIN) -> str:
    return renderer.render(message(*content), language).text


def answered(count: int) -> Param:
    return phrases(
        "You have answered {count} question.", "You have answered {count} questions.", count
    )


# Markup.


def test_name_is_escaped_inside_its_link() -> None:
    shown = text(PersonLink(NASTY, 42), renderer=HTML)
    assert shown == '<a href="tg://user?id=42">&lt;b&gt;&amp;"</a>'


@given(st.text(st.characters(exclude_categories=["Cs", "Cf"])), st.sampled_from(list(OWN_NAMES)))
def test_user_text_is_shown_verbatim(words: str, language: str) -> None:
    shown = text(Verbatim(words), language=language, renderer=HTML)
    assert "<" not in shown and not re.search(r"&(?!(lt|gt|amp);)", shown)
    assert html.unescape(shown).strip(FSI + PDI) == words.strip(FSI + PDI)


@given(st.sampled_from(["{municipality}", "{words}", "{", "}}", "{0}", "%s", "{{x}}"]))
def test_braces_in_user_text_are_literal(words: str) -> None:
    assert text(phrase("✔ “{words}”", words=Verbatim(words))) == f"✔ “{words}”"


def test_own_texts_are_escaped() -> None:
    renderer = Renderer(NASTY, COPENHAGEN, TelegramHtml())
    shown = text(phrase("Do you live in {municipality}? <i>"), renderer=renderer)
    assert shown == 'Do you live in &lt;b&gt;&amp;"? &lt;i&gt;'


def test_emphasis_follows_the_channels_markup() -> None:
    heavy = message(strong(Verbatim("a<")), quiet(Verbatim("b")), Verbatim("c"))
    assert HTML.render(heavy, "en").text == "<b>a&lt;</b>\n\n<i>b</i>\n\nc"
    assert PLAIN.render(heavy, "en").text == "a<\n\nb\n\nc"


def test_plain_text_has_no_markup() -> None:
    assert HTML.plain(PersonLink(NASTY, 42), "en") == NASTY


def test_buttons_are_never_escaped() -> None:
    [row] = HTML.render(message(buttons=[[Button(Verbatim(NASTY), "x")]]), "da").buttons
    assert [b.label for b in row] == [NASTY]


# Numbers, days, lists, languages.


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("da", "1.234.567,5"), ("en", "1,234,567.5"), ("tr", "1.234.567,5"),
        ("pl", "1\u00a0234\u00a0567,5"), ("uk", "1\u00a0234\u00a0567,5"), ("so", "1,234,567.5"),
    ],
)  # fmt: skip
def test_numbers_are_formatted_by_language(language: str, shown: str) -> None:
    assert text(Amount(Decimal("1234567.5")), language=language) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("da", "23. november 2026"), ("en", "November 23, 2026"), ("tr", "23 Kasım 2026"),
        ("pl", "23 listopada 2026"), ("uk", "23 листопада 2026"), ("ar", "نوفمبر"),
        ("ur", "نومبر"), ("fa", "نوامبر"), ("so", "Noofeembar"),
    ],
)  # fmt: skip
def test_dates_are_formatted_by_language(language: str, shown: str) -> None:
    assert shown in text(Day(date(2026, 11, 23)), language=language)


def test_moments_are_shown_in_local_time() -> None:
    late = Moment(datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    shown = text(late, language="da")
    assert "2. jul. 2026" in shown and "00.30" in shown


@pytest.mark.parametrize(
    ("language", "shown"), [("da", "09.05"), ("en", "09:05"), ("ar", "09:05"), ("fa", "9:05")]
)
def test_times_use_the_24_hour_clock(language: str, shown: str) -> None:
    assert text(TimeOfDay(time(9, 5)), language=language) == shown
    assert text(TimeOfDay(time(14, 30)), language=language) in ("14:30", "14.30")


def test_text_for_another_reader_is_isolated_in_their_language() -> None:
    hello = phrase("{consultant} (consultant) writes:", consultant=Verbatim("Mette"))
    arabic, turkish = text(hello, language="ar"), text(hello, language="tr")
    assert text(Spoken(hello, "ar"), language="da") == f"{FSI}{arabic}{PDI}"
    assert text(Spoken(hello, "tr"), language="da") == turkish


@pytest.mark.parametrize(("language", "shown"), [("en", "a, b, and c"), ("da", "a, b og c")])
def test_lists_are_joined_by_language(language: str, shown: str) -> None:
    listing = Listing((Verbatim("a"), Verbatim("b"), Verbatim("c")))
    assert text(listing, language=language) == shown


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "Somali"), ("da", "somali"), ("uk", "сомалі")]
)
def test_language_names_are_in_the_readers_language(language: str, shown: str) -> None:
    assert text(LanguageName("so"), language=language) == shown


# Plural forms.


@pytest.mark.parametrize("language", OWN_NAMES)
@pytest.mark.parametrize(
    "count", [0, 1, 2, 3, 5, 10, 11, 12, 21, 22, 25, 99, 100, 101, 102, 103, 111]
)
def test_plural_form_follows_the_language(language: str, count: int) -> None:
    catalogue = polib.pofile(FOLDER / language / "LC_MESSAGES" / "messages.po")
    [entry] = [e for e in catalogue if e.msgid_plural and e.msgid.startswith("You have answered")]
    rule = catalogue.metadata["Plural-Forms"].split("plural=")[1].rstrip(";")
    form = entry.msgstr_plural[gettext.c2py(rule)(count)]
    shown = text(answered(count), language=language)
    assert re.sub(f"[{LRI}{FSI}{PDI}]", "", shown) == form.format(count=count)


@pytest.mark.parametrize(
    ("count", "noun"),
    [(1, "pytanie"), (2, "pytania"), (4, "pytania"), (5, "pytań"), (12, "pytań"), (22, "pytania")],
)
def test_polish_has_three_plural_forms(count: int, noun: str) -> None:
    assert re.search(rf"\b{count} {noun}\b", text(answered(count), language="pl"))


def test_arabic_uses_the_plural_for_few() -> None:
    assert all("أسئلة" in text(answered(count), language="ar") for count in (3, 10, 103))


@pytest.mark.parametrize(
    ("language", "day", "time", "short"),
    [
        ("da", "tirsdag den 8. december", "14.30", "tirs. 8. dec. 14.30"),
        ("en", "Tuesday, December 8", "14:30", "Tue, Dec 8, 14:30"),
        ("fa", "سه‌شنبه 8 دسامبر", "14:30", "سه‌شنبه 8 دسامبر،‏ 14:30"),
        ("ur", "منگل، 8 دسمبر", "14:30", "منگل، 8 دسمبر 14:30"),
        ("so", "Talaado, Diseembar 8", "14:30", "Tldo, Dis 8 14:30"),
        ("uk", "вівторок, 8 грудня", "14:30", "вт, 8 груд., 14:30"),
    ],
)
def test_meeting_times_use_the_readers_calendar_words(
    language: str, day: str, time: str, short: str
) -> None:
    """On the municipality's clock, of 24 hours as Danish letters and doors have it."""
    at = datetime(2026, 12, 8, 13, 30, tzinfo=UTC)
    assert text(LocalMoment(at), language=language) == day
    assert text(LocalMoment(at, "time"), language=language) == time
    shown = text(LocalMoment(at, "short"), language=language)
    assert shown.replace("‏", "") == short.replace("‏", "")
    assert len(shown) <= 30 and text(LocalMoment(at, "date"), language=language) in shown


# Direction.


@pytest.mark.parametrize("language", ["ar", "fa", "ur"])
def test_phone_numbers_are_isolated(language: str) -> None:
    shown = PLAIN.render(crisis(called=True), language).text
    assert re.search(f"{LRI}[^{PDI}]*70 201 201{PDI}", shown)


@pytest.mark.parametrize("language", ["ar", "fa", "ur"])
def test_commands_are_isolated(language: str) -> None:
    assert f"{LRI}/start{PDI}" in PLAIN.render(refused(), language).text


@pytest.mark.parametrize("language", ["ar", "fa", "ur"])
def test_danish_name_is_isolated_in_right_to_left_text(language: str) -> None:
    assert f"{FSI}Ballerup{PDI}" in text(
        phrase("Do you live in {municipality}?"), language=language
    )


@pytest.mark.parametrize("language", ["da", "en", "pl", "so", "tr", "uk"])
def test_arabic_name_is_isolated_in_left_to_right_text(language: str) -> None:
    said = phrase("Passed on to {person}.", person=PersonLink("محمد", 42))
    assert f"{FSI}محمد{PDI}" in text(said, language=language)


def test_danish_words_of_a_button_are_isolated() -> None:
    [row] = PLAIN.render(
        message(buttons=[[Button(phrase("Cash benefit (kontanthjælp)"), "x")]]), "ar", False
    ).buttons
    assert f"{LRI}kontanthjælp{PDI}" in row[0].label


def test_native_language_name_on_a_button_is_not_isolated() -> None:
    buttons = [[Button(Verbatim(name), code)] for code, name in OWN_NAMES.items()]
    for language in OWN_NAMES:
        rows = PLAIN.render(message(buttons=buttons), language, False).buttons
        assert [row[0].label for row in rows] == list(OWN_NAMES.values())


# The same in Danish.


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_in_another_language_offers_danish(language: str) -> None:
    rows = PLAIN.render(message(Verbatim("x"), buttons=[[HERE, NAME]]), language).buttons
    assert [(b.label, b.data) for b in rows[-1]] == [(DANISH_MARK, "da")]


def test_danish_button_joins_a_single_last_button() -> None:
    rows = PLAIN.render(message(Verbatim("x"), buttons=[[NAME, HERE], [HERE]]), "en").buttons
    assert [[b.data for b in row] for row in rows] == [["x", "m"], ["m", "da"]]


def test_message_without_buttons_gets_only_the_danish_button() -> None:
    rows = PLAIN.render(message(Verbatim("x")), "en").buttons
    assert [[b.data for b in row] for row in rows] == [["da"]]


def test_danish_message_offers_no_danish() -> None:
    assert PLAIN.render(message(Verbatim("x")), "da").buttons == ()


def test_no_danish_is_offered_where_switched_off() -> None:
    assert PLAIN.render(message(Verbatim("x")), "en", offer_danish=False).buttons == ()


@pytest.mark.parametrize("language", OTHERS)
def test_shown_danish_is_not_offered_again(language: str) -> None:
    said = message(phrase("You are welcome!"), buttons=[[HERE]])
    own, danish = (PLAIN.render(said, code).text for code in (language, "da"))
    shown = PLAIN.render(said.in_danish_too(), language)
    assert shown.text == f"{own}\n\n{DANISH_MARK}\n{danish}"
    assert [[b.data for b in row] for row in shown.buttons] == [["m"]]


def test_danish_reader_sees_no_duplicate_danish() -> None:
    said = message(phrase("You are welcome!"))
    assert PLAIN.render(said.in_danish_too(), "da") == PLAIN.render(said, "da")
