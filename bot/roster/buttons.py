"""Presses on a person's card and on the attendance of a meeting of the course."""

from dataclasses import dataclass
from datetime import date

from bot.course.buttons import PersonButton, StatusButton
from bot.kernel.callback_data import CallbackData


@dataclass(frozen=True)
class CorrectAttendance(StatusButton, wire="s:t:{cohort}:{day}"):
    """Show the attendance of a meeting again, in place."""

    cohort: int
    day: date


@dataclass(frozen=True)
class TickAttendance(StatusButton, wire="s:tt:{cohort}:{day}:{enrolment}:{present}"):
    """Record one person of the cohort as present or absent."""

    cohort: int
    day: date
    enrolment: int
    present: bool


@dataclass(frozen=True)
class SaveAttendance(StatusButton, wire="s:ts:{cohort}:{day}"):
    """Record everybody else of the cohort as absent."""

    cohort: int
    day: date


@dataclass(frozen=True)
class ConfirmNobodyCame(StatusButton, wire="s:ts:{cohort}:{day}:0"):
    """Record everybody of the cohort as absent."""

    cohort: int
    day: date


@dataclass(frozen=True)
class ChooseAttendanceDay(PersonButton, wire="s:d:{enrolment}"):
    """Ask on which day a person's attendance is to be recorded."""

    enrolment: int


@dataclass(frozen=True)
class AskAttendance(PersonButton, wire="s:d:{enrolment}:{day}"):
    """Ask whether a person was at the meeting on that day."""

    enrolment: int
    day: date


@dataclass(frozen=True)
class RecordAttendance(PersonButton, wire="s:a:{enrolment}:{day}:{present}"):
    """Record a person's attendance on that day."""

    enrolment: int
    day: date
    present: bool


@dataclass(frozen=True)
class RecordAttendanceToday(PersonButton, wire="s:at:{enrolment}:{day}:{present}"):
    """Record a person's attendance today; asks for the day if it is pressed later."""

    enrolment: int
    day: date
    present: bool


@dataclass(frozen=True)
class ShowSubmissions(PersonButton, wire="s:w:{enrolment}"):
    """Show what a person has handed in."""

    enrolment: int


@dataclass(frozen=True)
class IssueStatement(PersonButton, wire="s:s:{enrolment}"):
    """Show a person's statement of participation to the consultants."""

    enrolment: int


@dataclass(frozen=True)
class ConfirmCertificate(PersonButton, wire="s:cy:{enrolment}"):
    """Approve the certificate and send it; the name is in the form of the message."""

    enrolment: int


@dataclass(frozen=True)
class ShowRemindersOf(CallbackData, wire="nr:p:{enrolment}"):
    """Show a person's reminders."""

    enrolment: int


@dataclass(frozen=True)
class ShowSubmission(CallbackData, wire="o:w:{submission}"):
    """Show what was handed in, with its files."""

    submission: int
