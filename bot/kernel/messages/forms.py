"""What a message asks for, stored beside it: the state of a form that is being filled in."""

from bot.kernel.messages.kinds import Kinds


class Form(Kinds):
    """Base of all forms; subjects define their own kinds.

    A reply or a press finds the state of the form here, not in what the message looks like.
    """
