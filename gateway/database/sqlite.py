"""SQLite, the default database: a file in WAL mode, with concurrent readers and one writer.

Reads run on the event loop's thread: most take microseconds, and in WAL mode a reader never waits.
A search that exceeds 2 ms is interrupted and repeated on a thread; scans always run there. Writes
run one after another on the writer's thread.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from math import inf
from pathlib import Path
from time import perf_counter
from typing import Any, Final, TypeVar, cast

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.pool import StaticPool

from gateway.concurrency.cohort import yield_to_cohort
from gateway.database import errors
from gateway.database.sqlite_writer import SQLiteWriter
from gateway.database.statements import PreparedQuery
from gateway.models.column_types import to_json
from gateway.observability import tracing

T = TypeVar("T")
_Work = Callable[[Connection], T]

_INLINE_SECONDS: Final = 0.002  # the longest that a search may block the event loop
_PROGRESS_STEPS: Final = 2_000  # virtual machine instructions between two checks of the deadline


class SQLite:
    """A SQLite file: one connection for reads, one for scans, and one for writes."""

    is_embedded = True

    def __init__(self, url: URL, busy_seconds: float) -> None:
        """Open the file of *url*; the first write creates it."""
        file = Path(url.database or "").resolve().as_uri()
        writer = _sqlite_engine(f"{file}?mode=rwc", "BEGIN IMMEDIATE", busy_seconds)
        self._writer = SQLiteWriter(writer)
        self._reader = _sqlite_engine(f"{file}?mode=ro", "", busy_seconds)
        self._scanner = _sqlite_engine(f"{file}?mode=ro", "", busy_seconds)
        self._reader_driver: Any = None  # the reader's sqlite3 connection, without SQLAlchemy
        self._deadline = inf  # when to interrupt the reader's current query
        self._scan_thread = ThreadPoolExecutor(1, "sqlite-scanner")
        self._running_scan: object = None
        self._scan_driver: Any = None  # the running scan's sqlite3 connection

    async def read(self, work: _Work[T]) -> T:
        """Run *work* on this thread: a switch of threads would cost more than most queries."""
        with (
            tracing.database_span("sqlite", "read"),
            errors.translated,
            self._reader.connect() as db,
        ):
            return work(db)

    def fetch(self, query: PreparedQuery, values: Mapping[str, Any]) -> Awaitable[list[Any]]:
        """Run the query on sqlite3's connection directly, which caches prepared statements."""
        return self._fetch(query, values, inf)

    async def _fetch(
        self, query: PreparedQuery, values: Mapping[str, Any], seconds: float
    ) -> list[Any]:
        dialect = self._reader.dialect
        compiled = query.compiled(dialect)
        arguments = compiled.arguments(values)
        await yield_to_cohort()
        try:
            fetched = self._execute(compiled.text, arguments, seconds)
        except Exception as exc:
            errors.raise_if_outage(exc)
            raise
        return query.shape.rows(fetched, dialect)

    async def search(self, query: PreparedQuery, values: Mapping[str, Any]) -> list[Any]:
        """Run the query on this thread for 2 ms at most, then anew on the scan thread."""
        try:
            return await self._fetch(query, values, _INLINE_SECONDS)
        except _SearchTimeout:
            return await self.scan(partial(_rows, query, values))

    def _execute(self, text: str, arguments: Sequence[Any], seconds: float) -> list[Any]:
        if tracing.is_enabled():
            with tracing.database_span("sqlite", "read"):
                return self._execute_within(text, arguments, seconds)
        return self._execute_within(text, arguments, seconds)

    def _execute_within(self, text: str, arguments: Sequence[Any], seconds: float) -> list[Any]:
        """Return the rows, or raise `_SearchTimeout` once *seconds* have passed."""
        if self._reader_driver is None:
            self._reader_driver = self._reader.raw_connection().driver_connection
            self._reader_driver.set_progress_handler(self._is_past_deadline, _PROGRESS_STEPS)
        self._deadline = perf_counter() + seconds
        try:
            return cast("list[Any]", self._reader_driver.execute(text, arguments).fetchall())
        except sqlite3.OperationalError as exc:
            # Only the progress handler interrupts this connection.
            if exc.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise _SearchTimeout from None
            raise
        finally:
            self._deadline = inf

    def _is_past_deadline(self) -> bool:
        """Return whether to interrupt the query: SQLite's progress handler."""
        return perf_counter() > self._deadline

    async def scan(self, work: _Work[T]) -> T:
        """Run *work* on the scan thread. Cancelling the caller interrupts it."""
        loop, scan = asyncio.get_running_loop(), object()
        with tracing.database_span("sqlite", "scan"):
            try:
                return await loop.run_in_executor(self._scan_thread, self._scan, work, scan)
            except asyncio.CancelledError:
                self._interrupt(scan)
                raise

    def _scan(self, work: _Work[T], scan: object) -> T:
        with errors.translated, self._scanner.connect() as db:
            self._scan_driver, self._running_scan = db.connection.driver_connection, scan
            try:
                return work(db)
            finally:
                self._running_scan = None

    def _interrupt(self, scan: object) -> None:
        """Interrupt a cancelled scan if it is running, so that the next one can start."""
        if self._running_scan is scan:
            self._scan_driver.interrupt()

    async def write(self, work: _Work[T]) -> T:
        """Run *work* after the writes before it. Cancelling the caller does not stop it."""
        with tracing.database_span("sqlite", "write"), errors.translated:
            return await self._writer.write(work)

    def in_flight(self) -> int:
        """Return how many writes are queued or running."""
        return self._writer.pending

    async def close(self) -> None:
        """Finish the queued writes, then close the connections."""
        await self._writer.close()
        await asyncio.to_thread(self._scan_thread.shutdown)
        for engine in (self._reader, self._scanner):
            engine.dispose()


class _SearchTimeout(Exception):
    """A search exceeded its time on the event loop's thread."""


def _rows(query: PreparedQuery, values: Mapping[str, Any], db: Connection) -> list[Any]:
    compiled = query.compiled(db.dialect)
    fetched = db.exec_driver_sql(compiled.text, compiled.arguments(values))
    return query.shape.rows(fetched, db.dialect)


def _sqlite_engine(uri: str, begin: str, busy_seconds: float) -> Any:
    """Open a file. Without *begin* it is in autocommit mode, as for reads."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(
            uri, uri=True, isolation_level=None, check_same_thread=False, timeout=busy_seconds
        ),
        poolclass=StaticPool,
        hide_parameters=True,
        json_serializer=to_json,
    )
    event.listen(engine, "connect", _configure)
    if begin:
        event.listen(engine, "begin", partial(_begin, statement=begin))
    return engine


def _begin(db: Connection, statement: str) -> None:
    driver: Any = db.connection.driver_connection
    driver.execute(statement)


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    # FULL: a committed transaction survives a power failure.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()
