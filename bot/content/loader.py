"""Reads the course from YAML; a mistake is told with its file, its line and what is wrong."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.content.facts_schema import FactsYaml, GlossaryYaml, join
from bot.content.schema import EligibilityYaml, WelcomeYaml
from bot.domain.facts import Facts
from bot.domain.questionnaire import Questionnaire

Model = TypeVar("Model", bound=BaseModel)

FOLDER = Path(__file__).parent


class ContentError(Exception):
    """`line` counts from 1."""

    def __init__(self, file: Path, line: int, mistake: str) -> None:
        super().__init__(f"{file}, line {line}: {mistake}")
        self.file, self.line, self.mistake = file, line, mistake


@dataclass(frozen=True)
class Content:
    eligibility: Questionnaire
    welcome: WelcomeYaml
    facts: Facts


def load(folder: Path = FOLDER) -> Content:
    """Raises ContentError for the first mistake found."""
    eligibility = read(folder / "eligibility.yml", EligibilityYaml)
    welcome = read(folder / "welcome.yml", WelcomeYaml)
    return Content(eligibility.questionnaire(), welcome, _facts(folder))


def _facts(folder: Path) -> Facts:
    cards = read(folder / "facts.yml", FactsYaml)
    glossary = read(folder / "glossary.yml", GlossaryYaml)
    try:
        return join(cards, glossary)
    except KeyError as missing:
        raise ContentError(folder / "facts.yml", 1, f"no term {missing} in glossary.yml") from None


def read(file: Path, schema: type[Model]) -> Model:
    """One file, checked against its schema.  Raises ContentError."""
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ContentError(file, 1, error.strerror or "cannot be read") from None
    except UnicodeDecodeError:
        raise ContentError(file, 1, "is not UTF-8 text") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise ContentError(file, mark.line + 1 if mark else 1, error.problem or "") from None
    except yaml.YAMLError as error:
        raise ContentError(file, 1, str(error).splitlines()[0]) from None
    try:
        return schema.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise ContentError(file, _line(node, first["loc"]), f"{place}: {first['msg']}") from None


def _line(node: yaml.Node | None, path: tuple[str | int, ...]) -> int:
    """The line of the deepest node on the path that exists (a missing key has no line itself)."""
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
