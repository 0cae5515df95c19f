"""A talk with a human: what the consultants see of it, and what the person hears."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cases.rules.cases import Case, CaseReason
from bot.cases.views.summary import about_a_meeting, about_absence
from bot.kernel.buttons import encode
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
from bot.kernel.views.commands import to_consultant, to_menu
from bot.kernel.views.people import who

# Under this stands what is known; what became of the talk is added below it.
_LONGEST_QUOTE = 500
WRITE = encode("ht", "w")


@dataclass(frozen=True)
class CaseSummary:
    """What a consultant should know first.  `where`: in the course; `words`: the last ones."""

    where: Sequence[Phrase]
    interpreter: bool
    about: Phrase | None = None
    words: Sequence[tuple[str, str | None]] = ()  # with the translation where there is one


# --- the consultants


def opening(participant: Participant, case: Case, background: CaseSummary) -> Message:
    """All that is needed to answer, and what can be done."""
    lines: list[Param | Paragraph] = [
        strong(_head(participant, case)),
        phrase("Language: {language}", language=LanguageName(participant.language)),
    ]
    if background.interpreter:
        lines.append(phrase("🗣 Has asked for an interpreter."))
    lines.append(background.about or _why(case.why))
    lines += background.where
    if background.words:
        lines.append(phrase("The last messages:"))
        lines += [item(_quoted(text, translation)) for text, translation in background.words]
    if case.urgent:
        lines.append(phrase("I have given the numbers of 112, Livslinien and Lev uden vold."))
    lines.append(
        quiet(
            phrase("Write in the topic of {person}, or reply to this message: I pass it on.",
                   person=who(participant))
        )
    )  # fmt: skip
    return message(*lines, buttons=buttons(case))


def _head(participant: Participant, case: Case) -> Phrase:
    if case.urgent:
        return phrase("🆘 {person} may be in a crisis. Please call now", person=who(participant))
    return phrase("{person} would like to talk with you", person=who(participant))


def _why(why: CaseReason) -> Phrase:
    return {
        CaseReason.ASKED: phrase("Has asked for a human."),
        CaseReason.DISTRESS: phrase("Has written something that sounds like distress."),
        CaseReason.MISUNDERSTOOD: phrase("I did not understand several messages."),
        CaseReason.RESULT: phrase("Would like to talk about the result of the check."),
        CaseReason.QUESTION: phrase("Has a question about what they are working on."),
        CaseReason.MEETING: about_a_meeting(),
        CaseReason.ABSENCE: about_absence(),
        CaseReason.HUMAN: phrase("A consultant wrote first."),
    }[why]


def _quoted(text: str, translation: str | None) -> Phrase:
    if translation is None:
        return phrase("“{words}”", words=_cut(text))
    return phrase("“{words}” 🌐 “{translation}”", words=_cut(text), translation=_cut(translation))


def _cut(text: str) -> Verbatim:
    cut = text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE].rstrip() + "…"
    return Verbatim(cut)


def buttons(case: Case) -> list[list[Button]]:
    """What can be done with a talk as it stands."""
    assert case.id is not None, "a case is stored before it is shown"
    if not case.open:
        return []
    take = [Button(phrase("✋ I take it"), encode("h", "t", case.id))]
    return [
        take if case.taken_at is None else [],
        [
            Button(phrase("💬 Answer with a phrase"), encode("q", "o", case.participant_id)),
            Button(phrase("📅 Book a meeting"), encode("bm", "o", case.participant_id)),
        ],
        [
            Button(phrase("⏰ Later"), encode("h", "l", case.id)),
            Button(phrase("✔ Close"), encode("h", "c", case.id)),
        ],
    ]


def as_it_stands(case: Case, now_by: str | None = None) -> Phrase | None:
    """The note below the opening post.  `now_by`: who closed it."""
    if not case.open:
        if now_by is None:
            return phrase("✔ Closed. Whoever writes opens it again.")
        return phrase("✔ Closed by {taker}.", taker=Verbatim(now_by))
    if case.taken_at is not None:
        return phrase("✋ Taken by {taker}.", taker=Verbatim(case.taken_name or "?"))
    return None


def with_note(post: Message, case: Case, now_by: str | None = None) -> Message:
    """The opening post with what became of the talk."""
    kept = [p for p in post.paragraphs if not _is_note(p)]
    note = as_it_stands(case, now_by)
    rows = tuple(tuple(row) for row in buttons(case) if row)
    return Message((*kept, *([strong(note)] if note else [])), rows)


def _is_note(paragraph: Paragraph) -> bool:
    content = paragraph.content
    return isinstance(content, Phrase) and (
        "taker" in content.params or content.text.startswith("✔ Closed")
    )


def also_asks(participant: Participant, case: Case, about: Phrase) -> Message:
    """Something new in a talk that is open already."""
    return message(strong(phrase("{person}:", person=who(participant))), about)


def taken(case: Case, participant: Participant) -> Message:
    """Where there is no opening post that could say so."""
    return message(
        phrase("{taker} has the talk with {person}.", taker=Verbatim(case.taken_name or "?"),
               person=who(participant)),
        buttons=buttons(case),
    )  # fmt: skip


def has_it(case: Case, participant: Participant) -> Message:
    """To a second one who would take it."""
    assert case.id is not None and case.taken_at is not None, "it was taken"
    return message(
        phrase("{taker} has taken the talk with {person} ({moment}).",
               taker=Verbatim(case.taken_name or "?"), person=who(participant),
               moment=Moment(case.taken_at)),
        buttons=[[Button(phrase("✋ Take it over"), encode("h", "ty", case.id))]],
    )  # fmt: skip


def you_have_it(participant: Participant) -> Message:
    return message(phrase("You have the talk with {person} already.", person=who(participant)))


def closed_already(participant: Participant) -> Message:
    return message(
        phrase("The talk with {person} is closed. Write in the topic to open it again.",
               person=who(participant))
    )  # fmt: skip


def nothing_open(participant: Participant) -> Message:
    return message(phrase("There is no open talk with {person}.", person=who(participant)))


def reminds_you(participant: Participant, case: Case) -> Message:
    """After "later"."""
    return message(
        strong(phrase("⏰ You wanted to come back to {person}.", person=who(participant))),
        buttons=buttons(case),
    )


def later(case: Case, participant: Participant) -> Message:
    assert case.snoozed_until is not None, "it was just put off"
    return message(
        quiet(
            phrase("I remind you of {person} at this time: {moment}",
                   person=who(participant), moment=Moment(case.snoozed_until))
        )
    )  # fmt: skip


def needs_topic() -> Message:
    return message(
        phrase("Please write /close in the topic of a person, or as a reply to a message "
               "about somebody.")
    )  # fmt: skip


# --- the person


def go_on() -> Button:
    return Button(phrase("▶ Go on with my task"), encode("ht", "g"))


def write_to_human() -> Button:
    return Button(phrase("💬 Write to the consultant"), WRITE)


def beside(said: Message) -> Message:
    """While a talk is open, the way back to it stands under what the assistant shows."""
    if not said.buttons:
        return said
    data = [b.data for row in said.buttons for b in row]
    if any(d.startswith("ht:") for d in data):
        return said
    other = to_consultant().data
    rows = [tuple(b for b in row if b.data != other) for row in said.buttons]
    rows = [row for row in rows if row]
    return Message(said.paragraphs, (*rows, (write_to_human(),)), said.with_danish, said.enclosure)


def is_here(name: str) -> Message:
    return message(
        strong(phrase("{consultant} is here now.", consultant=Verbatim(name))),
        phrase("What you write goes to {consultant}.", consultant=Verbatim(name)),
        buttons=[[go_on()]],
    )


def listening(name: str | None) -> Message:
    """After the button to write."""
    if name is None:
        what = phrase("What you write or say now goes to the consultant.")
    else:
        what = phrase("What you write or say now goes to {consultant}.", consultant=Verbatim(name))
    return message(what, buttons=[[go_on()]])


def are_you_done(name: str | None, case_id: int) -> Message:
    if name is None:
        question = phrase("Are you done talking with the consultant?")
    else:
        question = phrase("Are you done talking with {consultant}?", consultant=Verbatim(name))
    return message(
        question,
        buttons=[
            [Button(phrase("✔ Yes, we are done"), encode("ht", "y", case_id))],
            [Button(phrase("💬 No, not yet"), encode("ht", "n", case_id))],
        ],
    )


def not_done() -> Message:
    return message(
        phrase("All right. What you write goes to the consultant."), buttons=[[go_on()]]
    )


def is_back(name: str | None) -> Message:
    """The talk is over.  `name`: of the consultant who ended it."""
    if name is None:
        over = phrase("The talk with the consultant is over for now.")
    else:
        over = phrase("{consultant} has ended the talk for now.", consultant=Verbatim(name))
    return message(
        over,
        phrase("I am here again. You can ask for the consultant at any time."),
        buttons=[[to_menu()], [to_consultant()]],
    )


def over_already() -> Message:
    return message(
        phrase("That talk is over. You can ask for the consultant at any time."),
        buttons=[[to_consultant()], [to_menu()]],
    )


def third_miss() -> Message:
    return message(
        phrase("I still do not understand, and that is my fault. Shall I ask the consultant?"),
        buttons=[
            [Button(phrase("👤 Yes, ask the consultant"), encode("ht", "m"))],
            [to_menu()],
        ],
    )


def crisis(participant: Participant) -> Message:
    return message(
        strong(phrase("🆘 {person} may be in a crisis. Please call now", person=who(participant))),
        phrase("Language: {language}", language=LanguageName(participant.language)),
        phrase("I have given the numbers of 112, Livslinien and Lev uden vold."),
        quiet(phrase("Press the name to write. Or reply to this message: I pass it on.")),
    )
