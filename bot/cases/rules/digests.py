"""When texts that one person writes in quick succession become one message in the group.

The group gets twenty messages a minute from us, whoever writes; edits are not counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.cases.rules.relays import Relay, RelayKind

PAUSE = timedelta(seconds=4)  # after a longer one a text is a message of its own
LASTS = timedelta(seconds=60)  # then a new message tells that somebody still writes
MINUTE = timedelta(seconds=60)
MOST_POSTS = 4  # messages a minute that the group gets from one person; more words join the last
LENGTH = 3000  # characters of a digest with its translation; the next text begins another one
LIVE = 5  # texts of a digest that are shown at once; later ones come together
EDIT_EVERY = timedelta(seconds=3)


class Step(StrEnum):
    POST = "post"  # as a message of its own
    JOIN = "join"  # the digest
    WAIT = "wait"


@dataclass(frozen=True)
class Plan:
    """`at`: when a waiting relay is looked at again."""

    step: Step
    at: datetime | None = None


def plan(
    relay: Relay, digest: Sequence[Relay], posts: Sequence[datetime], broken: bool, now: datetime
) -> Plan:
    """What happens to a relay to the consultants that was not sent yet.

    digest: the relays in the person's newest message, the oldest first; empty: there is none.
    posts: when the person's messages of the last minute were sent or changed, in order.
    broken: something else has come after that message, such as a consultant's answer.
    """
    full = len(posts) >= MOST_POSTS
    if _can_join(relay, digest) and (full or (not broken and _is_burst(relay, digest))):
        next_edit = digest[0].due_at + EDIT_EVERY
        if len(digest) < LIVE or now >= next_edit:
            return Plan(Step.JOIN)
        return Plan(Step.WAIT, next_edit)
    if full:
        return Plan(Step.WAIT, sorted(posts)[-MOST_POSTS] + MINUTE)
    return Plan(Step.POST)


def fitting(digest: Sequence[Relay], texts: Sequence[Relay]) -> list[Relay]:
    """As many of the texts, in order, as the digest has room for."""
    room, found = LENGTH - sum(map(_length, digest)), []
    for relay in texts:
        room -= _length(relay)
        if room < 0:
            break
        found.append(relay)
    return found


def _can_join(relay: Relay, digest: Sequence[Relay]) -> bool:
    texts = relay.kind is RelayKind.TEXT and all(r.kind is RelayKind.TEXT for r in digest)
    return bool(digest) and texts and bool(fitting(digest, [relay]))


def _is_burst(relay: Relay, digest: Sequence[Relay]) -> bool:
    """Whether it follows the last text closely, and quotes nothing else."""
    head, last = digest[0], digest[-1]
    close = relay.created_at - last.created_at <= PAUSE
    return (
        close
        and relay.created_at - head.created_at <= LASTS
        and relay.reply_to in (None, head.reply_to)
    )


def _length(relay: Relay) -> int:
    return len(relay.text) + len(relay.translation or "") + 2
