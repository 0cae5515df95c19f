"""The form of the message that asks a consultant to approve a certificate."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.course.rules.enrolments import Enrolment
from bot.kernel.messages import message, phrase
from bot.kernel.participants import Participant
from bot.roster.forms import CertificateForm
from bot.roster.views import certificates
from bot.roster.views.status import PersonView

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
VIEW = PersonView(
    Enrolment(3, 7, NOW, 1, id=5), Participant(42, "Amina", "en", NOW, id=7), None, []
)
ASKED = certificates.confirm_approval(VIEW, "Amina Yusuf Ali")
FORM = CertificateForm(5, "Amina Yusuf Ali")


def test_the_name_is_read_from_the_form_and_not_from_the_look() -> None:
    assert certificates.form_of(replace(ASKED, paragraphs=(), buttons=())) == FORM


def test_messages_stored_without_form_are_read_from_button_and_text() -> None:
    assert certificates.form_of(replace(ASKED, form=None)) == FORM


def test_other_messages_have_no_form() -> None:
    assert certificates.form_of(message(phrase("Has no open question."))) is None
    without_name = replace(ASKED, form=None, paragraphs=())
    assert certificates.form_of(without_name) is None
