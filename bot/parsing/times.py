"""Times of day that a text names, without those that it refuses."""

from datetime import time

from bot.parsing.folding import fold
from bot.parsing.mentions import find_mentions
from bot.parsing.patterns.times import match_whole_hour


def find_times(text: str, language: str) -> list[time]:
    """In the order of the text, each time once.  A text that is only an hour is that hour."""
    found = find_mentions(text, language).times
    if not found and (hour := match_whole_hour(fold(text).plain, language)) is not None:
        return [hour]
    return list(dict.fromkeys(t for f in found if not f.refused for t in f.value))


def find_parts_of_day(text: str, language: str) -> list[time]:
    """ "In the afternoon" without an hour, as an hour to offer: see PART_HOURS."""
    found = find_mentions(text, language).parts_of_day
    return list(dict.fromkeys(f.value for f in found if not f.refused))
