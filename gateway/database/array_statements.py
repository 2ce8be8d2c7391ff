"""Array statements: one statement for many rows on PostgreSQL, with an array for each parameter.

An INSERT takes its rows as one JSON text instead: the driver encodes each item of an array.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, cast
from uuid import UUID

import orjson
from sqlalchemy import Table
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect
from sqlalchemy.types import TypeEngine

from gateway.models.column_types import EnumBitmask, HandlerJSON, to_json

_DIALECT: Final = cast("Any", asyncpg_dialect)(json_serializer=to_json)


Row = Mapping[str, Any]


class ManyRows(ABC):
    """One statement for many rows."""

    @cached_property
    def text(self) -> str:
        """Return its text."""
        return self._text()

    @abstractmethod
    def _text(self) -> str: ...

    @abstractmethod
    def arguments(self, rows: Sequence[Row]) -> tuple[Any, ...]:
        """Return its arguments for these rows."""

    @abstractmethod
    def by_row(self, rows: Sequence[Row], fetched: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
        """Return what was fetched for each of *rows*: one tuple or none."""


class JSONRows(ManyRows):
    """Rows of some columns of a table as a JSON text, and a statement that selects from them."""

    def __init__(self, table: Table, names: Iterable[str], make: Callable[[str, str], str]) -> None:
        """Prepare the statement that *make* returns: it is given the FROM item `v` and the names.

        The JSON text is its first parameter.
        """
        self._columns = [table.c[name] for name in names]
        self._place = list(table.c.keys()).index("id") if "id" in table.c else None
        self._make = make

    def _text(self) -> str:
        typed = ", ".join(f"{column.name} {_item_type(column.type)}" for column in self._columns)
        source = f"json_to_recordset($1::json) AS v({typed})"
        return self._make(source, ", ".join(column.name for column in self._columns))

    def arguments(self, rows: Sequence[Row]) -> tuple[Any, ...]:
        """Return the JSON text."""
        if self._converters:
            rows = [
                {**row, **{name: convert(row[name]) for name, convert in self._converters}}
                for row in rows
            ]
        return (orjson.dumps(rows, default=_as_text).decode(),)

    def by_row(self, rows: Sequence[Row], fetched: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
        """Return what was fetched for each of *rows*: one tuple or none."""
        found = {values[self._place or 0]: values for values in fetched}
        return [[found[key]] if (key := row["id"]) in found else [] for row in rows]

    @cached_property
    def _converters(self) -> list[tuple[str, Callable[[Any], Any]]]:
        """Return how to convert what JSON writes in another way."""
        kept = [(c.name, _json_converter(c.type)) for c in self._columns]
        return [(name, convert) for name, convert in kept if convert]


class ArrayStatement(ManyRows):
    """SQL text whose parameters are arrays, and whose rows begin with their place in these."""

    def __init__(self, types: Mapping[str, TypeEngine[Any]], make: Callable[[str], str]) -> None:
        """Prepare it for parameters of these types.

        *make* is given the FROM item `v`: a column for each parameter, and the `place`, from 1 on.
        """
        self._types, self._make = types, make

    def _text(self) -> str:
        items = map(_item_type, self._types.values())
        arrays = ", ".join(f"${n}::{type_}[]" for n, type_ in enumerate(items, 1))
        names = ", ".join((*self._types, "place"))
        return self._make(f"unnest({arrays}) WITH ORDINALITY AS v({names})")

    def arguments(self, rows: Sequence[Row]) -> tuple[list[Any], ...]:
        """Return an array for each parameter."""
        return tuple(
            [row[name] if convert is None else convert(row[name]) for row in rows]
            for name, convert in self._converters
        )

    def by_row(self, rows: Sequence[Row], fetched: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
        """Return what was fetched for each of *rows*: one tuple or none."""
        found = {place: values for place, *values in fetched}
        return [[tuple(found[n])] if n in found else [] for n in range(1, len(rows) + 1)]

    @cached_property
    def _converters(self) -> list[tuple[str, Callable[[Any], Any] | None]]:
        return [
            (name, type_.dialect_impl(_DIALECT).bind_processor(_DIALECT))
            for name, type_ in self._types.items()
        ]


def _item_type(type_: TypeEngine[Any]) -> str:
    """Return the type of an item: text without a length, which the column checks."""
    name = type_.compile(dialect=_DIALECT)
    return "TEXT" if name.startswith("VARCHAR") else name


def _json_converter(type_: TypeEngine[Any]) -> Callable[[Any], Any] | None:
    if isinstance(type_, EnumBitmask):
        return type_.mask
    return _stored if isinstance(type_, HandlerJSON) else None


def _stored(handler: Any) -> Any:
    return handler and handler.to_stored()


def _as_text(value: Any) -> str:
    """Return asyncpg's UUID, which orjson does not know, as text."""
    if isinstance(value, UUID):
        return str(value)
    raise TypeError


def insert_all(table: Table) -> JSONRows:
    """Return the INSERT of rows with all columns of the table."""

    def make(source: str, given: str) -> str:
        return f"INSERT INTO {table.name} ({given}) SELECT {given} FROM {source}"  # noqa: S608

    return JSONRows(table, table.c.keys(), make)


def insert(table: Table, names: Sequence[str], conflict: str, computed: str) -> JSONRows:
    """Return the INSERT of rows, in the order of their numbers, without those of a *conflict*.

    *computed* is a column of its own and the expression for it, of the row `v`.
    """
    column, _, expression = computed.partition("=")

    def make(source: str, given: str) -> str:
        return (
            f"INSERT INTO {table.name} ({given}, {column}) "  # noqa: S608  # constants
            f"SELECT {_of('v', names)}, {expression} FROM {source} "
            f"ORDER BY v.number ON CONFLICT {conflict} DO NOTHING "
            f"RETURNING {_of(table.name, table.c.keys())}"
        )

    return JSONRows(table, names, make)


def append(events: Table, streams: Table) -> JSONRows:
    """Return the statement that lengthens a stream and inserts its events; it returns the length.

    Its other parameters are the project and how many events there are. The `position` of each is
    its place among them, from 1 on.
    """
    fields = [name for name in events.c.keys() if name != "position"]  # noqa: SIM118

    def make(source: str, _: str) -> str:
        return (
            f"WITH stream AS (INSERT INTO {streams.name} AS s (project_id, length) "  # noqa: S608
            "VALUES ($2::UUID, $3::BIGINT) ON CONFLICT (project_id) "
            "DO UPDATE SET length = s.length + excluded.length RETURNING length), "
            f"appended AS (INSERT INTO {events.name} (position, {', '.join(fields)}) "
            f"SELECT stream.length - $3 + v.position, {_of('v', fields)} FROM stream, {source}) "
            "SELECT length FROM stream"
        )

    return JSONRows(events, events.c.keys(), make)


def update(table: Table, names: Sequence[str]) -> ArrayStatement:
    """Return the UPDATE of these columns of the rows that have the parameter `key` as their id."""
    changed = ", ".join(f"{name} = v.{name}" for name in names)

    def make(source: str) -> str:
        return (
            f"UPDATE {table.name} AS n SET {changed} FROM {source} "  # noqa: S608  # constants
            f"WHERE n.id = v.key RETURNING v.place, {_of('n', table.c.keys())}"
        )

    return ArrayStatement({"key": table.c.id.type, **{n: table.c[n].type for n in names}}, make)


def lock(table: Table, live: str) -> ArrayStatement:
    """Return the SELECT FOR UPDATE of the rows with the parameters `key` and `project`.

    Without statistics PostgreSQL takes a project, or all live rows, to be few: no index is chosen
    by them.
    """

    def make(source: str) -> str:
        return (
            f"SELECT v.place, {_of('n', table.c.keys())} "  # noqa: S608  # constants
            f"FROM {source} JOIN {table.name} AS n ON n.id = v.key "
            f"WHERE (n.project_id = v.project AND n.{live}) IS TRUE ORDER BY n.id FOR UPDATE OF n"
        )

    return ArrayStatement({"key": table.c.id.type, "project": table.c.project_id.type}, make)


def _of(table: str, names: Sequence[str]) -> str:
    return ", ".join(f"{table}.{name}" for name in names)
