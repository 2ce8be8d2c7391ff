"""Time slices: long work on the event loop pauses after some milliseconds, so that others run.

Coroutines pause by `TimeSlice.pause`. Synchronous work, such as graphql-core's, pauses at each
`give_way` in it if `in_slices` runs it: in a greenlet, which switches back meanwhile.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from time import perf_counter
from typing import Any, Final, TypeVar, cast

from greenlet import getcurrent, greenlet  # type: ignore[import-untyped]

SECONDS: Final = 0.005
_T = TypeVar("_T")


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


class _Sliced(greenlet):  # type: ignore[misc]
    """Synchronous work, which pauses by switching to the greenlet that resumed it."""

    end = 0.0  # of its slice

    def resume(self) -> Any:
        """Run the next slice. Return the work's result, or None if it pauses. May raise."""
        self.end = perf_counter() + SECONDS
        return self.switch()


async def in_slices(work: Callable[[], _T]) -> _T:
    """Return the result of synchronous *work*, or raise what it raises.

    Others run whenever it gives way. Work whose caller is cancelled ends where it paused. The
    greenlet takes some 20 µs.
    """
    sliced = _Sliced(work)
    sliced.gr_context = getcurrent().gr_context
    try:
        result = sliced.resume()
        while not sliced.dead:
            await asyncio.sleep(0)
            result = sliced.resume()
    finally:
        if not sliced.dead:
            sliced.throw()
    return cast("_T", result)


def give_way() -> None:
    """Let others run once if a slice of `in_slices` is over; elsewhere, do nothing."""
    current = getcurrent()
    if isinstance(current, _Sliced) and perf_counter() >= current.end:
        cast("greenlet", current.parent).switch()


def paced(items: Iterable[_T]) -> Iterable[_T]:
    """Return *items*, which give way before each of them where `in_slices` runs the caller."""
    return _paced(items) if isinstance(getcurrent(), _Sliced) else items


def _paced(items: Iterable[_T]) -> Iterator[_T]:
    for item in items:
        give_way()
        yield item
