"""Time slices: long work on the event loop pauses after some milliseconds, so that others run."""

import asyncio
from time import perf_counter
from typing import Final

SECONDS: Final = 0.005


class TimeSlice:
    """The time that one piece of work may hold the event loop without a pause."""

    __slots__ = ("_end",)

    def __init__(self) -> None:
        """Begin the first slice now."""
        self._end = perf_counter() + SECONDS

    async def pause(self) -> None:
        """Let all others run once if the slice is over, and begin the next one."""
        if perf_counter() >= self._end:
            await asyncio.sleep(0)
            self._end = perf_counter() + SECONDS
