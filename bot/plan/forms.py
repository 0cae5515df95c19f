"""What messages of this subject ask for; stored beside them (see bot.kernel.messages.Form)."""

from dataclasses import dataclass
from typing import Literal

from bot.kernel.messages import Form


@dataclass(frozen=True)
class PlanCommentForm(Form):
    """A reply is the comment on this section."""

    enrolment: int
    section: str
    kind: Literal["plan_comment"] = "plan_comment"


@dataclass(frozen=True)
class DanishForm(Form):
    """A reply is the Danish of these own words."""

    enrolment: int
    key: str
    kind: Literal["plan_danish"] = "plan_danish"


@dataclass(frozen=True)
class OwnWordsListForm(Form):
    """A list of answers; one must be pressed before its Danish can be given."""

    kind: Literal["plan_own_words"] = "plan_own_words"
