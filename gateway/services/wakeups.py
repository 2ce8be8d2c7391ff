"""Wake-ups: notify the followers of a topic to read again, at once or within two seconds.

A follower reads what it follows from the database, so a wake-up holds no data. Commits of this
process wake it at once, those of others as soon as the database notifies of them, and without any
it reads every two seconds: a lost wake-up delays it and loses nothing.
"""

import asyncio
from collections.abc import Collection, Generator
from contextlib import contextmanager, suppress
from typing import Final
from uuid import UUID

from gateway.concurrency.timeouts import timeout
from gateway.database.changes import Listener
from gateway.database.database import Database

LOOK_SECONDS: Final = 2.0


class Wakeups:
    """The followers of this process, and one task that wakes them while there are any."""

    def __init__(self, database: Database, look_seconds: float = LOOK_SECONDS) -> None:
        """Wake for the commits to *database*, and every *look_seconds*."""
        self._database, self._look_seconds = database, look_seconds
        self._listeners = set[Listener]()
        self._watching: asyncio.Task[None] | None = None

    @contextmanager
    def waking(self, listener: Listener) -> Generator[None]:
        """Call *listener* with the topics that may have changed, or with None for any of them."""
        self.add(listener)
        try:
            yield
        finally:
            self.remove(listener)

    def add(self, listener: Listener) -> None:
        """Call *listener* from now on, until `remove`."""
        self._listeners.add(listener)
        if self._watching is None:
            self._watching = asyncio.create_task(self._watch())

    def remove(self, listener: Listener) -> None:
        """Call *listener* no more."""
        self._listeners.discard(listener)
        if self._watching and not self._listeners:
            self._watching.cancel()
            self._watching = None

    async def close(self) -> None:
        """Wake no follower any more."""
        self._listeners.clear()
        if self._watching:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)

    async def _watch(self) -> None:
        async with self._database.watched(self._notify):
            while True:
                await asyncio.sleep(self._look_seconds)
                self._notify(None)

    def _notify(self, topics: Collection[UUID] | None) -> None:
        for listener in list(self._listeners):
            listener(topics)


class Signal:
    """The wake-ups of one topic, for one follower: one that comes before `wait` is not lost."""

    def __init__(self, topic: UUID) -> None:
        """Listen for *topic*."""
        self._topic, self._notified = topic, asyncio.Event()

    def notify(self, topics: Collection[UUID] | None) -> None:
        """End the wait if the topic is one of these; None is any. A listener of `Wakeups`."""
        if topics is None or self._topic in topics:
            self._notified.set()

    async def wait(self, at_most: float | None = None) -> None:
        """Wait until a wake-up, or for so many seconds."""
        if at_most is None:
            await self._notified.wait()
        else:
            with suppress(TimeoutError), timeout(at_most):
                await self._notified.wait()
        self._notified.clear()
