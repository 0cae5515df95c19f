"""Loads the content from YAML; errors name the file, the line and the mistake."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.appointments.rules.places import AppointmentPlaces
from bot.appointments.schema import AppointmentsYaml
from bot.course.rules.course import Course, Week
from bot.course.schema import WeekYaml
from bot.crisis.rules import DistressList
from bot.crisis.schema import DistressYaml
from bot.eligibility.schema import EligibilityYaml
from bot.facts.rules import Facts
from bot.facts.schema import FactsYaml, GlossaryYaml, join
from bot.office.rules.hours import OfficePlan
from bot.office.schema import OfficeYaml
from bot.onboarding.schema import WelcomeYaml
from bot.phrasebook.rules import Phrasebook
from bot.phrasebook.schema import PhrasebookYaml
from bot.plan.rules.outline import PlanOutline
from bot.plan.schema import PlanYaml
from bot.questionnaire.rules.questionnaire import Questionnaire
from bot.reminders.rules.texts import ReminderTexts
from bot.reminders.schema import RemindersYaml

Model = TypeVar("Model", bound=BaseModel)

FOLDER = Path(__file__).parent


class ContentError(Exception):
    """A mistake in a content file; `line` counts from 1."""

    def __init__(self, file: Path, line: int, mistake: str) -> None:
        super().__init__(f"{file}, line {line}: {mistake}")
        self.file, self.line, self.mistake = file, line, mistake


@dataclass(frozen=True)
class Content:
    """All content of the course."""

    eligibility: Questionnaire
    welcome: WelcomeYaml
    facts: Facts
    distress: DistressList
    course: Course
    phrasebook: Phrasebook
    office: OfficePlan
    plan: PlanOutline
    appointment_places: AppointmentPlaces
    reminders: ReminderTexts


def load(folder: Path = FOLDER) -> Content:
    """Load all content files.  Raises ContentError for the first mistake."""
    eligibility = read(folder / "eligibility.yml", EligibilityYaml)
    welcome = read(folder / "welcome.yml", WelcomeYaml)
    course = _course(folder / "course")
    return Content(
        eligibility.questionnaire(),
        welcome,
        _facts(folder),
        _distress(folder),
        course,
        read(folder / "phrasebook.yml", PhrasebookYaml).phrasebook(),
        read(folder / "office.yml", OfficeYaml).plan(),
        read(folder / "plan.yml", PlanYaml, course.step_names).outline(),
        read(folder / "meetings.yml", AppointmentsYaml).appointment_places(),
        read(folder / "reminders.yml", RemindersYaml).texts(),
    )


def _course(folder: Path) -> Course:
    """Load one file per week; weeks are consecutive, task ids unique over all weeks."""
    weeks: dict[int, Week] = {}
    tasks: set[str] = set()
    for file in sorted(folder.glob("week*.yml"), key=lambda f: (len(f.name), f.name)):
        week = read(file, WeekYaml).as_week()
        if week.number != len(weeks) + 1:
            mistake = f"week {len(weeks) + 1} is expected here"
            raise ContentError(file, _line(_parsed(file)[0], ("week",)), mistake)
        for place, task in enumerate(week.tasks):
            if task.id in tasks:
                line = _line(_parsed(file)[0], ("tasks", place, "id"))
                raise ContentError(file, line, f"task id used twice: {task.id}")
        weeks[week.number] = week
        tasks.update(t.id for t in week.tasks)
    if not weeks:
        raise ContentError(folder, 1, "there is no week1.yml")
    return Course(tuple(weeks.values()))


def _facts(folder: Path) -> Facts:
    glossary = read(folder / "glossary.yml", GlossaryYaml)
    known = [term.id for term in glossary.terms]
    return join(read(folder / "facts.yml", FactsYaml, known), glossary)


def _distress(folder: Path) -> DistressList:
    file = folder / "distress.yml"
    try:
        return read(file, DistressYaml).word_list()
    except ValueError as mistake:
        raise ContentError(file, _line_of(file, str(mistake)), str(mistake)) from None


def _line_of(file: Path, mistake: str) -> int:
    """Return the line of the pattern quoted in the mistake, or 1 if it is not found."""
    quoted = mistake.split("'")[1] if mistake.count("'") > 1 else ""
    lines = file.read_text(encoding="utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if quoted and quoted in line), 1)


def read(file: Path, schema: type[Model], known: Collection[str] = ()) -> Model:
    """Load one file and validate it; `known` are ids of other files it may refer to.

    Raises ContentError.
    """
    node, data = _parsed(file)
    try:
        return schema.model_validate(data, context=known)
    except ValidationError as error:
        first = error.errors()[0]
        path = (*first["loc"], *first.get("ctx", {}).get("at", ()))
        place = ".".join(str(step) for step in path)
        raise ContentError(file, _line(node, path), f"{place}: {first['msg']}") from None


def _parsed(file: Path) -> tuple[yaml.Node | None, Any]:
    try:
        text = file.read_text(encoding="utf-8")
        unprintable = yaml.reader.Reader.NON_PRINTABLE.search(text)
        if unprintable:
            line = text.count("\n", 0, unprintable.start()) + 1
            raise ContentError(file, line, "special characters are not allowed")
        return _nodes_and_data(text)
    except OSError as error:
        raise ContentError(file, 1, error.strerror or "cannot be read") from None
    except UnicodeDecodeError:
        raise ContentError(file, 1, "is not UTF-8 text") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise ContentError(file, mark.line + 1 if mark else 1, error.problem or "") from None
    except yaml.YAMLError as error:
        raise ContentError(file, 1, str(error).splitlines()[0]) from None
    except RecursionError:
        raise ContentError(file, 1, "is nested too deep") from None
    except (ValueError, TypeError) as error:  # 2026-99-99; a list where a name should be
        raise ContentError(file, 1, " ".join(str(error).split())) from None


def _nodes_and_data(text: str) -> tuple[yaml.Node | None, Any]:
    """The nodes, which know their lines, and the data they stand for."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(
        text
    )  # the C parser is ten times faster
    try:
        node = loader.get_single_node()
        _reject_duplicate_keys(node)
        return node, None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


def _reject_duplicate_keys(node: yaml.Node | None) -> None:
    """Reject duplicate keys, which PyYAML accepts silently.  Raises ConstructorError."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                problem = f"{key.value} is given twice"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            seen.add(key.value)
            _reject_duplicate_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _reject_duplicate_keys(item)


def _line(node: yaml.Node | None, path: tuple[str | int, ...]) -> int:
    """Return the line of the deepest existing node on the path."""
    line = node.start_mark.line + 1 if node else 1
    for step in path:
        node = _child(node, step)
        if node is None:
            break
        line = node.start_mark.line + 1
    return line


def _child(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]  # type: ignore[no-any-return]  # PyYAML's stubs leave value untyped
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    return None
