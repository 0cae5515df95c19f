"""Presses on cases: the participant's side (`ht`) and the consultants' side (`h`).

Also presses that the views of cases show and higher packages handle.
"""

from dataclasses import dataclass

from bot.kernel.callback_data import Access, CallbackData


class ParticipantCaseButton(CallbackData, access=Access.ANYBODY):
    """A participant's press on their case."""


@dataclass(frozen=True)
class WriteToConsultant(ParticipantCaseButton, wire="ht:w"):
    """What the participant writes next goes to the consultants."""


@dataclass(frozen=True)
class ContinueWithAssistant(ParticipantCaseButton, wire="ht:g", leaves_talk=True):
    """Back to the assistant: the open question is shown again; the case stays open."""


@dataclass(frozen=True)
class ConfirmCaseDone(ParticipantCaseButton, wire="ht:y:{case}"):
    """Close the case: the participant is done talking."""

    case: int


@dataclass(frozen=True)
class KeepCaseOpen(ParticipantCaseButton, wire="ht:n:{case}"):
    """Keep the case open: the participant is not done yet."""

    case: int


@dataclass(frozen=True)
class CallAfterMisunderstanding(ParticipantCaseButton, wire="ht:m"):
    """Call a consultant because the assistant did not understand several messages."""


class CaseButton(CallbackData):
    """A consultant's press on a case."""


@dataclass(frozen=True)
class TakeCase(CaseButton, wire="h:t:{case}"):
    """Take a case; asks first if a colleague has it."""

    case: int


@dataclass(frozen=True)
class TakeOverCase(CaseButton, wire="h:ty:{case}"):
    """Take a case over from a colleague."""

    case: int


@dataclass(frozen=True)
class SnoozeCase(CaseButton, wire="h:l:{case}"):
    """Be reminded of a case later."""

    case: int


@dataclass(frozen=True)
class CloseCase(CaseButton, wire="h:c:{case}"):
    """Close a case."""

    case: int


@dataclass(frozen=True)
class TakeBackRelay(CaseButton, wire="h:u:{relay}"):
    """Take a message to a participant back before it is sent."""

    relay: int


@dataclass(frozen=True)
class OpenPhrasebook(CallbackData, wire="q:o:{participant}"):
    """Show the phrasebook for a participant, as a new message."""

    participant: int


@dataclass(frozen=True)
class OfferAppointment(CallbackData, wire="bm:o:{participant}"):
    """Offer a meeting to a participant."""

    participant: int
