"""Forms: the state of a multi-step input, stored with the message that asks for it."""

from bot.kernel.messages.kinds import Kinds


class Form(Kinds):
    """Base of all forms; packages define their own kinds.

    A reply or press reads the state here, not from the text or buttons of the message.
    """
