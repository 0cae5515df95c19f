"""Forms: the state of a multi-step input, stored with the message that asks for it."""

from dataclasses import dataclass
from typing import Literal

from bot.kernel.messages.kinds import Kinds


class Form(Kinds):
    """Base of all forms; packages define their own kinds.

    A reply or press reads the state here, not from the text or buttons of the message.
    """


@dataclass(frozen=True)
class ErasedMessages(Form):
    """What a row of the outbox with the method "erase" removes from its chat.

    message_ids: our messages; first edited, so that no message of others is ever deleted.
    copies: copies of stickers, contacts and the like, which can't be edited.
    """

    message_ids: tuple[int, ...] = ()
    copies: tuple[int, ...] = ()
    kind: Literal["erased_messages"] = "erased_messages"
