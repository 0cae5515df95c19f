"""Every text in every language: there, whole, plain, and short enough for where it is shown."""

import inspect
import pkgutil
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from importlib import import_module
from itertools import product
from string import Formatter
from types import ModuleType
from typing import Any, get_type_hints
from zoneinfo import ZoneInfo

import polib
import pytest
from babel.messages.catalog import Catalog
from babel.messages.plurals import get_plural
from textstat import textstat

import bot
from bot.cases.views.relay import LONGEST, RelayedWords, from_consultant
from bot.content.loader import load
from bot.eligibility.rules.application import Application, Decision, begin
from bot.eligibility.rules.assessment import Assessment, Outcome, assess
from bot.facts.rules import Fact, Term
from bot.i18n.catalogues import FOLDER
from bot.i18n.markup import PlainText
from bot.i18n.render import Renderer
from bot.kernel.languages import OWN_NAMES
from bot.kernel.messages import Button, Message, Param, Phrase, Verbatim, message, phrase
from bot.kernel.participants import Participant
from bot.onboarding.rules import PrivacyFacts
from bot.onboarding.schema import WelcomeYaml
from bot.questionnaire.rules.answering import answer
from bot.questionnaire.rules.intents import FAMILIES
from bot.questionnaire.rules.questionnaire import Question, Questionnaire
from bot.questionnaire.rules.session import answer_values
from tests.i18n import examples, plan_examples
from tools.messages import TEMPLATE, extract, template

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
CONTENT = load()
MODULES = [m.name for m in pkgutil.walk_packages(bot.__path__, "bot.")]
VIEWS = [import_module(name) for name in MODULES if "views" in name.split(".")]
INTENTS = sorted(intent for family in FAMILIES.values() for intent in family)
RIGHT_TO_LEFT = {"ar", "fa", "ur"}
ISOLATED = re.compile("[\u2066\u2068][^\u2066-\u2069]*\u2069")
TEXT_LIMIT = Question.limit
TELEGRAM_LIMIT = 4096
CAPTION_LIMIT = 1024
BUTTON_LIMIT = 40  # more is cut off on a small phone
LIX_LIMIT, LIX_WORDS = 30, 8

languages = pytest.mark.parametrize("language", OWN_NAMES)
renderer = Renderer("Ballerup", ZoneInfo("Europe/Copenhagen"), PlainText())


# What the catalogues say.


@cache
def source() -> Catalog:
    return extract()


@cache
def catalogue(language: str) -> polib.POFile:
    return polib.pofile(FOLDER / language / "LC_MESSAGES" / "messages.po")


def pairs(language: str) -> Iterator[tuple[str, str]]:
    """Each original with its translation; a plural with each of its forms."""
    for entry in catalogue(language):
        if entry.msgid_plural:
            yield from ((entry.msgid_plural, form) for form in entry.msgstr_plural.values())
        else:
            yield entry.msgid, entry.msgstr


def fields(text: str) -> set[str]:
    """Raises ValueError for braces that do not fit."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def ends(text: str) -> list[str]:
    """The symbols a text begins and ends with, "" where it is a letter."""
    return [c if unicodedata.category(c) == "So" else "" for c in (text[0], text[-1])]


def mirrored(text: str) -> str:
    return text.translate(str.maketrans("◀▶", "▶◀"))


def test_template_is_up_to_date() -> None:
    assert TEMPLATE.read_bytes() == template(), "run make messages"


@languages
def test_catalogue_has_exactly_the_texts_of_the_template(language: str) -> None:
    there = {(e.msgid, e.msgid_plural) for e in catalogue(language)}
    wanted = {m.id if isinstance(m.id, tuple) else (m.id, "") for m in source() if m.id}
    assert there == wanted, "run make messages"


@languages
def test_every_text_is_translated(language: str) -> None:
    assert [original for original, text in pairs(language) if not text.strip()] == []


@languages
def test_catalogue_has_no_fuzzy_or_obsolete_entries(language: str) -> None:
    assert not catalogue(language).fuzzy_entries() and not catalogue(language).metadata_is_fuzzy
    assert not catalogue(language).obsolete_entries()


@languages
def test_translation_has_the_fields_of_the_original(language: str) -> None:
    wrong = []
    for original, text in pairs(language):
        try:
            same = fields(text) == fields(original)
        except ValueError:
            same = False
        if text and not same:
            wrong.append((original, text))
    assert wrong == []


@languages
def test_fields_are_plain_names(language: str) -> None:
    """{name}, not {0}, {name!r} or {name:>9}: the renderer fills names only."""
    for _, text in pairs(language):
        for _, name, form, conversion in Formatter().parse(text):
            assert name is None or (name.isidentifier() and not form and not conversion), text


@languages
def test_plural_forms_match_the_language(language: str) -> None:
    rule = get_plural(language)
    assert catalogue(language).metadata["Plural-Forms"] == rule.plural_forms
    for entry in catalogue(language):
        if entry.msgid_plural:
            assert sorted(entry.msgstr_plural) == list(range(rule.num_plurals))


@languages
def test_symbols_keep_their_place_and_follow_reading_direction(language: str) -> None:
    mirror = language in RIGHT_TO_LEFT
    for original, text in pairs(language):
        wanted = mirrored(original) if mirror else original
        assert not text or ends(text) == ends(wanted), (original, text)


@languages
def test_no_text_has_control_characters(language: str) -> None:
    """Joiners are letters' business in Persian and Urdu; an isolate is fine when it is closed."""
    for _, text in pairs(language):
        rest = ISOLATED.sub("", text) if language in RIGHT_TO_LEFT else text
        odd = [c for c in rest if unicodedata.category(c)[0] == "C" and c not in "\u200c\u200d"]
        assert not odd, (text, [ascii(c) for c in odd])


@languages
def test_no_text_has_stray_spaces(language: str) -> None:
    assert [t for _, t in pairs(language) if t != t.strip() or "  " in t or "\n" in t] == []


def test_danish_is_easy_to_read() -> None:
    hard = {}
    for _, text in pairs("da"):
        words = Formatter().vformat(text, (), dict.fromkeys(fields(text), "Anna"))
        lix = textstat.lix(words)
        if len(words.split()) >= LIX_WORDS and lix > LIX_LIMIT:
            hard[text] = round(lix)
    assert hard == {}


# What people see.  Every function of the wording is called with every combination of examples.


def filled(words: str) -> Application:
    """Sent and decided, with the longest answers there can be."""
    questions = CONTENT.eligibility
    application = begin(7, questions, NOON)
    application.id, application.decision = 10**9, Decision.INVITED
    application.submitted_at = NOON
    for question in questions.questions:
        chosen = [c for c in question.choices if not c.alone] or question.choices
        longest = max(chosen, key=lambda c: len(c.label)).id if chosen else words
        value = ",".join(c.id for c in chosen) if question.kind == "several" else longest
        answer(application, questions, question.id, value, 1, NOON)
    return application


def empty() -> Application:
    application = begin(7, CONTENT.eligibility, NOON)
    application.id, application.decision = 10**9, Decision.UNSUITABLE
    application.submitted_at = NOON
    return application


def judged(application: Application) -> Assessment:
    return assess(answer_values(application), CONTENT.eligibility)


APPLICATIONS = [
    empty(),
    filled("و " * (TEXT_LIMIT // 2 - 1) + "و"),
    filled("<&" * (TEXT_LIMIT // 2)),
]
EXAMPLES: dict[Any, list[Any]] = {
    Application: APPLICATIONS,
    Assessment: [judged(a) for a in APPLICATIONS],
    Decision: list(Decision),
    Outcome: list(Outcome),
    Participant: [Participant(42, "Amina محمد", "ar", NOON), Participant(1, "x" * 64, "da", NOON)],
    Phrase: [phrase("Has no open question.")],
    Question: list(CONTENT.eligibility.questions),
    Question | None: [None, *CONTENT.eligibility.questions],
    Questionnaire: [CONTENT.eligibility],
    PrivacyFacts: [
        PrivacyFacts(),
        PrivacyFacts("W" * 200, "w" * 200, 120, 3650, translated=True),
    ],
    WelcomeYaml: [CONTENT.welcome],
    Fact: [replace(fact, more=fact.more or (fact.text,)) for fact in CONTENT.facts.cards],
    Term: list(CONTENT.facts.terms),
    tuple[Term, ...]: [CONTENT.facts.terms],
    bool: [False, True],
    date: [date(2026, 12, 1), date(2099, 1, 1)],  # fact cards in time and overdue
    int: [0, 1],
    str | None: [None, "yes", "x" * TEXT_LIMIT],
    **examples.EXAMPLES,
}
WORDS = {
    **examples.WORDS,
    "intent": INTENTS,
    "language": list(OWN_NAMES),
    "by": ["Kirsten", "x" * 64],
    "text": ["x" * TEXT_LIMIT],
}


# Helpers that give no words.
SILENT = {
    "page_of",
    "pieces",
    "length",
    "buttons_of",
    "draft_of",
    "form_of",
    "legacy_draft",
    "legacy_form",
    "words_in",
    "event",
    "plan_id",
    "enrolment_id",
    "stamp",
    "rounded",
    "shortened",
    "summary_form",
    "document_sections",
    "plan_sections",
    "command_button",
}


def functions(module: ModuleType) -> list[Callable[..., Any]]:
    return [
        f
        for name, f in inspect.getmembers(module, inspect.isfunction)
        if f.__module__ == module.__name__ and not name.startswith("_") and name not in SILENT
    ]


def chosen_for(function: Callable[..., Any], name: str, hint: Any) -> list[Any]:
    if hint is str:
        return WORDS.get(f"{function.__name__}.{name}", WORDS.get(name, []))
    if hint == str | None and name in WORDS:
        return [None, *WORDS[name]]
    return EXAMPLES.get(hint, [])


def calls(function: Callable[..., Any]) -> Iterator[dict[str, Any]]:
    hints = {n: h for n, h in get_type_hints(function).items() if n != "return"}
    choices = [chosen_for(function, n, h) for n, h in hints.items()]
    assert all(choices), f"{function.__module__}.{function.__name__} needs examples: {hints}"
    return (dict(zip(hints, chosen, strict=True)) for chosen in product(*choices))


def messages(said: Any) -> Iterator[Message]:
    """Whatever a function of the wording gives, as messages."""
    match said:
        case None:
            return
        case Message():
            yield said
        case Button():
            yield message(phrase("Okay."), buttons=[[said]])
        case list() | tuple():
            for part in said:
                yield from messages(part)
        case dict():
            yield from messages(list(said.values()))
        case _:
            yield message(said)


@cache
def everything() -> list[Message]:
    said = [
        one
        for module in VIEWS
        for function in functions(module)
        for arguments in calls(function)
        for one in messages(function(**arguments))
    ]
    said += examples.spoken()
    # The same sentence comes from many combinations; rendering it once is enough.
    return list({repr(one): one for one in said}.values())


def too_long(language: str, shown: list[Message]) -> list[tuple[int, str]]:
    texts = [renderer.render(one, language).text for one in shown]
    return [(len(text), text[:60]) for text in texts if len(text) > TELEGRAM_LIMIT]


@languages
def test_every_text_fits_telegram_with_its_longest_parameters(language: str) -> None:
    for entry in source():
        if entry.id:
            one, many = (entry.id, None) if isinstance(entry.id, str) else entry.id
            room = min(TEXT_LIMIT, 3000 // max(1, len(fields(one))))  # who names many is brief
            params: dict[str, Param] = {f: Verbatim("x" * room) for f in fields(one)}
            text = Phrase(one, params, many, 5 if many else None)
            assert too_long(language, [message(text)]) == []


@languages
def test_every_message_fits_telegram(language: str) -> None:
    assert too_long(language, everything()) == []


@languages
def test_captions_fit_telegram(language: str) -> None:
    captions = [one for one in everything() if one.enclosure]
    assert captions
    for one in (*captions, *(caption.in_danish_too() for caption in captions)):
        assert len(renderer.render(one, language).text) <= CAPTION_LIMIT


@languages
def test_every_message_fits_telegram_with_danish_below(language: str) -> None:
    assert too_long(language, [one.in_danish_too() for one in everything()]) == []


@languages
def test_longest_consultant_message_fits_telegram(language: str) -> None:
    for text in ("x" * LONGEST, "y " * LONGEST):
        plain = RelayedWords(text, language=language, untranslated=True, edited=True)
        both = RelayedWords(text, text, language)
        for words in (plain, both):
            assert too_long(language, from_consultant("K" * 64, words, None, first=True)) == []


@languages
def test_no_message_is_empty_or_has_unfilled_fields(language: str) -> None:
    for one in everything():
        text = renderer.render(one, language).text
        assert text.strip() and "{" not in text


@languages
def test_every_button_fits_a_small_phone(language: str) -> None:
    rows = [row for one in everything() for row in renderer.render(one, language).buttons]
    # Names are as long as they are: a label with one may be cut, the line above it is whole.
    names = (examples.WIDE.first_name, plan_examples.LINES[0].name)
    labels = {b.label for row in rows for b in row if not any(name in b.label for name in names)}
    shown = {"".join(c for c in label if unicodedata.category(c) != "Cf") for label in labels}
    assert sorted(label for label in shown if len(label) > BUTTON_LIMIT) == []
