"""How long anything is waited for: one look at all who wait, many times a second.

A timer for each wait costs more than what it guards, for most of what is waited for comes at once.
So a wait is a number, the moment when it has taken too long, and one timer reads them all.
"""

import asyncio
from collections.abc import Callable
from math import inf
from typing import Final, cast
from weakref import WeakKeyDictionary

_EVERY: Final = 0.05  # seconds between two looks


class Wait:
    """Something that may take too long; then *give_up* is called. It begins when it is set."""

    __slots__ = ("due", "give_up")

    def __init__(self, give_up: Callable[[], object], due: float = inf) -> None:
        """Wait until *due*, by the clock of the event loop; for ever, if nothing is said."""
        self.give_up, self.due = give_up, due


class Patience:
    """Everything that one event loop waits for."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Wait for nothing yet. Use `of` to have it."""
        self._loop = loop
        self._waits = set[Wait]()
        self._looks = False

    def add(self, wait: Wait) -> None:
        """Look after *wait* from now on."""
        self._waits.add(wait)
        if not self._looks:
            self._looks = True
            self._loop.call_later(_EVERY, self._look)

    def remove(self, wait: Wait) -> None:
        """Look after it no more."""
        self._waits.discard(wait)

    def _look(self) -> None:
        """Give up what has taken too long, and look again while there is anything to wait for."""
        now = self._loop.time()
        for wait in [wait for wait in self._waits if wait.due <= now]:
            wait.due = inf
            wait.give_up()
        self._looks = bool(self._waits)
        if self._looks:
            self._loop.call_later(_EVERY, self._look)


_all: Final = WeakKeyDictionary[asyncio.AbstractEventLoop, Patience]()


def of(loop: asyncio.AbstractEventLoop) -> Patience:
    """Return what looks after the waits of this loop."""
    return _all.get(loop) or _all.setdefault(loop, Patience(loop))


class limited:  # noqa: N801  # read as a word: with limited(5)
    """Cancel what is awaited within after so many seconds, and raise `TimeoutError`.

    As `asyncio.timeout` does, which sets a timer of its own each time.
    """

    __slots__ = ("_before", "_is_reached", "_patience", "_seconds", "_task", "_wait")

    def __init__(self, seconds: float) -> None:
        """Begin when it is entered."""
        self._seconds, self._is_reached = seconds, False

    def __enter__(self) -> None:
        """Begin to wait, in the task that enters."""
        loop = asyncio.get_running_loop()
        self._task = cast("asyncio.Task[object]", asyncio.current_task())
        self._before = self._task.cancelling()
        self._wait, self._patience = Wait(self._reach, loop.time() + self._seconds), of(loop)
        self._patience.add(self._wait)

    def __exit__(self, type_: type[BaseException] | None, exc: object, _: object) -> None:
        """Wait no more. Who else cancelled the task is not kept from it."""
        self._patience.remove(self._wait)
        if not self._is_reached:
            return
        alone = self._task.uncancel() <= self._before
        if alone and type_ is asyncio.CancelledError:
            raise TimeoutError from None

    def _reach(self) -> None:
        self._is_reached = True
        self._task.cancel()
