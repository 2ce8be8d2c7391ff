"""How long the event loop of this process is held by one callback, in CPU time of its thread.

What holds the loop makes every other client wait. Time that the machine spends on other programs
does not count.
"""

import asyncio
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Held:
    """The longest that one callback has run, in seconds."""

    longest: float = 0.0

    def reset(self) -> None:
        """Begin anew."""
        self.longest = 0.0


@contextmanager
def watched() -> Generator[Held]:
    """Watch each callback of the event loops of this process."""
    held, run = Held(), asyncio.Handle._run

    def timed(handle: asyncio.Handle) -> None:
        began = time.thread_time()
        try:
            run(handle)
        finally:
            held.longest = max(held.longest, time.thread_time() - began)

    asyncio.Handle._run = timed  # type: ignore[method-assign]
    try:
        yield held
    finally:
        asyncio.Handle._run = run  # type: ignore[method-assign]
