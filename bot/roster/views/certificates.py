"""Messages about the statement and the certificate, to the consultants and the participant."""

from dataclasses import replace

from bot.course.buttons import BackToPerson
from bot.course.rules.documents import Certificate, Statement
from bot.kernel.messages import (
    Button,
    Message,
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
from bot.kernel.views.shown import buttons_of
from bot.roster.buttons import ConfirmCertificate
from bot.roster.forms import CertificateForm
from bot.roster.views.status import PersonView


def statement(participant: Participant, document: Statement) -> Message:
    text = message(
        phrase("The statement of {person}.", person=who(participant)),
        quiet(phrase("{person} decides who sees it.", person=who(participant))),
    )
    return replace(text, enclosure=document)


def confirm_approval(view: PersonView, name: str) -> Message:
    """Asks whether to approve the certificate with this name on it."""
    asked = message(
        strong(phrase("Give {person} the certificate?", person=who(view.participant))),
        phrase("Name on it: {name}", name=Verbatim(name)),
        quiet(phrase("Reply to this message with the full name, and it stands there.")),
        buttons=[
            [Button(phrase("🎓 Yes, approve and send"), ConfirmCertificate(view.id).pack())],
            [Button(phrase("Not yet"), BackToPerson(view.id).pack())],
        ],
    )
    return replace(asked, form=CertificateForm(view.id, name))


def form_of(shown: Message) -> CertificateForm | None:
    """The certificate that a message asks to approve; None for any other message."""
    if shown.form is None:
        return legacy_form(shown)
    return shown.form if isinstance(shown.form, CertificateForm) else None


def legacy_form(shown: Message) -> CertificateForm | None:
    """Of a message that was stored before messages had forms: read from its button and text."""
    for button in buttons_of(shown, ConfirmCertificate):
        for paragraph in shown.paragraphs:
            content = paragraph.content
            name = content.params.get("name") if isinstance(content, Phrase) else None
            if isinstance(name, Verbatim):
                return CertificateForm(button.enrolment, name.text)
    return None


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


def certificate_given(participant: Participant, document: Certificate) -> Message:
    text = message(
        phrase("🎓 The certificate of {person}. It is on its way.", person=who(participant))
    )
    return replace(text, enclosure=document)


def approved() -> Message:
    """Replaces the question."""
    return message(quiet(phrase("Approved.")))


def congratulations(document: Certificate) -> Message:
    """To the participant."""
    text = message(
        strong(phrase("🎉 Congratulations! You have finished the whole course.")),
        phrase("Week by week you have built something of your own. This certificate is yours."),
        buttons=[[to_progress()], [to_consultant()]],
    )
    return replace(text, enclosure=document)
