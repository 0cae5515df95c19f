"""Files that arrive: accepted within the sender's quota, or answered."""

from dataclasses import dataclass

from bot.files import views
from bot.files.rules.files import SentFile, want
from bot.files.rules.quota import A_DAY, Quota, exceeded
from bot.files.rules.refusals import Refusal, Refused
from bot.files.storage.repositories import SentFiles
from bot.kernel.database.outbox import Outbox
from bot.kernel.incoming import Attachment
from bot.kernel.participant_context import ParticipantContext


@dataclass(frozen=True)
class FileIntake:
    quota: Quota

    async def accept(
        self,
        context: ParticipantContext,
        content: Attachment,
        submission_id: int | None = None,
        question_id: str | None = None,
    ) -> SentFile:
        """A new file of the participant, to be fetched; not stored yet.  Raises Refused."""
        participant_id = context.participant.id
        assert participant_id is not None, "participants are stored before their files"
        file = want(content, participant_id, context.now, submission_id, question_id)
        usage = await context.uow[SentFiles].usage(participant_id, context.now - A_DAY)
        refusal = exceeded(self.quota, usage, file.size or 0)
        if refusal is not None:
            raise Refused(refusal)
        return file


async def tell_refused(context: ParticipantContext, content: Attachment, refusal: Refusal) -> None:
    """Tell the participant why; once for each reason in an album."""
    key = f"refused:{context.participant.id}:{content.album or content.message_id}:{refusal}"
    await context.uow[Outbox].put(
        key[:80], context.participant.chat_id, views.not_taken(refusal),
        context.participant.language, context.now,
    )  # fmt: skip
