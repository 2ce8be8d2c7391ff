"""The database: what can be asked of it, and which one a URL names.

A service hands over a function of one synchronous connection and the store runs it: so
each rule is written once, and the driver of either database is asked in its own way.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, make_url
from sqlalchemy.dialects import postgresql, sqlite

from gateway.database.postgresql import PostgreSQL
from gateway.database.sqlite import SQLite
from gateway.database.statements import PreparedQuery

T = TypeVar("T")
Work = Callable[[Connection], T]


class Database(Protocol):
    """A database. Every method that asks it raises `Unavailable` when it cannot answer now."""

    is_embedded: bool  # whether it is a file of this process, which makes and migrates it itself

    async def read(self, work: Work[T]) -> T:
        """Run *work* on a connection that only reads."""
        ...

    def fetch(self, query: PreparedQuery, values: Mapping[str, Any]) -> Awaitable[list[Any]]:
        """Return the rows of *query* with these values."""
        ...

    async def search(self, query: PreparedQuery, values: Mapping[str, Any]) -> list[Any]:
        """Return the rows of *query*, which may have to look at many others first."""
        ...

    async def scan(self, work: Work[T]) -> T:
        """Run *work* that only reads and may take long, without holding up other requests."""
        ...

    async def write(self, work: Work[T]) -> T:
        """Run *work* in one transaction: all of it happens, or nothing."""
        ...

    def busy(self) -> int:
        """Return how many connections are in use, or writes under way, at this moment."""
        ...

    async def close(self) -> None:
        """Let every connection go."""
        ...


def connect(url: str, *, busy_seconds: float = 5, pool_size: int = 15) -> Database:
    """Open the database at *url*: ``sqlite:///file.db`` or ``postgresql://user@host/name``.

    A SQLite file that another program writes to is waited for, *busy_seconds* at most. A
    PostgreSQL server is asked over *pool_size* connections at most.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return SQLite(address, busy_seconds)
    return PostgreSQL(address, pool_size)


def insert(db: Connection) -> Any:
    """Return the INSERT of this database that knows ON CONFLICT; both spell it alike."""
    return sqlite.insert if db.dialect.name == "sqlite" else postgresql.insert
