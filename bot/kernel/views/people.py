"""Names of participants, and notices about reaching people."""

from bot.kernel.messages import (
    Message,
    Param,
    PersonLink,
    Verbatim,
    message,
    phrase,
)
from bot.kernel.participants import Participant


def who(participant: Participant) -> PersonLink:
    """The first name, linked to the chat."""
    return PersonLink(participant.first_name, participant.chat_id)


def unreachable(participant: Participant) -> Message:
    """Notice to the consultants that the participant blocked the bot."""
    return message(
        phrase("{person} has blocked me. My messages do not arrive.", person=who(participant))
    )


def can_not_write_to(name: str, chat_id: int) -> Message:
    """Notice in the group to a consultant who has no private chat with the bot."""
    return message(
        phrase(
            "{person}, I can't write to you in private. Please open a chat with me and press "
            "Start, so that I can reach you when somebody needs you.",
            person=PersonLink(name, chat_id),
        )
    )


def name_of(participant: Participant) -> Param:
    """The first name for a button label, which must not be empty."""
    return Verbatim(participant.first_name.strip() or "?")
