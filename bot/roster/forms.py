"""Forms on a person's certificate."""

from dataclasses import dataclass
from typing import Literal

from bot.kernel.messages import Form


@dataclass(frozen=True)
class CertificateForm(Form):
    """The approval of a certificate waits for a press, or a reply with another name."""

    enrolment: int
    name: str
    kind: Literal["certificate_name"] = "certificate_name"
