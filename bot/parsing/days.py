"""Days that a text names.

A weekday is its next occurrence after today; so is a date without a year, unless it is today.
"""

from datetime import date

from bot.parsing.folding import fold
from bot.parsing.mentions import find_mentions
from bot.parsing.patterns.days import match_whole_day


def find_days(text: str, language: str, today: date) -> list[date]:
    """In the order of the text, each day once, without those that the text refuses."""
    found = find_mentions(text, language, today).days
    return list(dict.fromkeys(f.value for f in found if not f.refused))


def parse_day(text: str, language: str, today: date) -> date | None:
    """The day that a text consists of, or None where it says anything else.

    Since the whole text must be a day, more forms are read than inside a sentence: "7-12",
    "7.1", "7 decembr".
    """
    return match_whole_day(fold(text).plain, language, today)
