"""Messages to the consultants about a case."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.cases.buttons import (
    CloseCase,
    OfferAppointment,
    OpenPhrasebook,
    SnoozeCase,
    TakeCase,
    TakeOverCase,
)
from bot.cases.forms import OpeningPost
from bot.cases.rules.cases import Case, CaseReason
from bot.cases.views.summary import about_a_meeting, about_absence
from bot.kernel.messages import (
    Button,
    LanguageName,
    Message,
    Moment,
    Paragraph,
    Param,
    Phrase,
    Verbatim,
    item,
    message,
    phrase,
    quiet,
    strong,
)
from bot.kernel.participants import Participant
from bot.kernel.views.people import who

_LONGEST_QUOTE = 500


@dataclass(frozen=True)
class CaseSummary:
    """What a consultant should know first.

    `where`: in the course; `about`: the subject; `words`: the last messages, each with its
    translation where there is one.
    """

    where: Sequence[Phrase]
    interpreter: bool
    about: Phrase | None = None
    words: Sequence[tuple[str, str | None]] = ()


def opening(participant: Participant, case: Case, summary: CaseSummary) -> Message:
    """The opening post: all that is needed to answer, with the buttons of the case."""
    lines: list[Param | Paragraph] = [
        strong(_head(participant, case)),
        phrase("Language: {language}", language=LanguageName(participant.language)),
    ]
    if summary.interpreter:
        lines.append(phrase("🗣 Has asked for an interpreter."))
    lines.append(summary.about or _reason(case.why))
    lines += summary.where
    if summary.words:
        lines.append(phrase("The last messages:"))
        lines += [item(_quoted(text, translation)) for text, translation in summary.words]
    if case.urgent:
        lines.append(phrase("I have given the numbers of 112, Livslinien and Lev uden vold."))
    lines.append(
        quiet(
            phrase("Write in the topic of {person}, or reply to this message: I pass it on.",
                   person=who(participant))
        )
    )  # fmt: skip
    return replace(message(*lines, buttons=case_buttons(case)), form=OpeningPost())


def _head(participant: Participant, case: Case) -> Phrase:
    if case.urgent:
        return phrase("🆘 {person} may be in a crisis. Please call now", person=who(participant))
    return phrase("{person} would like to talk with you", person=who(participant))


def _reason(reason: CaseReason) -> Phrase:
    return {
        CaseReason.ASKED: phrase("Has asked for a human."),
        CaseReason.DISTRESS: phrase("Has written something that sounds like distress."),
        CaseReason.MISUNDERSTOOD: phrase("I did not understand several messages."),
        CaseReason.RESULT: phrase("Would like to talk about the result of the check."),
        CaseReason.QUESTION: phrase("Has a question about what they are working on."),
        CaseReason.MEETING: about_a_meeting(),
        CaseReason.ABSENCE: about_absence(),
        CaseReason.HUMAN: phrase("A consultant wrote first."),
    }[reason]


def _quoted(text: str, translation: str | None) -> Phrase:
    if translation is None:
        return phrase("“{words}”", words=_cut(text))
    return phrase("“{words}” 🌐 “{translation}”", words=_cut(text), translation=_cut(translation))


def _cut(text: str) -> Verbatim:
    cut = text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE].rstrip() + "…"
    return Verbatim(cut)


def case_buttons(case: Case) -> list[list[Button]]:
    """What a consultant can do with a case in its present state."""
    assert case.id is not None, "a case is stored before it is shown"
    if not case.open:
        return []
    take = [Button(phrase("✋ I take it"), TakeCase(case.id).pack())]
    participant_id = case.participant_id
    return [
        take if case.taken_at is None else [],
        [
            Button(phrase("💬 Answer with a phrase"), OpenPhrasebook(participant_id).pack()),
            Button(phrase("📅 Book a meeting"), OfferAppointment(participant_id).pack()),
        ],
        [
            Button(phrase("⏰ Later"), SnoozeCase(case.id).pack()),
            Button(phrase("✔ Close"), CloseCase(case.id).pack()),
        ],
    ]


def with_note(post: Message, case: Case, closed_by: str | None = None) -> Message:
    """The opening post with its status note brought up to date.

    `closed_by`: name of the consultant who closed the case.
    """
    note = _status_note(case, closed_by)
    paragraphs = (*_without_note(post), *([strong(note)] if note else []))
    rows = tuple(tuple(row) for row in case_buttons(case) if row)
    return replace(post, paragraphs=paragraphs, buttons=rows, form=OpeningPost(note is not None))


def _status_note(case: Case, closed_by: str | None = None) -> Phrase | None:
    if not case.open:
        if closed_by is None:
            return phrase("✔ Closed. Whoever writes opens it again.")
        return phrase("✔ Closed by {taker}.", taker=Verbatim(closed_by))
    if case.taken_at is not None:
        return phrase("✋ Taken by {taker}.", taker=Verbatim(case.taken_name or "?"))
    return None


def _without_note(post: Message) -> tuple[Paragraph, ...]:
    if isinstance(post.form, OpeningPost):
        return post.paragraphs[:-1] if post.form.noted else post.paragraphs
    return tuple(p for p in post.paragraphs if not _is_legacy_note(p))


def _is_legacy_note(paragraph: Paragraph) -> bool:
    """For posts that were stored before releases kept `OpeningPost` beside them."""
    content = paragraph.content
    return isinstance(content, Phrase) and (
        "taker" in content.params or content.text.startswith("✔ Closed")
    )


def new_subject(participant: Participant, about: Phrase) -> Message:
    """The participant called again about something else; the case was open already."""
    return message(strong(phrase("{person}:", person=who(participant))), about)


def taken(case: Case, participant: Participant) -> Message:
    """For a case without an opening post, which would say so."""
    return message(
        phrase("{taker} has the talk with {person}.", taker=Verbatim(case.taken_name or "?"),
               person=who(participant)),
        buttons=case_buttons(case),
    )  # fmt: skip


def taken_by_colleague(case: Case, participant: Participant) -> Message:
    """The answer to a second consultant who takes the case."""
    assert case.id is not None and case.taken_at is not None, "it was taken"
    return message(
        phrase("{taker} has taken the talk with {person} ({moment}).",
               taker=Verbatim(case.taken_name or "?"), person=who(participant),
               moment=Moment(case.taken_at)),
        buttons=[[Button(phrase("✋ Take it over"), TakeOverCase(case.id).pack())]],
    )  # fmt: skip


def yours_already(participant: Participant) -> Message:
    return message(phrase("You have the talk with {person} already.", person=who(participant)))


def closed_already(participant: Participant) -> Message:
    return message(
        phrase("The talk with {person} is closed. Write in the topic to open it again.",
               person=who(participant))
    )  # fmt: skip


def no_open_case(participant: Participant) -> Message:
    return message(phrase("There is no open talk with {person}.", person=who(participant)))


def snooze_over(participant: Participant, case: Case) -> Message:
    return message(
        strong(phrase("⏰ You wanted to come back to {person}.", person=who(participant))),
        buttons=case_buttons(case),
    )


def snoozed(case: Case, participant: Participant) -> Message:
    assert case.snoozed_until is not None, "it was just snoozed"
    return message(
        quiet(
            phrase("I remind you of {person} at this time: {moment}",
                   person=who(participant), moment=Moment(case.snoozed_until))
        )
    )  # fmt: skip


def close_needs_participant() -> Message:
    return message(
        phrase("Please write /close in the topic of a person, or as a reply to a message "
               "about somebody.")
    )  # fmt: skip


def repeated_alarm(alarm: Message, participant: Participant, count: int) -> Message:
    """An alarm, or the opening post that is one, which stands for `count` messages now,
    at least two."""
    head = phrase(
        "🆘 {person} may be in a crisis ({count} messages). Please call now",
        person=who(participant), count=Verbatim(str(count)),
    )  # fmt: skip
    return replace(alarm, paragraphs=(strong(head), *alarm.paragraphs[1:]))


def crisis_alert(participant: Participant, case: Case) -> Message:
    """A participant whose case is open already may be in danger."""
    return message(
        strong(phrase("🆘 {person} may be in a crisis. Please call now", person=who(participant))),
        phrase("Language: {language}", language=LanguageName(participant.language)),
        phrase("I have given the numbers of 112, Livslinien and Lev uden vold."),
        quiet(phrase("Press the name to write. Or reply to this message: I pass it on.")),
        buttons=case_buttons(case),
    )
