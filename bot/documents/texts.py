"""Texts shared by all documents."""

from datetime import date

from bot.kernel.messages import Day, Phrase, phrase


def municipality() -> Phrase:
    return phrase("Municipality of {municipality}")


def made_on(day: date) -> Phrase:
    return phrase("Made on {day}", day=Day(day))
