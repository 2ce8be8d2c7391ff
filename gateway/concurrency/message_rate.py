"""Rate of messages: a sender that is faster than the rate waits, and is not refused.

What waits is not read from its connection, so the sender is slowed down by flow control.
"""

import asyncio


class MessageRate:
    """As many messages in a second as the rate says, all of them at once if need be."""

    def __init__(self, per_second: int) -> None:
        """Start with a second's worth of messages."""
        self._seconds_each, self._due = 1 / per_second, 0.0

    async def wait(self) -> None:
        """Count a message, and wait while there were too many."""
        now = asyncio.get_running_loop().time()
        self._due = max(self._due, now - 1) + self._seconds_each
        if self._due > now:
            await asyncio.sleep(self._due - now)
