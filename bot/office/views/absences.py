"""Messages to consultants about their own absence and its substitute."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.kernel.messages import (
    Button,
    Message,
    Param,
    Phrase,
    Verbatim,
    Weekday,
    message,
    phrase,
    quiet,
    strong,
)
from bot.office.buttons import CancelAbsence, EndAbsence, SetAbsence, SetSubstitute
from bot.office.forms import AbsenceForm
from bot.office.rules.consultants import NOBODY, Consultant


def ask_until(owner: Consultant, today: date, ends: Sequence[date]) -> Message:
    """`ends`: likely last days, offered as buttons."""
    asked = message(
        strong(phrase("Until when are you away?")),
        *([is_away(owner)] if owner.is_away(today) else []),
        quiet(
            phrase(
                "Press one. Or reply to this message: the last day, for example 24/12, "
                "or how many days."
            )
        ),
        buttons=[*[[_until(owner, today, day)] for day in ends], [_cancel(owner)]],
    )
    return replace(asked, form=AbsenceForm(owner.user_id))


def ask_substitute(owner: Consultant, until: date, candidates: Sequence[Consultant]) -> Message:
    def choice(label: Param, substitute_id: int) -> Button:
        return Button(label, SetSubstitute(owner.user_id, until, substitute_id).pack())

    return message(
        strong(phrase("Who stands in for you until {day}?", day=Weekday(until))),
        buttons=[
            *[[choice(Verbatim(one.name), one.user_id)] for one in candidates],
            [choice(phrase("Nobody"), NOBODY)],
            [_cancel(owner)],
        ],
    )


def away(owner: Consultant, substitute: Consultant | None) -> Message:
    """Everybody in the group sees it; only the owner can press."""
    return message(
        *lines(owner, substitute),
        quiet(phrase("Write /back when you are here again.")),
        buttons=[[Button(phrase("👋 I am here again"), EndAbsence(owner.user_id).pack())]],
    )


def colleague_away(owner: Consultant, substitute: Consultant | None) -> Message:
    return message(*lines(owner, substitute))


def lines(owner: Consultant, substitute: Consultant | None) -> list[Param]:
    found: list[Param] = [is_away(owner)]
    if substitute is not None:
        found.append(phrase("{consultant} stands in.", consultant=Verbatim(substitute.name)))
    return found


def is_away(owner: Consultant) -> Phrase:
    assert owner.away_until is not None, "called only for those who are away"
    day = Weekday(owner.away_until)
    return phrase("☁ {consultant} is away until {day}.", consultant=Verbatim(owner.name), day=day)


def back(owner: Consultant) -> Message:
    return message(phrase("👋 {consultant} is here again.", consultant=Verbatim(owner.name)))


def is_not_away() -> Message:
    return message(phrase("No absence is noted just now."))


def of_a_colleague(owner: str) -> Message:
    return message(
        phrase(
            "Only {consultant} can press that. Write /absent when you are away yourself.",
            consultant=Verbatim(owner),
        )
    )


def not_understood() -> Message:
    return message(
        phrase("Please write the last day, for example 24/12, or how many days, for example 5.")
    )


def past() -> Message:
    return message(phrase("That day has passed. Please choose a day that is still to come."))


def too_long() -> Message:
    return message(phrase("That is more than a year. Please choose a day that comes sooner."))


def cancelled() -> Message:
    return message(quiet(phrase("Nothing was changed.")))


def _until(owner: Consultant, today: date, day: date) -> Button:
    label = phrase("Only today") if day == today else phrase("Until {day}", day=Weekday(day))
    return Button(label, SetAbsence(owner.user_id, day).pack())


def _cancel(owner: Consultant) -> Button:
    return Button(phrase("✖ Cancel"), CancelAbsence(owner.user_id).pack())
