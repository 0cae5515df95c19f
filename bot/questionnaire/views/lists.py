from decimal import Decimal

from bot.kernel.messages import Amount, Message, message, phrase
from bot.questionnaire.rules.item_lines import MAX_LINES


def list_is_full() -> Message:
    return message(
        phrase(
            "The list has room for {most} lines. Please put small things together, for example "
            "all tools in one line.",
            most=Amount(Decimal(MAX_LINES)),
        )
    )


def not_a_list() -> Message:
    return message(
        phrase(
            "I look for a thing and its price, for example: “{example}”",
            example=phrase("Phone 150"),
        )
    )
