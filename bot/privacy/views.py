"""Messages about personal data: who reads it, export, withdrawal of consent, erasure."""

from dataclasses import replace
from datetime import date

from bot.kernel.commands import ParticipantCommand
from bot.kernel.messages import (
    Button,
    Day,
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
from bot.onboarding import views as notices
from bot.onboarding.rules import PrivacyFacts
from bot.privacy.buttons import (
    ConfirmErasure,
    KeepData,
    MarkPhoneOwn,
    MarkPhoneShared,
    WithdrawConsent,
)
from bot.privacy.rules.documents import MyData, ReportLabel, ReportSection


def privacy(shared_phone: bool, agreed: bool, facts: PrivacyFacts) -> Message:
    """The short notice, and what the participant can do."""
    phone = (
        Button(phrase("📱 Nobody else uses my phone"), MarkPhoneOwn().pack())
        if shared_phone
        else Button(phrase("👪 Others use my phone too"), MarkPhoneShared().pack())
    )
    return message(
        *notices.short_notice(facts),
        phrase("Never write your CPR number or about illness here."),
        buttons=[[notices.to_notice()], *_rights(agreed, [phone]), [to_consultant()], [to_menu()]],
    )


def notice(agreed: bool, facts: PrivacyFacts) -> Message:
    """The whole notice, with the rights as buttons."""
    return message(
        *notices.long_notice(facts), buttons=[*_rights(agreed, []), [to_consultant()], [to_menu()]]
    )


def _rights(agreed: bool, phone: list[Button]) -> list[list[Button]]:
    return [
        [command_button(phrase("📦 Send me what you know"), ParticipantCommand.MY_DATA)],
        [command_button(phrase("🗑 Delete everything"), ParticipantCommand.DELETE_ME)],
        phone,
        [Button(phrase("✋ I take back my yes"), WithdrawConsent().pack())] if agreed else [],
    ]


def my_data(data: MyData) -> Message:
    shown = message(
        phrase("This is all I know about you. First open the file “{name}”.",
               name=Verbatim("my-data.pdf")),
        buttons=[[to_menu()]],
    )  # fmt: skip
    return replace(shown, enclosure=data)


def confirm_erasure() -> Message:
    """Asked once, with all that is erased."""
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


def nothing_erased() -> Message:
    return message(phrase("Good. Nothing is deleted."), buttons=[[to_menu()]])


def nothing_known() -> Message:
    """To somebody who writes for the first time and wants everything deleted."""
    return message(phrase("I know nothing about you. There is nothing to delete."))


def receipt(erased: dict[str, int]) -> Message:
    """What was erased, by kind; `erased`: the number of rows by table."""
    return message(
        strong(phrase("Everything about you is deleted.")),
        *[item(line) for line in _counts(erased)],
        phrase("The messages in this chat are on your phone. You can delete the chat there."),
        phrase("Thank you for being here. You can come back any time: write /start."),
    )


def _counts(erased: dict[str, int]) -> list[Phrase]:
    answers = sum(erased.get(table, 0) for table in ("answers", "work_answers", "plan_answers"))
    files, messages = erased.get("files", 0), erased.get("outbox", 0) + erased.get("inbox", 0)
    known = {"answers", "work_answers", "plan_answers", "files", "outbox", "inbox",
             "outbox_mentions"}  # fmt: skip
    other = sum(count for table, count in erased.items() if table not in known)
    counted = [
        (answers, phrases("{count} answer", "{count} answers", answers)),
        (files, phrases("{count} file", "{count} files", files)),
        (messages, phrases("{count} message", "{count} messages", messages)),
        (other, phrases("{count} other note about you", "{count} other notes about you", other)),
    ]
    return [line for count, line in counted if count]


def withdrawn(last: date) -> Message:
    """`last`: until when everything is kept."""
    return message(
        phrase("You have taken back your yes. From now on I ask nothing and send nothing."),
        phrase("I keep your answers, tasks, plan, files and messages until {day}. Then you can "
               "still go on if you change your mind.", day=Day(last)),
        phrase("After that day I delete all of it. Do you want it deleted now?"),
        buttons=[
            [command_button(phrase("🗑 Delete everything"), ParticipantCommand.DELETE_ME)],
            [command_button(phrase("▶ I say yes again"), ParticipantCommand.START)],
            [to_consultant()],
        ],
    )  # fmt: skip


def phone_marked_shared() -> Message:
    return message(
        phrase("Thank you for telling me. One hour after we talk, I remove my messages here."),
        buttons=[[to_menu()]],
    )


def phone_marked_own() -> Message:
    return message(phrase("Good. My messages stay here."), buttons=[[to_menu()]])


def conversation_removed() -> Message:
    """Replaces the messages on a shared phone that can't be deleted."""
    return message(phrase("🔒 I have put our talk away. Nothing is lost."), buttons=[[to_menu()]])


# For the consultants


def withdrawal_notice(participant: Participant) -> Message:
    return message(
        phrase("{person} has taken back the yes to storing answers.", person=who(participant)),
        quiet(phrase("I send {person} nothing now. You can still write.",
                     person=who(participant))),
    )  # fmt: skip


def erasure_notice(participant: Participant) -> Message:
    """Sent once and not stored."""
    return message(
        phrase("{person} has had everything deleted.", person=who(participant)),
        quiet(phrase("Please delete your own notes and this talk too.")),
    )


def retention_notice(participant: Participant) -> Message:
    """Sent once and not stored."""
    return message(
        phrase("Everything is deleted: {person}. The time for keeping it is over.",
               person=who(participant)),
        quiet(phrase("Please delete your own notes and this talk too.")),
    )  # fmt: skip


# The report


def report_title() -> Phrase:
    return phrase("What we know about you")


def report_intro() -> Phrase:
    return phrase("All of it, in the words in which it is kept.")


def section_title(section: ReportSection) -> Phrase:
    return {
        ReportSection.PERSON: phrase("You"),
        ReportSection.CONSENTS: phrase("Your yes and no to storing answers"),
        ReportSection.CHECK: phrase("May I join?"),
        ReportSection.TASKS: phrase("Your tasks"),
        ReportSection.PLAN: phrase("Your business plan"),
        ReportSection.ATTENDANCE: phrase("Meetings of the course"),
        ReportSection.ABSENCES: phrase("Times you could not come"),
        ReportSection.FILES: phrase("Files you sent"),
        ReportSection.REST: phrase("Everything else is in the file all.json."),
    }[section]


def label_text(label: ReportLabel) -> Phrase:
    return {
        ReportLabel.NAME: phrase("First name"),
        ReportLabel.LANGUAGE: phrase("Language"),
        ReportLabel.SINCE: phrase("Here since"),
        ReportLabel.CONSENT_GIVEN: phrase("Yes"),
        ReportLabel.CONSENT_REFUSED: phrase("No"),
        ReportLabel.PRESENT: phrase("You were there"),
        ReportLabel.ABSENT: phrase("You were not there"),
        ReportLabel.DAYS_AWAY: phrase("Days away"),
    }[label]
