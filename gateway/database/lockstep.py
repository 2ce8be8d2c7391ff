"""Lockstep: writes of a transaction that run side by side, and whose equal statements are one.

A round trip takes longer than the statement. So each write runs in a greenlet, which stops where it
sends a statement that has a form for many rows. Once all have stopped, each such statement is sent
once for those that wait for it, and they go on. The writes are written as if each ran alone.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from greenlet import getcurrent, greenlet  # type: ignore[import-untyped]
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.util import await_only

from gateway.database import write_batch
from gateway.database.statements import PARK, PreparedStatement

Work = Callable[[Connection], Any]


class Completed(NamedTuple):
    """A write that ran: its result, or the exception that it raised before it wrote anything."""

    result: Any
    exception: Exception | None = None


class NotTogether(Exception):
    """A group has to be rolled back: one of its writes failed after it wrote something."""


class _Parked(NamedTuple):
    """A statement that a write waits for, and its parameters."""

    statement: PreparedStatement
    values: Mapping[str, Any]


class _Write(greenlet):  # type: ignore[misc]
    """A write, and whether it has written something."""

    __sqlalchemy_greenlet_provider__ = True  # SQLAlchemy may switch to the parent to await

    def __init__(self, work: Work, db: Connection) -> None:
        """Run *work* with the context variables of the transaction."""
        super().__init__(partial(work, db))
        self.gr_context = getcurrent().gr_context
        self.has_written = False


def run(works: Sequence[Work], db: Connection) -> list[Completed]:
    """Run all, and return their results in their order. Raises `NotTogether`."""
    writes, lockstep = [_Write(work, db) for work in works], _Lockstep(db)
    db.info[PARK] = _park
    try:
        for write in writes:
            lockstep.advance(write, None)
        while lockstep.parked:
            lockstep.step()
    finally:
        del db.info[PARK]
    return [lockstep.completed[write] for write in writes]


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


def _park(statement: PreparedStatement, values: Mapping[str, Any]) -> Any:
    """Stop the current write until its statement was sent; return the rows."""
    parent = getcurrent().parent
    assert parent  # noqa: S101  # that of the transaction
    return parent.switch(_Parked(statement, values))


class _Lockstep:
    """The writes of a group: those that wait for a statement, and those that are complete."""

    def __init__(self, db: Connection) -> None:
        self._db, self._batch = db, write_batch.current(db)
        self.parked: dict[_Write, _Parked] = {}
        self.completed: dict[_Write, Completed] = {}

    def step(self) -> None:
        """Send the statement that the first one waits for, for all that wait for it, and go on."""
        statement = next(iter(self.parked.values())).statement
        together = [w for w, parked in self.parked.items() if parked.statement is statement]
        values = [self.parked.pop(write).values for write in together]
        park = self._db.info.pop(PARK)
        try:
            fetched = statement.run_many(self._db, values)
        except SQLAlchemyError as exception:
            raise NotTogether from exception
        finally:
            self._db.info[PARK] = park
        for write, rows in zip(together, fetched, strict=True):
            write.has_written |= statement.writes and bool(rows)
            self.advance(write, rows)

    def advance(self, write: _Write, rows: Any) -> None:
        """Let a write go on until it waits for a statement, or ends. Raises `NotTogether`."""
        before = self._batch.writes
        try:
            said = write.switch() if rows is None else write.switch(rows)
            while not write.dead and not isinstance(said, _Parked):
                said = _awaited(write, said)
        except Exception as exception:  # noqa: BLE001  # raised in the caller
            self._failed(write, exception, has_written=self._batch.writes != before)
            return
        write.has_written |= self._batch.writes != before
        if write.dead:
            self.completed[write] = Completed(said)
        else:
            self.parked[write] = said

    def _failed(self, write: _Write, exception: Exception, *, has_written: bool) -> None:
        if has_written or write.has_written or isinstance(exception, SQLAlchemyError):
            raise NotTogether from exception
        self.completed[write] = Completed(None, exception)


def _awaited(write: _Write, awaitable: Any) -> Any:
    """Await what a write's own statement awaits, and let it go on."""
    try:
        result = await_only(awaitable)
    except Exception as exception:  # noqa: BLE001  # raised in the write
        return write.throw(exception)
    return write.switch(result)
