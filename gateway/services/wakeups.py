"""Wake-ups: tell whoever follows a topic to look again, at once or within two seconds.

A follower reads what it follows from the database, so a wake-up holds no data. Commits of this
process wake it at once, those of others as soon as the database tells of them, and without any it
looks every two seconds: a lost wake-up delays it and loses nothing.
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
        """Wake nobody any more."""
        self._listeners.clear()
        if self._watching:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)

    async def _watch(self) -> None:
        async with self._database.watched(self._tell):
            while True:
                await asyncio.sleep(self._look_seconds)
                self._tell(None)

    def _tell(self, topics: Collection[UUID] | None) -> None:
        for listener in list(self._listeners):
            listener(topics)


class Bell:
    """The wake-ups of one topic, for one follower: what rang before `wait` is not lost."""

    def __init__(self, topic: UUID) -> None:
        """Ring for *topic*."""
        self._topic, self._rung = topic, asyncio.Event()

    def ring(self, topics: Collection[UUID] | None) -> None:
        """Ring if the topic is one of these; None is any topic. A listener of `Wakeups`."""
        if topics is None or self._topic in topics:
            self._rung.set()

    async def wait(self, at_most: float | None = None) -> None:
        """Wait until it rings, or for so many seconds."""
        if at_most is None:
            await self._rung.wait()
        else:
            with suppress(TimeoutError), timeout(at_most):
                await self._rung.wait()
        self._rung.clear()
