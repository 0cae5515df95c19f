"""Descriptions in Telegram's command menu; the commands are the same in every language."""

from bot.kernel.messages import Phrase, phrase


def participant_commands() -> dict[str, Phrase]:
    """Commands in the order of the menu."""
    return {
        "menu": phrase("All I can do"),
        "join": phrase("May I join the course?"),
        "task": phrase("My next task"),
        "progress": phrase("How far am I?"),
        "plan": phrase("My business plan"),
        "consultant": phrase("Talk to the consultant"),
        "meeting": phrase("My meeting with the consultant"),
        "reminders": phrase("When I may remind you"),
        "language": phrase("Choose your language"),
        "pause": phrase("Take a break"),
        "words": phrase("Danish words explained"),
        "privacy": phrase("Who reads what I write"),
        "help": phrase("How this works"),
        "start": phrase("Start again from the beginning"),
    }


def about() -> Phrase:
    """Description that Telegram shows before Start is pressed."""
    return phrase(
        "I help you find out if the course for your own business in {municipality} fits you. "
        "Then I go with you through its eight weeks."
    )
