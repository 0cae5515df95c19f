"""The questions of the plan as shipped, and errors in `plan.yml`."""

from pathlib import Path

import pytest

from bot.content.loader import ContentError, load
from bot.course.rules.course import PLAN_SECTIONS
from bot.plan.rules.outline import ChoiceTag, QuestionTag
from bot.plan.rules.view import can_suggest
from tests.content.test_loader import PLAN, WEEK, put

CONTENT = load()
OUTLINE = CONTENT.plan
QUESTIONS = OUTLINE.questions


@pytest.mark.parametrize("section", PLAN_SECTIONS)
def test_every_section_has_a_few_questions(section: str) -> None:
    assert 2 <= len(OUTLINE.section(section).questions) <= 5


def test_every_question_can_be_explained_and_every_open_one_has_an_example() -> None:
    assert 35 <= len(QUESTIONS) <= 42
    assert all(q.simpler for q in QUESTIONS)
    assert [q.id for q in QUESTIONS if q.in_words and not q.example] == []


def test_all_tags_and_figures_that_the_rules_need_are_asked_for() -> None:
    assert [tag for tag in QuestionTag if OUTLINE.tagged(tag) is None] == []
    figures = {q.figure for q in QUESTIONS if q.figure}
    assert figures == {"price", "unit_cost", "units", "capacity", "startup", "monthly"}
    tags = {choice.says for q in QUESTIONS for choice in q.choices if choice.says}
    assert tags == set(ChoiceTag)


def test_every_source_can_suggest_an_answer_to_its_question() -> None:
    for question in QUESTIONS:
        for source in question.sources:
            task, step = source.split(".")
            assert can_suggest(question, CONTENT.course.tasks[task].steps.question(step)), source


def test_every_choice_of_a_source_exists_in_its_question() -> None:
    """Else the answer would be lost."""
    for question in QUESTIONS:
        for source in question.sources if question.choices else ():
            task, step = source.split(".")
            given = CONTENT.course.tasks[task].steps.question(step)
            assert {c.id for c in given.choices} <= {c.id for c in question.choices}, source


@pytest.mark.parametrize(
    ("texts", "most"),
    [
        ([q.text for q in QUESTIONS], 20),
        ([q.simpler or "" for q in QUESTIONS], 35),
        ([q.example or "" for q in QUESTIONS], 25),
    ],
    ids=["question", "simpler", "example"],
)
def test_the_texts_are_short(texts: list[str], most: int) -> None:
    assert [text for text in texts if len(text.split()) > most] == []


# Errors


def changed(old: str, new: str) -> str:
    """In the first question."""
    assert old in PLAN
    return PLAN.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "line", "mistake"),
    [
        ("kind: text", "kind: poem", 8, "kind"),
        ("kind: text", "kind: photo", 8, "kind"),
        ("kind: text", "kind: one", 5, "at least two choices"),
        ("kind: text", "kind: items", 5, "only a list does"),
        ("kind: text", "kind: text\n        figure: price", 5, "only a number or a list"),
        ("kind: text", "kind: number\n        figure: price", 5, "the other figures are in kr"),
        ("kind: text", "kind: text\n        from: [nobody.knows]", 9, "no step nobody.knows"),
        ("kind: text", "kind: text\n        asks: weather", 9, "asks"),
        ("section: idea", "section: dreams", 3, "section"),
        ("What do you say", "What do {you} say", 7, "{you}"),
        ("        simpler: Write what you think.\n", "", 5, "simpler"),
        ("vat_limit: 50000", "vat_limit: -1", 1, "vat_limit"),
        ("id: idea_q", "id: me_q", 12, "id used twice: me_q"),
        ("  - section: idea\n", "  - section: me\n", 3, "in this order"),
    ],
)
def test_a_mistake_is_reported_with_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, mistake: str
) -> None:
    with pytest.raises(ContentError) as caught:
        load(put(tmp_path, plan=changed(old, new)))
    assert (caught.value.file.name, caught.value.line) == ("plan.yml", line)
    assert mistake in caught.value.mistake


def test_another_plan_needs_yaml_only(tmp_path: Path) -> None:
    plan = changed("kind: text", "kind: text\n        from: [thanks.who]")
    outline = load(put(tmp_path, week=WEEK, plan=plan)).plan
    assert len(outline.questions) == len(PLAN_SECTIONS)
    with_source = outline.with_source("thanks.who")
    assert with_source is not None and with_source.id == "idea_q"
    assert outline.tagged(QuestionTag.VAT) is None and outline.of_figure("price") is None
