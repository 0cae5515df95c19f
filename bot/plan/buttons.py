"""Presses on a business plan.

Participants: the builder (`pb`), money and files (`p`).  Consultants: a plan (`pl`), the Danish of
own words (`pd`).
"""

from dataclasses import dataclass

from bot.kernel.callback_data import Access, CallbackData
from bot.plan.rules.document import FileFormat, Variant
from bot.plan.rules.what_if import Change

# The builder


class BuilderButton(CallbackData, access=Access.MEMBERS, leaves_talk=True):
    """A press in the builder, beside those of any questionnaire."""


@dataclass(frozen=True)
class ShowMoney(BuilderButton, wire="pb:m"):
    """Show what the figures mean."""


@dataclass(frozen=True)
class PlanButton(BuilderButton):
    """A press on one plan."""

    plan: int


@dataclass(frozen=True)
class ReadPlan(PlanButton, wire="pb:v:{plan}"):
    """Show the plan as text."""


@dataclass(frozen=True)
class OpenSection(PlanButton, wire="pb:s:{plan}:{section}"):
    """Open a section at its first question without an answer."""

    section: str


@dataclass(frozen=True)
class AcceptAllSuggestions(PlanButton, wire="pb:ka:{plan}"):
    """Take over everything that tasks suggest."""


@dataclass(frozen=True)
class ShowFinding(PlanButton, wire="pb:l:{plan}:{place}"):
    """Show one finding of the plan check; places count from 0 and wrap around."""

    place: int


@dataclass(frozen=True)
class MarkCommentRead(PlanButton, wire="pb:r:{plan}:{comment}"):
    """Hide a consultant's comment."""

    comment: int


@dataclass(frozen=True)
class PlanQuestionButton(PlanButton):
    """A press on one question of a plan."""

    question: str


@dataclass(frozen=True)
class GoToQuestion(PlanQuestionButton, wire="pb:q:{plan}:{question}"):
    """Ask a question."""


@dataclass(frozen=True)
class AcceptSuggestion(PlanQuestionButton, wire="pb:k:{plan}:{question}"):
    """Take over what a task suggests as the answer."""


@dataclass(frozen=True)
class AddToAnswer(PlanQuestionButton, wire="pb:a:{plan}:{question}"):
    """Append the next text to the answer."""


@dataclass(frozen=True)
class NothingToPay(PlanQuestionButton, wire="pb:z:{plan}:{question}"):
    """Answer a list of costs with "nothing"."""


@dataclass(frozen=True)
class LineButton(PlanQuestionButton):
    """A press on one line of a list of costs."""

    line: int


@dataclass(frozen=True)
class OpenLine(LineButton, wire="pb:i:{plan}:{question}:{line}"):
    """Show one line of a list of costs."""


@dataclass(frozen=True)
class ChangeLineAmount(LineButton, wire="pb:n:{plan}:{question}:{line}"):
    """Ask for a new amount of a line."""


@dataclass(frozen=True)
class RemoveLine(LineButton, wire="pb:x:{plan}:{question}:{line}"):
    """Remove a line."""


# Money and files


class PlanPageButton(CallbackData, access=Access.MEMBERS, leaves_talk=True):
    """A press on the money or the files of one's own plan."""


class WhatIfButton(PlanPageButton):
    """A press that asks what would follow from another figure."""


@dataclass(frozen=True)
class WhatIf(WhatIfButton, wire="p:if:{change}"):
    """Show the results with another price or other costs."""

    change: Change


@dataclass(frozen=True)
class ChooseCostToChange(WhatIfButton, wire="p:if:items"):
    """Ask which monthly cost could be lower."""


@dataclass(frozen=True)
class WhatIfCost(WhatIfButton, wire="p:if:item:{line}"):
    """Show the results with one monthly cost lower."""

    line: int


class PlanFileButton(PlanPageButton):
    """A press on the files of a plan."""


@dataclass(frozen=True)
class GetPlanFile(PlanFileButton, wire="p:f:{form}:{variant?}"):
    """Send the plan as a file; without a variant, ask for its language."""

    form: FileFormat
    variant: Variant | None = None


@dataclass(frozen=True)
class ListVersions(PlanFileButton, wire="p:v"):
    """List earlier versions of the plan."""


@dataclass(frozen=True)
class VersionButton(PlanFileButton):
    """A press on one earlier version."""

    version: int


@dataclass(frozen=True)
class OpenVersion(VersionButton, wire="p:v:{version}"):
    """Offer an earlier version as a file."""


@dataclass(frozen=True)
class GetVersionFile(VersionButton, wire="p:v:{version}:{form}:{variant?}"):
    """Send an earlier version as a file; without a variant, ask for its language."""

    form: FileFormat
    variant: Variant | None = None


# A participant's plan, for consultants


@dataclass(frozen=True)
class EnrolmentPlanButton(CallbackData):
    """A consultant's press on the plan of one enrolment."""

    enrolment: int


@dataclass(frozen=True)
class OpenPlan(EnrolmentPlanButton, wire="pl:o:{enrolment}"):
    """Show a participant's plan."""


@dataclass(frozen=True)
class ExportPlan(EnrolmentPlanButton, wire="pl:f:{enrolment}:{form}"):
    """Send a participant's plan as a file."""

    form: FileFormat


@dataclass(frozen=True)
class ChooseSectionToComment(EnrolmentPlanButton, wire="pl:s:{enrolment}"):
    """Ask which section to comment on."""


@dataclass(frozen=True)
class CommentOnSection(EnrolmentPlanButton, wire="pl:c:{enrolment}:{section}"):
    """Ask for a comment on a section."""

    section: str


@dataclass(frozen=True)
class CancelPlanComment(EnrolmentPlanButton, wire="pl:no:{enrolment}:{section}"):
    """Send no comment."""

    section: str


@dataclass(frozen=True)
class MarkReady(EnrolmentPlanButton, wire="pl:r:{enrolment}:{stamp}"):
    """Mark the plan as ready, if its last change is still the one that was shown."""

    stamp: int  # milliseconds since the epoch; 0: an empty plan


@dataclass(frozen=True)
class UnmarkReady(EnrolmentPlanButton, wire="pl:u:{enrolment}"):
    """Take the mark back."""


# The Danish of own words, for consultants


@dataclass(frozen=True)
class DanishButton(CallbackData):
    """A consultant's press on the Danish of a participant's own words."""

    enrolment: int


@dataclass(frozen=True)
class ListOwnWords(DanishButton, wire="pd:l:{enrolment}:{page?}"):
    """List the own words of a plan; with a page, in place of the list."""

    page: int | None = None


@dataclass(frozen=True)
class OwnWordsButton(DanishButton):
    """A press on one answer in own words."""

    key: str  # see rules.versions.key_of


@dataclass(frozen=True)
class OpenOwnWords(OwnWordsButton, wire="pd:s:{enrolment}:{key}"):
    """Show own words with their Danish, and ask for it."""


@dataclass(frozen=True)
class ChangeDanish(OwnWordsButton, wire="pd:c:{enrolment}:{key}"):
    """Ask for the Danish once more."""


@dataclass(frozen=True)
class ConfirmDanish(OwnWordsButton, wire="pd:ok:{enrolment}:{key}"):
    """Confirm the machine's Danish."""


@dataclass(frozen=True)
class LeaveDanish(OwnWordsButton, wire="pd:no:{enrolment}:{key}"):
    """Leave the Danish as it is."""
