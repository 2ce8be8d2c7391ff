"""Group commit for SQLite: one writer thread, which commits all waiting writes together.

A commit waits for fsync, and SQLite has one writer at a time. So all writes that queue up during a
commit run in the next transaction, and no caller gets its result before it is durable. Writes that
may run twice share their late statements: one that fails before it wrote anything fails alone, and
after any other failure all run again, each in a savepoint of its own. So do other writes at once.
"""

import asyncio
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from typing import Any, Final, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine

from gateway.database import write_batch
from gateway.database.changes import Listeners, take_touched
from gateway.database.write_batch import WriteBatch

T = TypeVar("T")

_MAX_BATCH: Final = 100  # writes in one transaction: the first of them waits for the last


class _QueuedWrite(NamedTuple):
    """A write, and the future of its result."""

    work: Callable[[Connection], Any]
    future: asyncio.Future[Any]
    may_repeat: bool


class _Completed(NamedTuple):
    """A write that ran: its result, or the exception that it raised."""

    result: Any
    exception: BaseException | None


class SQLiteWriter:
    """A queue of writes, and the thread that runs them on the only writing connection."""

    def __init__(self, engine: Engine, check_file: Callable[[], None]) -> None:
        """Use *engine* from one thread, which starts with the first write.

        *check_file* raises an exception when the file that the connection holds was removed.
        """
        self._engine, self._check_file = engine, check_file
        self._thread = ThreadPoolExecutor(1, "sqlite-writer")
        self._queue: list[_QueuedWrite] = []
        self._is_running = self._has_begun = False
        self.listeners = Listeners()  # notified of each commit
        self.pending = 0  # writes that are queued or running

    def write(
        self, work: Callable[[Connection], T], *, may_repeat: bool = False
    ) -> asyncio.Future[T]:
        """Run *work* after the writes before it. Cancelling the future does not stop it.

        With *may_repeat* it may run again, after what it did was rolled back.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._queue.append(_QueuedWrite(work, future, may_repeat))
        self.pending += 1
        if not self._is_running:
            self._start_batch(loop)
        return future

    async def close(self) -> None:
        """Finish the queued writes, then stop the thread and close the connection.

        The -wal file is emptied into the database first, so that a copy of the database is whole.
        """
        if self._is_running:
            with suppress(Exception):  # a failed transaction is reported to its callers
                await self.write(_no_op)
        await asyncio.to_thread(self._thread.shutdown)
        if self._has_begun:
            with suppress(Exception):  # another process reads or writes: the last to close does it
                await asyncio.to_thread(self._checkpoint)
        self._engine.dispose()

    def _checkpoint(self) -> None:
        self._check_file()
        with closing(self._engine.raw_connection()) as connection:
            driver: Any = connection.driver_connection
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()

    def _start_batch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Submit the queued writes to the thread, if there are any."""
        self._is_running = False
        batch, self._queue = self._queue[:_MAX_BATCH], self._queue[_MAX_BATCH:]
        if batch:
            try:
                self._thread.submit(self._run, batch, loop)
                self._is_running = True
            except RuntimeError as closed:
                _set_results(batch, [_Completed(None, closed)] * len(batch))

    def _run(
        self,
        batch: Sequence[_QueuedWrite],
        loop: asyncio.AbstractEventLoop,
        *,
        is_again: bool = False,
    ) -> None:
        """Commit a batch on the writer thread, and pass its results to the event loop."""
        self._has_begun = True
        topics: Collection[UUID] = ()
        run = _run_each if is_again or not _may_repeat(batch) else _run_together
        try:
            self._check_file()
            with self._engine.begin() as db:
                completed = run(db, batch)
                touched = take_touched(db)
            self._check_file()
            topics = touched
        except _NotTogether:
            self._run(batch, loop, is_again=True)
            return
        except BaseException as exception:  # noqa: BLE001  # raised in each caller
            completed = [_Completed(None, exception)] * len(batch)
        loop.call_soon_threadsafe(self._finish_batch, batch, completed, topics, loop)

    def _finish_batch(
        self,
        batch: Sequence[_QueuedWrite],
        completed: list[_Completed],
        topics: Collection[UUID],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        """Start the next batch first, so that the thread does not idle, then set the results."""
        self._start_batch(loop)
        self.pending -= len(completed)
        _set_results(batch, completed)
        self.listeners.publish(topics)


def _set_results(batch: Sequence[_QueuedWrite], completed: Sequence[_Completed]) -> None:
    for (_, future, _), (result, exception) in zip(batch, completed, strict=True):
        if future.cancelled():
            continue
        if exception is None:
            future.set_result(result)
        elif isinstance(exception, StopIteration):  # asyncio refuses it in a future
            future.set_exception(RuntimeError("A write ended an iteration."))
        else:
            future.set_exception(exception)


def _may_repeat(batch: Sequence[_QueuedWrite]) -> bool:
    """Return whether the writes can run together; a single one is alone anyway."""
    return len(batch) == 1 or all(queued.may_repeat for queued in batch)


class _NotTogether(Exception):
    """A batch has to be rolled back: one of its writes failed after it wrote something."""


def _run_together(db: Connection, batch: Sequence[_QueuedWrite]) -> list[_Completed]:
    """Run the writes of a batch, and then their late statements. Raises `_NotTogether`."""
    late = write_batch.begin(db)
    if len(batch) == 1:
        completed = [_Completed(batch[0].work(db), None)]
        late.flush(db)
        return completed
    driver: Any = db.connection.driver_connection
    try:
        completed = [_run_one(db, driver, late, queued.work) for queued in batch]
        late.flush(db)
    except Exception as exception:
        if driver.in_transaction:
            raise _NotTogether from exception
        raise  # SQLite has rolled back the whole transaction, as on a full disk
    return completed


def _run_one(
    db: Connection, driver: Any, late: WriteBatch, work: Callable[[Connection], Any]
) -> _Completed:
    """Run one write; return its exception if it wrote nothing, else raise it."""
    before = driver.total_changes, late.writes
    try:
        return _Completed(work(db), None)
    except Exception as exception:
        if not driver.in_transaction or before != (driver.total_changes, late.writes):
            raise
        return _Completed(None, exception)


def _run_each(db: Connection, batch: Sequence[_QueuedWrite]) -> list[_Completed]:
    """Run the writes of a batch, each with its late statements in a savepoint."""
    return [_run_in_savepoint(db, queued.work) for queued in batch]


def _run_in_savepoint(db: Connection, work: Callable[[Connection], Any]) -> _Completed:
    """Run one write of a batch; if it fails, roll back its savepoint only.

    Raises where SQLite has rolled back the whole transaction, as it does on a full disk.
    """
    driver: Any = db.connection.driver_connection
    driver.execute("SAVEPOINT one")
    try:
        late = write_batch.begin(db)
        completed = _Completed(work(db), None)
        late.flush(db)
    except Exception as exception:
        if not driver.in_transaction:
            raise
        driver.execute("ROLLBACK TO one")
        completed = _Completed(None, exception)
    driver.execute("RELEASE one")
    return completed


def _no_op(_: Connection) -> None:
    """Mark the end of the queue."""
