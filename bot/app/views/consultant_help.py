"""Help for consultants."""

from bot.kernel.messages import Message, item, message, phrase, strong


def help_() -> Message:
    return message(
        strong(phrase("This is where I tell you about the participants")),
        phrase("Where this group has topics, every person has one. What you write there goes "
               "to that person. Anywhere else, reply to one of my messages."),
        phrase("You can take words back for a few seconds. If you edit them later, the person "
               "sees the change. What begins with // stays here."),
        phrase(
            "Press 💬 for ready sentences: they arrive in the person's language, as they stand."
        ),
        phrase("“I take it” shows everybody who has a talk. End it with “Close” or /close: then "
               "I help the person again."),
        phrase("The buttons under a summary send a friendly message. You can change your mind."),
        item(phrase("/runs – the courses: make one, admit people")),
        item(phrase("/status – how everybody is doing, meetings, certificates")),
        item(phrase("/open – what waits for you")),
        item(phrase("/absent – you are away, and who stands in")),
        item(phrase("/back – you are here again")),
        item(phrase("/close – end the talk, in a topic or as a reply")),
        item(phrase("/meetings – meetings with one person: what is to come")),
        item(phrase("/remind – send a reminder to a run")),
        item(phrase("/consultant – who is a consultant: add and remove")),
    )  # fmt: skip
