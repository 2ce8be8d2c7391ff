"""The database: where connections come from, and what a unit of work is.

A service hands over a function of one synchronous connection and the store runs it: on SQLite
reads inline (they take microseconds, and WAL readers never wait) and writes one after another
on a thread of their own; on PostgreSQL both through asyncpg. So each rule is written once.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from math import inf
from pathlib import Path
from time import perf_counter
from typing import Any, Final, Protocol, TypeVar, cast

import orjson
from sqlalchemy import URL, Connection, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import QueuePool, StaticPool

from gateway import outages, traces
from gateway.company import abreast
from gateway.prepared import Prepared
from gateway.writer import Writer

T = TypeVar("T")
Work = Callable[[Connection], T]

OLDEST_SQLITE = (3, 38, 0)  # the first with ->> and, before it, generated columns and RETURNING

# No request waits longer than this, in the server's own words.
_PATIENCE: Final = {
    "statement_timeout": "5s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "15s",
}
_CONNECT_SECONDS: Final = 2
_MOMENT: Final = 0.002  # seconds that a search may hold up everybody else
_STEPS: Final = 2_000  # of SQLite's machine, between two looks at the clock


class Store(Protocol):
    """A database. Every method that asks it raises `Unavailable` when it cannot answer now."""

    async def read(self, work: Work[T]) -> T:
        """Run *work* on a connection that only reads."""
        ...

    def fetch(self, query: Prepared, values: Mapping[str, Any]) -> Awaitable[list[Any]]:
        """Return the rows of *query* with these values."""
        ...

    async def search(self, query: Prepared, values: Mapping[str, Any]) -> list[Any]:
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


def connect(url: str, *, busy_seconds: float = 5, pool_size: int = 15) -> Store:
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


class SQLite:
    """A file. Many readers at any time, and one writer."""

    def __init__(self, url: URL, busy_seconds: float) -> None:
        """Open *url*; the file is created by the first write."""
        file = Path(url.database or "").resolve().as_uri()
        self._writer = Writer(_sqlite_engine(f"{file}?mode=rwc", "BEGIN IMMEDIATE", busy_seconds))
        self._reader = _sqlite_engine(f"{file}?mode=ro", "", busy_seconds)
        self._scanner = _sqlite_engine(f"{file}?mode=ro", "", busy_seconds)
        self._bare: Any = None  # the reader's connection, without SQLAlchemy
        self._until = inf  # when to give up what it looks for now
        self._scans = ThreadPoolExecutor(1, "sqlite-scanner")
        self._scanning: object = None  # the scan that runs, while one does
        self._scanned: Any = None  # and its connection

    async def read(self, work: Work[T]) -> T:
        """Run *work* here and now: a hop to a thread would cost more than most queries."""
        with traces.database("sqlite", "read"), outages.TOLD, self._reader.connect() as db:
            return work(db)

    def fetch(self, query: Prepared, values: Mapping[str, Any]) -> Awaitable[list[Any]]:
        """Ask the driver itself, which keeps the statements that it prepared."""
        return self._fetched(query, values, inf)

    async def _fetched(
        self, query: Prepared, values: Mapping[str, Any], seconds: float
    ) -> list[Any]:
        dialect = self._reader.dialect
        written = query.written(dialect)
        arguments = written.arguments(values)
        await abreast()
        try:
            found = self._asked(written.text, arguments, seconds)
        except Exception as exc:
            outages.tell(exc)
            raise
        return query.shape.rows(found, dialect)

    async def search(self, query: Prepared, values: Mapping[str, Any]) -> list[Any]:
        """Look here and now for a moment, as most are found at once, and then on a thread."""
        try:
            return await self._fetched(query, values, _MOMENT)
        except _TakesLonger:
            return await self.scan(partial(_rows, query, values))

    def _asked(self, text: str, arguments: Sequence[Any], seconds: float) -> list[Any]:
        if traces.are_on():
            with traces.database("sqlite", "read"):
                return self._found(text, arguments, seconds)
        return self._found(text, arguments, seconds)

    def _found(self, text: str, arguments: Sequence[Any], seconds: float) -> list[Any]:
        if self._bare is None:
            self._bare = self._reader.raw_connection().driver_connection
            self._bare.set_progress_handler(self._takes_too_long, _STEPS)
        self._until = perf_counter() + seconds
        try:
            return cast("list[Any]", self._bare.execute(text, arguments).fetchall())
        except sqlite3.OperationalError as exc:
            if exc.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:  # by what follows, and nobody else
                raise _TakesLonger from None
            raise
        finally:
            self._until = inf

    def _takes_too_long(self) -> bool:
        """Tell whether to give up; SQLite asks this again and again while it looks."""
        return perf_counter() > self._until

    async def scan(self, work: Work[T]) -> T:
        """Run *work* on a thread and a connection of its own."""
        loop, mine = asyncio.get_running_loop(), object()
        with traces.database("sqlite", "scan"):
            try:
                return await loop.run_in_executor(self._scans, self._scan, work, mine)
            except asyncio.CancelledError:
                self._interrupt(mine)
                raise

    def _scan(self, work: Work[T], mine: object) -> T:
        with outages.TOLD, self._scanner.connect() as db:
            self._scanned, self._scanning = db.connection.driver_connection, mine
            try:
                return work(db)
            finally:
                self._scanning = None

    def _interrupt(self, scan: object) -> None:
        """End a scan that nobody waits for, so that its thread is free for the next."""
        if self._scanning is scan:
            self._scanned.interrupt()

    async def write(self, work: Work[T]) -> T:
        """Run *work* after the writes before it; a caller that goes away does not stop it."""
        with traces.database("sqlite", "write"), outages.TOLD:
            return await self._writer.write(work)

    def busy(self) -> int:
        """Return how many writes wait or run."""
        return self._writer.waiting

    async def close(self) -> None:
        """Finish the writes that wait, then let go."""
        await self._writer.close()
        await asyncio.to_thread(self._scans.shutdown)
        for engine in (self._reader, self._scanner):
            engine.dispose()


class _TakesLonger(Exception):  # says what happened
    """What is looked for was not found in a moment."""


def _rows(query: Prepared, values: Mapping[str, Any], db: Connection) -> list[Any]:
    written = query.written(db.dialect)
    found = db.exec_driver_sql(written.text, written.arguments(values))
    return query.shape.rows(found, db.dialect)


def _sqlite_engine(uri: str, begin: str, busy_seconds: float) -> Any:
    """Open a file; without *begin* each statement is a transaction of its own, as reads are."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(
            uri, uri=True, isolation_level=None, check_same_thread=False, timeout=busy_seconds
        ),
        poolclass=StaticPool,
        hide_parameters=True,
        json_serializer=_json,
    )
    event.listen(engine, "connect", _tune)
    if begin:
        event.listen(engine, "begin", partial(_begin, how=begin))
    return engine


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _begin(db: Connection, how: str) -> None:
    driver: Any = db.connection.driver_connection
    driver.execute(how)


def _tune(connection: sqlite3.Connection, _record: object) -> None:
    # FULL: an import that was answered survives a power cut.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


class PostgreSQL:
    """A server, reached by asyncpg."""

    def __init__(self, url: URL, pool_size: int) -> None:
        """Prepare a pool for *url*; connections are made when they are needed, and kept."""
        self._engine: AsyncEngine = create_async_engine(
            _asyncpg(url),
            pool_size=pool_size,
            max_overflow=0,  # what overflows is connected and thrown away with each use
            pool_timeout=2,
            hide_parameters=True,
            json_serializer=_json,
            connect_args={"timeout": _CONNECT_SECONDS, "server_settings": _PATIENCE},
        )
        event.listen(self._engine.sync_engine, "connect", _leave_documents)
        event.listen(self._engine.sync_engine, "checkout", _check_open)
        self._reads = self._engine.execution_options(isolation_level="AUTOCOMMIT")

    async def read(self, work: Work[T]) -> T:
        """Run *work* without a transaction, which saves two round trips."""
        with traces.database("postgresql", "read"), outages.TOLD:
            async with self._reads.connect() as db:
                return await db.run_sync(work)

    async def fetch(self, query: Prepared, values: Mapping[str, Any]) -> list[Any]:
        """Ask the driver itself, over a connection of the pool; it keeps what it prepared."""
        dialect = self._engine.dialect
        written = query.written(dialect)
        with traces.database("postgresql", "read"), outages.TOLD:
            lent = await self._engine.raw_connection()
            driver: Any = lent.driver_connection
            try:
                found = await driver.fetch(written.text, *written.arguments(values))
            except Exception as exc:
                outages.tell(exc, gone=driver.is_closed())
                raise
            finally:
                lent.close()
        return query.shape.rows(found, dialect)

    async def search(self, query: Prepared, values: Mapping[str, Any]) -> list[Any]:
        """Ask like for anything else: the server does the work."""
        return await self.fetch(query, values)

    async def scan(self, work: Work[T]) -> T:
        """Run *work* like any other that reads: the server does the work."""
        return await self.read(work)

    async def write(self, work: Work[T]) -> T:
        """Run *work* in one READ COMMITTED transaction."""
        with traces.database("postgresql", "write"), outages.TOLD:
            async with self._engine.begin() as db:
                return await db.run_sync(work)

    def busy(self) -> int:
        """Return how many connections of the pool are in use."""
        return cast("QueuePool", self._engine.pool).checkedout()

    async def close(self) -> None:
        """Close the pool."""
        await self._engine.dispose()


def _leave_documents(connection: Any, _record: object) -> None:
    """Have the driver give a jsonb as its text, which is parsed when somebody looks at it.

    SQLAlchemy would have each one parsed. What it reads itself, of the catalogue, is json.
    """
    connection.run_async(lambda driver: driver.reset_type_codec("jsonb", schema="pg_catalog"))


def _check_open(connection: Any, _record: object, _proxy: object) -> None:
    """Let go of all connections when one was closed by a server that went away.

    The driver is told when that happens: asking the server each time would cost a round trip.
    """
    if connection.driver_connection.is_closed():
        raise InvalidatePoolError


def _asyncpg(url: URL) -> URL:
    """Choose the driver, and translate libpq's name for TLS into asyncpg's."""
    query = dict(url.query)
    if "sslmode" in query:
        query["ssl"] = query.pop("sslmode")
    return url.set(drivername="postgresql+asyncpg", query=query)
