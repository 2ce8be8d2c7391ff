"""Group commit for PostgreSQL: the writes of a project that wait share the next transaction.

A commit waits for the disk, and the writers of a project wait for each other at its event stream.
So while a transaction runs, the writes of its project queue up, and the next one runs them all; the
first runs all of one turn of the event loop. A write that fails before it wrote anything fails
alone. After any other failure the transaction is rolled back, and each of its writes runs again in
one of its own. Writes of different rows run side by side (see `lockstep`). No caller gets its
result before the commit.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from contextvars import Context
from functools import partial
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import SQLAlchemyError

from gateway.database import lockstep, write_batch
from gateway.database.lockstep import Completed, NotTogether
from gateway.database.statements import note_write

T = TypeVar("T")
Work = Callable[[Connection], Any]

_MAX_GROUP: Final = 64  # writes in one transaction: the first of them waits for the last


class Transact(Protocol):
    """What runs a function in a transaction."""

    def __call__(self, work: Callable[[Connection], T]) -> Awaitable[T]:
        """Run *work* in a transaction of its own, and commit it."""
        ...


class QueuedWrite(NamedTuple):
    """A write, and the future of its result."""

    work: Work
    future: asyncio.Future[Any]
    row: Hashable


class PostgreSQLWriter:
    """A queue of writes for each project whose transaction runs."""

    def __init__(self, transact: Transact) -> None:
        """Run groups of writes by *transact*."""
        self._transact = transact
        self._waiting: dict[Hashable, list[QueuedWrite]] = {}
        self._running = set[asyncio.Task[None]]()

    def write(
        self, work: Callable[[Connection], T], project: Hashable, row: Hashable = None
    ) -> asyncio.Future[T]:
        """Run *work* alone, or with the next group of *project*. Cancelling rolls it back.

        *row* names the only one that it writes.
        """
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        queued = QueuedWrite(work, future, row)
        if project in self._waiting:
            self._waiting[project].append(queued)
        else:
            self._waiting[project] = [queued]
            self._start(project)
        return future

    async def close(self) -> None:
        """Wait for the writes that are queued."""
        while self._running:
            await asyncio.wait(self._running)

    def _start(self, project: Hashable) -> None:
        """Run the groups of a project in a task, outside the context of any one request.

        It starts with the loop's next iteration: what is written until then is in the first group.
        """
        drain = self._drain(project)
        task = asyncio.get_running_loop().create_task(drain, context=Context())
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _drain(self, project: Hashable) -> None:
        while waiting := self._waiting[project]:
            group, self._waiting[project] = waiting[:_MAX_GROUP], waiting[_MAX_GROUP:]
            await self._run(group)
        del self._waiting[project]

    async def _run(self, group: Sequence[QueuedWrite]) -> None:
        """Commit a group, or else each of its writes alone, and pass the results on."""
        group = [queued for queued in group if not queued.future.cancelled()]
        if len(group) <= 1:
            await asyncio.gather(*map(self._alone, group))
            return
        try:
            completed = await self._cancellable(partial(_run_all, group), group)
        except (NotTogether, asyncio.CancelledError):
            waiting = [queued for queued in group if not queued.future.cancelled()]
            await asyncio.gather(*map(self._alone, waiting))
        except Exception as exception:  # noqa: BLE001  # raised in each caller
            _set_results(group, [Completed(None, exception)] * len(group))
        else:
            _set_results(group, completed)

    async def _alone(self, queued: QueuedWrite) -> None:
        try:
            work = partial(write_batch.run, queued.work)
            completed = Completed(await self._cancellable(work, [queued]))
        except asyncio.CancelledError:
            return
        except Exception as exception:  # noqa: BLE001  # raised in the caller
            completed = Completed(None, exception)
        _set_results([queued], [completed])

    async def _cancellable(self, work: Work, group: Sequence[QueuedWrite]) -> Any:
        """Run a transaction that is cancelled when a caller that it writes for is.

        It is not cancelled while it commits: its writes might be there, and would run again.
        """
        is_committing = False

        def run(db: Connection) -> Any:
            nonlocal is_committing
            result = work(db)
            is_committing = True
            return result

        task = asyncio.ensure_future(self._transact(run))

        def cancel(future: asyncio.Future[Any]) -> None:
            if future.cancelled() and not is_committing:
                task.cancel()

        for queued in group:
            queued.future.add_done_callback(cancel)
        return await task


def _run_all(group: Sequence[QueuedWrite], db: Connection) -> list[Completed]:
    """Run the writes of a group in its transaction. Raises `NotTogether`."""
    batch = write_batch.begin(db)
    beside = {queued.row: queued for queued in reversed(group) if queued.row is not None}
    if len(beside) > 1:
        ran = lockstep.run([queued.work for queued in beside.values()], db)
        done = dict(zip(map(id, beside.values()), ran, strict=True))
    else:
        done = {}
    completed = [done.get(id(q)) or lockstep.run_one(q.work, db) for q in group]
    try:
        batch.flush(db)
    except SQLAlchemyError as exception:
        raise NotTogether from exception
    return completed


def _set_results(group: Sequence[QueuedWrite], completed: Sequence[Completed]) -> None:
    for (_, future, _), (result, exception) in zip(group, completed, strict=True):
        if future.cancelled():
            continue
        if exception is None:
            future.set_result(result)
        else:
            future.set_exception(exception)


def count_writes(engine: Engine) -> None:
    """Count, for each connection, the statements that changed a row."""
    event.listen(engine, "after_cursor_execute", _count)


def _count(db: Connection, cursor: Any, statement: str, *_: object) -> None:
    note_write(db, statement, cursor.rowcount)
