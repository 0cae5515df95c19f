"""Messages whose meaning is known: for training in nlu_data/, for examination in .tsv files."""

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


class BadExample(Exception):
    """A line cannot be read; the message names file, line and what is wrong."""


def training_examples(folder: Path) -> list[Example]:
    """Read `folder`/<language>/*.yml, the training data of Rasa."""
    return [
        example
        for path in sorted(folder.glob("*/*.yml"))
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        for example in _of_block(path.parent.name, block)
    ]


def exam(folder: Path) -> list[Example]:
    """Read `folder`/<language>.tsv with lines `intent TAB text`.  Raises BadExample."""
    return [example for path in sorted(folder.glob("*.tsv")) for example in _of_sheet(path)]


def _of_block(language: str, block: dict[str, str]) -> Iterator[Example]:
    for line in block.get("examples", "").splitlines():
        if line.strip().startswith(BULLET):
            yield Example(language, block["intent"], line.strip()[len(BULLET) :].strip())


def _of_sheet(path: Path) -> Iterator[Example]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        intent, tab, text = line.rstrip("\r").partition("\t")
        if not tab or not intent.strip():
            raise BadExample(f"{path}:{number}: not `intent TAB text`: {line!r}")
        yield Example(path.stem, intent.strip(), text)
