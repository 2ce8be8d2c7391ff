"""Column fields: GraphQL fields that are read from a column of the object's row.

Each field declares the columns that it needs, so that a query selects only these from the database.
"""

from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final

import strawberry
from strawberry.types import get_object_definition

from gateway.graphql_jit import DirectRead
from schema.names import camel

_COLUMNS: Final = "columns"
COST: Final = "cost"
LENGTH: Final = "length"
_CACHE_SIZE: Final = 512


def column_field(
    column: str,
    convert: Callable[[Any], Any] | None = None,
    *,
    as_text: bool = False,
    is_cached: bool = False,
    description: str,
) -> Any:
    """Make a field that returns a column of the object's row, after *convert*.

    *as_text*: the rows have the output text of this column (see `RowShape.rows`).
    *is_cached*: many rows share few values, so completed results are cached by the raw value.
    """
    get = attrgetter(f"row.{column}")

    def resolve(self: Any) -> Any:
        return get(self) if convert is None else convert(get(self))

    # For compiled execution, which reads the row without calling the resolver.
    text_path = f"row.{column}_text" if as_text else None
    cache_by = (f"row.{column}_raw",) if is_cached else ()
    direct_read = DirectRead(f"row.{column}", convert, text_path, cache_by)
    resolve.direct_read = direct_read  # type: ignore[attr-defined]
    return strawberry.field(resolver=resolve, description=description, metadata=needs(column))


def needs(*columns: str) -> dict[str, frozenset[str]]:
    """Return the metadata of a field that needs these columns."""
    return {_COLUMNS: frozenset(columns)}


def costs(objects: int) -> dict[str, int]:
    """Return the metadata of a field whose own query costs as much as so many objects."""
    return {COST: objects}


def has_length(objects: int) -> dict[str, int]:
    """Return the metadata of a list that has at most so many objects, whatever is given."""
    return {LENGTH: objects}


@lru_cache(_CACHE_SIZE)
def needed_columns(type_: type, selected: frozenset[str]) -> frozenset[str]:
    """Return the columns that those fields of *type_* need whose names are *selected*."""
    fields = get_object_definition(type_, strict=True).fields
    needed = [f.metadata.get(_COLUMNS, ()) for f in fields if camel(f.python_name) in selected]
    return frozenset[str]().union(*needed)
