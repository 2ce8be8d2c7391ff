"""SQLite, the default: a file. Many read it at any time, and one writes.

Reads run inline, for they take microseconds and readers of a write-ahead log never wait; what may
take longer moves to a thread of its own; writes follow one another on theirs.
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
from gateway.database.sqlite_writer import Writer
from gateway.database.statements import PreparedQuery
from gateway.models.column_types import document
from gateway.observability import tracing

T = TypeVar("T")
_Work = Callable[[Connection], T]

_MOMENT: Final = 0.002  # seconds that a search may hold up everybody else
_STEPS: Final = 2_000  # of SQLite's machine, between two looks at the clock


class SQLite:
    """A file. Many readers at any time, and one writer."""

    is_embedded = True

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

    async def read(self, work: _Work[T]) -> T:
        """Run *work* here and now: a hop to a thread would cost more than most queries."""
        with tracing.database("sqlite", "read"), errors.translated, self._reader.connect() as db:
            return work(db)

    def fetch(self, query: PreparedQuery, values: Mapping[str, Any]) -> Awaitable[list[Any]]:
        """Ask the driver itself, which keeps the statements that it prepared."""
        return self._fetched(query, values, inf)

    async def _fetched(
        self, query: PreparedQuery, values: Mapping[str, Any], seconds: float
    ) -> list[Any]:
        dialect = self._reader.dialect
        written = query.written(dialect)
        arguments = written.arguments(values)
        await yield_to_cohort()
        try:
            found = self._asked(written.text, arguments, seconds)
        except Exception as exc:
            errors.raise_if_outage(exc)
            raise
        return query.shape.rows(found, dialect)

    async def search(self, query: PreparedQuery, values: Mapping[str, Any]) -> list[Any]:
        """Look here and now for a moment, as most are found at once, and then on a thread."""
        try:
            return await self._fetched(query, values, _MOMENT)
        except _TakesLonger:
            return await self.scan(partial(_rows, query, values))

    def _asked(self, text: str, arguments: Sequence[Any], seconds: float) -> list[Any]:
        if tracing.are_on():
            with tracing.database("sqlite", "read"):
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

    async def scan(self, work: _Work[T]) -> T:
        """Run *work* on a thread and a connection of its own."""
        loop, mine = asyncio.get_running_loop(), object()
        with tracing.database("sqlite", "scan"):
            try:
                return await loop.run_in_executor(self._scans, self._scan, work, mine)
            except asyncio.CancelledError:
                self._interrupt(mine)
                raise

    def _scan(self, work: _Work[T], mine: object) -> T:
        with errors.translated, self._scanner.connect() as db:
            self._scanned, self._scanning = db.connection.driver_connection, mine
            try:
                return work(db)
            finally:
                self._scanning = None

    def _interrupt(self, scan: object) -> None:
        """End a scan that nobody waits for, so that its thread is free for the next."""
        if self._scanning is scan:
            self._scanned.interrupt()

    async def write(self, work: _Work[T]) -> T:
        """Run *work* after the writes before it; a caller that goes away does not stop it."""
        with tracing.database("sqlite", "write"), errors.translated:
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


def _rows(query: PreparedQuery, values: Mapping[str, Any], db: Connection) -> list[Any]:
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
        json_serializer=document,
    )
    event.listen(engine, "connect", _tune)
    if begin:
        event.listen(engine, "begin", partial(_begin, how=begin))
    return engine


def _begin(db: Connection, how: str) -> None:
    driver: Any = db.connection.driver_connection
    driver.execute(how)


def _tune(connection: sqlite3.Connection, _record: object) -> None:
    # FULL: an import that was answered survives a power cut.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()
