"""The two lanes of the outbox, delivered side by side: ordinary messages, and urgent ones."""

from dataclasses import dataclass

from bot.kernel.runtime.tasks import run_until_first_ends
from bot.pipeline.delivery import Delivery


@dataclass(frozen=True)
class Lanes:
    """Neither lane waits for the other; their limits are shared."""

    ordinary: Delivery
    urgent: Delivery

    async def run(self) -> None:
        """Run until cancelled, or until a lane fails."""
        await run_until_first_ends(self.urgent.run(), self.ordinary.run())

    def wake(self) -> None:
        """Look for messages that another process has queued."""
        self.urgent.wake.set()
        self.ordinary.wake.set()

    async def work(self) -> None:
        await self.urgent.work()
        await self.ordinary.work()

    async def drained(self) -> None:
        await self.urgent.drained()
        await self.ordinary.drained()
