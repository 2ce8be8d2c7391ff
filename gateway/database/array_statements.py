"""Array statements: one statement for many rows on PostgreSQL, with an array for each parameter."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, cast

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect
from sqlalchemy.types import TypeEngine

from gateway.models.column_types import to_json

_DIALECT: Final = cast("Any", asyncpg_dialect)(json_serializer=to_json)


class ArrayStatement:
    """SQL text whose parameters are arrays, and the key that distinguishes its rows."""

    def __init__(
        self, table: Table, names: Mapping[str, str], key: str, make: Callable[[str, str], str]
    ) -> None:
        """Prepare it for parameters that are named and typed as the columns of *table*.

        *names* maps each parameter to its column. Those of a row are found by *key*, whose column
        is the row's ``id``. *make* is given the arrays and the names.
        """
        self._table, self._names, self._key, self._make = table, names, key, make

    @cached_property
    def text(self) -> str:
        """Return the text."""
        types = (_array_type(self._table.c[column].type) for column in self._names.values())
        arrays = ", ".join(f"${n}::{type_}[]" for n, type_ in enumerate(types, 1))
        return self._make(arrays, ", ".join(self._names))

    def arguments(self, rows: Sequence[Mapping[str, Any]]) -> tuple[list[Any], ...]:
        """Return an array for each parameter."""
        return tuple(
            [row[name] if convert is None else convert(row[name]) for row in rows]
            for name, convert in self._converters
        )

    def by_row(
        self, rows: Sequence[Mapping[str, Any]], fetched: Sequence[Sequence[Any]]
    ) -> list[Sequence[Any]]:
        """Return what was fetched for each of *rows*: one tuple or none."""
        found = {values[self._place]: values for values in fetched}
        return [[found[key]] if (key := row[self._key]) in found else [] for row in rows]

    @cached_property
    def _place(self) -> int:
        return list(self._table.c.keys()).index("id")

    @cached_property
    def _converters(self) -> list[tuple[str, Callable[[Any], Any] | None]]:
        types = {name: self._table.c[column].type for name, column in self._names.items()}
        return [
            (name, type_.dialect_impl(_DIALECT).bind_processor(_DIALECT))
            for name, type_ in types.items()
        ]


def _array_type(type_: TypeEngine[Any]) -> str:
    """Return the type of an array's items: text without a length, which the column checks."""
    name = type_.compile(dialect=_DIALECT)
    return "TEXT" if name.startswith("VARCHAR") else name


def insert(table: Table, names: Sequence[str], conflict: str, computed: str) -> ArrayStatement:
    """Return the INSERT of rows, in the order of their numbers, without those of a *conflict*.

    *computed* is a column of its own and the expression for it, of the row `v`.
    """
    column, _, expression = computed.partition("=")

    def make(arrays: str, given: str) -> str:
        return (
            f"INSERT INTO {table.name} ({given}, {column}) "  # noqa: S608  # constants
            f"SELECT {_of('v', names)}, {expression} FROM unnest({arrays}) AS v({given}) "
            f"ORDER BY v.number ON CONFLICT {conflict} DO NOTHING "
            f"RETURNING {_of(table.name, table.c.keys())}"
        )

    return ArrayStatement(table, {name: name for name in names}, "id", make)


def update(table: Table, names: Sequence[str]) -> ArrayStatement:
    """Return the UPDATE of these columns of the rows that have the parameter `key` as their id."""
    changed = ", ".join(f"{name} = v.{name}" for name in names)

    def make(arrays: str, given: str) -> str:
        return (
            f"UPDATE {table.name} AS n SET {changed} "  # noqa: S608  # constants
            f"FROM unnest({arrays}) AS v({given}) "
            f"WHERE n.id = v.key RETURNING {_of('n', table.c.keys())}"
        )

    return ArrayStatement(table, {"key": "id", **{name: name for name in names}}, "key", make)


def lock(table: Table, live: str) -> ArrayStatement:
    """Return the SELECT FOR UPDATE of the rows with the parameters `key` and `project`.

    Without statistics PostgreSQL takes the project to match one row: no index is chosen by it.
    """

    def make(arrays: str, given: str) -> str:
        return (
            f"SELECT {_of('n', table.c.keys())} "  # noqa: S608  # constants
            f"FROM unnest({arrays}) AS v({given}) "
            f"JOIN {table.name} AS n ON n.id = v.key AND (n.project_id = v.project) IS TRUE "
            f"WHERE n.{live} ORDER BY n.id FOR UPDATE OF n"
        )

    return ArrayStatement(table, {"key": "id", "project": "project_id"}, "key", make)


def _of(table: str, names: Sequence[str]) -> str:
    return ", ".join(f"{table}.{name}" for name in names)
