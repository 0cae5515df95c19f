"""Queue messages between a participant and the consultants, and find their counterparts."""

from datetime import datetime, timedelta

from bot.cases.handlers.relayed_files import attach, caption_of, is_file
from bot.cases.rules.cases import Case
from bot.cases.rules.relays import ALBUM, HOLD, Direction, Relay, RelayKind, RelayState, relay_of
from bot.cases.storage.relays import Relays
from bot.cases.views import relay as views
from bot.files.handlers import FileIntake, tell_refused
from bot.files.rules.files import SentFile, want
from bot.files.rules.refusals import Refused
from bot.kernel.consultant_context import ConsultantContext
from bot.kernel.database.outbox import Outbox
from bot.kernel.database.outbox_tables import OutboxRow, SendOptions
from bot.kernel.database.participants import Participants
from bot.kernel.failures import DeliveryFailure
from bot.kernel.incoming import Attachment, Text
from bot.kernel.languages import CONSULTANT_LANGUAGE
from bot.kernel.participant_context import ParticipantContext
from bot.kernel.participants import Participant
from bot.kernel.ports import CONSULTANTS
from bot.kernel.split_cpr import mask_first
from bot.kernel.unit_of_work import UnitOfWork

Relayed = Text | Attachment

# What is copied by the channel: it is no file of anybody's making.  Not polls and dice.
COPIED = frozenset({"sticker", "contact", "location", "venue"})
MOST_KEPT = 5  # messages that were not understood and are shown to the consultants


def can_relay(content: Relayed) -> bool:
    """False for what Telegram does not let a bot copy, and for a copy that shows a CPR number.

    A file is no copy: it goes under a name of ours.
    """
    return isinstance(content, Text) or is_file(content) or is_copied(content)


def is_copied(content: Attachment) -> bool:
    """Whether it is copied from its message instead of fetched and sent anew."""
    return content.shape in COPIED and not is_file(content) and not content.cpr_attached


async def mask_beginning(uow: UnitOfWork, chat_id: int, content: Text, now: datetime) -> None:
    """Mask the first half of a CPR number in the message before; if it was sent, it is edited."""
    if content.cpr_began_in is None:
        return
    before = await uow[Relays].of_source(chat_id, content.cpr_began_in)
    masked = mask_first(before.text) if before is not None else ""
    if before is not None and masked != before.text:
        before.change(masked, now)


async def to_consultants(
    context: ParticipantContext, case: Case, content: Relayed, intake: FileIntake
) -> bool:
    """Queue a message for the consultants, once.  False where there was nothing but a refused
    file; the participant was told."""
    chat = context.participant.chat_id
    if await is_queued(context.uow, chat, content):
        return True
    file: SentFile | None = None
    if isinstance(content, Attachment) and is_file(content):
        try:
            file = await intake.accept(context, content)
        except Refused as refused:
            await tell_refused(context, content, refused.refusal)
            caption = caption_of(content)
            if caption is None:
                return False
            content = caption
    relay = await _join_album(context.uow, chat, content, context.now + ALBUM)
    if relay is None:
        relay = _relay(context.participant, Direction.IN, chat, content, context.now)
        relay.case_id = case.id
        relay.reply_to = await other_side(context.uow, chat, content.reply_to, CONSULTANTS)
        await context.uow[Relays].add(relay)
    if file is not None:
        await attach(context.uow, relay, file, content.message_id)
    return True


async def keep(context: ParticipantContext, text: Text) -> None:
    """Keep a text that was not understood: it is sent only if a case is opened."""
    chat = context.participant.chat_id
    if await context.uow[Relays].of_source(chat, text.message_id) is None:
        relay = _relay(context.participant, Direction.IN, chat, text, context.now)
        relay.state = RelayState.KEPT
        await context.uow[Relays].add(relay)


async def release_kept(context: ParticipantContext, case: Case) -> None:
    """Queue the texts that were not understood for the consultants, as one message."""
    assert context.participant.id is not None, "participants are stored before their messages"
    kept = await context.uow[Relays].kept(context.participant.id)
    if not kept:
        return
    first, *others = kept
    first.text = "\n".join(relay.text for relay in kept[-MOST_KEPT:])
    first.state, first.due_at, first.case_id = RelayState.HELD, context.now, case.id
    for relay in others:
        relay.text, relay.forgotten = "", True


async def to_person(
    context: ConsultantContext, participant: Participant, content: Relayed
) -> None:
    """Queue a consultant's message; until it is due, the banner's button takes it back."""
    uow = context.uow
    if await is_queued(uow, context.chat_id, content):
        return
    if isinstance(content, Text):
        await mask_beginning(uow, context.chat_id, content, context.now)
    if not can_relay(content):
        await context.say(views.cannot_be_passed_on())
        return
    file: SentFile | None = None
    if isinstance(content, Attachment) and is_file(content):
        assert participant.id is not None, "participants are stored before their messages"
        try:
            file = want(content, participant.id, context.now)
        except Refused as refused:
            await context.say(views.file_not_sent(participant, refused.refusal), about=participant)
            caption = caption_of(content)
            if caption is None:
                return
            content = caption
    joined = await _join_album(uow, context.chat_id, content, context.now + HOLD)
    relay = joined or await _to_person(context, participant, content)
    if file is not None:
        await attach(uow, relay, file, content.message_id)


async def _to_person(
    context: ConsultantContext, participant: Participant, content: Relayed
) -> Relay:
    """A new relay, and the banner below the consultant's message."""
    uow = context.uow
    relay = _relay(participant, Direction.OUT, context.chat_id, content, context.now)
    relay.due_at = context.now + HOLD
    relay.by, relay.by_name, relay.thread = context.by, context.name, context.thread
    relay.reply_to = await other_side(uow, context.chat_id, content.reply_to, participant.chat_id)
    await uow[Relays].add(relay)
    assert relay.id is not None, "it was just stored"
    await uow[Outbox].put(
        banner_key(relay),
        context.chat_id,
        views.goes_out(participant, relay.id, relay.text),
        CONSULTANT_LANGUAGE,
        context.now,
        SendOptions(
            about=participant.id, thread=context.thread, reply_to=content.message_id, silent=True
        ),
    )
    return relay


def banner_key(relay: Relay) -> str:
    return f"{relay.key}banner"


async def other_side(
    uow: UnitOfWork, chat_id: int, message_id: int | None, target: int
) -> int | None:
    """The id in the chat `target` of a message in `chat_id`; None where it has no counterpart."""
    if message_id is None:
        return None
    relay = await uow[Relays].of_source(chat_id, message_id)
    if relay is None:
        relay = await behind(uow, chat_id, message_id)
        if relay is not None and relay.source_chat == target:
            return relay.source_message_id
    if relay is None or relay.source_chat != chat_id:
        return None
    goes_to = CONSULTANTS if relay.direction is Direction.IN else target
    return await uow[Outbox].message_id_of(relay.part_key(0)) if goes_to == target else None


async def behind(uow: UnitOfWork, chat_id: int, message_id: int) -> Relay | None:
    """The relay that a message of the bot delivers, or is a banner of; of a digest the first."""
    key = await uow[Outbox].key_of(chat_id, message_id)
    number = relay_of(key) if key is not None else None
    return await uow[Relays].get(number) if number is not None else None


async def not_delivered(
    uow: UnitOfWork, row: OutboxRow, reason: DeliveryFailure, now: datetime
) -> bool:
    """Tell the writer that a message was not delivered.  False for what is not a relay."""
    number = relay_of(row.key)
    relay = await uow[Relays].get(number) if number is not None else None
    if relay is None:
        return False
    person = await uow[Participants].get(relay.participant_id)
    key = f"{relay.key}failed:{row.id}"
    if relay.direction is Direction.OUT and row.chat_id == person.chat_id:
        await uow[Outbox].put(
            key,
            relay.source_chat,
            views.not_arrived(person, reason),
            CONSULTANT_LANGUAGE,
            now,
            SendOptions(about=person.id, thread=relay.thread, reply_to=relay.source_message_id),
        )
        await uow[Outbox].put(
            f"{key}:banner",
            relay.source_chat,
            views.not_sent(),
            CONSULTANT_LANGUAGE,
            now,
            SendOptions(method="amend", edit_of=banner_key(relay)),
        )
    elif relay.direction is Direction.IN and row.chat_id == CONSULTANTS:
        await uow[Outbox].put(
            key,
            person.chat_id,
            views.lost_on_the_way(),
            person.language,
            now,
            SendOptions(reply_to=relay.source_message_id),
        )
    return True


def _relay(
    participant: Participant, direction: Direction, chat: int, content: Relayed, now: datetime
) -> Relay:
    assert participant.id is not None, "participants are stored before their messages"
    relay = Relay(
        participant.id,
        direction,
        RelayKind.TEXT,
        RelayState.HELD,
        chat,
        content.message_id,
        now,
        now,
        message_ids=[content.message_id],
    )
    if isinstance(content, Text):
        relay.text = content.text
        return relay
    relay.kind = RelayKind.FILE if is_file(content) else RelayKind.COPY
    relay.text, relay.album = content.caption, content.album
    relay.captioned = relay.kind is RelayKind.FILE
    if content.album is not None:
        relay.due_at = now + ALBUM
    return relay


async def is_queued(uow: UnitOfWork, chat: int, content: Relayed) -> bool:
    """Whether a message was queued before, alone or as a part of an album."""
    if await uow[Relays].of_source(chat, content.message_id) is not None:
        return True
    if isinstance(content, Text) or content.album is None:
        return False
    relay = await uow[Relays].of_album(chat, content.album)
    return relay is not None and content.message_id in relay.message_ids


async def _join_album(uow: UnitOfWork, chat: int, content: Relayed, due: datetime) -> Relay | None:
    """Add a part of an album to the relay that collects it; None where none does."""
    if isinstance(content, Text) or content.album is None:
        return None
    relay = await uow[Relays].of_album(chat, content.album)
    if relay is None:
        return None
    # Sorted: they may come out of order.  Only an attribute that is set anew is stored.
    relay.message_ids = sorted([*relay.message_ids, content.message_id])
    relay.text = "\n".join(part for part in (relay.text, content.caption) if part)
    relay.due_at = max(relay.due_at, min(due, relay.due_at + timedelta(seconds=1)))
    return relay
