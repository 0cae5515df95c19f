"""The table of buttons in docs/architecture.md is made from the code."""

from tools import buttons


def test_table_of_buttons_is_up_to_date() -> None:
    document = buttons.DOCUMENT.read_text(encoding="utf-8")
    message = "run `.venv/bin/python -m tools.buttons --write`"
    assert buttons.with_table(document) == document, message


def test_every_button_says_what_it_does() -> None:
    undocumented = [b.__name__ for b in buttons.buttons() if not _first_line(b)]
    assert undocumented == []


def _first_line(button: type) -> str:
    """Of its own docstring; a dataclass without one gets its signature instead."""
    text = button.__doc__ or ""
    return "" if text.startswith(f"{button.__name__}(") else text.split("\n")[0]
