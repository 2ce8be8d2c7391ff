"""Scans of a SQLite file: reads that take longer than the event loop may be held.

They run on threads of their own, each with a connection: fair by project, one scan of a project
at a time, and limited in time. SQLite asks a progress handler again and again whether to go on, so
a scan stops within milliseconds, also when nobody waits for it any more.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from math import inf
from time import thread_time
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine, event

from gateway.concurrency import scan_budget
from gateway.concurrency.fair_queue import FairQueue
from gateway.concurrency.scan_budget import ScanBudget
from gateway.database import errors
from gateway.errors import SearchTimeout

T = TypeVar("T")
Work = Callable[[Connection], T]

_THREADS: Final = 2
_WAITING: Final = 32  # scans of one project, beyond which it is told to come back later
# Of SQLite's machine, about 2 ms: each look at the deadline has to wait for Python's lock.
_STEPS: Final = 100_000


class Deadline:
    """A progress handler: it stops what a connection does at a moment of some deadline."""

    def __init__(self, now: Callable[[], float]) -> None:
        """Stop nothing yet."""
        self._now, self.at, self.is_stopped = now, inf, False

    def is_over(self) -> bool:
        """Tell whether to stop; SQLite asks it after so many steps."""
        return self.is_stopped or self._now() > self.at

    def watch(self, engine: Engine, steps: int) -> None:
        """Watch every connection of *engine*, each time after so many *steps*."""

        def begin(connection: sqlite3.Connection, _record: object) -> None:
            connection.set_progress_handler(self.is_over, steps)

        event.listen(engine, "connect", begin)


class SQLiteScanner:
    """Threads for scans, each with a connection."""

    def __init__(self, engines: Sequence[Engine], seconds: float) -> None:
        """Scan over *engines*; the scans of a request take *seconds* of processor at most."""
        self._seconds = seconds
        self._connections = [_ScanConnection(engine) for engine in engines]
        self._threads = ThreadPoolExecutor(len(engines), "sqlite-scanner")
        self._queue = FairQueue(len(engines), each=1, waiting=_WAITING)

    @classmethod
    def open(cls, engine: Callable[[], Engine], seconds: float) -> "SQLiteScanner":
        """Open as many engines as there are threads."""
        return cls([engine() for _ in range(_THREADS)], seconds)

    async def run(self, work: Work[T], project: Hashable) -> T:
        """Run *work* when it is the project's turn. Raises `SearchTimeout`, `Overloaded`.

        What runs for no request and no project, as background work does, has no time limit.
        """
        budget = scan_budget.current()
        is_limited = budget.is_of_request or project is not None
        await self._queue.enter(project)
        seconds = budget.left(self._seconds) if is_limited else inf
        connection = self._connections.pop()
        connection.deadline.is_stopped = False
        loop = asyncio.get_running_loop()
        running = loop.run_in_executor(self._threads, connection.run, work, budget, seconds)
        running.add_done_callback(partial(self._leave, connection, project))
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            if not running.done():  # else another scan may have the connection by now
                connection.deadline.is_stopped = True
            raise

    def _leave(
        self, connection: "_ScanConnection", project: Hashable, ended: asyncio.Future[Any]
    ) -> None:
        if not ended.cancelled():
            ended.exception()  # seen, also where nobody waits for it
        self._connections.append(connection)
        self._queue.leave(project)

    async def close(self) -> None:
        """Wait for the scans that run, then let go."""
        await asyncio.to_thread(self._threads.shutdown)
        for connection in self._connections:
            connection.engine.dispose()


class _ScanConnection:
    """A connection that one scan uses at a time."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.deadline = engine, Deadline(thread_time)
        self.deadline.watch(engine, _STEPS)

    def run(self, work: Work[T], budget: ScanBudget, seconds: float) -> T:
        """Run *work* for so many seconds of this thread's processor time, and charge them."""
        if not seconds:
            raise SearchTimeout
        began = thread_time()
        self.deadline.at = began + seconds
        try:
            with errors.translated, self.engine.connect() as db:
                return work(db)
        except Exception as exc:
            if errors.is_interrupt(exc):
                raise SearchTimeout from None
            raise
        finally:
            budget.spent += thread_time() - began
            self.deadline.at = inf
