"""Graceful shutdown: after SIGTERM /readyz answers 503 for a while before the server stops.

In that time a load balancer takes the process out of rotation. Requests are still served, and
each response closes its connection, so that no client sends a request to a closed socket. Streams
end when the server stops, as they would last for longer than it waits.
"""

import asyncio
import signal
from collections.abc import Callable
from types import FrameType

SignalHandler = Callable[[int, FrameType | None], object]


class GracefulShutdown:
    """Whether this process is shutting down."""

    def __init__(self, delay_seconds: float) -> None:
        """Stop the server *delay_seconds* after the first SIGTERM."""
        self.has_begun = False
        self._delay_seconds, self._stopping = delay_seconds, asyncio.Event()

    @property
    def is_stopping(self) -> bool:
        """Whether the server stops now: no stream begins any more."""
        return self._stopping.is_set()

    async def wait(self) -> None:
        """Wait until the server stops."""
        await self._stopping.wait()

    def install(self) -> None:
        """Wrap the server's SIGTERM handler; do nothing in a process without one.

        A closed terminal stops the server in the same way, unless it was started to ignore that.
        """
        stop_server = signal.getsignal(signal.SIGTERM)
        if callable(stop_server):
            handler = self._handler(stop_server, asyncio.get_running_loop())
            signal.signal(signal.SIGTERM, handler)
            if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
                signal.signal(signal.SIGHUP, handler)

    def _handler(
        self, stop_server: SignalHandler, loop: asyncio.AbstractEventLoop
    ) -> SignalHandler:
        def stop(frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(self._stopping.set)
            stop_server(signal.SIGTERM, frame)

        def handle(_number: int, frame: FrameType | None) -> None:
            if self.has_begun:
                stop(frame)  # a second signal skips the delay
                return
            self.has_begun = True
            loop.call_soon_threadsafe(loop.call_later, self._delay_seconds, stop, frame)

        return handle
