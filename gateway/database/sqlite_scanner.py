"""Thread pool for scans of a SQLite file: reads that would block the event loop for too long.

Each thread has a connection. Scans are scheduled fairly by project, one of each project at a time,
with a limit of processor time. SQLite's progress handler stops a scan within milliseconds, at its
deadline or when its request is cancelled.
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
_WAITING: Final = 32  # queued scans of one project; further ones are refused
# Instructions of SQLite's virtual machine, about 2 ms: each check of the deadline takes the GIL.
_STEPS: Final = 100_000


class Deadline:
    """A progress handler that stops the statement of a connection at a deadline."""

    def __init__(self, now: Callable[[], float]) -> None:
        """Start without a deadline. *now* is the clock."""
        self._now, self.at, self.is_stopped = now, inf, False

    def is_over(self) -> bool:
        """Return whether to stop. SQLite calls it after every few steps."""
        return self.is_stopped or self._now() > self.at

    def watch(self, engine: Engine, steps: int) -> None:
        """Install the handler in every connection of *engine*, to be called every *steps*."""

        def begin(connection: sqlite3.Connection, _record: object) -> None:
            connection.set_progress_handler(self.is_over, steps)

        event.listen(engine, "connect", begin)


class SQLiteScanner:
    """A thread pool for scans, with a connection for each thread."""

    def __init__(self, engines: Sequence[Engine], seconds: float) -> None:
        """Use *engines*. The scans of one request may take *seconds* of processor time together."""
        self._seconds = seconds
        self._connections = [_ScanConnection(engine) for engine in engines]
        self._threads = ThreadPoolExecutor(len(engines), "sqlite-scanner")
        self._queue = FairQueue(len(engines), each=1, waiting=_WAITING)

    @classmethod
    def open(cls, engine: Callable[[], Engine], seconds: float) -> "SQLiteScanner":
        """Open an engine for each thread."""
        return cls([engine() for _ in range(_THREADS)], seconds)

    async def run(self, work: Work[T], project: Hashable) -> T:
        """Run *work* in the project's turn. Raises `SearchTimeout`, `Overloaded`.

        Work of no request and no project, such as background jobs, has no time limit.
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
            ended.exception()  # retrieved, so that asyncio does not log it after a cancellation
        self._connections.append(connection)
        self._queue.leave(project)

    async def close(self) -> None:
        """Wait for the running scans, then close the connections."""
        await asyncio.to_thread(self._threads.shutdown)
        for connection in self._connections:
            connection.engine.dispose()


class _ScanConnection:
    """The connection of one thread."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.deadline = engine, Deadline(thread_time)
        self.deadline.watch(engine, _STEPS)

    def run(self, work: Work[T], budget: ScanBudget, seconds: float) -> T:
        """Run *work* for at most *seconds* of processor time, and charge them to *budget*."""
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
