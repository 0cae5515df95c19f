"""Phrases that tell a participant when an answer can be expected."""

from bot.kernel.calendar import DAY
from bot.kernel.messages import Paragraph, Param, Phrase, Verbatim, Weekday, phrase
from bot.office.rules.hours import NOON, Expected


def when(expected: Expected) -> list[Param | Paragraph]:
    closed: list[Param | Paragraph] = [phrase("The office is closed now.")]
    return [*([] if expected.is_open else closed), _usually(expected)]


def _usually(expected: Expected) -> Phrase:
    hour = Verbatim(f"{expected.before:%H:%M}")
    if expected.day == expected.today:
        return phrase("Your consultant usually answers today before {hour}.", hour=hour)
    if expected.day != expected.today + DAY:
        return phrase("Your consultant usually answers on {day}.", day=Weekday(expected.day))
    if expected.before <= NOON:
        return phrase("Your consultant usually answers tomorrow morning.")
    return phrase("Your consultant usually answers tomorrow before {hour}.", hour=hour)
