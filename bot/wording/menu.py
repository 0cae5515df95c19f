"""The menu, the help, and the short answers to what does not fit anywhere."""

from bot.domain.buttons import encode
from bot.domain.messages import Button, Message, message, phrase, strong
from bot.domain.office import Expected
from bot.wording.cases import go_on
from bot.wording.common import (
    to_away,
    to_consultant,
    to_help,
    to_join,
    to_language,
    to_meeting,
    to_menu,
    to_plan,
    to_privacy,
    to_progress,
    to_reminders,
    to_task,
    to_tasks,
    to_words,
)
from bot.wording.office import when


def menu(on_the_course: bool) -> Message:
    """What the person can do now: find out about the course, or work on it."""
    course = [[to_task()], [to_tasks(), to_progress()], [to_plan()], [to_away(), to_reminders()]]
    return message(
        strong(phrase("What would you like to do?")),
        buttons=[
            *(course if on_the_course else [[to_join()]]),
            [to_consultant()],
            [to_meeting()],
            [to_language(), to_privacy()],
            [to_words(), to_help()],
        ],
    )


def help_(on_the_course: bool) -> Message:
    what = (
        phrase("I bring you the tasks of the course, one small step at a time.")
        if on_the_course
        else phrase(
            "I help you find out if the course fits you. Press a button, or just write to me."
        )
    )
    return message(
        what,
        phrase("You can write: back, skip, pause, language. I also understand normal sentences."),
        phrase("Would you rather talk with a person? Press the button. It is always okay."),
        buttons=[[to_task() if on_the_course else to_join()], [to_consultant()], [to_menu()]],
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
    """For what the assistant will learn later: honest, and with a way on."""
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


def consultant_called(expected: Expected) -> Message:
    return message(
        phrase("I have told the consultant, who writes to you here or calls."),
        *when(expected),
        phrase("You can write or say what it is about. Or just wait."),
        buttons=[[go_on()], [to_menu()]],
    )


def consultant_knows() -> Message:
    return message(
        phrase("The consultant knows already that you would like to talk. I keep an eye on it."),
        phrase("You can write or say what it is about. Or just wait."),
        buttons=[[go_on()], [to_menu()]],
    )


def answer_or_wish() -> Message:
    """In doubt the person says it; nothing is lost meanwhile."""
    return message(
        phrase("I am not sure. Is that your answer, or did you want something from me?"),
        buttons=[
            [Button(phrase("✍ That is my answer"), encode("t", "answer"))],
            [Button(phrase("🙋 I was asking"), encode("t", "wish"))],
        ],
    )
