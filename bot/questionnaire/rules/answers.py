"""Whether something can be the answer to a question, and how it is kept."""

import re
from decimal import Decimal

from bot.questionnaire.rules.questionnaire import Question

MAX_NUMBER = Decimal(10) ** 12  # more than any figure of a small business; keeps sums readable
NO_ITEMS = "[]"  # a list that has nothing in it, on purpose
_FIGURE = re.compile(r"\d{1,13}(?:\.\d{1,4})?")


class UnknownAnswer(Exception):
    """No such question, or no such choice in it."""


class NotANumber(Exception):
    """The question wants a number that makes sense for it."""


class TextTooLong(Exception):
    def __init__(self, length: int, limit: int) -> None:
        super().__init__(length, limit)
        self.length, self.limit = length, limit


def validated(question: Question, value: str) -> str:
    if question.is_open:
        if not value.strip():
            raise UnknownAnswer(question.id)
        return validated_text(question, value.strip())
    if question.kind == "number":
        return _number(value)
    if question.kind == "items":  # a list grows line by line: only "nothing" is said at once
        if value != NO_ITEMS:
            raise UnknownAnswer(value)
        return value
    chosen = question.chosen(value)
    if not chosen or ",".join(c.id for c in chosen) != value:
        raise UnknownAnswer(value)
    if len(chosen) > 1 and (question.kind == "one" or any(c.alone for c in chosen)):
        raise UnknownAnswer(value)
    return value


def validated_text(question: Question, value: str) -> str:
    if len(value) > question.limit:
        raise TextTooLong(len(value), question.limit)
    return value


def _number(value: str) -> str:
    clean = value.strip()
    if not _FIGURE.fullmatch(clean) or Decimal(clean) > MAX_NUMBER:
        raise NotANumber(value)
    return format(Decimal(clean), "f")
