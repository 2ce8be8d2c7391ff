"""Queries that are written once, and rows whose values are read when they are looked at.

SQLAlchemy puts a statement together, finds its text among those it compiled, and turns every
value of every row into Python before anybody asks for one. What is asked thousands of times a
second is written once here, and a row stays as the driver gave it: a value becomes Python when
somebody looks at it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import Column, Connection, Dialect, Select, Uuid, type_coerce
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import NullType, TypeEngine

from gateway.models.column_types import UTCDateTime

Process = Callable[[Any], Any]

_AS_IT_COMES: Final = NullType()
_FEW: Final = 256


class RowShape:
    """Some columns of a table, and rows of them."""

    def __init__(self, columns: Iterable[Column[Any]]) -> None:
        """Read these columns, in their order."""
        self.columns = tuple(columns)
        # What to select: SQLAlchemy leaves values alone whose type it does not know.
        self.selected = [type_coerce(c, _AS_IT_COMES).label(c.name) for c in self.columns]
        self._classes: dict[str, type[Any]] = {}

    def rows(self, found: Iterable[Sequence[Any]], dialect: Dialect) -> list[Any]:
        """Return rows with an attribute for each column, of what the driver found.

        What costs time to turn into Python only to be written again is there as text too: ids and
        moments, as `id_text` and `created_at_text`. And what the driver gave for a column is its
        `name_kept`, which is the same for the same value.
        """
        class_ = self._classes.get(dialect.name) or self._made(dialect)
        return [class_(values) for values in found]

    def _made(self, dialect: Dialect) -> type[Any]:
        """Make the class of the rows: tuples, whose attributes read them."""
        attributes: dict[str, Any] = {"__slots__": ()}
        for place, column in enumerate(self.columns):
            process = _result_processor(column.type, dialect)
            attributes[column.name] = property(_reader(place, process))
            attributes[f"{column.name}_kept"] = property(itemgetter(place))
            if written := _written(column.type, dialect):
                attributes[f"{column.name}_text"] = property(_reader(place, written))
        made = self._classes[dialect.name] = type("Row", (tuple,), attributes)
        return made


class PreparedQuery:
    """A query that leaves values open, with its text for each database."""

    def __init__(self, shape: RowShape, query: Select[Any]) -> None:
        """Prepare *query*, which selects the columns of *shape*."""
        self.shape, self._query = shape, query
        self._written: dict[str, Written] = {}

    def written(self, dialect: Dialect) -> "Written":
        """Return the query as this database reads it."""
        found = self._written.get(dialect.name)
        if found is None:
            found = self._written[dialect.name] = Written.of(self._query, dialect)
        return found


class PreparedStatement:
    """A part of a transaction that leaves values open, with its text for each database."""

    def __init__(self, make: Callable[[Any], Any], columns: Iterable[str] = ()) -> None:
        """Prepare what *make* makes of the INSERT of a database, both of which spell it alike.

        *columns* are those that it writes; their values are left open.
        """
        self._make, self._columns = make, list(columns) or None
        self._written: dict[str, Written] = {}

    def run(self, db: Connection, *rows: Mapping[str, Any]) -> Sequence[Any]:
        """Run it for *rows*; for a single one, return what it returns as the driver has it."""
        written = self._written.get(db.dialect.name) or self._of(db.dialect)
        values: Any = [written.arguments(row) for row in rows]
        one = len(values) == 1
        if db.dialect.name != "sqlite":
            result = db.exec_driver_sql(written.text, values[0] if one else values)
            return result.fetchall() if result.returns_rows else ()
        driver: Any = db.connection.driver_connection
        if one:
            return cast("list[Any]", driver.execute(written.text, values[0]).fetchall())
        driver.executemany(written.text, values)
        return ()

    def _of(self, dialect: Dialect) -> "Written":
        insert = sqlite.insert if dialect.name == "sqlite" else postgresql.insert
        made = Written.of(self._make(insert), dialect, self._columns)
        self._written[dialect.name] = made
        return made


class Parameter(NamedTuple):
    """A place in a query, the value that it has of itself, and how a value is written there."""

    name: str
    value: Any
    write: Process | None


@dataclass(frozen=True, slots=True)
class Written:
    """The text of a query; its parameters in their order, and which of them are rewritten."""

    text: str
    names: Sequence[str]
    defaults: Sequence[Any]
    writers: Sequence[tuple[int, Process]]

    @classmethod
    def of(
        cls, query: Select[Any], dialect: Dialect, columns: list[str] | None = None
    ) -> "Written":
        """Write *query* for a database; one that writes, with these *columns*."""
        compiled: Any = query.compile(dialect=dialect, column_keys=columns)
        parameters = list(_parameters(compiled, dialect))
        writers = [(n, p.write) for n, p in enumerate(parameters) if p.write]
        names, values = [p.name for p in parameters], [p.value for p in parameters]
        return cls(str(compiled), names, values, writers)

    def arguments(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return the *values* that the query left open, as the driver takes them."""
        found = list(map(values.get, self.names, self.defaults))
        for place, write in self.writers:
            found[place] = write(found[place])
        return tuple(found)


def _parameters(compiled: Any, dialect: Dialect) -> Iterator[Parameter]:
    for name in compiled.positiontup:
        bind = compiled.binds[name]
        yield Parameter(name, bind.value, bind.type.dialect_impl(dialect).bind_processor(dialect))


def _result_processor(type_: TypeEngine[Any], dialect: Dialect) -> Process | None:
    process: Process | None = type_.dialect_impl(dialect).result_processor(dialect, None)
    # The same few ids are looked at again and again: a row's own, and its project's.
    return lru_cache(_FEW)(process) if process and isinstance(type_, Uuid) else process


def _written(type_: TypeEngine[Any], dialect: Dialect) -> Process | None:
    """Return how what is kept is written, without a value of Python between."""
    if isinstance(type_, Uuid):
        return _hyphenated
    if isinstance(type_, UTCDateTime):
        return _moment_of_text if dialect.name == "sqlite" else _moment
    return None


def _moment_of_text(kept: str | None) -> str | None:
    """Write what SQLite keeps, as 2026-01-31 12:00:00.000000, like `datetime.isoformat`."""
    return kept and f"{kept[:10]}T{kept[11:].removesuffix('.000000')}+00:00"


def _moment(kept: datetime | None) -> str | None:
    return kept.isoformat() if kept else None


def _hyphenated(key: Any) -> str | None:
    """Return an id as people write it: on SQLite it is 32 digits, on PostgreSQL a UUID."""
    if isinstance(key, str):
        return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
    return None if key is None else str(key)


def _reader(place: int, process: Process | None) -> Callable[[Any], Any]:
    if process is None:
        return itemgetter(place)

    def read(row: Sequence[Any]) -> Any:
        return process(row[place])

    return read
