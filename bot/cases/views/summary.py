"""Phrases that tell the consultants where a participant is and what a case is about."""

from bot.kernel.messages import Phrase, phrase
from bot.questionnaire.rules.questionnaire import Question


def not_consented() -> Phrase:
    return phrase("Has not agreed to the storage of answers yet.")


def at_question(question: Question) -> Phrase:
    return phrase("Is at the question: {title}", title=phrase(question.title))


def asks_about(subject: Phrase) -> Phrase:
    return phrase("Asks about: {subject}", subject=subject)


def about_a_meeting() -> Phrase:
    return phrase("It is about a meeting: a time, another time, or none.")


def about_absence() -> Phrase:
    return phrase("Can't come, or can't do it this week.")


def no_open_question() -> Phrase:
    return phrase("Has no open question.")
