"""Days of every week that a text names, without those that it refuses."""

from collections.abc import Iterable

from bot.parsing.found import Found
from bot.parsing.mentions import find_mentions
from bot.parsing.patterns.weekdays import Weekdays


def find_weekdays(text: str, language: str) -> frozenset[int]:
    """0 is Monday; empty where none is named."""
    return wanted_weekdays(find_mentions(text, language).weekdays)


def wanted_weekdays(found: Iterable[Found[Weekdays]]) -> frozenset[int]:
    """A named day counts more than "every day"; what is refused is taken out of both."""
    found = list(found)
    wanted = [f.value for f in found if not f.refused]
    named = [w.days for w in wanted if w.named]
    days = frozenset().union(*(named or [w.days for w in wanted]))
    return days - refused_weekdays(found)


def refused_weekdays(found: Iterable[Found[Weekdays]]) -> frozenset[int]:
    """ "Not every day" refuses no single day."""
    refused = [f.value.days for f in found if f.refused and not f.value.every_day]
    return frozenset[int]().union(*refused)
