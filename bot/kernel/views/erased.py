"""What stands where a message about an erased person was."""

from bot.kernel.messages import Message, message, phrase


def removed() -> Message:
    """For consultants: in place of a message that can't be deleted."""
    return message(phrase("🗑 This message is deleted."))
