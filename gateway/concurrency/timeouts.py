"""Timeouts: one periodic timer per event loop checks every deadline, 20 times a second.

A timer of its own for each wait costs more than the work it guards, because most waits end at
once. Here a deadline is a number, so a timeout may come up to 0.05 s late.
"""

import asyncio
from functools import lru_cache
from math import inf
from typing import Any, Final, Protocol

_TICK_SECONDS: Final = 0.05
_MAX_LOOPS: Final = 8  # event loops whose scheduler is kept; a process has one


class Deadline(Protocol):
    """A wait that is limited in time, from the moment when *due* is set."""

    due: float  # seconds by the clock of the event loop; `inf` while nothing is awaited

    def expire(self) -> None:
        """Handle the timeout. Called once; set *due* again to be called again."""
        ...


class TimeoutScheduler:
    """The deadlines of one event loop, and the timer that checks them."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start without deadlines. `scheduler_of` returns the loop's scheduler."""
        self._loop = loop
        self._deadlines = set[Deadline]()
        self._is_scheduled = False

    def add(self, deadline: Deadline) -> None:
        """Check *deadline* from now on."""
        self._deadlines.add(deadline)
        if not self._is_scheduled:
            self._is_scheduled = True
            self._loop.call_later(_TICK_SECONDS, self._tick)

    def remove(self, deadline: Deadline) -> None:
        """Stop checking *deadline*."""
        self._deadlines.discard(deadline)

    def _tick(self) -> None:
        """Expire the deadlines that have passed; schedule the next tick while there are any."""
        self._is_scheduled = bool(self._deadlines)
        if self._is_scheduled:  # first, because `expire` may raise
            self._loop.call_later(_TICK_SECONDS, self._tick)
        now = self._loop.time()
        for deadline in [deadline for deadline in self._deadlines if deadline.due <= now]:
            deadline.due = inf
            deadline.expire()


@lru_cache(_MAX_LOOPS)
def scheduler_of(loop: asyncio.AbstractEventLoop) -> TimeoutScheduler:
    """Return the scheduler of *loop*."""
    return TimeoutScheduler(loop)


class timeout:  # noqa: N801  # reads like asyncio.timeout: with timeout(5)
    """Cancel the block after so many seconds and raise `TimeoutError`, like `asyncio.timeout`.

    The difference is the timer: `asyncio.timeout` creates one for each use.
    """

    __slots__ = ("_cancelling", "_is_expired", "_scheduler", "_task", "due")

    def __init__(self, seconds: float) -> None:
        """Set the deadline, for the current task."""
        loop = asyncio.get_running_loop()
        self.due, self._is_expired = loop.time() + seconds, False
        self._scheduler = scheduler_of(loop)
        self._task: Any = asyncio.current_task(loop)

    def __enter__(self) -> None:
        """Start checking the deadline."""
        self._cancelling = self._task.cancelling()
        self._scheduler.add(self)

    def __exit__(self, type_: type[BaseException] | None, exc: object, _: object) -> None:
        """Stop checking. A cancellation from elsewhere passes through as it is."""
        self._scheduler.remove(self)
        if not self._is_expired:
            return
        is_own = self._task.uncancel() <= self._cancelling
        if is_own and type_ is asyncio.CancelledError:
            raise TimeoutError from None

    def expire(self) -> None:
        """Cancel the task."""
        self._is_expired = True
        self._task.cancel()
