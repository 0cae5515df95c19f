"""Buttons that lead to the plan from other messages."""

from bot.kernel.messages import Button, phrase
from bot.plan.buttons import OpenPlan, ShowMoney


def to_money() -> Button:
    return Button(phrase("💰 The money"), ShowMoney().pack())


def to_plan_of(enrolment: int) -> Button:
    """For a consultant."""
    return Button(phrase("📘 Business plan"), OpenPlan(enrolment).pack())
