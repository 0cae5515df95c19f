"""Messages about documents that were made too often."""

from datetime import datetime, timedelta

from bot.kernel.messages import LocalMoment, Message, message, phrase
from bot.kernel.views.commands import to_consultant, to_menu


def made_often(next_at: datetime) -> Message:
    """To a participant."""
    return message(
        phrase("I have made this for you a few times today. It may be further up in our chat."),
        phrase("I can make it again from {moment}.", moment=_minute(next_at)),
        buttons=[[to_consultant()], [to_menu()]],
    )


def made_very_often(next_at: datetime) -> Message:
    """To a consultant."""
    return message(
        phrase("You have had very many documents today."),
        phrase("I can make it again from {moment}.", moment=_minute(next_at)),
    )


def _minute(moment: datetime) -> LocalMoment:
    """The first full minute that is not before it."""
    up = timedelta(minutes=1) - timedelta(microseconds=1)
    return LocalMoment((moment + up).replace(second=0, microsecond=0), "short")
