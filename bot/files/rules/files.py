"""A file that a participant sent: from the attachment to the stored content.  Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.files.rules.file_types import ENDINGS
from bot.files.rules.file_types import checked as checked
from bot.files.rules.refusals import Refusal as Refusal
from bot.files.rules.refusals import Refused as Refused
from bot.kernel.incoming import LARGEST, Attachment
from bot.kernel.messages import KeptFile
from bot.kernel.runtime.backoff import backoff

LONGEST_WAIT = timedelta(minutes=5)
# Longer than usual outages of Telegram or of the network.
GIVE_UP_AFTER = timedelta(hours=6)
MOST_A_STEP = 10
TRIES = 5  # at least, whatever the time: the machine may have been off
_MEDIA = ("photo", "file", "voice")


class FileState(StrEnum):
    WANTED = "wanted"  # to be fetched from Telegram
    KEPT = "kept"
    REFUSED = "refused"
    FAILED = "failed"
    REMOVED = "removed"  # by the participant; the content is deleted by the next fetch


@dataclass
class SentFile:
    """`telegram_id` fetches it from the channel; `key` is its place in the file store.

    `size` (bytes) and `mime` are what the channel declared, and checked once it is kept.
    In a talk: `relay_id` and `message_id` of the message it came with; `sent_by`: the consultant
    who sent it to the participant, None: the participant sent it.
    """

    participant_id: int
    submission_id: int | None
    question_id: str | None
    media: str
    telegram_id: str
    size: int | None
    created_at: datetime
    state: FileState = FileState.WANTED
    key: str | None = None
    mime: str | None = None
    attempts: int = 0
    next_try_at: datetime | None = None
    failure: str | None = None
    relay_id: int | None = None
    message_id: int | None = None
    sent_by: int | None = None
    id: int | None = None

    @property
    def counts(self) -> bool:
        """Kept, or still to be fetched."""
        return self.state in (FileState.WANTED, FileState.KEPT)

    @property
    def name(self) -> str:
        """Made by us: the name given by the sender's phone is never stored."""
        what = {"photo": "photo", "voice": "voice"}.get(self.media, "file")
        return f"{what}-{self.id}.{ENDINGS.get(self.mime or '', 'bin')}"

    def keep(self, key: str, mime: str, size: int) -> None:
        self.state, self.key, self.mime, self.size = FileState.KEPT, key, mime, size
        self.next_try_at = self.failure = None

    def remove(self) -> None:
        self.state, self.next_try_at = FileState.REMOVED, None

    def refuse(self, refusal: Refusal) -> None:
        self.state, self.failure, self.next_try_at = FileState.REFUSED, refusal.value, None

    def give_up(self, reason: str) -> None:
        self.state, self.failure, self.next_try_at = FileState.FAILED, reason, None

    def try_later(self, now: datetime, reason: str, wait: timedelta | None) -> None:
        """Retry after `wait`, or with exponential backoff; give up after too long."""
        if now - self.created_at >= GIVE_UP_AFTER and self.attempts >= TRIES:
            self.give_up(reason)
            return
        self.attempts += 1
        growing = timedelta(seconds=backoff(self.attempts, longest=LONGEST_WAIT.total_seconds()))
        self.failure, self.next_try_at = reason, now + (wait if wait is not None else growing)

    def as_enclosure(self) -> KeptFile:
        """The file as an enclosure of a message; it must be stored."""
        assert self.id is not None, "files are stored before they are passed on"
        media = {"photo": "photo", "voice": "voice"}.get(self.media, "file")
        return KeptFile(self.id, media)  # type: ignore[arg-type]  # only these values are stored


def refusal(media: str, size: int | None) -> Refusal | None:
    """Why it is refused before it is fetched; the declared size may be wrong."""
    if media not in _MEDIA:
        return Refusal.KIND
    return Refusal.TOO_BIG if size is not None and size > LARGEST else None


def want(
    attachment: Attachment,
    participant_id: int,
    now: datetime,
    submission_id: int | None = None,
    question_id: str | None = None,
) -> SentFile:
    """A new file, to be fetched.  Raises Refused."""
    refused = refusal(attachment.media, attachment.size)
    if refused is not None:
        raise Refused(refused)
    if not attachment.file_id:
        raise Refused(Refusal.NOT_THERE)
    return SentFile(
        participant_id, submission_id, question_id, attachment.media, attachment.file_id,
        attachment.size, now,
    )  # fmt: skip
