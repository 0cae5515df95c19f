"""Files in a talk: fetched, looked at, and told about where they are not passed on."""

from datetime import datetime

from bot.cases.rules.relays import Direction, Relay, RelayState
from bot.cases.storage.relays import Relays
from bot.cases.views import relay as views
from bot.files import views as file_views
from bot.files.rules.files import FileState, SentFile
from bot.files.rules.refusals import Refusal
from bot.files.storage.repositories import SentFiles
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import SendOptions
from bot.kernel.database.participants import Participants
from bot.kernel.incoming import Attachment, Text
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.messages import Enclosure, KeptAlbum
from bot.kernel.unit_of_work import UnitOfWork

# Attachments that hold a file.
FILES = frozenset(
    {"photo", "document", "video", "animation", "audio", "voice", "video_note"}
)  # fmt: skip


def is_file(content: Text | Attachment) -> bool:
    return isinstance(content, Attachment) and content.shape in FILES


def caption_of(content: Attachment) -> Text | None:
    """The words of a message whose file is refused; None where it has none."""
    if not content.caption.strip():
        return None
    return Text(
        content.caption, content.message_id, content.forwarded, content.had_cpr, content.reply_to
    )


async def attach(uow: UnitOfWork, relay: Relay, file: SentFile, message_id: int) -> None:
    """Store a file of a relay; the relay waits until it was fetched."""
    file.relay_id, file.message_id, file.sent_by = relay.id, message_id, relay.by
    await uow[SentFiles].add(file)


async def remove(uow: UnitOfWork, relay: Relay) -> None:
    """Remove the files of a message that was taken back."""
    assert relay.id is not None, "it is stored"
    for file in await uow[SentFiles].of_relay(relay.id):
        if file.counts:
            file.remove()


def enclosure(files: list[SentFile], text: str) -> Enclosure | None:
    """What goes with a relayed message; None where none of its files is kept."""
    kept = [file.as_enclosure() for file in files if file.state is FileState.KEPT]
    if len(kept) > 1:
        return KeptAlbum(tuple(kept), said=bool(text.strip()) or len(kept) < len(files))
    return kept[0] if kept else None


async def tell_file_refused(
    uow: UnitOfWork, file: SentFile, refusal: Refusal, now: datetime
) -> bool:
    """Tell the sender of a file in a talk why it is not passed on.  False for any other file."""
    relay = await uow[Relays].get(file.relay_id) if file.relay_id is not None else None
    if relay is None:
        return False
    if relay.state is RelayState.UNDONE:
        return True
    person = await uow[Participants].get(relay.participant_id)
    key = f"{relay.key}refused:{file.id}"
    if relay.direction is Direction.OUT:
        await uow[Outbox].put(
            key, relay.source_chat, views.file_not_sent(person, refusal), CONSULTANT_LANGUAGE,
            now,
            SendOptions(about=person.id, thread=relay.thread, reply_to=file.message_id),
        )  # fmt: skip
    else:
        await uow[Outbox].put(
            key, person.chat_id, file_views.not_taken(refusal), person.language, now,
            SendOptions(reply_to=file.message_id),
        )  # fmt: skip
    return True
