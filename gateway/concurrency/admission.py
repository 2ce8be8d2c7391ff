"""Admission control: at most N requests run, M more wait in line, and all others are rejected.

A request that waits longer than the queue timeout is rejected too. Without these limits overload
is a queue that grows until every response comes too late.
"""

import asyncio
from collections import deque

from gateway.concurrency.timeouts import timeout


class AdmissionControl:
    """A semaphore whose first-in, first-out queue is bounded in length and in time."""

    def __init__(self, running: int, queued: int, queue_seconds: float) -> None:
        """Let *running* requests run and *queued* more wait, for *queue_seconds* at most."""
        self._free, self._max_queued, self._queue_seconds = running, queued, queue_seconds
        self._queue = deque[asyncio.Future[None]]()

    def acquire_nowait(self) -> bool:
        """Take a slot if one is free, and tell whether it was. Requests queue only for a slot."""
        if not self._free:
            return False
        self._free -= 1
        return True

    async def acquire(self) -> bool:
        """Wait in line for a slot; return False when the queue is full or the timeout is over."""
        if len(self._queue) >= self._max_queued:
            return False
        try:
            with timeout(self._queue_seconds):
                await self._next_slot()
        except TimeoutError:
            return False
        return True

    async def _next_slot(self) -> None:
        slot = asyncio.get_running_loop().create_future()
        self._queue.append(slot)
        try:
            await slot
        except asyncio.CancelledError:
            if not slot.cancelled():
                self.release()  # the slot was assigned just before the cancellation
            elif slot in self._queue:
                self._queue.remove(slot)
            raise

    def release(self) -> None:
        """Give a slot back: the request that has waited longest gets it."""
        while self._queue:
            slot = self._queue.popleft()
            if not slot.done():
                slot.set_result(None)
                return
        self._free += 1
