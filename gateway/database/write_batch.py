"""Write batch: statements that nothing reads in their transaction, sent together before it commits.

The labels, events and idempotency records of several writes then take as many round trips as those
of one, and the row of a project's event stream is locked only from these statements to the commit.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")

_KEY: Final = "write_batch"  # in the information that SQLAlchemy keeps with a connection


class Queue(NamedTuple):
    """A kind of item that is written late: queues are written in ascending *order*."""

    order: int
    write: Callable[[Connection, Sequence[Any]], None]


class WriteBatch(dict[Queue, list[Any]]):
    """What one transaction has still to write: the items of each queue.

    ``writes`` counts the items so far, and on PostgreSQL the statements that have changed rows.
    """

    writes = 0

    def add(self, queue: Queue, item: object) -> None:
        """Write *item* with the others of its queue, before the commit."""
        self.setdefault(queue, []).append(item)
        self.writes += 1

    def flush(self, db: Connection) -> None:
        """Write all items now."""
        while self:
            first = min(self)
            first.write(db, self.pop(first))


def begin(db: Connection) -> WriteBatch:
    """Start the batch of a transaction that begins."""
    batch = db.info[_KEY] = WriteBatch()
    return batch


def current(db: Connection) -> WriteBatch:
    """Return the batch of the transaction."""
    batch: WriteBatch = db.info[_KEY]
    return batch


def note_write(db: Connection) -> None:
    """Count a statement that changed rows, where the connection has had a batch."""
    if (batch := db.info.get(_KEY)) is not None:
        batch.writes += 1


def flush(db: Connection) -> None:
    """Write what the transaction has still to write: for a statement that reads it."""
    current(db).flush(db)


def run(work: Callable[[Connection], T], db: Connection) -> T:
    """Run one write with a batch of its own."""
    batch = begin(db)
    result = work(db)
    batch.flush(db)
    return result
