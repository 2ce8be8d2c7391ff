"""Prepared statements: SQL text compiled once, and rows whose values are converted on access.

SQLAlchemy builds a statement, looks its text up in a cache and converts every value of every row.
For the statements of the hot path the text is compiled once here, and a row stays the tuple that
the driver returned: a column is converted to its Python value when its attribute is read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from sqlalchemy import (
    ClauseElement,
    Column,
    Connection,
    Dialect,
    Float,
    SelectBase,
    Uuid,
    type_coerce,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import NullType, TypeEngine

from gateway.database import write_batch
from gateway.database.array_statements import ManyRows
from gateway.models.column_types import UTCDateTime

Convert = Callable[[Any], Any]

_UNCONVERTED: Final = NullType()
_UUID_CACHE_SIZE: Final = 256
PARK: Final = "park"  # in the information that SQLAlchemy keeps: what stops a write, see `lockstep`
_UUID_CONVERTERS: Final[dict[str, Convert]] = {}  # by dialect: all columns share a cache


class RowShape:
    """Some columns of a table, and the class of rows with these columns."""

    def __init__(self, columns: Iterable[Column[Any]]) -> None:
        """Describe rows of these columns, in their order."""
        self.columns = tuple(columns)
        # The columns to select. SQLAlchemy does not convert values of an unknown type.
        self.selected = [type_coerce(c, _UNCONVERTED).label(c.name) for c in self.columns]
        self._classes: dict[str, type[Any]] = {}

    def rows(self, fetched: Iterable[Sequence[Any]], dialect: Dialect) -> list[Any]:
        """Return rows with an attribute for each column, from the driver's tuples.

        UUIDs and datetimes are also there as text, ready for output: `id_text`,
        `created_at_text`. The driver's own value is `name_raw`: equal values have equal raw ones.
        """
        class_ = self._classes.get(dialect.name) or self._make_class(dialect)
        return list(map(class_, fetched))

    def _make_class(self, dialect: Dialect) -> type[Any]:
        """Make a subclass of tuple whose properties convert its items."""
        attributes: dict[str, Any] = {"__slots__": ()}
        for index, column in enumerate(self.columns):
            convert = _result_converter(column.type, dialect)
            attributes[column.name] = property(_getter(index, convert))
            attributes[f"{column.name}_raw"] = property(itemgetter(index))
            if to_text := _text_converter(column.type, dialect):
                attributes[f"{column.name}_text"] = property(_getter(index, to_text))
        class_ = self._classes[dialect.name] = type("Row", (tuple,), attributes)
        return class_


class PreparedQuery:
    """A SELECT with bind parameters, compiled once for each dialect."""

    def __init__(
        self,
        shape: RowShape,
        query: SelectBase,
        *,
        postgresql: SelectBase | None = None,
        is_scan: bool = False,
    ) -> None:
        """Prepare *query*, which selects the columns of *shape*.

        *postgresql* replaces it there, where SQLite has no equivalent. A scan may examine many
        more rows than it returns.
        """
        self.shape, self.is_scan = shape, is_scan
        self._query, self._postgresql = query, query if postgresql is None else postgresql
        self._compiled: dict[str, CompiledStatement] = {}

    def compiled(self, dialect: Dialect) -> "CompiledStatement":
        """Return the query in this dialect."""
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            query = self._query if dialect.name == "sqlite" else self._postgresql
            compiled = self._compiled[dialect.name] = CompiledStatement.of(query, dialect)
        return compiled

    def run_on_sqlite(self, values: Mapping[str, Any], db: Connection) -> list[Any]:
        """Return the rows, over a connection of SQLite."""
        compiled = self.compiled(db.dialect)
        driver: Any = db.connection.driver_connection
        fetched = driver.execute(compiled.text, compiled.arguments(values)).fetchall()
        return self.shape.rows(fetched, db.dialect)


class PreparedStatement:
    """A statement of a transaction with bind parameters, compiled once for each dialect."""

    def __init__(
        self,
        make: Callable[[Any], Any],
        columns: Iterable[str] = (),
        *,
        arrays: ManyRows | None = None,
        together: ManyRows | None = None,
        writes: bool = True,
    ) -> None:
        """Prepare the statement that *make* returns for the dialect's ``insert`` function.

        *columns* are those that the statement writes; their values are bind parameters. *arrays*
        does the same for a row of each of many writes on PostgreSQL; it *writes* the rows that it
        returns. *together* does it for many rows of one write, and returns none.
        """
        self._make, self._columns = make, list(columns) or None
        self._arrays, self._together, self.writes = arrays, together, writes
        self._compiled: dict[str, CompiledStatement] = {}

    def run(self, db: Connection, *rows: Mapping[str, Any]) -> Sequence[Any]:
        """Run it for each of *rows*. For one row, return the tuples of RETURNING or SELECT."""
        if self._arrays and (park := db.info.get(PARK)):
            return cast("Sequence[Any]", park(self, rows[0]))
        if self._together and len(rows) > 1 and db.dialect.name != "sqlite":
            return run_together(self._together, db, rows)
        compiled = self._compiled.get(db.dialect.name) or self._compile(db.dialect)
        arguments: Any = list(map(compiled.arguments, rows))
        is_single = len(arguments) == 1
        if db.dialect.name != "sqlite":
            return _run_by_cursor(db, compiled.text, arguments)
        driver: Any = db.connection.driver_connection
        if is_single:
            return cast("list[Any]", driver.execute(compiled.text, arguments[0]).fetchall())
        driver.executemany(compiled.text, arguments)
        return ()

    def run_many(self, db: Connection, rows: Sequence[Mapping[str, Any]]) -> Sequence[Any]:
        """Run it for all *rows*, on PostgreSQL at once; return the tuples of each of them."""
        if len(rows) == 1 or self._arrays is None or db.dialect.name == "sqlite":
            return [self.run(db, row) for row in rows]
        arguments = self._arrays.arguments(rows)
        return self._arrays.by_row(rows, _run_by_cursor(db, self._arrays.text, [arguments]))

    def _compile(self, dialect: Dialect) -> "CompiledStatement":
        insert = sqlite.insert if dialect.name == "sqlite" else postgresql.insert
        compiled = CompiledStatement.of(self._make(insert), dialect, self._columns)
        self._compiled[dialect.name] = compiled
        return compiled


def run_together(
    statement: ManyRows, db: Connection, rows: Sequence[Mapping[str, Any]], *more: Any
) -> Sequence[Any]:
    """Run a statement of PostgreSQL for all *rows*, with *more* parameters."""
    return _run_by_cursor(db, statement.text, [(*statement.arguments(rows), *more)])


def _run_by_cursor(db: Connection, text: str, arguments: Sequence[Any]) -> Sequence[Any]:
    """Run a statement by the driver's cursor: SQLAlchemy would describe each column anew."""
    cursor = db.connection.cursor()
    try:
        if len(arguments) > 1:
            cursor.executemany(text, arguments)
        else:
            cursor.execute(text, arguments[0])
        note_write(db, text, cursor.rowcount)
        return cursor.fetchall() if cursor.description else ()
    except Exception as exc:
        base = cast("Any", db.dialect.dbapi).Error
        raise DBAPIError.instance(text, None, exc, base, hide_parameters=True) from exc
    finally:
        cursor.close()


def note_write(db: Connection, text: str, rows: int) -> None:
    """Count a statement of PostgreSQL's that changed rows, in the batch of its transaction."""
    if rows and not text.startswith("SELECT"):
        write_batch.note_write(db)


class Parameter(NamedTuple):
    """A bind parameter: its name, how to convert a value for the driver, and its default."""

    name: str
    convert: Convert | None
    default: Any
    is_required: bool  # it has no default


@dataclass(frozen=True, slots=True)
class CompiledStatement:
    """SQL text with positional parameters: their names, defaults by name, and converters."""

    text: str
    names: Sequence[str]
    defaults: Mapping[str, Any]
    converters: Sequence[tuple[int, Convert]]

    @classmethod
    def of(
        cls, statement: ClauseElement, dialect: Dialect, columns: list[str] | None = None
    ) -> "CompiledStatement":
        """Compile *statement* for a dialect; an INSERT or UPDATE writes these *columns*."""
        compiled: Any = statement.compile(dialect=dialect, column_keys=columns)
        parameters = list(_parameters(compiled, dialect))
        converters = [(n, p.convert) for n, p in enumerate(parameters) if p.convert]
        defaults = {p.name: p.default for p in parameters if not p.is_required}
        return cls(str(compiled), [p.name for p in parameters], defaults, converters)

    def arguments(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return the positional arguments for the driver, from values by name.

        Raises `KeyError` for a parameter that has neither a value nor a default.
        """
        given = {**self.defaults, **values} if self.defaults else values
        arguments = list(map(given.__getitem__, self.names))
        for index, convert in self.converters:
            arguments[index] = convert(arguments[index])
        return tuple(arguments)


def _parameters(compiled: Any, dialect: Dialect) -> Iterator[Parameter]:
    for name in compiled.positiontup:
        bind = compiled.binds[name]
        yield Parameter(name, _bind_converter(bind.type, dialect), bind.value, bind.required)


def _bind_converter(type_: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    if isinstance(type_, Uuid) and dialect.name == "sqlite":
        return _hexadecimal
    convert: Convert | None = type_.dialect_impl(dialect).bind_processor(dialect)
    return convert


def _hexadecimal(value: UUID | None) -> str | None:
    """Return what `UUID.hex` does, without a format."""
    return None if value is None else value.int.to_bytes(16, "big").hex()


def _result_converter(type_: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    if isinstance(type_, Float):  # what both drivers return; SQLAlchemy would ask for their type
        return None
    convert: Convert | None = type_.dialect_impl(dialect).result_processor(dialect, None)
    if convert is None or not isinstance(type_, Uuid):
        return convert
    # Few ids are read often: the row's own several times, and its project's.
    return _UUID_CONVERTERS.setdefault(dialect.name, lru_cache(_UUID_CACHE_SIZE)(convert))


def _text_converter(type_: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    """Return how to write the driver's value as output text, without its Python value."""
    if isinstance(type_, Uuid):
        return _hyphenated
    if isinstance(type_, UTCDateTime):
        return _iso_from_text if dialect.name == "sqlite" else _iso
    return None


def _iso_from_text(raw: str | None) -> str | None:
    """Write SQLite's ``2026-01-31 12:00:00.000000`` as `datetime.isoformat` would."""
    return raw and f"{raw[:10]}T{raw[11:].removesuffix('.000000')}+00:00"


def _iso(raw: datetime | None) -> str | None:
    return raw.isoformat() if raw else None


def _hyphenated(raw: Any) -> str | None:
    """Write a UUID with its hyphens. SQLite stores 32 hex digits, PostgreSQL returns a UUID."""
    if isinstance(raw, str):
        return f"{raw[:8]}-{raw[8:12]}-{raw[12:16]}-{raw[16:20]}-{raw[20:]}"
    return None if raw is None else str(raw)


def _getter(index: int, convert: Convert | None) -> Callable[[Any], Any]:
    if convert is None:
        return itemgetter(index)

    def get(row: Sequence[Any]) -> Any:
        return convert(row[index])

    return get
