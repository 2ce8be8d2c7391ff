"""How long anything is waited for: one look at all who wait, many times a second.

A timer for each wait costs more than what it guards, for most of what is waited for comes at once.
So a wait is a number, the moment when it has taken too long, and one timer reads them all.
"""

import asyncio
from functools import lru_cache
from math import inf
from typing import Final, Protocol, cast

_EVERY: Final = 0.05  # seconds between two looks
_LOOPS: Final = 8  # event loops that are remembered; a process has one


class Deadline(Protocol):
    """Something that may take too long. It begins when its moment is set."""

    due: float  # by the clock of the event loop; `inf` while nothing is waited for

    def give_up(self) -> None:
        """Do what is done when it has taken too long."""
        ...


class TimeoutScheduler:
    """Everything that one event loop waits for."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Wait for nothing yet. Use `scheduler_of` to have it."""
        self._loop = loop
        self._waits = set[Deadline]()
        self._looks = False

    def add(self, wait: Deadline) -> None:
        """Look after *wait* from now on."""
        self._waits.add(wait)
        if not self._looks:
            self._looks = True
            self._loop.call_later(_EVERY, self._look)

    def remove(self, wait: Deadline) -> None:
        """Look after it no more."""
        self._waits.discard(wait)

    def _look(self) -> None:
        """Give up what has taken too long, and look again while there is anything to wait for."""
        self._looks = bool(self._waits)
        if self._looks:  # first, for whatever gives up may fail
            self._loop.call_later(_EVERY, self._look)
        now = self._loop.time()
        for wait in [wait for wait in self._waits if wait.due <= now]:
            wait.due = inf
            wait.give_up()


@lru_cache(_LOOPS)
def scheduler_of(loop: asyncio.AbstractEventLoop) -> TimeoutScheduler:
    """Return what looks after the waits of this loop."""
    return TimeoutScheduler(loop)


class timeout:  # noqa: N801  # read as a word: with limited(5)
    """Cancel what is awaited within after so many seconds, and raise `TimeoutError`.

    As `asyncio.timeout` does, which sets a timer of its own each time.
    """

    __slots__ = ("_before", "_is_reached", "_patience", "_task", "due")

    def __init__(self, seconds: float) -> None:
        """Begin now, in the task that waits."""
        loop = asyncio.get_running_loop()
        self.due, self._is_reached = loop.time() + seconds, False
        self._patience = scheduler_of(loop)
        self._task = cast("asyncio.Task[object]", asyncio.current_task(loop))

    def __enter__(self) -> None:
        """Wait."""
        self._before = self._task.cancelling()
        self._patience.add(self)

    def __exit__(self, type_: type[BaseException] | None, exc: object, _: object) -> None:
        """Wait no more. Who else cancelled the task is not kept from it."""
        self._patience.remove(self)
        if not self._is_reached:
            return
        alone = self._task.uncancel() <= self._before
        if alone and type_ is asyncio.CancelledError:
            raise TimeoutError from None

    def give_up(self) -> None:
        """Cancel the task."""
        self._is_reached = True
        self._task.cancel()
