from bot.kernel.buttons import encode
from bot.kernel.messages import Button, phrase


def to_money() -> Button:
    return Button(phrase("💰 The money"), encode("pb", "m"))


def to_plan_of(enrolment: int) -> Button:
    """For a consultant."""
    return Button(phrase("📘 Business plan"), encode("pl", "o", enrolment))
