"""The answer to a question that asks for a list: it grows and shrinks, and stays open for more."""

from collections.abc import Iterable
from datetime import datetime

from bot.questionnaire.rules import item_lines
from bot.questionnaire.rules.item_lines import ItemLine, ParsedItem
from bot.questionnaire.rules.questionnaire import Question
from bot.questionnaire.rules.session import QuestionnaireSession, require_open, resume


def lines_of(session: QuestionnaireSession, question: Question) -> tuple[ItemLine, ...]:
    return item_lines.load(session.value(question.id))


def chosen_line(session: QuestionnaireSession) -> int | None:
    """The id of the line whose amount is being changed."""
    return int(session.pending) if session.pending.isdecimal() else None


def add_lines(
    session: QuestionnaireSession,
    question: Question,
    found: list[ParsedItem],
    sequence: int,
    now: datetime,
) -> bool:
    """False where not all of it found room.  Raises NotOpen."""
    require_open(session)
    lines = item_lines.add(lines_of(session, question), found, chosen_line(session))
    keep_lines(session, question, lines, sequence, now)
    known = {line.name.casefold() for line in lines}
    return all(name.casefold() in known for name, _ in found if name)


def remove_line(
    session: QuestionnaireSession, question: Question, number: int, sequence: int, now: datetime
) -> None:
    """That nothing is to pay is said by a button of its own: the last line leaves no answer."""
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
    value = item_lines.dump(lines)
    session.answers[question.id] = session.new_answer(question.id, value, sequence, now)
    session.pending = ""
    resume(session, now)
