"""How many requests are worked on at once: some run, some wait a moment, the rest is sent away.

Without it overload is a queue that grows until every answer comes too late.
"""

import asyncio
from collections import deque

from gateway.concurrency.timeouts import timeout


class AdmissionControl:
    """So many places, and those who wait for one, in their order."""

    def __init__(self, free: int, waiting: int, seconds: float) -> None:
        """Have so many; let so many others wait, and so long."""
        self._free, self._most, self._seconds = free, waiting, seconds
        self._turns = deque[asyncio.Future[None]]()

    def take(self) -> bool:
        """Take a place, if one is free: nobody waits while one is."""
        if not self._free:
            return False
        self._free -= 1
        return True

    async def wait(self) -> bool:
        """Take the next place that becomes free and is not somebody else's, if it is in time."""
        if len(self._turns) >= self._most:
            return False
        try:
            with timeout(self._seconds):
                await self._turn()
        except TimeoutError:
            return False
        return True

    async def _turn(self) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._turns.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                self.leave()  # it came too late
            elif turn in self._turns:
                self._turns.remove(turn)
            raise

    def leave(self) -> None:
        """Give a place back, to whoever has waited longest."""
        while self._turns:
            turn = self._turns.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
