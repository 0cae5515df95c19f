"""The answer to a question that asks for a list: it grows and shrinks, and stays open for more."""

from collections.abc import Iterable
from datetime import datetime

from bot.questionnaire.rules import item_lines
from bot.questionnaire.rules.item_lines import Found, Line
from bot.questionnaire.rules.questionnaire import Question
from bot.questionnaire.rules.session import Walk, require_open, resume


def lines_of(walk: Walk, question: Question) -> tuple[Line, ...]:
    return item_lines.load(walk.value(question.id))


def chosen_line(walk: Walk) -> int | None:
    """The id of the line whose amount is being changed."""
    return int(walk.marked) if walk.marked.isdecimal() else None


def add_lines(
    walk: Walk, question: Question, found: list[Found], sequence: int, now: datetime
) -> bool:
    """False where not all of it found room.  Raises NotOpen."""
    require_open(walk)
    lines = item_lines.add(lines_of(walk, question), found, chosen_line(walk))
    keep_lines(walk, question, lines, sequence, now)
    known = {line.name.casefold() for line in lines}
    return all(name.casefold() in known for name, _ in found if name)


def remove_line(walk: Walk, question: Question, number: int, sequence: int, now: datetime) -> None:
    """That nothing is to pay is said by a button of its own: the last line leaves no answer."""
    lines = item_lines.remove(lines_of(walk, question), number)
    if lines:
        keep_lines(walk, question, lines, sequence, now)
    else:
        walk.answers.pop(question.id, None)
        walk.marked = ""


def keep_lines(
    walk: Walk, question: Question, lines: Iterable[Line], sequence: int, now: datetime
) -> None:
    value = item_lines.dump(lines)
    walk.answers[question.id] = walk.new_answer(question.id, value, sequence, now)
    walk.marked = ""
    resume(walk, now)
