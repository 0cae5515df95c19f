"""The statement and the certificate on their way, as the consultants and the person hear it."""

from dataclasses import replace

from bot.course.rules.documents import Certificate, Statement
from bot.kernel.buttons import encode
from bot.kernel.messages import (
    Button,
    Message,
    Paragraph,
    Phrase,
    Verbatim,
    message,
    phrase,
    quiet,
    strong,
)
from bot.kernel.participants import Participant
from bot.kernel.views.commands import to_consultant, to_progress
from bot.kernel.views.people import who
from bot.roster.views.status import PersonView


def statement(participant: Participant, paper: Statement) -> Message:
    said = message(
        phrase("The statement of {person}.", person=who(participant)),
        quiet(phrase("{person} decides who sees it.", person=who(participant))),
    )
    return replace(said, enclosure=paper)


def really_approve(view: PersonView, name: str) -> Message:
    """The name is read from here when it is approved."""
    return message(
        strong(phrase("Give {person} the certificate?", person=who(view.participant))),
        name_line(name),
        quiet(phrase("Reply to this message with the full name, and it stands there.")),
        buttons=[
            [Button(phrase("🎓 Yes, approve and send"), encode("s", "cy", view.id))],
            [Button(phrase("Not yet"), encode("s", "pe", view.id))],
        ],
    )


def name_line(name: str) -> Phrase:
    return phrase("Name on it: {name}", name=Verbatim(name))


def with_name(paragraph: Paragraph, name: str) -> Paragraph:
    """The same, or the line of the name with another one."""
    content = paragraph.content
    named = isinstance(content, Phrase) and "name" in content.params
    return Paragraph(name_line(name)) if named else paragraph


def name_too_long(limit: int) -> Message:
    return message(
        phrase("The name must have 1 to {limit} characters.", limit=Verbatim(str(limit)))
    )


def not_complete(participant: Participant) -> Message:
    return message(
        phrase(
            "{person} is not there yet: all weeks must have come and all tasks be approved.",
            person=who(participant),
        )
    )


def approved_already(participant: Participant, by: str | None) -> Message:
    return message(
        phrase(
            "{person} has the certificate already. Approved by {consultant}.",
            person=who(participant), consultant=Verbatim(by or "?"),
        )
    )  # fmt: skip


def certificate_given(participant: Participant, paper: Certificate) -> Message:
    said = message(
        phrase("🎓 The certificate of {person}. It is on its way.", person=who(participant))
    )
    return replace(said, enclosure=paper)


def approved() -> Message:
    """What becomes of the question."""
    return message(quiet(phrase("Approved.")))


def congratulations(paper: Certificate) -> Message:
    """To the participant."""
    said = message(
        strong(phrase("🎉 Congratulations! You have finished the whole course.")),
        phrase("Week by week you have built something of your own. This certificate is yours."),
        buttons=[[to_progress()], [to_consultant()]],
    )
    return replace(said, enclosure=paper)
