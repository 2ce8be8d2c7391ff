"""Lockstep: writes of a transaction that run side by side, and whose equal statements are one.

A round trip takes longer than the statement. So each write runs in a greenlet, which stops where it
sends a statement that has a form for many rows. Once all have stopped, each such statement is sent
once for those that wait for it, and they go on. The writes are written as if each ran alone.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from greenlet import getcurrent, greenlet  # type: ignore[import-untyped]
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.util import await_only

from gateway.database import write_batch
from gateway.database.statements import PARK, PreparedStatement

Work = Callable[[Connection], Any]

_KEPT: Final = 64  # greenlets that wait for a write: as many as a group has writes


class Completed(NamedTuple):
    """A write that ran: its result, or the exception that it raised before it wrote anything."""

    result: Any
    exception: Exception | None = None


class NotTogether(Exception):
    """A group has to be rolled back: one of its writes failed after it wrote something."""


_DONE: Final = object()  # what a greenlet says when its write has completed


class _Parked(NamedTuple):
    """A statement that a write waits for, and its parameters."""

    statement: PreparedStatement
    values: Mapping[str, Any]


class _Runner(greenlet):  # type: ignore[misc]
    """A greenlet that runs writes, one after another."""

    __sqlalchemy_greenlet_provider__ = True  # SQLAlchemy may switch to the parent to await

    def __init__(self) -> None:
        """Start it: it waits for what it is switched to with, see `_serve`."""
        super().__init__(_serve)  # no method of its own, which would be a reference cycle
        self.switch()  # with nothing: it keeps its first arguments


class _Write:
    """A write, the greenlet that runs it, its result, and whether it has written something."""

    def __init__(self, work: Work, runner: _Runner) -> None:
        """Let *runner* run it, with the context variables and below the greenlet of the caller."""
        self.work, self.runner, self.has_written = work, runner, False
        self.results = list[Completed]()  # one, once it has completed
        runner.parent = caller = getcurrent()
        runner.gr_context = caller.gr_context


class Lockstep:
    """Greenlets that run the writes of one group after another."""

    def __init__(self) -> None:
        """Start with none."""
        self._idle = deque[_Runner](maxlen=_KEPT)

    def run(self, works: Sequence[Work], db: Connection) -> list[Completed]:
        """Run all, and return their results in their order. Raises `NotTogether`."""
        writes = [_Write(work, self._idle.pop() if self._idle else _Runner()) for work in works]
        group, info = _Group(db), db.info  # which a lost connection would not tell
        info[PARK] = _park
        try:
            for write in writes:
                group.advance(write, write.work, db, write.results)
            while group.parked:
                group.step()
        finally:
            info.pop(PARK, None)
        self._idle.extend(write.runner for write in writes)
        return [group.completed[write] for write in writes]


def run_one(work: Work, db: Connection) -> Completed:
    """Run a write of a group. Raises `NotTogether`."""
    batch = write_batch.current(db)
    before = batch.writes
    try:
        return Completed(work(db))
    except SQLAlchemyError as exception:  # PostgreSQL accepts nothing but a rollback after it
        raise NotTogether from exception
    except Exception as exception:
        if batch.writes != before:
            raise NotTogether from exception
        return Completed(None, exception)


def _serve() -> None:
    """Run a work on a connection, append its result to a list; the same with the next one.

    Nothing of it is kept here: an exception names frames that name this greenlet, and the garbage
    collector sees no cycle through a greenlet that is suspended.
    """
    while True:
        work, db, results = _switch_to_parent(_DONE)
        try:
            results.append(Completed(work(db)))
        except Exception as exception:  # noqa: BLE001  # raised in the caller
            results.append(Completed(None, exception))
        del work, db, results


def _park(statement: PreparedStatement, values: Mapping[str, Any]) -> Any:
    """Stop the current write until its statement was sent; return the rows."""
    return _switch_to_parent(_Parked(statement, values))


def _switch_to_parent(said: Any) -> Any:
    parent = getcurrent().parent
    assert parent  # noqa: S101  # the greenlet of the transaction
    return parent.switch(said)


class _Group:
    """The writes of a group: those that wait for a statement, and those that are complete."""

    def __init__(self, db: Connection) -> None:
        self._db, self._info, self._batch = db, db.info, write_batch.current(db)
        self.parked: dict[_Write, _Parked] = {}
        self.completed: dict[_Write, Completed] = {}

    def step(self) -> None:
        """Send the statement that the first one waits for, for all that wait for it, and go on."""
        statement = next(iter(self.parked.values())).statement
        together = [w for w, parked in self.parked.items() if parked.statement is statement]
        values = [self.parked.pop(write).values for write in together]
        park = self._info.pop(PARK)
        try:
            fetched = statement.run_many(self._db, values)
        except SQLAlchemyError as exception:
            raise NotTogether from exception
        finally:
            self._info[PARK] = park
        for write, rows in zip(together, fetched, strict=True):
            write.has_written |= statement.writes and bool(rows)
            self.advance(write, rows)

    def advance(self, write: _Write, *given: Any) -> None:
        """Let a write go on until it waits for a statement, or ends. Raises `NotTogether`."""
        before = self._batch.writes
        said = write.runner.switch(*given)
        while said is not _DONE and not isinstance(said, _Parked):
            said = _awaited(write.runner, said)
        write.has_written |= self._batch.writes != before
        if isinstance(said, _Parked):
            self.parked[write] = said
        else:
            self._complete(write, write.results.pop())

    def _complete(self, write: _Write, completed: Completed) -> None:
        exception = completed.exception
        if exception and (write.has_written or isinstance(exception, SQLAlchemyError)):
            raise NotTogether from exception
        self.completed[write] = completed


def _awaited(runner: _Runner, awaitable: Any) -> Any:
    """Await what a write's own statement awaits, and let it go on."""
    try:
        result = await_only(awaitable)
    except Exception as exception:  # noqa: BLE001  # raised in the write
        return runner.throw(exception)
    except BaseException:
        runner.throw(NotTogether)  # for a cancellation SQLAlchemy would disconnect
        raise
    return runner.switch(result)
