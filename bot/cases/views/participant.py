"""Messages to a participant about their case."""

from dataclasses import replace

from bot.cases.buttons import (
    CallAfterMisunderstanding,
    ConfirmCaseDone,
    ContinueWithAssistant,
    KeepCaseOpen,
    ParticipantCaseButton,
    WriteToConsultant,
)
from bot.eligibility.buttons import TalkAboutResult
from bot.kernel.callback_data import InvalidButton, unpack
from bot.kernel.messages import Button, Message, Verbatim, message, phrase, strong
from bot.kernel.views.commands import to_consultant, to_menu


def to_assistant() -> Button:
    return Button(phrase("▶ Go on with my task"), ContinueWithAssistant().pack())


def to_talk() -> Button:
    return Button(phrase("💬 Write to the consultant"), WriteToConsultant().pack())


def with_way_to_talk(shown: Message) -> Message:
    """Add the button that leads to the open talk to a message of the assistant.

    It replaces the button that calls a consultant.  Messages without buttons, and those that have
    a button of the talk already, stay as they are.
    """
    if not shown.buttons or any(_is_of_talk(b.data) for row in shown.buttons for b in row):
        return shown
    call = to_consultant().data
    rows = [tuple(button for button in row if button.data != call) for row in shown.buttons]
    return replace(shown, buttons=(*[row for row in rows if row], (to_talk(),)))


def _is_of_talk(data: str) -> bool:
    try:
        return isinstance(unpack(data), ParticipantCaseButton | TalkAboutResult)
    except InvalidButton:
        return False


def consultant_joined(name: str) -> Message:
    return message(
        strong(phrase("{consultant} is here now.", consultant=Verbatim(name))),
        phrase("What you write goes to {consultant}.", consultant=Verbatim(name)),
        buttons=[[to_assistant()]],
    )


def write_now(name: str | None) -> Message:
    """`name`: of the consultant who has the case."""
    if name is None:
        what = phrase("What you write or say now goes to the consultant.")
    else:
        what = phrase("What you write or say now goes to {consultant}.", consultant=Verbatim(name))
    return message(what, buttons=[[to_assistant()]])


def ask_if_done(name: str | None, case_id: int) -> Message:
    if name is None:
        question = phrase("Are you done talking with the consultant?")
    else:
        question = phrase("Are you done talking with {consultant}?", consultant=Verbatim(name))
    return message(
        question,
        buttons=[
            [Button(phrase("✔ Yes, we are done"), ConfirmCaseDone(case_id).pack())],
            [Button(phrase("💬 No, not yet"), KeepCaseOpen(case_id).pack())],
        ],
    )


def kept_open() -> Message:
    return message(
        phrase("All right. What you write goes to the consultant."), buttons=[[to_assistant()]]
    )


def closed(name: str | None) -> Message:
    """`name`: of the consultant who closed the case; None: nobody did."""
    if name is None:
        over = phrase("The talk with the consultant is over for now.")
    else:
        over = phrase("{consultant} has ended the talk for now.", consultant=Verbatim(name))
    return message(
        over,
        phrase("I am here again. You can ask for the consultant at any time."),
        buttons=[[to_menu()], [to_consultant()]],
    )


def closed_already() -> Message:
    return message(
        phrase("That talk is over. You can ask for the consultant at any time."),
        buttons=[[to_consultant()], [to_menu()]],
    )


def offer_consultant() -> Message:
    """After several messages in a row that were not understood."""
    return message(
        phrase("I still do not understand, and that is my fault. Shall I ask the consultant?"),
        buttons=[
            [Button(phrase("👤 Yes, ask the consultant"), CallAfterMisunderstanding().pack())],
            [to_menu()],
        ],
    )


def nobody_reached() -> Message:
    """An alarm about the participant has reached no consultant."""
    return message(
        strong(phrase("I have not reached a consultant yet. Please do not wait for an answer.")),
        phrase("If you are in danger now, call 112."),
        phrase("When life feels too hard: Livslinien, 70 201 201. When someone hurts you: 1888."),
    )
