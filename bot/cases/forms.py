"""What is stored beside messages of this subject (see bot.kernel.messages.Form)."""

from dataclasses import dataclass
from typing import Literal

from bot.kernel.messages import Form


@dataclass(frozen=True)
class OpeningPost(Form):
    """Beside the opening post of a case.  `noted`: its last paragraph is the status note."""

    noted: bool = False
    kind: Literal["case_post"] = "case_post"
