"""The shipped course, errors in its files, and a new week by YAML alone."""

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from bot.content.loader import FOLDER, ContentError, load
from bot.course.rules.course import PLAN_SECTIONS, Course, Task
from bot.course.rules.submissions import Stage
from bot.course.schema import MOST_MINUTES
from tests.content.test_loader import WEEK, put
from tests.helpers.course import (
    START,
    enrol,
    submission_of,
)
from tests.helpers.world import Person, make_world

COURSE = load().course
TASKS = list(COURSE.tasks.values())
STEPS = [step for task in TASKS for step in task.steps.questions]
WEEK_9 = """\
week: 9
title: One week more
text: This week was written without a programmer.
tasks:
  - id: extra
    title: A task more
    why: Because more is possible.
    story: Somebody wrote this week in one file.
    due: 4
    steps:
      - id: glad
        title: Glad or not
        text: Are you glad about one more week?
        kind: one
        simpler: Press what you feel.
        choices:
          - {id: "yes", label: I am glad}
          - {id: "no", label: I am not glad}
      - id: price
        title: The price
        text: What does it cost?
        kind: number
        unit: kr
        simpler: Write a number.
      - id: words
        title: The last word
        text: What do you say about it?
        kind: text
        simpler: Write what you think.
        plan: goals
"""

# The course as it is shipped.


def test_there_are_eight_weeks_with_two_to_four_tasks_each() -> None:
    assert [week.number for week in COURSE.weeks] == list(range(1, 9))
    assert all(2 <= len(week.tasks) <= 4 for week in COURSE.weeks)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.id)
def test_a_task_fits_into_twenty_minutes_of_small_steps(task: Task) -> None:
    assert task.minutes <= MOST_MINUTES and 3 <= len(task.steps.questions) <= 5
    assert all(2 <= step.minutes <= 5 for step in task.steps.questions)


@pytest.mark.parametrize("section", PLAN_SECTIONS)
def test_every_section_of_the_plan_gets_at_least_two_answers(section: str) -> None:
    assert sum(step.plan == section for step in STEPS) >= 2


@pytest.mark.parametrize("week", [5, 7])
def test_weeks_that_lead_to_selling_have_a_guarded_task(week: int) -> None:
    guarded = {task.id for task in TASKS if task.week == week and task.guard}
    assert guarded >= {5: {"reach", "msg"}, 7: {"register", "rates", "permits"}}[week]


def test_there_are_steps_for_photos_voice_and_files() -> None:
    kinds = Counter(step.kind for step in STEPS)
    assert kinds["photo"] >= 5 and kinds["voice"] >= 4 and kinds["file"] >= 2


def test_every_week_ends_with_a_look_back() -> None:
    last = [week.tasks[-1].steps.questions[-1] for week in COURSE.weeks]
    assert all(step.kind in ("one", "text") for step in last)
    assert all("week" in step.text.lower() for step in last)


def test_every_step_can_be_explained_and_every_open_one_has_an_example() -> None:
    assert all(step.simpler for step in STEPS)
    assert [step.id for step in STEPS if step.is_open and not step.example] == []


def test_every_task_has_a_story_of_its_own_and_a_reason() -> None:
    assert len({task.story for task in TASKS}) == len({task.why for task in TASKS}) == len(TASKS)


@pytest.mark.parametrize(
    ("texts", "most"),
    [
        ([task.story for task in TASKS], 45),
        ([task.why for task in TASKS], 30),
        ([week.text for week in COURSE.weeks], 40),
        ([step.simpler or "" for step in STEPS], 35),
        ([step.text for step in STEPS], 30),
    ],
    ids=["story", "why", "week", "simpler", "question"],
)
def test_texts_are_short(texts: list[str], most: int) -> None:
    assert [text for text in texts if len(text.split()) > most] == []


def test_exclusive_choices_are_in_steps_with_several_answers_only() -> None:
    odd = [s.id for s in STEPS if s.kind != "several" and any(c.alone for c in s.choices)]
    assert odd == []


# Mistakes.


def refusal(folder: Path) -> ContentError:
    with pytest.raises(ContentError) as caught:
        load(folder)
    return caught.value


def second(text: str = WEEK) -> str:
    return text.replace("week: 1", "week: 2").replace("id: thanks", "id: other")


@pytest.mark.parametrize(
    ("old", "new", "line", "mistake"),
    [
        ("    due: 4", "    duo: 4", 5, "due"),
        ("    due: 4\n", "    due: 4\n    color: red\n", 10, "color"),
        ("    due: 4", "    due: 0", 9, "due"),
        ("week: 1", "week: one", 1, "week"),
        ("title: You\n", "", 1, "title"),
        ("kind: text", "kind: poem", 14, "kind"),
        ("kind: text", "kind: one", 11, "at least two choices"),
        ("kind: text", "kind: text\n        choices: [{id: a, label: A}]", 11, "no choices"),
        ("kind: text", "kind: text\n        unit: kr", 11, "unit"),
        ("kind: text", "kind: text\n        plan: dreams", 15, "plan"),
        ("kind: text", "kind: text\n        minutes: 6", 15, "minutes"),
        ("kind: text", "kind: several\n        choices: [{id: a, label: A}, {id: a, label: B}]",
         15, "choice id used twice: a"),
        ("        simpler: Think of family.\n", "", 11, "simpler"),
        ("What do people", "What do {people}", 13, "{people}"),
        ("id: thanks", "id: Thanks", 5, "id"),
    ],
)  # fmt: skip
def test_an_error_in_a_week_is_reported_with_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, mistake: str
) -> None:
    assert WEEK.count(old) == 1
    error = refusal(put(tmp_path, week=WEEK.replace(old, new)))
    assert (error.file.name, error.line) == ("week1.yml", line)
    assert mistake in error.mistake


def test_a_task_over_twenty_minutes_is_reported(tmp_path: Path) -> None:
    step = WEEK[WEEK.index("      - id: who") :]
    long = WEEK + "".join(step.replace("id: who", f"id: w{n}") for n in range(6))
    assert "more than 20 minutes" in refusal(put(tmp_path, week=long)).mistake


def test_a_duplicate_step_in_a_task_is_reported(tmp_path: Path) -> None:
    step = WEEK[WEEK.index("      - id: who") :]
    error = refusal(put(tmp_path, week=WEEK + step))
    assert (error.line, "step id used twice: who" in error.mistake) == (16, True)


def test_a_duplicate_task_is_reported_where_it_is_repeated(tmp_path: Path) -> None:
    """Its id is part of other words before."""
    put(tmp_path)
    text = WEEK.replace("week: 1", "week: 2").replace("title: You", "title: thanks again")
    (tmp_path / "course" / "week2.yml").write_text(text, encoding="utf-8")
    error = refusal(tmp_path)
    assert (error.file.name, error.line) == ("week2.yml", 5)
    assert error.mistake == "task id used twice: thanks"


@pytest.mark.parametrize(
    ("names", "file", "mistake"),
    [
        ([], "course", "there is no week1.yml"),
        (["week2.yml"], "week2.yml", "week 1 is expected here"),
        (["week1.yml", "week3.yml"], "week3.yml", "week 2 is expected here"),
    ],
)
def test_a_missing_week_is_reported(
    tmp_path: Path, names: list[str], file: str, mistake: str
) -> None:
    put(tmp_path)
    (tmp_path / "course" / "week1.yml").unlink()
    for name in names:
        number = name.removeprefix("week").removesuffix(".yml")
        text = second().replace("week: 2", f"week: {number}").replace("other", f"other{number}")
        (tmp_path / "course" / name).write_text(text, encoding="utf-8")
    error = refusal(tmp_path)
    assert (error.file.name, error.mistake) == (file, mistake)


def test_a_wrong_week_number_is_reported_with_its_line(tmp_path: Path) -> None:
    put(tmp_path)
    text = "# Later.\n" + second().replace("week: 2", "week: 7")
    (tmp_path / "course" / "week2.yml").write_text(text, encoding="utf-8")
    error = refusal(tmp_path)
    assert (error.line, error.mistake) == (2, "week 2 is expected here")


def test_week_ten_comes_after_week_nine(tmp_path: Path) -> None:
    put(tmp_path)
    for number in range(2, 11):
        text = WEEK.replace("week: 1", f"week: {number}").replace("thanks", f"task{number}")
        (tmp_path / "course" / f"week{number}.yml").write_text(text, encoding="utf-8")
    assert [week.number for week in load(tmp_path).course.weeks] == list(range(1, 11))


def test_all_plan_sections_are_accepted(tmp_path: Path) -> None:
    for section in PLAN_SECTIONS:
        text = WEEK.replace("kind: text", f"kind: text\n        plan: {section}")
        course = load(put(tmp_path, week=text)).course
        assert course.tasks["thanks"].steps.question("who").plan == section


# A week more, without Python.


def with_week_nine(folder: Path) -> Course:
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (folder / "course" / "week9.yml").write_text(WEEK_9, encoding="utf-8")
    return load(folder).course


@pytest.mark.parametrize("language", ["en", "so"])
async def test_a_new_week_is_added_by_a_file_alone(tmp_path: Path, language: str) -> None:
    """Texts that no catalogue has are shown as they stand in the file."""
    course = with_week_nine(tmp_path / "content")
    assert len(course.weeks) == 9 and course.tasks["extra"].week == 9
    (tmp_path / "data").mkdir()
    world = await make_world(tmp_path / "data", lambda content: replace(content, course=course))
    amina = await _welcomed(world.person(language=language), language)
    world.clock.forward(days=70)  # the last of nine weeks has come
    await enrol(world, amina, START)
    assert any("One week more" in t and "without a programmer" in t for t in amina.texts)
    extra = await submission_of(world, amina, "extra")
    await amina.presses_data(f"k:o:{extra.id}", 1)
    assert "Somebody wrote this week in one file." in amina.last.text
    await amina.presses_data(f"w:{extra.id}:r", 1)
    assert "Are you glad about one more week?" in amina.last.text
    await amina.presses("I am glad")
    await amina.says("1.200 kr")
    await amina.says("Thank you for it")
    assert "Thank you for it" in amina.last.text and "A task more" in amina.last.text
    await amina.presses_data(f"w:{extra.id}:x", amina.last.message_id)
    done = await submission_of(world, amina, "extra")
    assert (done.stage, done.value("price")) == (Stage.HANDED_IN, "1200")
    assert "Are you glad about one more week?" in world.team[-1].text
    assert "Thank you for it" in world.team[-1].text
    await world.close()


async def _welcomed(person: Person, language: str) -> Person:
    await person.says("/start")
    await person.presses_data(f"lang:{language}", 1)
    await person.presses_data(f"ok:{person.world.content.welcome.consent_version}", 1)
    return person
