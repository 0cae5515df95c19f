"""Validation of answers, and the form they are stored in."""

import re
from decimal import Decimal

from bot.questionnaire.rules.questionnaire import Question

MAX_NUMBER = Decimal(10) ** 12  # beyond any number of a small business; sums stay readable
NO_ITEMS = "[]"  # the value of a list that is empty on purpose
_FIGURE = re.compile(r"\d{1,13}(?:\.\d{1,4})?")


class UnknownAnswer(Exception):
    """No such question, or no such choice in it."""


class NotANumber(Exception):
    """The question asks for a number from 0 to MAX_NUMBER."""


class TextTooLong(Exception):
    """The text has `length` characters, `limit` are allowed."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(length, limit)
        self.length, self.limit = length, limit


def validated(question: Question, value: str) -> str:
    """The value as it is stored.  Raises UnknownAnswer, TextTooLong, NotANumber."""
    if question.is_open:
        if not value.strip():
            raise UnknownAnswer(question.id)
        return validated_text(question, value.strip())
    if question.kind == "number":
        return _number(value)
    if question.kind == "items":  # a list grows line by line; only an empty one is given at once
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
    """The text itself.  Raises TextTooLong."""
    if len(value) > question.limit:
        raise TextTooLong(len(value), question.limit)
    return value


def _number(value: str) -> str:
    clean = value.strip()
    if not _FIGURE.fullmatch(clean) or Decimal(clean) > MAX_NUMBER:
        raise NotANumber(value)
    return format(Decimal(clean), "f")
