"""Queue of background work: connections whose list of numbers is due to be refreshed."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from gateway.connections import accounts
from gateway.connections.refresh import Refresh
from gateway.database.looks import Looks
from gateway.models.connection import ProviderConnection

Job = Callable[[], Awaitable[None]]  # as `gateway.workers.queue` has it


@dataclass(frozen=True, slots=True)
class RefreshQueue:
    """Refreshes that are due, one claimed at a time."""

    refresh: Refresh
    looks: Looks
    name: str = "connection_refreshes"

    async def is_due(self) -> bool:
        """Tell whether a refresh may be claimed."""
        return await self.looks.any(accounts.due)

    async def claim(self, most: int) -> Sequence[Job]:
        """Claim one refresh, and return what runs it."""
        claimed = await self.refresh.database.write(accounts.claim)
        return [partial(self._run, claimed)] if claimed else []

    async def _run(self, claimed: ProviderConnection) -> None:
        await self.refresh.run(claimed)
