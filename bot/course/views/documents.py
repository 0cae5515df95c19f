"""Texts in the documents of the course."""

from datetime import date
from decimal import Decimal

from bot.kernel.messages import Amount, Day, Phrase, Verbatim, phrase, phrases


def week(number: int) -> Phrase:
    return phrase("Week {number}", number=_amount(number))


def part(done: int, total: int) -> Phrase:
    return phrase("{done} of {total}", done=_amount(done), total=_amount(total))


def path_title() -> Phrase:
    return phrase("Your way through the course")


def path_end() -> Phrase:
    return phrase("The finish")


def certificate_title() -> Phrase:
    return phrase("Certificate")


def certificate_given_to() -> Phrase:
    """Above the name."""
    return phrase("This certificate is given to")


def certificate_reason(weeks: int) -> Phrase:
    """Below the name."""
    return phrases(
        "for finishing Egen Chef: {count} week on the way to a business of one's own.",
        "for finishing Egen Chef: {count} weeks on the way to a business of one's own.",
        weeks,
    )


def certificate_weeks() -> Phrase:
    return phrase("What the weeks were about")


def approved(by: str) -> Phrase:
    return phrase("Approved by {consultant}", consultant=Verbatim(by))


def period(began: date, ended: date) -> Phrase:
    return phrase("{began} to {ended}", began=Day(began), ended=Day(ended))


def statement_title() -> Phrase:
    return phrase("Statement of participation")


def statement_intro() -> Phrase:
    return phrase("This is what the participant has done on the course Egen Chef so far.")


def name_label() -> Phrase:
    return phrase("Name")


def course_label() -> Phrase:
    return phrase("Course")


def period_label() -> Phrase:
    return phrase("Period")


def week_label() -> Phrase:
    return phrase("Week")


def subject_label() -> Phrase:
    return phrase("Subject")


def handed_in_label() -> Phrase:
    return phrase("Tasks handed in")


def later() -> Phrase:
    """In place of the number, for a week that is not released."""
    return phrase("Comes later")


def in_all_label() -> Phrase:
    return phrase("In all")


def meetings(attended: int, held: int) -> Phrase:
    return part(attended, held) if held else phrase("None was held yet")


def meetings_label() -> Phrase:
    return phrase("Meetings attended")


def weeks_away_label() -> Phrase:
    return phrase("Weeks with notice of absence")


def statement_note() -> Phrase:
    return phrase(
        "This statement says nothing about benefits. It was given to the participant, who decides"
        " who sees it."
    )


def look_back_title() -> Phrase:
    return phrase("Your week")


def look_back_answers(answers: int) -> Phrase:
    return phrases("{count} answer", "{count} answers", answers)


def look_back_handed_in() -> Phrase:
    """Above the tasks handed in that week."""
    return phrase("Handed in")


def look_back_quiet() -> Phrase:
    """For a week without activity."""
    return phrase("A week to rest. That is okay too.")


def look_back_so_far() -> Phrase:
    """Beside the number of all tasks handed in."""
    return phrase("Your way so far")


def _amount(number: int) -> Amount:
    return Amount(Decimal(number))
