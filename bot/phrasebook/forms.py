"""What messages of the phrasebook ask for; stored beside them (see bot.kernel.messages.Form)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.kernel.messages import Form


@dataclass(frozen=True)
class PhraseForm(Form):
    """A sentence that a consultant is filling in; without `sentence`: none is chosen yet.

    `chosen` and `words`: as in `Filling`, by the ids of the sentence and its blanks.
    """

    participant: int
    sentence: str | None = None
    chosen: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    kind: Literal["phrase"] = "phrase"
