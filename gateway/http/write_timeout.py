"""Write timeout: closes the connection of a client that does not read what is written to it."""

import asyncio


class WriteTimeout:
    """The time that a client has to read: a timer of one connection, seldom started."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, transport: asyncio.Transport, seconds: float
    ) -> None:
        """Abort *transport* so many *seconds* after the start."""
        self._loop, self._transport, self._seconds = loop, transport, seconds
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Start the timer, unless it already runs."""
        if self._timer is None:
            self._timer = self._loop.call_later(self._seconds, self._transport.abort)

    def stop(self) -> None:
        """Stop the timer, if it runs: the client has read."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
