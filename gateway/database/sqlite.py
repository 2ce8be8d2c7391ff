"""SQLite, the default database: a file in WAL mode, with concurrent readers and one writer.

Reads run on the event loop's thread: most take microseconds, and in WAL mode a reader never waits.
Those of one turn of the event loop share a transaction, because to begin one takes as long as the
read of a row. A read that exceeds 2 ms is interrupted and repeated on a thread of the scanner.
Writes run one after another on the writer's thread.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from math import inf
from pathlib import Path
from time import perf_counter
from typing import Any, Final, TypeVar, cast

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.pool import StaticPool

from gateway.concurrency import scan_budget
from gateway.concurrency.cohort import COHORT, yield_to_cohort
from gateway.database import errors
from gateway.database.changes import Listener
from gateway.database.sqlite_changes import SQLiteChanges
from gateway.database.sqlite_file import SQLiteFile
from gateway.database.sqlite_scanner import Deadline, SQLiteScanner
from gateway.database.sqlite_writer import SQLiteWriter
from gateway.database.statements import PreparedQuery
from gateway.models.column_types import to_json
from gateway.observability import tracing

T = TypeVar("T")
_Work = Callable[[Connection], T]

_INLINE_SECONDS: Final = 0.002  # the longest that a read may block the event loop
_PROGRESS_STEPS: Final = 2_000  # virtual machine instructions between two checks of the deadline


class SQLite:
    """A SQLite file: a connection for reads, one for each thread of the scanner, one for writes."""

    is_embedded = True
    has_text_index = True
    batch_rows = 200

    def __init__(self, url: URL, busy_seconds: float, scan_seconds: float) -> None:
        """Open the file of *url*; the first write creates it."""
        self._file = file = SQLiteFile(Path(url.database or ""))
        writer = _sqlite_engine(file, "rwc", "BEGIN IMMEDIATE", busy_seconds)
        event.listen(writer, "connect", _undo_from_memory)
        read_only = partial(_sqlite_engine, file, "ro", "", busy_seconds)
        self._writer = SQLiteWriter(writer, file.check)
        self._reader = read_only()
        self._reader_driver: Any = None  # the reader's sqlite3 connection, without SQLAlchemy
        self._deadline = Deadline(perf_counter)
        self._deadline.watch(self._reader, _PROGRESS_STEPS)
        self._scanner = SQLiteScanner.open(read_only, scan_seconds)
        self._changes = SQLiteChanges(self._writer.listeners, self._data_version)

    async def read(self, work: _Work[T]) -> T:
        """Run *work* on this thread: a switch of threads would cost more than most queries.

        Where that takes longer than 2 ms, it runs anew on a thread of the scanner.
        """
        if not scan_budget.current().is_slow:
            try:
                return self._read(work)
            except _InlineTimeout:
                scan_budget.current().is_slow = True
        return await self._scan(work, None)

    async def fetch(self, query: PreparedQuery, values: Mapping[str, Any]) -> list[Any]:
        """Run the query on sqlite3's connection directly, which caches prepared statements.

        Once a query of a request exceeded 2 ms, the others start on a thread of the scanner.
        """
        dialect = self._reader.dialect
        compiled = query.compiled(dialect)
        arguments = compiled.arguments(values)
        await yield_to_cohort()
        budget = scan_budget.current()
        if not budget.is_slow:
            try:
                return query.shape.rows(self._fetch(compiled.text, arguments), dialect)
            except _InlineTimeout:
                budget.is_slow = True
        return await self._scan(partial(query.run_on_sqlite, values), values.get("project"))

    def _read(self, work: _Work[T]) -> T:
        with (
            tracing.database_span("sqlite", "read"),
            errors.translated,
            self._reader.connect() as db,
        ):
            self._file.check()
            return self._inline(work, db)

    def _fetch(self, text: str, arguments: Sequence[Any]) -> list[Any]:
        if tracing.is_enabled():
            with tracing.database_span("sqlite", "read"), errors.translated:
                return self._inline(self._execute, text, arguments)
        try:
            return self._inline(self._execute, text, arguments)
        except Exception as exc:
            errors.raise_if_outage(exc)
            raise

    def _execute(self, text: str, arguments: Sequence[Any]) -> list[Any]:
        driver = self._reader_driver or self._driver
        if not (driver.in_transaction or COHORT.is_alone):
            _begin_turn(driver)
        rows: list[Any] = driver.execute(text, arguments).fetchall()
        return rows

    @property
    def _driver(self) -> Any:
        if self._reader_driver is None:
            self._reader_driver = self._reader.raw_connection().driver_connection
        return self._reader_driver

    def _inline(self, run: Callable[..., T], *arguments: Any) -> T:
        """Return what *run* returns, or raise `_InlineTimeout` once 2 ms have passed."""
        self._deadline.at = perf_counter() + _INLINE_SECONDS
        try:
            return run(*arguments)
        except Exception as exc:
            if errors.is_interrupt(exc):
                raise _InlineTimeout from None
            raise
        finally:
            self._deadline.at = inf

    async def _scan(self, work: _Work[T], project: Hashable) -> T:
        with tracing.database_span("sqlite", "scan"):
            return await self._scanner.run(work, project)

    async def write(
        self, work: _Work[T], project: Hashable = None, resources: Iterable[Hashable] = ()
    ) -> T:
        """Run *work* after the writes before it. Cancelling the caller does not stop it."""
        with tracing.database_span("sqlite", "write"), errors.translated:
            return await self._writer.write(work, may_repeat=project is not None)

    def notify(self, listener: Listener) -> None:
        """Tell *listener* of the commits of this process from now on."""
        self._writer.listeners.add(listener)

    def watched(self, listener: Listener) -> AbstractAsyncContextManager[None]:
        """Tell *listener* of commits: those of this process at once, others within 0.1 s."""
        return self._changes.watched(listener)

    def _data_version(self) -> int:
        """Return a number that changes with each commit of another connection to the file."""
        with errors.translated:
            return cast("int", self._driver.execute("PRAGMA data_version").fetchone()[0])

    def in_flight(self) -> int:
        """Return how many writes are queued or running."""
        return self._writer.pending

    async def close(self) -> None:
        """Finish the queued writes, then close the connections.

        The writer's is the last: SQLite then moves what is in the -wal file to the database, and a
        connection that only reads cannot do that.
        """
        await self._scanner.close()
        self._reader_driver = None
        self._reader.dispose()
        await self._writer.close()


class _InlineTimeout(Exception):
    """A read exceeded its time on the event loop's thread."""


def _sqlite_engine(file: SQLiteFile, mode: str, begin: str, busy_seconds: float) -> Any:
    """Open a file in a *mode* of SQLite's URIs. Without *begin* it is in autocommit mode."""
    uri = f"{file.uri}?mode={mode}"
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
    event.listen(engine, "connect", lambda *_: file.note_opened())
    if begin:
        event.listen(engine, "begin", partial(_begin, statement=begin))
    return engine


def _begin_turn(driver: Any) -> None:
    """Begin a transaction for the reads of this turn of the event loop.

    Its end is scheduled before its first read. So a task that knows of a later commit runs after
    that end, and its own read begins another transaction.
    """
    asyncio.get_running_loop().call_soon(driver.commit)
    driver.execute("BEGIN").close()


def _begin(db: Connection, statement: str) -> None:
    driver: Any = db.connection.driver_connection
    driver.execute(statement)


def _undo_from_memory(connection: sqlite3.Connection, _record: object) -> None:
    """Keep in memory what a statement may have to undo: it is more than what the statement writes.

    Not for reads: the rows that a scan sorts would be in memory too.
    """
    connection.execute("PRAGMA temp_store=MEMORY").close()


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    # FULL: a committed transaction survives a power failure.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()
