"""Words between a person and a consultant: whose they are, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.cases.rules.readability import is_heavy, lix
from bot.cases.views.cases import go_on
from bot.kernel.buttons import encode
from bot.kernel.failures import DeliveryFailure
from bot.kernel.messages import (
    Button,
    Copied,
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

# The outcome of the attempt to translate: made, not to be had, or not needed.
Note = Literal["original", ""]
LONGEST = 3500


@dataclass(frozen=True)
class RelayedWords:
    """What somebody wrote.  `note`: says once that nobody could translate it."""

    text: str
    translation: str | None = None
    language: str = ""
    note: bool = False
    edited: bool = False


def from_person(
    participant: Participant, words: RelayedWords, copied: Copied | None
) -> list[Message]:
    """For the consultants."""
    name = strong(phrase("{person}:", person=who(participant)))
    return _messages(name, words, copied, ())


def from_consultant(
    by: str, words: RelayedWords, copied: Copied | None, first: bool
) -> list[Message]:
    """For the person.  `first`: from now on what they write goes to the human."""
    name = strong(phrase("{consultant} (consultant) writes:", consultant=Verbatim(by)))
    return _messages(name, words, copied, [_goes_to(by)] if first else ())


def _goes_to(by: str) -> Paragraph:
    return quiet(phrase("What you write now goes to {consultant}.", consultant=Verbatim(by)))


def _messages(
    head: Paragraph, words: RelayedWords, copied: Copied | None, foot: Sequence[Paragraph]
) -> list[Message]:
    """The translation with the original beside it; cut where it would be too long."""
    shown, original = words.translation or words.text, words.translation is not None
    parts = _parts(shown)
    body: list[list[Param | Paragraph]] = [[head, *([Verbatim(p)] if p else [])] for p in parts]
    if original and len(shown) + len(words.text) <= LONGEST:
        body[-1] += [_machine(words.language), Verbatim(words.text)]
    elif original:
        body[-1].append(_machine(words.language))
        body += [[Verbatim(part)] for part in _parts(words.text)]
    if words.note:
        body[-1].append(_original(words.language))
    if words.edited:
        body[-1].append(quiet(phrase("✎ Changed")))
    body[-1] += foot
    messages = [message(*lines) for lines in body]
    if foot:
        messages[-1] = Message(messages[-1].paragraphs, ((go_on(),),))
    if copied is not None:
        first = messages[0]
        messages[0] = Message(first.paragraphs, first.buttons, enclosure=copied)
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
    """At line ends or spaces where there are some."""
    parts = []
    while len(text) > LONGEST:
        cut = max(text.rfind("\n", 0, LONGEST), text.rfind(" ", 0, LONGEST)) + 1 or LONGEST
        parts.append(text[:cut])
        text = text[cut:]
    return [*parts, text]


# --- the banner under a consultant's words


def goes_out(participant: Participant, relay_id: int, text: str) -> Message:
    hint = [quiet(_heavy(text))] if is_heavy(text) else []
    return message(
        phrase("To {person}, {language}. Goes out in a moment.",
               person=who(participant), language=LanguageName(participant.language)),
        *hint,
        buttons=[[Button(phrase("↩ Take back"), encode("h", "u", relay_id))]],
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
    """The banner, when a message below it says why."""
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


def cannot_be_passed_on() -> Message:
    """To a consultant: a poll, a dice."""
    return message(
        phrase("This kind of message can't be passed on. Please send text, a picture, a file "
               "or a voice message.")
    )  # fmt: skip


# --- the person


def passed_on() -> Message:
    return message(quiet(phrase("✔ Passed on to the consultant.")))


def cannot_pass_on() -> Message:
    return message(
        phrase("I can't pass that kind of message on. Please write it, or send a picture or "
               "a voice message.")
    )  # fmt: skip


def lost_on_the_way() -> Message:
    """Something a person sent could not be shown to the consultants."""
    return message(
        phrase("One of your messages did not reach the consultant. Please send it again.")
    )


# --- the group


def needs_rights(topics: bool) -> Message:
    """`topics`: it may not make topics; else it does not see what is written here."""
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
