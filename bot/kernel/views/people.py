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
    return PersonLink(participant.first_name, participant.chat_id)


def unreachable(participant: Participant) -> Message:
    return message(
        phrase("{person} has blocked me. My messages do not arrive.", person=who(participant))
    )


def can_not_write_to(name: str, chat_id: int) -> Message:
    """To a consultant, who does not read it in private."""
    return message(
        phrase(
            "{person}, I can't write to you in private. Please open a chat with me and press "
            "Start, so that I can reach you when somebody needs you.",
            person=PersonLink(name, chat_id),
        )
    )


def name_of(participant: Participant) -> Param:
    """For a button, which must have something on it."""
    return Verbatim(participant.first_name.strip() or "?")
