"""Texts shared by forms that are filled in over several messages."""

from bot.kernel.messages import Message, Verbatim, message, phrase, quiet


def clock(hour: int) -> Verbatim:
    return Verbatim(f"{hour}:00")


def goes_on_below() -> Message:
    return message(quiet(phrase("This goes on below.")))


def press_a_button() -> Message:
    return message(phrase("Please press one of the buttons there."))
