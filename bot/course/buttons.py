"""Presses on messages of the course: a participant's tasks, the cohorts, how a cohort is doing."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.course.rules.cohort_drafts import CohortDraft
from bot.kernel.callback_data import Access, CallbackData


class TaskButton(CallbackData, access=Access.MEMBERS, leaves_talk=True):
    """A press of a participant on the course."""


@dataclass(frozen=True)
class OpenTask(TaskButton, wire="k:o:{submission}"):
    """Open a task as it stands."""

    submission: int


@dataclass(frozen=True)
class ReportAbsence(TaskButton, wire="k:away:{span}"):
    """Give notice of absence: the deadlines move."""

    span: Literal["day", "week"]


@dataclass(frozen=True)
class GetStatement(TaskButton, wire="k:st"):
    """Send the participant's statement of participation."""


class CohortButton(CallbackData):
    """A press on the list of cohorts or on one cohort."""


@dataclass(frozen=True)
class ListCohorts(CohortButton, wire="r:l:{page?}"):
    """Show a page of the list of open cohorts."""

    page: int | None = None


@dataclass(frozen=True)
class OpenCohort(CohortButton, wire="r:o:{cohort}"):
    """Show one cohort."""

    cohort: int


@dataclass(frozen=True)
class NewCohort(CohortButton, wire="r:n:{start?}:{weekday?}:{hour?}:{places?}"):
    """Ask for what is still missing of a new cohort."""

    start: date | None = None
    weekday: int | None = None
    hour: int | None = None
    places: int | None = None

    @classmethod
    def of(cls, draft: CohortDraft) -> "NewCohort":
        return cls(draft.start, draft.weekday, draft.hour, draft.places)

    @property
    def draft(self) -> CohortDraft:
        return CohortDraft(self.start, self.weekday, self.hour, self.places)


@dataclass(frozen=True)
class CreateCohort(CohortButton, wire="r:c:{start}:{weekday}:{hour}:{places}"):
    """Create the cohort; its name is in the form of the message."""

    start: date
    weekday: int
    hour: int
    places: int

    @property
    def draft(self) -> CohortDraft:
        return CohortDraft(self.start, self.weekday, self.hour, self.places)


@dataclass(frozen=True)
class ListCandidates(CohortButton, wire="r:a:{cohort}"):
    """Show the people who can be admitted to a cohort."""

    cohort: int


@dataclass(frozen=True)
class TurnCandidates(CohortButton, wire="r:ap:{cohort}:{page}"):
    """Show another page of the people who can be admitted."""

    cohort: int
    page: int


@dataclass(frozen=True)
class Admit(CohortButton, wire="r:a:{cohort}:{participant}"):
    """Admit somebody to a cohort."""

    cohort: int
    participant: int


@dataclass(frozen=True)
class ListMembers(CohortButton, wire="r:p:{cohort}:{page?}"):
    """Show a page of the people in a cohort."""

    cohort: int
    page: int | None = None


@dataclass(frozen=True)
class ChoosePlaces(CohortButton, wire="r:m:{cohort}"):
    """Ask how many places a cohort shall have."""

    cohort: int


@dataclass(frozen=True)
class SetPlaces(CohortButton, wire="r:m:{cohort}:{places}"):
    """Give a cohort more places."""

    cohort: int
    places: int


@dataclass(frozen=True)
class CloseCohort(CohortButton, wire="r:x:{cohort}"):
    """Ask whether to close a cohort."""

    cohort: int


@dataclass(frozen=True)
class ConfirmCloseCohort(CohortButton, wire="r:xy:{cohort}"):
    """Close a cohort."""

    cohort: int


@dataclass(frozen=True)
class RemoveFromCohort(CohortButton, wire="r:t:{enrolment}"):
    """Ask whether to take somebody out of the cohort."""

    enrolment: int


@dataclass(frozen=True)
class ConfirmRemoveFromCohort(CohortButton, wire="r:ty:{enrolment}"):
    """Take somebody out of the cohort."""

    enrolment: int


class StatusButton(CallbackData):
    """A press on the status of a cohort, a person's card, or the attendance of a meeting."""


@dataclass(frozen=True)
class ShowCohortStatus(StatusButton, wire="s:r:{cohort}:{page?}"):
    """Show how everybody in a cohort is doing."""

    cohort: int
    page: int | None = None


@dataclass(frozen=True)
class TakeAttendance(StatusButton, wire="s:t:{cohort}"):
    """Record who is at today's meeting, in a message of its own."""

    cohort: int


class PersonButton(StatusButton):
    """A press about one person in a cohort."""

    enrolment: int


@dataclass(frozen=True)
class OpenPerson(PersonButton, wire="s:p:{enrolment}"):
    """Show a person's card in a new message."""

    enrolment: int


@dataclass(frozen=True)
class BackToPerson(PersonButton, wire="s:pe:{enrolment}"):
    """Show a person's card in place."""

    enrolment: int


@dataclass(frozen=True)
class ApproveCertificate(PersonButton, wire="s:c:{enrolment}"):
    """Ask for the name on the certificate."""

    enrolment: int
