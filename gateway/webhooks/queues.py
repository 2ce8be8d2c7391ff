"""Queue of background work: webhook endpoints that have something to send."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from gateway.database.looks import Looks
from gateway.webhooks import endpoints
from gateway.webhooks.delivery import Delivery

WEBHOOKS: Final = "webhooks"  # the name of the queue
Job = Callable[[], Awaitable[None]]  # as `gateway.workers.queue` has it


_SHORTEST: Final = 0.02  # seconds between two looks that commits cause
_LONGEST: Final = 0.2  # while they find nothing


class CommitWakeups:
    """Looks for deliveries after commits: at once, and less often while they find nothing.

    A server without webhooks that writes all the time would spend a twentieth of its CPU on them.
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        """Have a look by *wake*."""
        self._wake, self._pause, self._next = wake, _SHORTEST, 0.0
        self._is_planned = False

    def committed(self, _topics: object) -> None:
        """Have a look soon: a commit of this process may have appended events."""
        if self._is_planned:
            return
        loop = asyncio.get_running_loop()
        if loop.time() > self._next + _LONGEST:
            self._pause = _SHORTEST
        self._is_planned = True
        loop.call_at(self._next, self._look)

    def found(self) -> None:
        """Look as often as possible again: something was due."""
        self._pause = _SHORTEST

    def _look(self) -> None:
        self._is_planned = False
        self._next = asyncio.get_running_loop().time() + self._pause
        self._pause = min(2 * self._pause, _LONGEST)
        self._wake()


@dataclass(frozen=True, slots=True)
class WebhookQueue:
    """Endpoints that are behind the event stream, or that have a delivery due."""

    delivery: Delivery
    looks: Looks
    found: Callable[[], None]  # called before each claim
    name: str = WEBHOOKS

    async def is_due(self) -> bool:
        """Tell whether an endpoint may be claimed."""
        return await self.looks.any(endpoints.due)

    async def claim(self, most: int) -> Sequence[Job]:
        """Claim endpoints, and return what serves each of them."""
        self.found()
        lease = self.delivery.schedule.lease
        claimed = await self.delivery.database.write(lambda db: endpoints.claim(db, most, lease))
        return [partial(self.delivery.serve, endpoint) for endpoint in claimed]
