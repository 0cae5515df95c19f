"""The answer to a question of kind "items": lines are added and removed one by one."""

from collections.abc import Iterable
from datetime import datetime

from bot.questionnaire.rules import item_lines
from bot.questionnaire.rules.answering import resume
from bot.questionnaire.rules.item_lines import ItemLine, ParsedItem
from bot.questionnaire.rules.questionnaire import Question
from bot.questionnaire.rules.session import QuestionnaireSession, require_open


def lines_of(session: QuestionnaireSession, question: Question) -> tuple[ItemLine, ...]:
    """The lines of the present answer."""
    return item_lines.load(session.value(question.id))


def chosen_line(session: QuestionnaireSession) -> int | None:
    """Id of the line whose amount is being changed."""
    return int(session.pending) if session.pending.isdecimal() else None


def add_lines(
    session: QuestionnaireSession,
    question: Question,
    found: list[ParsedItem],
    sequence: int,
    now: datetime,
) -> bool:
    """Add lines; return False if the list was too full for all of them.  Raises NotOpen."""
    require_open(session)
    lines = item_lines.add(lines_of(session, question), found, chosen_line(session))
    keep_lines(session, question, lines, sequence, now)
    known = {line.name.casefold() for line in lines}
    return all(name.casefold() in known for name, _ in found if name)


def remove_line(
    session: QuestionnaireSession, question: Question, number: int, sequence: int, now: datetime
) -> None:
    """Remove a line; without its last line the question has no answer again.

    (That nothing is to be paid is an answer of its own, `NO_ITEMS`.)
    """
    lines = item_lines.remove(lines_of(session, question), number)
    if lines:
        keep_lines(session, question, lines, sequence, now)
    else:
        session.answers.pop(question.id, None)
        session.pending = ""


def keep_lines(
    session: QuestionnaireSession,
    question: Question,
    lines: Iterable[ItemLine],
    sequence: int,
    now: datetime,
) -> None:
    """Store the lines as the answer and end the change of a line.  Raises NotOpen."""
    value = item_lines.dump(lines)
    session.answers[question.id] = session.new_answer(question.id, value, sequence, now)
    session.pending = ""
    resume(session, now)
