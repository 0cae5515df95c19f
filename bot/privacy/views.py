"""What is kept about a person: to read, to take along, to take back, to have erased."""

from dataclasses import replace

from bot.kernel.commands import ParticipantCommand
from bot.kernel.messages import (
    Button,
    Message,
    Phrase,
    Verbatim,
    item,
    message,
    phrase,
    phrases,
    quiet,
    strong,
)
from bot.kernel.participants import Participant
from bot.kernel.views.commands import command_button, to_consultant, to_menu
from bot.kernel.views.people import who
from bot.privacy.buttons import (
    ConfirmErasure,
    KeepData,
    MarkPhoneOwn,
    MarkPhoneShared,
    WithdrawConsent,
)
from bot.privacy.rules.documents import MyData


def privacy(shared_phone: bool, agreed: bool, translated: bool) -> Message:
    """Who reads what, and what one can do about it."""
    phone = (
        Button(phrase("📱 Nobody else uses my phone"), MarkPhoneOwn().pack())
        if shared_phone
        else Button(phrase("👪 Others use my phone too"), MarkPhoneShared().pack())
    )
    withdraw = (
        [Button(phrase("✋ I take back my yes"), WithdrawConsent().pack())] if agreed else []
    )
    return message(
        strong(phrase("What happens with what you write?")),
        phrase("The consultants of the course in {municipality} read it. Nobody else does."),
        *([phrase("A computer puts your words into Danish for them.")] if translated else []),
        phrase("So it is with pictures, files and voice messages that you send for a task."),
        phrase("Telegram carries our messages. So never write your CPR number or about illness."),
        phrase("It is deleted some months after your course. You can delete it sooner."),
        buttons=[
            [command_button(phrase("📦 Send me what you know"), ParticipantCommand.MY_DATA)],
            [command_button(phrase("🗑 Delete everything"), ParticipantCommand.DELETE_ME)],
            [phone],
            withdraw,
            [to_consultant()],
            [to_menu()],
        ],
    )


def my_data(data: MyData) -> Message:
    said = message(
        phrase("This is all I know about you. First open the file “{name}”.",
               name=Verbatim("my-data.pdf")),
        buttons=[[to_menu()]],
    )  # fmt: skip
    return replace(said, enclosure=data)


def sure() -> Message:
    """Once, and with all that goes."""
    return message(
        strong(phrase("Delete everything about you?")),
        phrase("Your answers, tasks, plan, files and messages are deleted. So is your place on "
               "the course. This can't be undone."),
        phrase("Papers that you need later: get them first."),
        buttons=[
            [Button(phrase("🗑 Yes, delete everything"), ConfirmErasure().pack())],
            [Button(phrase("◀ No, keep it"), KeepData().pack())],
            [command_button(phrase("📦 Send me what you know"), ParticipantCommand.MY_DATA)],
            [to_consultant()],
        ],
    )  # fmt: skip


def kept() -> Message:
    return message(phrase("Good. Nothing is deleted."), buttons=[[to_menu()]])


def receipt(gone: dict[str, int]) -> Message:
    """What was deleted, by kind; `gone`: rows of each table."""
    return message(
        strong(phrase("Everything about you is deleted.")),
        *[item(line) for line in _lines(gone)],
        phrase("The messages in this chat are on your phone. You can delete the chat there."),
        phrase("Thank you for being here. You can come back any time: write /start."),
    )


def _lines(gone: dict[str, int]) -> list[Phrase]:
    answers = sum(gone.get(table, 0) for table in ("answers", "work_answers", "plan_answers"))
    files, messages = gone.get("files", 0), gone.get("outbox", 0) + gone.get("inbox", 0)
    known = {"answers", "work_answers", "plan_answers", "files", "outbox", "inbox"}
    other = sum(count for table, count in gone.items() if table not in known)
    counted = [
        (answers, phrases("{count} answer", "{count} answers", answers)),
        (files, phrases("{count} file", "{count} files", files)),
        (messages, phrases("{count} message", "{count} messages", messages)),
        (other, phrases("{count} other note about you", "{count} other notes about you", other)),
    ]
    return [line for count, line in counted if count]


def withdrawn() -> Message:
    return message(
        phrase("You have taken back your yes. From now on I ask nothing and send nothing."),
        phrase("What you wrote is still kept. Do you want it deleted?"),
        buttons=[
            [command_button(phrase("🗑 Delete everything"), ParticipantCommand.DELETE_ME)],
            [command_button(phrase("▶ I say yes again"), ParticipantCommand.START)],
            [to_consultant()],
        ],
    )


def phone_is_shared() -> Message:
    return message(
        phrase("Thank you for telling me. One hour after we talk, I remove my messages here."),
        buttons=[[to_menu()]],
    )


def phone_is_own() -> Message:
    return message(phrase("Good. My messages stay here."), buttons=[[to_menu()]])


def put_away() -> Message:
    """All that is left on a shared phone."""
    return message(phrase("🔒 I have put our talk away. Nothing is lost."), buttons=[[to_menu()]])


# For the consultants


def has_withdrawn(participant: Participant) -> Message:
    return message(
        phrase("{person} has taken back the yes to storing answers.", person=who(participant)),
        quiet(phrase("I send {person} nothing now. You can still write.",
                     person=who(participant))),
    )  # fmt: skip


def has_left(participant: Participant) -> Message:
    """Sent once and forgotten with the rest."""
    return message(
        phrase("{person} has had everything deleted.", person=who(participant)),
        quiet(phrase("Please delete your own notes and this talk too.")),
    )


def kept_long_enough(participant: Participant) -> Message:
    """Sent once and forgotten with the rest."""
    return message(
        phrase("Everything is deleted: {person}. The time for keeping it is over.",
               person=who(participant)),
        quiet(phrase("Please delete your own notes and this talk too.")),
    )  # fmt: skip


# The paper


def report_title() -> Phrase:
    return phrase("What we know about you")


def report_intro() -> Phrase:
    return phrase("All of it, in the words in which it is kept.")


def part(name: str) -> Phrase:
    """Raises KeyError for a part there is not."""
    return {
        "person": phrase("You"),
        "consents": phrase("Your yes and no to storing answers"),
        "check": phrase("May I join?"),
        "tasks": phrase("Your tasks"),
        "plan": phrase("Your business plan"),
        "meetings": phrase("Meetings of the course"),
        "absences": phrase("Times you could not come"),
        "files": phrase("Files you sent"),
        "rest": phrase("Everything else is in the file all.json."),
    }[name]


def label(name: str) -> Phrase:
    """Raises KeyError."""
    return {
        "name": phrase("First name"),
        "language": phrase("Language"),
        "since": phrase("Here since"),
        "yes": phrase("Yes"),
        "no": phrase("No"),
        "came": phrase("You were there"),
        "missed": phrase("You were not there"),
        "days": phrase("Days away"),
    }[name]
