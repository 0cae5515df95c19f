"""A person who talks with the assistant, and what they agreed to."""

from dataclasses import dataclass, field
from datetime import datetime

_HUMAN = "talk_to_human"


@dataclass
class Consent:
    """One yes or no, kept for ever: who answers for the data must be able to show it."""

    version: str
    agreed: bool
    at: datetime


@dataclass
class Participant:
    """`chat_id` is the person's private chat; `doubtful_…` is a text that may be an answer."""

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
    seen_at: datetime | None = None  # wrote or pressed last
    times_wanted_at: datetime | None = None  # asked which days fit for a meeting
    consents: list[Consent] = field(default_factory=list)
    id: int | None = None

    def agreed_to(self, version: str) -> bool:
        """The latest word counts, and only for the version it was given to."""
        return any(c.agreed and c.version == version for c in self.consents[-1:])

    @property
    def withdrew(self) -> bool:
        """Has said no after a yes: nothing is asked or sent until the next yes."""
        said = [c.agreed for c in self.consents]
        return any(said) and not said[-1]

    def answer_consent(self, version: str, agreed: bool, now: datetime) -> None:
        self.consents.append(Consent(version, agreed, now))

    def choose_language(self, language: str, now: datetime) -> None:
        self.language, self.language_chosen_at = language, now

    def would_rather_write(self, language: str) -> bool:
        """Whether to offer a language the person writes in: once, and not against a choice."""
        if language == self.language or language == self.language_offered:
            return False
        self.language_offered = language
        return True

    def doubt(self, text: str, intent: str, question: str) -> None:
        """Keep a text until the person says whether it was an answer."""
        self.doubtful_text, self.doubtful_intent = text, intent
        self.doubtful_question = question

    def offer_human(self, text: str) -> None:
        """After several texts that nobody understood; a "yes" that comes next means it."""
        self.doubt(text, _HUMAN, "")

    @property
    def human_offered(self) -> bool:
        return self.doubtful_intent == _HUMAN and not self.doubtful_question

    def withdraw_offer(self) -> None:
        """The person has gone on: a later "yes" means something else."""
        if self.human_offered:
            self.settle_doubt()

    def settle_doubt(self) -> None:
        self.doubtful_text = self.doubtful_intent = self.doubtful_question = None
