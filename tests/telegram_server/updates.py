"""Updates, kept until the bot confirms them by long polling or by webhook."""

import copy
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.telegram_server.activity import Activity
from tests.telegram_server.webhook import Queued, Webhook
from tests.telegram_server.wire import Json, conflict

_ONLY_WHEN_NAMED = {"chat_member", "message_reaction", "message_reaction_count"}
_WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
_OTHER_POLL = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)


@dataclass(eq=False)
class _Poll:
    ended_because: str = ""


class Updates:
    def __init__(self, activity: Activity) -> None:
        self.published: list[Json] = []
        self.allowed: list[str] = []  # empty: all but the few that must be named
        self.webhook: Webhook | None = None
        self.queue: list[Queued] = []
        self._held: list[Json] | None = None
        self._poll: _Poll | None = None
        self._activity = activity
        self._ids = itertools.count(100_001)

    def publish(self, kind: str, payload: Json) -> int | None:
        """Return the update's id, None where the bot did not ask for this kind."""
        if kind not in self.allowed and (self.allowed or kind in _ONLY_WHEN_NAMED):
            return None
        update_id = next(self._ids)
        update = {"update_id": update_id, kind: copy.deepcopy(payload)}
        self.published.append(update)
        if self._held is None:
            self._enqueue(Queued(update))
        else:
            self._held.append(update)
        return update_id

    def hold(self) -> None:
        if self._held is None:
            self._held = []

    def release(self, order: Callable[[list[Json]], Iterable[Json]]) -> None:
        held, self._held = self._held or [], None
        ordered = list(order(held))
        for update in ordered:  # out of order, an offset would confirm what was never given
            self._enqueue(Queued(update, once=ordered != held))

    def redeliver(self, update_id: int) -> None:
        for update in self.published:
            if update["update_id"] == update_id:
                self._enqueue(Queued(update, once=True))
                return
        raise LookupError(f"no update {update_id} was published")

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """getUpdates: confirms all before `offset`, then waits for something new."""
        if self.webhook:
            raise conflict(_WEBHOOK_ACTIVE)
        self.end_poll(_OTHER_POLL)
        poll = self._poll = _Poll()
        self._confirm(offset)
        try:
            await self._activity.until(lambda: bool(self.queue or poll.ended_because), seconds)
        finally:  # also when the bot hung up
            self._forget(poll)
        if poll.ended_because:
            raise conflict(poll.ended_because)
        return self._handed_out(limit)

    def end_poll(self, reason: str) -> None:
        if self._poll:
            self._poll.ended_because = reason
            self._poll = None
        self._activity.wake()

    @property
    def is_polled(self) -> bool:
        return self._poll is not None

    def drop_pending(self) -> None:
        self.queue.clear()
        self._activity.touch()

    async def set_webhook(self, webhook: Webhook | None) -> None:
        if self.webhook:
            await self.webhook.close()
        self.webhook = webhook
        if webhook:
            self.end_poll("terminated by setWebhook request")
            for queued in self.queue:
                webhook.deliver(queued)

    def delivered(self, queued: Queued) -> None:
        """Remove an update that the webhook accepted."""
        if queued in self.queue:
            self.queue.remove(queued)
        self._activity.touch()

    def _forget(self, poll: _Poll) -> None:
        if self._poll is poll:
            self._poll = None
            self._activity.wake()

    def _enqueue(self, queued: Queued) -> None:
        self.queue.append(queued)
        if self.webhook:
            self.webhook.deliver(queued)
        self._activity.touch()

    def _confirm(self, offset: int) -> None:
        before = len(self.queue)
        if offset < 0:  # only the newest so many, the older ones are forgotten
            self.queue = self.queue[offset:]
        else:
            self.queue = [q for q in self.queue if q.once or q.id >= offset]
        if len(self.queue) < before:
            self._activity.touch()

    def _handed_out(self, limit: int) -> list[Json]:
        batch, rest = self.queue[:limit], self.queue[limit:]
        self.queue = [queued for queued in batch if not queued.once] + rest
        if batch:
            self._activity.touch()
        return [queued.update for queued in batch]
