"""Group commit for PostgreSQL: the writes of a project that wait share the next transaction.

A commit waits for the disk, and the writers of a project wait for each other at its event stream.
So while a transaction runs, the writes of its project queue up, and the next one runs them all; the
first runs all of one turn of the event loop. The next one begins as soon as the one before has only
to write what is late and to commit, without those that lock the same. A write that fails before it
wrote anything fails alone. After any other failure the transaction is rolled back, and each of its
writes runs again in one of its own. Writes that lock different resources run side by side (see
`lockstep`). No caller gets its result before the commit.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Iterator, Sequence
from contextvars import Context
from functools import partial
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import SQLAlchemyError

from gateway.database import write_batch
from gateway.database.lockstep import Completed, Lockstep, NotTogether, run_one
from gateway.database.statements import note_write
from gateway.database.write_batch import WriteBatch

T = TypeVar("T")
Work = Callable[[Connection], Any]

_MAX_GROUP: Final = 64  # writes in one transaction: the first of them waits for the last


class Transact(Protocol):
    """What runs a function in a transaction."""

    def __call__(self, work: Callable[[Connection], T]) -> Awaitable[T]:
        """Run *work* in a transaction of its own, and commit it."""
        ...


Resources = frozenset[Hashable]


class QueuedWrite(NamedTuple):
    """A write, the future of its result, and what it locks; nothing stands for anything."""

    work: Work
    future: asyncio.Future[Any]
    resources: Resources

    def may_run_beside(self, locked: Resources | None) -> bool:
        """Return whether it locks none of these; None stands for anything."""
        if locked is None:
            return False
        return not locked or bool(self.resources and locked.isdisjoint(self.resources))


class Group(NamedTuple):
    """Writes that share a transaction, and the task that runs it."""

    writes: Sequence[QueuedWrite]
    task: asyncio.Task[None]

    def locked(self) -> Resources | None:
        """Return what its writes lock, as long as it runs; None stands for anything."""
        if self.task.done():
            return frozenset()
        if not all(queued.resources for queued in self.writes):
            return None
        return frozenset[Hashable]().union(*(queued.resources for queued in self.writes))


class PostgreSQLWriter:
    """A queue of writes for each project whose transaction runs."""

    def __init__(self, transact: Transact) -> None:
        """Run groups of writes by *transact*."""
        self._transact, self._lockstep = transact, Lockstep()
        self._waiting: dict[Hashable, list[QueuedWrite]] = {}
        self._running = set[asyncio.Task[None]]()

    def write(
        self,
        work: Callable[[Connection], T],
        project: Hashable,
        resources: Iterable[Hashable] = (),
    ) -> asyncio.Future[T]:
        """Run *work* alone, or with the next group of *project*. Cancelling rolls it back.

        *resources* are all that it locks; none stands for anything.
        """
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        queued = QueuedWrite(work, future, frozenset(resources))
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
        last: Group | None = None
        while self._waiting[project]:
            writes = self._take(project, last.locked() if last else frozenset())
            if writes:
                last = await self._begin(writes, last)
            if last and not (writes and self._waiting[project]):
                await last.task
        del self._waiting[project]

    def _take(self, project: Hashable, locked: Resources | None) -> Sequence[QueuedWrite]:
        """Take those out of the queue that may run now, and overtake none that locks the same."""
        taken, left = list[QueuedWrite](), list[QueuedWrite]()
        for queued in self._waiting[project]:
            if len(taken) < _MAX_GROUP and queued.may_run_beside(locked):
                taken.append(queued)
            else:
                left.append(queued)
                locked = locked | queued.resources if locked and queued.resources else None
        self._waiting[project] = left
        return taken

    async def _begin(self, writes: Sequence[QueuedWrite], before: Group | None) -> Group:
        """Start a group; return it when it has only to commit, and the one *before* has ended."""
        has_run = asyncio.Event()
        task = asyncio.create_task(self._run(writes, has_run))
        task.add_done_callback(lambda _: has_run.set())
        if before:
            await before.task
        await has_run.wait()
        return Group(writes, task)

    async def _run(self, group: Sequence[QueuedWrite], has_run: asyncio.Event) -> None:
        """Commit a group, or else each of its writes alone, and pass the results on."""
        group = [queued for queued in group if not queued.future.cancelled()]
        if len(group) <= 1:
            await asyncio.gather(*(self._alone(queued, has_run) for queued in group))
            return
        try:
            completed = await self._cancellable(partial(self._run_all, group), group, has_run)
        except (NotTogether, asyncio.CancelledError):
            await self._each_alone(group)
        except Exception as exception:  # noqa: BLE001  # raised in each caller
            _set_results(group, [Completed(None, exception)] * len(group))
        else:
            _set_results(group, completed)

    async def _each_alone(self, left: Sequence[QueuedWrite]) -> None:
        """Run each in a transaction of its own, after those before it that lock the same."""
        while left := [queued for queued in left if not queued.future.cancelled()]:
            beside = list(_side_by_side(left)) or left
            await asyncio.gather(*(self._alone(queued, asyncio.Event()) for queued in beside))
            left = [queued for queued in left if queued not in beside]

    async def _alone(self, queued: QueuedWrite, has_run: asyncio.Event) -> None:
        try:
            completed = Completed(await self._cancellable(queued.work, [queued], has_run))
        except asyncio.CancelledError:
            return
        except Exception as exception:  # noqa: BLE001  # raised in the caller
            completed = Completed(None, exception)
        _set_results([queued], [completed])

    async def _cancellable(
        self, work: Work, group: Sequence[QueuedWrite], has_run: asyncio.Event
    ) -> Any:
        """Run a transaction that is cancelled when a caller that it writes for is.

        It is not cancelled while it commits: its writes might be there, and would run again.
        """
        is_committing = False

        def run(db: Connection) -> Any:
            nonlocal is_committing
            batch = write_batch.begin(db)
            result = work(db)
            has_run.set()
            _flush(batch, db, is_group=len(group) > 1)
            is_committing = True
            return result

        task = asyncio.ensure_future(self._transact(run))

        def cancel(future: asyncio.Future[Any]) -> None:
            if future.cancelled() and not is_committing:
                task.cancel()

        for queued in group:
            queued.future.add_done_callback(cancel)
        return await task

    def _run_all(self, group: Sequence[QueuedWrite], db: Connection) -> list[Completed]:
        """Run the writes of a group in its transaction. Raises `NotTogether`."""
        beside = list(_side_by_side(group))
        ran = self._lockstep.run([queued.work for queued in beside], db) if beside[1:] else []
        done = dict(zip(map(id, beside), ran, strict=False))
        return [done.get(id(queued)) or run_one(queued.work, db) for queued in group]


def _side_by_side(group: Sequence[QueuedWrite]) -> Iterator[QueuedWrite]:
    """Yield those that lock nothing that one before them locks."""
    locked = set[Hashable]()
    for queued in group:
        if queued.resources and locked.isdisjoint(queued.resources):
            locked |= queued.resources
            yield queued


def _flush(batch: WriteBatch, db: Connection, *, is_group: bool) -> None:
    """Write what is late. Raises `NotTogether` where that fails for a group."""
    try:
        batch.flush(db)
    except SQLAlchemyError as exception:
        if is_group:
            raise NotTogether from exception
        raise


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
