"""The database interface: a protocol that SQLite and PostgreSQL implement, chosen by URL.

A service passes a function of one synchronous connection, and the database runs it in the way
that suits its driver. So each service method is written once for both databases.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, make_url
from sqlalchemy.dialects import postgresql, sqlite

from gateway.database.changes import Listener
from gateway.database.sqlite import SQLite
from gateway.database.statements import PreparedQuery

T = TypeVar("T")
Work = Callable[[Connection], T]


class Database(Protocol):
    """A database. Methods that query it raise `Unavailable` when it is busy, full or unreachable.

    A read may take long without holding up other requests: SQLite moves it to a thread, and
    PostgreSQL is another process.
    """

    is_embedded: bool  # a file that this process creates and migrates itself, as SQLite is
    has_text_index: bool  # which queries of text have to ask first, see `text_index`
    batch_rows: int  # that one transaction may write before others wait for it too long

    async def read(self, work: Work[T]) -> T:
        """Run *work*, which only reads, on a read-only connection; it may run twice."""
        ...

    async def fetch(self, query: PreparedQuery, values: Mapping[str, Any]) -> list[Any]:
        """Return the rows of *query* for these parameters; reads are fair by their `project`.

        Raises `SearchTimeout` for a scan that takes too long, and `Overloaded` when too many scans
        of the project wait.
        """
        ...

    async def write(
        self, work: Work[T], project: Hashable = None, resources: Iterable[Hashable] = ()
    ) -> T:
        """Run *work* in one transaction, committed when this returns. No I/O but SQL within.

        Writes that name a *project* may share a transaction, and may run twice. Those that name all
        *resources* that they lock or write, such as a row and an idempotency key, may run side by
        side where they have none in common.
        """
        ...

    def notify(self, listener: Listener) -> None:
        """Tell *listener* of the commits of this process from now on, with their topics."""
        ...

    def watched(self, listener: Listener) -> AbstractAsyncContextManager[None]:
        """Notify *listener* of commits while the block runs: of any process on this database.

        Notifications of this process come at once. Others may be late, and a few may be lost.
        """
        ...

    def in_flight(self) -> int:
        """Return how many connections of the pool are in use, or how many writes are queued."""
        ...

    async def close(self) -> None:
        """Close every connection."""
        ...


def connect(
    url: str, *, busy_seconds: float = 5, pool_size: int = 15, scan_seconds: float = 0.2
) -> Database:
    """Open the database at *url*: ``sqlite:///file.db`` or ``postgresql://user@host/name``.

    *busy_seconds* is SQLite's busy timeout: how long to wait for another process that writes.
    *pool_size* is the maximum number of connections to PostgreSQL. *scan_seconds* is the processor
    time that the scans of one request may take together on SQLite.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return SQLite(address, busy_seconds, scan_seconds)
    from gateway.database.postgresql import PostgreSQL

    return PostgreSQL(address, pool_size)


def insert(db: Connection) -> Any:
    """Return the dialect's INSERT with ON CONFLICT; both dialects have the same interface."""
    return sqlite.insert if db.dialect.name == "sqlite" else postgresql.insert
