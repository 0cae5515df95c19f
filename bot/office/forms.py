"""What messages of this subject ask for; stored beside them (see bot.kernel.messages.Form)."""

from dataclasses import dataclass
from typing import Literal

from bot.kernel.messages import Form


@dataclass(frozen=True)
class AbsenceForm(Form):
    """A reply is the last day of the absence.  `owner`: as in `AbsenceButton`."""

    owner: int
    kind: Literal["absence"] = "absence"
