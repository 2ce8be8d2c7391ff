"""Queue of background work: webhook endpoints that have something to send."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from gateway.database.looks import Looks
from gateway.webhooks import endpoints
from gateway.webhooks.delivery import Delivery

WEBHOOKS: Final = "webhooks"  # the name of the queue
Job = Callable[[], Awaitable[None]]  # as `gateway.workers.queue` has it


@dataclass(frozen=True, slots=True)
class WebhookQueue:
    """Endpoints that are behind the event stream, or that have a delivery due."""

    delivery: Delivery
    looks: Looks
    name: str = WEBHOOKS

    async def is_due(self) -> bool:
        """Tell whether an endpoint may be claimed."""
        return await self.looks.any(endpoints.due)

    async def claim(self, most: int) -> Sequence[Job]:
        """Claim endpoints, and return what serves each of them."""
        lease = self.delivery.schedule.lease
        claimed = await self.delivery.database.write(lambda db: endpoints.claim(db, most, lease))
        return [partial(self.delivery.serve, endpoint) for endpoint in claimed]
