"""Messages labelled with their intents: training data in nlu_data/, test sets in .tsv files."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

BULLET = "- "


@dataclass(frozen=True)
class Example:
    language: str
    intent: str
    text: str


class InvalidExample(Exception):
    """A line of a test set cannot be parsed; the message names file, line number and content."""


def training_examples(folder: Path) -> list[Example]:
    """Read `folder`/<language>/*.yml, Rasa's training data."""
    return [
        example
        for path in sorted(folder.glob("*/*.yml"))
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        for example in _parse_block(path.parent.name, block)
    ]


def load_test_set(folder: Path) -> list[Example]:
    """Read `folder`/<language>.tsv with lines `intent TAB text`.  Raises InvalidExample."""
    return [example for path in sorted(folder.glob("*.tsv")) for example in _parse_sheet(path)]


def _parse_block(language: str, block: dict[str, str]) -> Iterator[Example]:
    for line in block.get("examples", "").splitlines():
        if line.strip().startswith(BULLET):
            yield Example(language, block["intent"], line.strip()[len(BULLET) :].strip())


def _parse_sheet(path: Path) -> Iterator[Example]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        intent, tab, text = line.rstrip("\r").partition("\t")
        if not tab or not intent.strip():
            raise InvalidExample(f"{path}:{number}: not `intent TAB text`: {line!r}")
        yield Example(path.stem, intent.strip(), text)
