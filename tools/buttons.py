"""`python -m tools.buttons [--write]`: the table of buttons in docs/architecture.md.

Prints the table, or writes it between the two markers.  It is made from the classes of
`CallbackData`: what stands on the wire, the first line of the docstring, and the flags.
"""

import inspect
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import bot.app.assembly  # noqa: F401  # imports every subject, and so every button
from bot.kernel.callback_data import CallbackData

DOCUMENT = Path(__file__).parents[1] / "docs" / "architecture.md"
BEGIN = "<!-- made by `python -m tools.buttons --write` -->"
END = "<!-- end of the table of buttons -->"
_HEAD = ("Data", "Class", "Does", "Pressed by", "Leaves a talk")


def buttons() -> list[type[CallbackData]]:
    """Every class of a button once, by topic, in the order of the source within one topic."""
    known = dict.fromkeys(chain.from_iterable(CallbackData.by_topic.values()))
    ours = [button for button in known if button.__module__.startswith("bot.")]  # none of tests
    return sorted(ours, key=lambda button: (button.topics(), button.__module__))


def table() -> str:
    """In Markdown, with a line of its own above the buttons of each topic."""
    lines = [_row(*_HEAD), _row(*("---" for _ in _HEAD))]
    topics: tuple[str, ...] = ()
    for button in buttons():
        if button.topics() != topics:
            topics = button.topics()
            lines.append(_row(f"**{', '.join(topics)}**", *("" for _ in _HEAD[1:])))
        lines.append(_row(*_cells(button)))
    return "\n".join(lines)


def _cells(button: type[CallbackData]) -> Iterator[str]:
    yield f"`{button.wire}`"
    yield f"`{button.__name__}`"
    yield (inspect.getdoc(button) or "").splitlines()[0]
    yield button.access.name.lower()
    yield "yes" if button.leaves_talk else ""


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def with_table(document: str) -> str:
    """The document with the table of today.  Raises ValueError where the markers are missing."""
    before, rest = document.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"


if __name__ == "__main__":
    if "--write" in sys.argv:
        DOCUMENT.write_text(with_table(DOCUMENT.read_text()))
    else:
        print(table())  # noqa: T201  # the command's output
