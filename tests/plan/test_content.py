"""The questions of the plan as they are shipped; a mistake is told with its line."""

from pathlib import Path

import pytest

from bot.content.loader import ContentError, load
from bot.course.rules.course import PLAN_SECTIONS
from bot.plan.rules.outline import QuestionTag, Says
from bot.plan.rules.view import fits
from tests.content.test_loader import PLAN, WEEK, put

CONTENT = load()
OUTLINE = CONTENT.plan
QUESTIONS = OUTLINE.questions


@pytest.mark.parametrize("section", PLAN_SECTIONS)
def test_every_section_is_cut_into_a_few_questions(section: str) -> None:
    assert 2 <= len(OUTLINE.section(section).questions) <= 5


def test_every_question_can_be_explained_and_every_open_one_has_an_example() -> None:
    assert 35 <= len(QUESTIONS) <= 42
    assert all(q.simpler for q in QUESTIONS)
    assert [q.id for q in QUESTIONS if q.in_words and not q.example] == []


def test_what_the_checks_and_the_sums_need_is_asked() -> None:
    assert [topic for topic in QuestionTag if OUTLINE.asking(topic) is None] == []
    figures = {q.figure for q in QUESTIONS if q.figure}
    assert figures == {"price", "unit_cost", "units", "capacity", "startup", "monthly"}
    said = {choice.says for q in QUESTIONS for choice in q.choices if choice.says}
    assert said == set(Says)


def test_every_start_is_of_a_kind_that_its_question_can_hold() -> None:
    for question in QUESTIONS:
        for source in question.sources:
            task, step = source.split(".")
            assert fits(question, CONTENT.course.tasks[task].steps.question(step)), source


def test_what_a_task_gives_to_the_plan_can_be_kept_whole() -> None:
    """A choice that the plan does not have would be lost."""
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


# Mistakes.


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
def test_a_mistake_is_told_with_its_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, mistake: str
) -> None:
    with pytest.raises(ContentError) as caught:
        load(put(tmp_path, plan=changed(old, new)))
    assert (caught.value.file.name, caught.value.line) == ("plan.yml", line)
    assert mistake in caught.value.mistake


def test_another_plan_is_yaml_alone(tmp_path: Path) -> None:
    plan = changed("kind: text", "kind: text\n        from: [thanks.who]")
    outline = load(put(tmp_path, week=WEEK, plan=plan)).plan
    assert len(outline.questions) == len(PLAN_SECTIONS)
    taking_up = outline.taking_up("thanks.who")
    assert taking_up is not None and taking_up.id == "idea_q"
    assert outline.asking(QuestionTag.VAT) is None and outline.of_figure("price") is None
