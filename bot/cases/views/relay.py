"""Relayed messages between a participant and the consultants, and notes on their delivery."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from bot.cases.buttons import TakeBackRelay
from bot.cases.rules.readability import is_heavy, lix
from bot.cases.rules.relays import Relay
from bot.cases.views.participant import to_assistant
from bot.files.rules.refusals import Refusal
from bot.kernel.failures import DeliveryFailure
from bot.kernel.incoming import LARGEST
from bot.kernel.messages import (
    Amount,
    Button,
    Enclosure,
    LanguageName,
    Message,
    Paragraph,
    Param,
    Phrase,
    Verbatim,
    message,
    phrase,
    quiet,
    strong,
)
from bot.kernel.participants import Participant
from bot.kernel.views.people import who

LONGEST = 3500  # characters of text in one message, below Telegram's 4,096


@dataclass(frozen=True)
class RelayedWords:
    """The text of a relayed message.

    `language`: of `text`; `translation`: None where there is none; `untranslated`: say that there
    should have been one; `edited`: the writer has changed it; `refused`: a file that came with
    it is not passed on.
    """

    text: str
    translation: str | None = None
    language: str = ""
    untranslated: bool = False
    edited: bool = False
    refused: bool = False

    @classmethod
    def joined(cls, relays: Sequence[Relay], language: str, untranslated: bool) -> Self:
        """The words of a digest, a line for each relay."""
        translated = any(relay.translation is not None for relay in relays)
        shown = [relay.translation or relay.text for relay in relays]
        return cls(
            "\n".join(relay.text for relay in relays),
            "\n".join(shown) if translated else None,
            language,
            untranslated,
            any(relay.edition for relay in relays),
        )


def from_person(
    participant: Participant, words: RelayedWords, enclosure: Enclosure | None
) -> list[Message]:
    """The messages that the consultants get."""
    name = strong(phrase("{person}:", person=who(participant)))
    return _messages(name, words, enclosure, ())


def from_consultant(
    by: str, words: RelayedWords, enclosure: Enclosure | None, first: bool
) -> list[Message]:
    """The messages that the participant gets.

    `first`: say that what they write from now on goes to the consultant.
    """
    name = strong(phrase("{consultant} (consultant) writes:", consultant=Verbatim(by)))
    return _messages(name, words, enclosure, [_goes_to(by)] if first else ())


def _goes_to(by: str) -> Paragraph:
    return quiet(phrase("What you write now goes to {consultant}.", consultant=Verbatim(by)))


def _messages(
    head: Paragraph, words: RelayedWords, enclosure: Enclosure | None, foot: Sequence[Paragraph]
) -> list[Message]:
    """The translation followed by the original, split where it is too long for one message."""
    shown, original = words.translation or words.text, words.translation is not None
    parts = _parts(shown)
    body: list[list[Param | Paragraph]] = [[head, *([Verbatim(p)] if p else [])] for p in parts]
    if original and len(shown) + len(words.text) <= LONGEST:
        body[-1] += [_machine(words.language), Verbatim(words.text)]
    elif original:
        body[-1].append(_machine(words.language))
        body += [[Verbatim(part)] for part in _parts(words.text)]
    if words.untranslated:
        body[-1].append(_original(words.language))
    if words.edited:
        body[-1].append(quiet(phrase("✎ Changed")))
    if words.refused:
        body[-1].append(quiet(phrase("📎 There was a file too. I did not let it through.")))
    body[-1] += foot
    messages = [message(*lines) for lines in body]
    if foot:
        messages[-1] = Message(messages[-1].paragraphs, ((to_assistant(),),))
    if enclosure is not None:
        first = messages[0]
        messages[0] = Message(first.paragraphs, first.buttons, enclosure=enclosure)
    return messages


def _machine(language: str) -> Paragraph:
    return quiet(
        phrase("🌐 Machine translation. The original ({language}):",
               language=LanguageName(language))
    )  # fmt: skip


def _original(language: str) -> Paragraph:
    return quiet(
        phrase("In the original language ({language}): I can't translate it.",
               language=LanguageName(language))
    )  # fmt: skip


def _parts(text: str) -> list[str]:
    """Split at line ends or spaces where possible, into parts of at most LONGEST characters."""
    parts = []
    while len(text) > LONGEST:
        cut = max(text.rfind("\n", 0, LONGEST), text.rfind(" ", 0, LONGEST)) + 1 or LONGEST
        parts.append(text[:cut])
        text = text[cut:]
    return [*parts, text]


# --- the banner below a consultant's message


def goes_out(participant: Participant, relay_id: int, text: str) -> Message:
    hint = [quiet(_heavy(text))] if is_heavy(text) else []
    return message(
        phrase("To {person}, {language}. Goes out in a moment.",
               person=who(participant), language=LanguageName(participant.language)),
        *hint,
        buttons=[[Button(phrase("↩ Take back"), TakeBackRelay(relay_id).pack())]],
    )  # fmt: skip


def _heavy(text: str) -> Phrase:
    return phrase("Heavy to read (LIX {lix}). Write it shorter?",
                  lix=Verbatim(str(round(lix(text)))))  # fmt: skip


def went_out(participant: Participant, translation: str | None) -> Message:
    if translation is None:
        return message(quiet(phrase("✔ Sent to {person}.", person=who(participant))))
    shown = translation if len(translation) <= LONGEST else translation[:LONGEST] + "…"
    return message(
        quiet(phrase("✔ Sent to {person}, machine translation:", person=who(participant))),
        Verbatim(shown),
    )


def changed(participant: Participant) -> Message:
    return message(quiet(phrase("✔ Changed for {person} too.", person=who(participant))))


def taken_back(participant: Participant) -> Message:
    return message(
        quiet(phrase("↩ Taken back. {person} does not get it.", person=who(participant)))
    )


def too_late() -> Message:
    return message(phrase("It has gone out already. Edit your message: the change arrives too."))


def not_arrived(participant: Participant, reason: DeliveryFailure) -> Message:
    return message(strong(_not_arrived(participant, reason)))


def not_sent() -> Message:
    """The banner, where a message below it gives the reason."""
    return message(Verbatim("⚠"))


def _not_arrived(participant: Participant, reason: DeliveryFailure) -> Phrase:
    if reason is DeliveryFailure.BLOCKED:
        return phrase("⚠ Not delivered: {person} has blocked me.", person=who(participant))
    if reason is DeliveryFailure.DEACTIVATED:
        return phrase("⚠ Not delivered: {person} has left Telegram.", person=who(participant))
    if reason is DeliveryFailure.CHAT_NOT_FOUND:
        return phrase("⚠ Not delivered: I can't reach {person} on Telegram.",
                      person=who(participant))  # fmt: skip
    if reason is DeliveryFailure.NOT_COPYABLE:
        return phrase("⚠ Not delivered to {person}: this kind of message can't be passed on, "
                      "or it was deleted.", person=who(participant))  # fmt: skip
    return phrase("⚠ Not delivered to {person}: Telegram refuses it.", person=who(participant))


def file_not_sent(participant: Participant, refusal: Refusal) -> Message:
    """To a consultant whose file is not passed on."""
    return message(strong(_file_not_sent(participant, refusal)))


def _file_not_sent(participant: Participant, refusal: Refusal) -> Phrase:
    person = who(participant)
    match refusal:
        case Refusal.TOO_BIG:
            return phrase("⚠ Not sent to {person}: the file is too big. I can take {limit} MB.",
                          person=person, limit=Amount(Decimal(LARGEST // 2**20)))  # fmt: skip
        case Refusal.ACTIVE:
            return phrase("⚠ Not sent to {person}: the file is locked, or something in it can "
                          "start by itself. Please save it as a plain PDF.",
                          person=person)  # fmt: skip
        case Refusal.PICTURE:
            return phrase("⚠ Not sent to {person}: I can't open this picture. Please send it as "
                          "a photo, not as a file.", person=person)  # fmt: skip
        case Refusal.NOT_THERE:
            return phrase("⚠ Not sent to {person}: I did not get the file. Please send it again.",
                          person=person)  # fmt: skip
        case _:
            return phrase("⚠ Not sent to {person}: I can't open a file of that kind. A picture, "
                          "a voice message, a PDF or a Word file works.",
                          person=person)  # fmt: skip


def cannot_be_passed_on() -> Message:
    """To a consultant who sent a kind of message that cannot be copied, such as a poll."""
    return message(
        phrase("This kind of message can't be passed on. Please send text, a picture, a file "
               "or a voice message.")
    )  # fmt: skip


# --- the participant


def passed_on() -> Message:
    return message(quiet(phrase("✔ Passed on to the consultant.")))


def cannot_pass_on() -> Message:
    return message(
        phrase("I can't pass that kind of message on. Please write it, or send a picture or "
               "a voice message.")
    )  # fmt: skip


def lost_on_the_way() -> Message:
    """Something the participant sent could not be delivered to the consultants."""
    return message(
        phrase("One of your messages did not reach the consultant. Please send it again.")
    )


# --- the group


def needs_rights(topics: bool) -> Message:
    """The bot lacks rights in the consultants' group.

    `topics`: it may not create topics; otherwise it does not see the messages.
    """
    if topics:
        return message(
            strong(phrase("I may not make topics in this group")),
            phrase("Please make me an administrator with the right to manage topics. Then every "
                   "person gets a topic. Until then, reply to my messages."),
        )  # fmt: skip
    return message(
        strong(phrase("I do not see everything that is written here")),
        phrase("Please make me an administrator of this group. Until then I only see replies to "
               "my messages, and commands."),
    )  # fmt: skip
