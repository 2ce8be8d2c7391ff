"""Queues of background work: changes that are due, and syncs that are due."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from gateway.database.looks import Looks
from gateway.upstream import attachments, changes
from gateway.upstream.reconcile import Reconciler
from gateway.upstream.sync import Sync

Job = Callable[[], Awaitable[None]]  # as `gateway.workers.queue` has it


@dataclass(frozen=True, slots=True)
class ChangeQueue:
    """Open changes whose request came to no outcome, or was not sent by the process it came to."""

    reconciler: Reconciler
    looks: Looks
    name: str = "upstream_changes"

    async def is_due(self) -> bool:
        """Tell whether a change may be claimed."""
        return await self.looks.any(changes.due)

    async def claim(self, most: int) -> Sequence[Job]:
        """Claim changes, and return what carries each of them."""
        lease = self.reconciler.timing.lease
        claimed = await self.reconciler.database.write(lambda db: changes.claim(db, most, lease))
        return [partial(self.reconciler.carry, claim) for claim in claimed]


@dataclass(frozen=True, slots=True)
class SyncQueue:
    """Projects whose numbers are to be compared with the platform's."""

    sync: Sync
    looks: Looks
    name: str = "upstream_syncs"

    async def is_due(self) -> bool:
        """Tell whether a sync may be claimed."""
        return await self.looks.any(attachments.sync_due)

    async def claim(self, most: int) -> Sequence[Job]:
        """Claim one sync, and return what runs it."""
        claimed = await self.sync.database.write(attachments.claim_sync)
        return [partial(self.sync.run, claimed)] if claimed else []
