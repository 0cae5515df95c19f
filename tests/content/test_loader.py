"""The shipped content loads; a mistake in it is told with its file, its line and what is wrong."""

import shutil
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.content.loader import FOLDER, ContentError, load
from bot.course.rules.course import PLAN_SECTIONS
from bot.office.rules.hours import Span
from bot.questionnaire.rules.intents import FAMILIES

# Line numbers below count from here.
ELIGIBILITY = """\
# A check of two questions.
questions:
  - id: lives
    title: Home
    text: Do you live in {municipality}?
    why: We need it.
    kind: one
    choices:
      - id: here
        label: "Yes"
        verdict: fits
        reason: You live here.
      - id: away
        label: "No"
  - id: idea
    title: Idea
    text: Do you have an idea?
    why: It helps.
    kind: text
    optional: true
"""
WELCOME = """\
consent_version: "1"
messages:
  - Hello from {municipality}.
agreement: Is it okay?
"""
FACTS = """\
facts:
  - id: vat
    intents: [faq_vat_tax]
    title: VAT
    text: VAT is 25 percent.
    more:
      - Your consultant knows more.
    guard: true
    terms: [moms]
    source: skat.dk
    reviewed: 2026-11-23
    review_by: 2027-05-23
"""
GLOSSARY = """\
terms:
  - id: moms
    term: moms
    text: A tax on what you sell.
"""
WEEK = """\
week: 1
title: You
text: This week is about you.
tasks:
  - id: thanks
    title: Thanks
    why: It shows what you can do.
    story: Hodan cooks for weddings.
    due: 4
    steps:
      - id: who
        title: Thanks from others
        text: What do people thank you for?
        kind: text
        simpler: Think of family.
"""


PLAN = "vat_limit: 50000\nsections:\n" + "".join(
    f"""\
  - section: {section}
    questions:
      - id: {section}_q
        title: Some words
        text: What do you say about it?
        kind: text
        simpler: Write what you think.
"""
    for section in PLAN_SECTIONS
)

DISTRESS = """languages:
  en:
    - kind: life
      words:
        - want to die
"""
PHRASEBOOK = """blanks:
  - id: place
    kind: words
    title: Where?
    presets:
      - words: Town Hall
  - id: date
    kind: day
    title: When?
categories:
  - id: meeting
    title: Meetings
    phrases:
      - id: meet
        text: "In {municipality}. Day: {date}. Place: {place}."
        confirmed: {ar: Hanan A.}
      - id: thanks
        text: Thank you!
"""


OFFICE = """hours:
  monday: 8:00-16:00
  friday: 8-14
remind_after: 120
escalate_after: 120
urgent_after: 10
"""

MEETINGS = """places:
  - id: phone
    title: By phone
    text: Your consultant calls you.
  - id: townhall
    title: At the municipality
    text: Say your name at the reception.
    address: Hold-an Vej 7
bring:
  - id: plan
    label: Your plan
"""


def put(
    folder: Path,
    eligibility: str = ELIGIBILITY,
    welcome: str = WELCOME,
    facts: str = FACTS,
    glossary: str = GLOSSARY,
    distress: str = DISTRESS,
    week: str = WEEK,
    phrasebook: str = PHRASEBOOK,
    office: str = OFFICE,
    plan: str = PLAN,
    meetings: str = MEETINGS,
) -> Path:
    (folder / "eligibility.yml").write_text(eligibility, encoding="utf-8")
    (folder / "welcome.yml").write_text(welcome, encoding="utf-8")
    (folder / "facts.yml").write_text(facts, encoding="utf-8")
    (folder / "glossary.yml").write_text(glossary, encoding="utf-8")
    (folder / "distress.yml").write_text(distress, encoding="utf-8")
    (folder / "phrasebook.yml").write_text(phrasebook, encoding="utf-8")
    (folder / "office.yml").write_text(office, encoding="utf-8")
    (folder / "plan.yml").write_text(plan, encoding="utf-8")
    (folder / "meetings.yml").write_text(meetings, encoding="utf-8")
    shutil.copy(FOLDER / "reminders.yml", folder)
    (folder / "course").mkdir(exist_ok=True)
    (folder / "course" / "week1.yml").write_text(week, encoding="utf-8")
    return folder


def refusal(folder: Path) -> ContentError:
    with pytest.raises(ContentError) as caught:
        load(folder)
    return caught.value


def changed(old: str, new: str, text: str = ELIGIBILITY) -> str:
    assert text.count(old) == 1, "the test breaks exactly one place"
    return text.replace(old, new)


def test_shipped_content_loads() -> None:
    content = load()
    assert len(content.eligibility.questions) >= 8
    assert content.welcome.messages and content.welcome.agreement


def test_every_shipped_question_explains_its_purpose() -> None:
    assert all(q.why for q in load().eligibility.questions)


def test_only_an_optional_question_asks_for_an_idea() -> None:
    """Nobody needs an idea to join."""
    assert load().eligibility.question("idea").optional


def test_valid_content_is_loaded_unchanged(tmp_path: Path) -> None:
    content = load(put(tmp_path))
    lives, idea = content.eligibility.questions
    assert [c.id for c in lives.choices] == ["here", "away"]
    assert (idea.kind, idea.optional, idea.choices) == ("text", True, ())
    assert content.welcome.messages == ("Hello from {municipality}.",)
    [fact] = content.facts.answering("faq_vat_tax")
    assert [t.term for t in fact.terms] == ["moms"]
    [week] = content.course.weeks
    [task] = week.tasks
    assert (week.number, task.id, task.due, task.guard) == (1, "thanks", 4, False)
    assert (task.steps.question("who").minutes, task.minutes) == (3, 3)


@pytest.mark.parametrize(
    ("old", "new", "line", "mistake"),
    [
        ("    title: Home\n", "    titel: Home\n    title: Home\n", 4, "titel"),
        ("    title: Home\n", "", 3, "title"),
        ("    text: Do you have an idea?\n", "", 15, "text"),
        ("    why: It helps.", "    why: ''", 18, "why"),
        ("  - id: lives", "  - id: The Home", 3, "id"),
        ("  - id: lives", "  - id: a_very_long_id_17", 3, "id"),
        ("  - id: lives", "  - id: yes", 3, "id"),
        ("kind: one", "kind: many", 7, "kind"),
        ("verdict: fits", "verdict: maybe", 11, "verdict"),
        ("        reason: You live here.\n", "", 9, "a verdict needs a reason"),
        ("        verdict: fits\n", "", 9, "a verdict needs a reason"),
        ("id: away", "id: here", 13, "choice id used twice: here"),
        ("kind: text", "kind: text\n    choices: [{id: a, label: A}]", 15, "no choices"),
        ("kind: text", "kind: one", 15, "at least two choices"),
        ("optional: true", "optional: perhaps", 20, "optional"),
        ("title: Idea", f"title: {'x' * 61}", 16, "title"),
        ("title: Home", "title: 1", 4, "title"),
        ("# A check of two questions.", "version: '1'", 1, "version"),
        ("questions:\n", "questions: []\nothers:\n", 2, "questions"),
    ],
)  # fmt: skip
def test_mistake_is_reported_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, mistake: str
) -> None:
    error = refusal(put(tmp_path, changed(old, new)))
    assert (error.file.name, error.line) == ("eligibility.yml", line)
    assert mistake in error.mistake


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("    title: Home", "\ttitle: Home", 4),
        ("    title: Home", "    title: [Home", 5),
        ("    title: Home", "    title: Home: sweet home", 4),
        ("    title: Home", "  title: Home", 4),
        ("    title: Home", "    title: *home", 4),
        ("    title: Home", "    title: !!python/name:os.system x", 4),
    ],
    ids=["tab", "bracket", "colon", "indent", "alias", "tag"],
)
def test_broken_yaml_is_reported_with_its_position(
    tmp_path: Path, old: str, new: str, line: int
) -> None:
    error = refusal(put(tmp_path, changed(old, new)))
    assert error.file.name == "eligibility.yml" and error.mistake
    assert abs(error.line - line) <= 1, "YAML notices some mistakes only on the next line"


def test_control_character_is_reported_with_its_line(tmp_path: Path) -> None:
    error = refusal(put(tmp_path, changed("title: Home", "title: Ho\x07me")))
    assert "special characters are not allowed" in error.mistake
    assert error.line == 4


def test_duplicate_question_is_reported_at_its_second_use(tmp_path: Path) -> None:
    error = refusal(put(tmp_path, changed("  - id: idea", "  - id: lives")))
    assert "question id used twice: lives" in error.mistake
    assert error.line == 15


def test_duplicate_key_is_reported(tmp_path: Path) -> None:
    error = refusal(put(tmp_path, changed("title: Home", "title: House\n    title: Home")))
    assert error.line == 5 and "title" in error.mistake


@pytest.mark.parametrize("text", ["In {munici}?", "In {municipality?", "In municipality}?", "{}?"])
def test_unknown_field_is_reported(tmp_path: Path, text: str) -> None:
    broken = changed("Do you live in {municipality}?", f'"{text}"')
    assert refusal(put(tmp_path, broken)).line == 5


def test_text_that_is_not_utf_8_is_reported(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "welcome.yml").write_bytes(WELCOME.replace("okay", "på plads").encode("latin-1"))
    error = refusal(tmp_path)
    assert (error.file.name, error.mistake) == ("welcome.yml", "is not UTF-8 text")


@pytest.mark.parametrize(
    "name",
    ["eligibility.yml", "welcome.yml", "facts.yml", "glossary.yml", "office.yml", "meetings.yml"],
)
def test_missing_file_is_reported(tmp_path: Path, name: str) -> None:
    (put(tmp_path) / name).unlink()
    error = refusal(tmp_path)
    assert (error.file.name, error.mistake) == (name, "No such file or directory")


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "- a\n- b\n", "just words\n"])
def test_file_of_another_shape_is_reported(tmp_path: Path, text: str) -> None:
    error = refusal(put(tmp_path, text))
    assert error.file.name == "eligibility.yml" and error.line == 1


def test_welcome_is_validated(tmp_path: Path) -> None:
    error = refusal(put(tmp_path, welcome=WELCOME.replace("agreement", "agreemnt")))
    assert (error.file.name, error.line) == ("welcome.yml", 1)
    assert "agreement" in error.mistake


@pytest.mark.parametrize(
    ("old", "new", "line", "mistake"),
    [
        ("guard: true", "guard: perhaps", 8, "guard"),
        ("    source: skat.dk\n", "", 2, "source"),
        ("reviewed: 2026-11-23", "reviewed: last week", 11, "reviewed"),
        ("review_by: 2027-05-23", "review_by: 2026-11-23", 2, "later than reviewed"),
        ("[faq_vat_tax]", "[]", 3, "intents"),
        ("[faq_vat_tax]", "[faq_vat_taxes]", 3, "faq_vat_taxes"),
        ("[moms]", "[mums]", 9, "mums"),
    ],
)
def test_mistake_in_a_fact_card_is_reported_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, mistake: str
) -> None:
    error = refusal(put(tmp_path, facts=changed(old, new, FACTS)))
    assert (error.file.name, error.line) == ("facts.yml", line)
    assert mistake in error.mistake


@pytest.mark.parametrize(
    ("old", "new", "line", "mistake"),
    [
        ("friday: 8-14", "fridag: 8-14", 3, "fridag"),
        ("friday: 8-14", "friday: from 8 to 14", 3, "8:00-16:00"),
        ("friday: 8-14", "friday: 8-25", 3, "no time of the day"),
        ("friday: 8-14", "friday: 14-8", 3, "closes before it opens"),
        ("friday: 8-14", "friday: 8:00", 3, "valid string"),
        ("  monday: 8:00-16:00\n  friday: 8-14", "  {}", 2, "some weekday"),
        ("urgent_after: 10", "urgent_after: soon", 6, "urgent_after"),
        ("remind_after: 120", "remind_after: 0", 4, "remind_after"),
        ("escalate_after: 120\n", "", 1, "escalate_after"),
    ],
)
def test_mistake_in_office_hours_is_reported_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, mistake: str
) -> None:
    error = refusal(put(tmp_path, office=changed(old, new, OFFICE)))
    assert (error.file.name, error.line) == ("office.yml", line)
    assert mistake in error.mistake


def test_hours_are_parsed_with_and_without_minutes(tmp_path: Path) -> None:
    plan = load(put(tmp_path)).office
    monday, friday = Span(time(8), time(16)), Span(time(8), time(14))
    assert plan.week == {0: monday, 4: friday}
    assert plan.urgent_after == timedelta(minutes=10)


@pytest.mark.parametrize(
    ("old", "new", "line", "mistake"),
    [
        ("id: townhall", "id: phone", 5, "place id used twice: phone"),
        ("title: By phone", "title: " + "x" * 35, 3, "title"),
        ("    text: Your consultant calls you.\n", "", 2, "text"),
        ("    address: Hold-an Vej 7", "    adress: Hold-an Vej 7", 8, "adress"),
        ("label: Your plan", "label: ''", 11, "label"),
        ("phone\n    title", "Phone!\n    title", 2, "id"),
    ],
)
def test_mistake_in_meeting_places_is_reported_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, mistake: str
) -> None:
    error = refusal(put(tmp_path, meetings=changed(old, new, MEETINGS)))
    assert (error.file.name, error.line) == ("meetings.yml", line)
    assert mistake in error.mistake


def test_mistake_in_the_glossary_is_reported(tmp_path: Path) -> None:
    error = refusal(put(tmp_path, glossary=GLOSSARY + GLOSSARY.replace("terms:\n", "")))
    assert (error.file.name, "term id used twice: moms" in error.mistake) == ("glossary.yml", True)


def test_every_fact_intent_has_a_shipped_card() -> None:
    facts = load().facts
    asked = [i for family in FAMILIES.values() for i in family if i.startswith("faq_")]
    assert asked and all(facts.answering(intent) for intent in asked)


def test_error_is_one_line(tmp_path: Path) -> None:
    shown = str(refusal(put(tmp_path, changed("kind: one", "kind: many"))))
    assert shown.startswith(f"{tmp_path / 'eligibility.yml'}, line 7: ")
    assert "\n" not in shown


def test_invalid_pattern_is_reported_with_its_line(tmp_path: Path) -> None:
    error = refusal(put(tmp_path, distress=DISTRESS.replace("want to die", "(want) to die")))
    assert (error.file.name, error.line) == ("distress.yml", 5)
