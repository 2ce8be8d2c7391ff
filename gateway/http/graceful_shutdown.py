"""A stop that is announced: /readyz says it a while before the server takes no more requests.

Whoever spreads requests over several servers learns of it in that time, and clients are told to
close their connections with each answer: none of them meets a door that closes.
"""

import asyncio
import signal
from collections.abc import Callable
from types import FrameType

Close = Callable[[int, FrameType | None], object]


class GracefulShutdown:
    """Whether this process was asked to stop."""

    def __init__(self, seconds: float) -> None:
        """Announce a stop so many *seconds* before it begins."""
        self.announced = False
        self._seconds = seconds

    def listen(self) -> None:
        """Hear the signal that asks for it before the server does, in a process that has one."""
        close = signal.getsignal(signal.SIGTERM)
        if not callable(close):
            return
        loop = asyncio.get_running_loop()

        def asked(number: int, frame: FrameType | None) -> None:
            if self.announced:
                close(number, frame)  # asked twice: it is urgent
                return
            self.announced = True
            loop.call_soon_threadsafe(loop.call_later, self._seconds, close, number, frame)

        signal.signal(signal.SIGTERM, asked)
