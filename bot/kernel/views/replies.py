"""General replies to participants."""

from bot.kernel.messages import (
    Message,
    message,
    phrase,
)
from bot.kernel.views.commands import (
    to_consultant,
    to_menu,
)


def hello_again() -> Message:
    return message(phrase("Hello! Good to see you."))


def goodbye() -> Message:
    return message(phrase("Goodbye! You can write again at any time."))


def you_are_welcome() -> Message:
    return message(phrase("You are welcome!"))


def okay() -> Message:
    return message(phrase("All right."))


def i_am_a_program() -> Message:
    return message(
        phrase("I am a computer program. The consultant is a real person, and reads with us."),
        buttons=[[to_consultant()]],
    )


def not_yet() -> Message:
    """For requests that are not supported yet."""
    return message(
        phrase("I can't help with that yet. The consultant can."),
        buttons=[[to_consultant()], [to_menu()]],
    )


def first_miss() -> Message:
    return message(
        phrase("I did not understand that. Can you say it in another way, or press a button?"),
        buttons=[[to_menu()]],
    )


def second_miss() -> Message:
    return message(
        phrase(
            "I am sorry, I still do not get it. Here is what I can do. The consultant helps too."
        ),
        buttons=[[to_consultant()], [to_menu()]],
    )


def only_text() -> Message:
    return message(
        phrase("I can't use pictures, files or sound yet. Please write it, or press a button.")
    )


def just_emoji() -> Message:
    return message(
        phrase("🙂 Thank you! If you need something, write a few words or press a button.")
    )


def edited_too_late() -> Message:
    return message(
        phrase(
            "I saw that you changed a message. I keep what I read first. Please write it again."
        )
    )


def too_long() -> Message:
    return message(
        phrase("That is a long text! Please write the most important part in a few lines.")
    )


def forwarded() -> Message:
    return message(
        phrase("You passed on somebody else's message. Please tell me in your own words.")
    )


def late() -> Message:
    return message(phrase("One of your messages came late, so I did not use it as an answer."))


def unknown_command() -> Message:
    return message(phrase("I do not know that command. Here is the menu."), buttons=[[to_menu()]])


def stale_button() -> Message:
    return message(
        phrase("That button is old. Nothing was changed. Here is where you can go on:"),
        buttons=[[to_menu()]],
    )


def one_moment() -> Message:
    return message(
        phrase("One moment please. I read your message soon. The buttons work all the time.")
    )


def went_wrong() -> Message:
    return message(
        phrase("Something went wrong on my side. It is not your fault. Please try again."),
        buttons=[[to_consultant()], [to_menu()]],
    )


def only_in_private() -> Message:
    return message(
        phrase("I only talk with people one by one. Please write to me in private. Goodbye!")
    )


def gone() -> Message:
    """For a button whose object no longer exists."""
    return message(phrase("I can't find that any more. Nothing was changed."))


def person_gone() -> Message:
    """For a consultant's button about somebody who was erased."""
    return message(
        phrase("This person is gone: everything about them was erased. Nothing was changed.")
    )


def cpr_not_kept() -> Message:
    return message(
        phrase("I saw a CPR number in your message. I did not keep it. You never need it here."),
        phrase("You can also delete your message: press it long and choose delete."),
    )


def cpr_removed() -> Message:
    return message(
        phrase("I saw a CPR number in your message. I did not keep it. You never need it here."),
        phrase("I have removed your message from this chat, where Telegram lets me."),
    )
