"""Fields that are drawn from a row, when they are asked for; and which columns that takes."""

from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final

import strawberry
from strawberry.types import get_object_definition

from gateway.graphql_jit import Reads
from schema.names import camel

_COLUMNS: Final = "columns"
COST: Final = "cost"
_MOST_SELECTIONS: Final = 512  # that are remembered: clients choose them


def column(
    name: str,
    show: Callable[[Any], Any] | None = None,
    *,
    written: bool = False,
    shared: bool = False,
    description: str,
) -> Any:
    """Make a field that shows a column of the object's row, as *show* says.

    Of a column that is *written*, rows have the text that is answered. One whose values many rows
    share is *shared*: what is answered is made once for each.
    """
    get = attrgetter(f"row.{name}")
    by = (f"row.{name}_raw",) if shared else ()

    def shown(self: Any) -> Any:
        return get(self) if show is None else show(get(self))

    # What compiled execution does instead.
    text = f"row.{name}_text" if written else None
    shown.reads = Reads(f"row.{name}", show, text, by)  # type: ignore[attr-defined]
    return strawberry.field(resolver=shown, description=description, metadata=needs(name))


def needs(*columns: str) -> dict[str, frozenset[str]]:
    """Return a field's metadata that says which columns it is drawn from."""
    return {_COLUMNS: frozenset(columns)}


def costs(objects: int) -> dict[str, int]:
    """Return a field's metadata that says what its query costs, beside what it answers."""
    return {COST: objects}


@lru_cache(_MOST_SELECTIONS)
def columns(type_: type, asked: frozenset[str]) -> frozenset[str]:
    """Return the columns that the fields of *type_* are drawn from, of those with *asked* names."""
    fields = get_object_definition(type_, strict=True).fields
    found = [f.metadata.get(_COLUMNS, ()) for f in fields if camel(f.python_name) in asked]
    return frozenset[str]().union(*found)
