"""A participant and their consents."""

from dataclasses import dataclass, field
from datetime import datetime

_HUMAN = "talk_to_human"


@dataclass
class Consent:
    """One answer to a consent text, kept as evidence for the data controller."""

    version: str
    agreed: bool
    at: datetime


@dataclass
class Participant:
    """A person who uses the assistant.

    chat_id: their private chat.
    doubtful_text, doubtful_intent, doubtful_question: a text that may be the answer to a
        question, until the participant confirms its meaning.
    notice_version: the version of the privacy notice they were told of after an earlier consent.
    """

    chat_id: int
    first_name: str
    language: str
    created_at: datetime
    language_chosen_at: datetime | None = None
    unreachable_since: datetime | None = None
    misses: int = 0
    last_message_id: int = 0
    last_album: str | None = None
    doubtful_text: str | None = None
    doubtful_intent: str | None = None
    doubtful_question: str | None = None
    language_offered: str | None = None
    consultant_asked_at: datetime | None = None
    shared_phone: bool = False
    seen_at: datetime | None = None  # time of the last message or press
    times_wanted_at: datetime | None = None  # when they were asked for days that suit a meeting
    notice_version: str | None = None
    consents: list[Consent] = field(default_factory=list)
    id: int | None = None

    def agreed_to(self, version: str) -> bool:
        """Return whether the latest answer is a consent to this version."""
        return any(c.agreed and c.version == version for c in self.consents[-1:])

    @property
    def withdrew(self) -> bool:
        """Whether an earlier consent was withdrawn; no question or message until the next."""
        return self.withdrew_at is not None

    @property
    def withdrew_at(self) -> datetime | None:
        """When the consent was withdrawn first since it was given last; None: it was not."""
        agreed = [number for number, c in enumerate(self.consents) if c.agreed]
        later = self.consents[agreed[-1] + 1 :] if agreed else []
        return later[0].at if later else None

    def answer_consent(self, version: str, agreed: bool, now: datetime) -> None:
        """Record an answer to a version of the consent text."""
        self.consents.append(Consent(version, agreed, now))

    def choose_language(self, language: str, now: datetime) -> None:
        """Set the language the participant chose."""
        self.language, self.language_chosen_at = language, now

    def would_rather_write(self, language: str) -> bool:
        """Return whether to offer the language of their messages; each language once."""
        if language == self.language or language == self.language_offered:
            return False
        self.language_offered = language
        return True

    def doubt(self, text: str, intent: str, question: str) -> None:
        """Keep a text until the participant confirms whether it was an answer."""
        self.doubtful_text, self.doubtful_intent = text, intent
        self.doubtful_question = question

    def offer_human(self, text: str) -> None:
        """Record that a consultant was offered; a "yes" that follows accepts the offer."""
        self.doubt(text, _HUMAN, "")

    @property
    def human_offered(self) -> bool:
        """Whether the offer of a consultant is still open."""
        return self.doubtful_intent == _HUMAN and not self.doubtful_question

    def withdraw_offer(self) -> None:
        """Close the offer of a consultant: a later "yes" means something else."""
        if self.human_offered:
            self.settle_doubt()

    def settle_doubt(self) -> None:
        """Forget the text kept by `doubt`."""
        self.doubtful_text = self.doubtful_intent = self.doubtful_question = None
