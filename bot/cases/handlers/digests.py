"""The running digest of what one person writes to the group: see `cases.rules.digests`."""

from datetime import datetime
from itertools import takewhile

from bot.cases.rules.digests import MINUTE, Step, fitting, plan
from bot.cases.rules.relays import Direction, Relay, RelayKind, RelayState
from bot.cases.storage.cases import Cases
from bot.cases.storage.relays import Relays
from bot.kernel.unit_of_work import UnitOfWork

MOST_TOGETHER = 20  # texts that join a digest in one transaction


async def step_of(uow: UnitOfWork, relay: Relay, now: datetime) -> Step:
    """What happens to the next relay of its lane; one that has to wait is due later then."""
    if relay.direction is Direction.OUT or relay.edition:
        return Step.POST
    posts = await uow[Relays].posted(relay.participant_id, now - MINUTE)
    digest = await _newest(uow, relay.participant_id, now)
    broken = bool(digest) and await _is_broken(uow, relay.participant_id, digest[0].created_at)
    found = plan(relay, digest, [post.due_at for post in posts], broken, now)
    if found.at is not None:
        relay.due_at = found.at
    return found.step


async def batch(uow: UnitOfWork, relay: Relay, now: datetime) -> list[Relay]:
    """The relay, and the texts behind it in its lane that can join the digest with it."""

    def is_new_text(one: Relay) -> bool:
        return one.kind is RelayKind.TEXT and not one.edition and one.due_at <= now

    assert relay.id is not None, "it comes from the database"
    held = await uow[Relays].held(
        relay.participant_id, relay.direction, MOST_TOGETHER, first=relay.id
    )
    return list(takewhile(is_new_text, held))


async def add(uow: UnitOfWork, batch: list[Relay], now: datetime) -> list[Relay]:
    """Record that the relays of a batch are sent, as far as there is room for them.

    Returns the relays in the message that has to be sent or edited, the oldest first; none where
    the first has to wait after all.
    """
    relay = batch[0]
    assert relay.id is not None, "it comes from the database"
    if relay.edition:  # its words are there already, in their old form
        whole, new = await uow[Relays].digest(relay.digest_id or relay.id), [relay]
    else:
        whole, new = await _with_new(uow, batch, now)
    for one in new:
        one.state = RelayState.GONE
        one.digest_id = whole[0].id if one is not whole[0] else None
    if whole:
        whole[0].due_at = now
    return whole


async def _with_new(
    uow: UnitOfWork, batch: list[Relay], now: datetime
) -> tuple[list[Relay], list[Relay]]:
    """The relays in the message, and those of them that are new there."""
    step = await step_of(uow, batch[0], now)
    if step is Step.WAIT:
        return [], []
    if step is Step.POST:
        return batch[:1], batch[:1]
    digest = await _newest(uow, batch[0].participant_id, now)
    new = fitting(digest, batch)
    return [*digest, *new], new


async def _is_broken(uow: UnitOfWork, participant_id: int, since: datetime) -> bool:
    """Whether a consultant has written, or an alarm was raised, after a moment.

    The words of a cry for help stand below its alarm, in a message that rings at night too.
    """
    case = await uow[Cases].open_of(participant_id)
    alarmed = case is not None and case.alarmed_at is not None and case.alarmed_at > since
    return alarmed or await uow[Relays].is_answered(participant_id, since)


async def _newest(uow: UnitOfWork, participant_id: int, now: datetime) -> list[Relay]:
    """The relays in the newest message of the last minute; empty if there is none."""
    posts = await uow[Relays].posted(participant_id, now - MINUTE)
    if not posts or posts[-1].id is None:
        return []
    return await uow[Relays].digest(posts[-1].id)
