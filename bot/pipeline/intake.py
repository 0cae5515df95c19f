"""Store updates; a CPR number that is split over two messages is masked in both."""

from dataclasses import asdict
from datetime import datetime

from bot.kernel.incoming import Incoming, Text
from bot.kernel.split_cpr import LENGTH, FirstHalf, first_half, mask_first, mask_second
from bot.pipeline.inbox import Begun, Inbox
from bot.pipeline.masking import CPR_BEGAN_IN, CPR_FOUND, IN_WORDS, Raw

# Seconds, by Telegram's clock, in which the second message must follow.
LONGEST_BETWEEN = 300


async def store_update(
    inbox: Inbox, masked: Raw, incoming: Incoming, now: datetime, *, urgent: bool = False
) -> None:
    """Store an update whose CPR numbers were masked (`bot.pipeline.masking.without_cpr`).

    incoming: the parsed update.
    urgent: it is handled before those of other chats.
    """
    sender, update_id = incoming.sender, incoming.update_id
    before = await inbox.take_begun(sender.chat_id, sender.user_id, update_id)
    rest = _rest(masked, incoming, before)
    if before is not None and rest is not None:
        message = masked["message"] | {
            "text": rest, CPR_FOUND: IN_WORDS, CPR_BEGAN_IN: before.message_id,
        }  # fmt: skip
        masked = masked | {"message": message}
        await _mask_waiting(inbox, before.update_id)
    stored = await inbox.store(update_id, sender.chat_id, masked, now, urgent=urgent)
    begun = None if rest is not None else _begun(masked, incoming, now)
    if stored and begun is not None:
        await inbox.set_begun(begun)


def may_be_rest(text: str) -> bool:
    """Whether a text may complete a number that the message before it began."""
    halves = (FirstHalf(missing, "0123456789", named=True) for missing in range(1, LENGTH + 1))
    return any(mask_second(text, half) is not None for half in halves)


def _rest(masked: Raw, incoming: Incoming, before: Begun | None) -> str | None:
    """The text with the rest of the number masked, or None where it holds none."""
    if before is None or not isinstance(incoming.content, Text):
        return None
    if _date(masked) - before.date > LONGEST_BETWEEN:
        return None
    half = FirstHalf(before.missing, before.firsts, before.named)
    return mask_second(_text(masked), half)


def _begun(masked: Raw, incoming: Incoming, now: datetime) -> Begun | None:
    content, sender = incoming.content, incoming.sender
    if not isinstance(content, Text):
        return None
    half = first_half(_text(masked), now.date())
    if half is None:
        return None
    return Begun(
        incoming.update_id, sender.user_id, content.message_id, _date(masked), **asdict(half)
    )


async def _mask_waiting(inbox: Inbox, update_id: int) -> None:
    """Mask the first message where it still waits to be handled."""
    row = await inbox.row(update_id)
    if row is not None and "message" in row.payload:
        message = row.payload["message"] | {"text": mask_first(_text(row.payload))}
        await inbox.change(update_id, row.payload | {"message": message})


def _text(masked: Raw) -> str:
    return masked["message"].get("text") or ""


def _date(masked: Raw) -> int:
    date = masked["message"].get("date")
    return date if isinstance(date, int) else 0
