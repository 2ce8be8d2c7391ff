"""List parameters: a list as one bind parameter, so that a statement does not depend on its length.

On SQLite a list is bound as a JSON array, on PostgreSQL as an array. An array that SQLite made is
bound as it is.
"""

from collections.abc import Sequence
from typing import Any, cast

import orjson
from sqlalchemy import BindParameter, ColumnElement, Dialect, String, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine


class EncodedList(str):
    """A list as SQLite binds it, which a query of SQLite returned."""

    __slots__ = ()


class ListOf(TypeDecorator[Sequence[Any]]):
    """A list of values of one type."""

    impl = String
    cache_ok = True

    def __init__(self, item: TypeEngine[Any]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return ARRAY on PostgreSQL, and String on SQLite."""
        is_text = dialect.name == "sqlite"
        return dialect.type_descriptor(String() if is_text else ARRAY(self.item))

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        """Convert the list for the driver."""
        if value is None or dialect.name != "sqlite":
            return value if value is None else list(value)
        if isinstance(value, EncodedList):
            return value
        write = self.item.dialect_impl(dialect).bind_processor(dialect)
        return orjson.dumps([write(item) if write else item for item in value]).decode()


class _IsOneOf(FunctionElement[Any]):
    """The SQL condition that a value is in a list parameter.

    Its type is NullType: for a Boolean, SQLAlchemy would add ``= 1`` on SQLite, and no index would
    be used.
    """

    inherit_cache = True
    type = NullType()


def bound_list(name: str, item: TypeEngine[Any], value: Sequence[Any] | None = None) -> Any:
    """Return the parameter *name* for a list of *item*, with *value* as its default."""
    parameter: BindParameter[Any] = bindparam(name, value, type_=ListOf(item))
    return parameter


def is_one_of(column: ColumnElement[Any], values: BindParameter[Any]) -> ColumnElement[bool]:
    """Return the condition that *column* equals one of *values*, a `bound_list`."""
    return cast("ColumnElement[bool]", _IsOneOf(column, values))


class _WithoutIndex(FunctionElement[Any]):
    """A condition that no index is chosen by."""

    inherit_cache = True
    type = NullType()


def without_index(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return *condition* so that no index is chosen by it.

    Without statistics SQLite takes one value of a column to match fewer rows than a list of keys,
    and PostgreSQL takes it to match one row, as a key does.
    """
    return cast("ColumnElement[bool]", _WithoutIndex(condition))


@compiles(_WithoutIndex, "sqlite")
def _unary_plus(element: Any, compiler: Any, **options: Any) -> str:
    return f"+({compiler.process(element.clauses, **options)})"


@compiles(_WithoutIndex, "postgresql")
def _case(element: Any, compiler: Any, **options: Any) -> str:
    return f"CASE WHEN {compiler.process(element.clauses, **options)} THEN true ELSE false END"


@compiles(_IsOneOf, "sqlite")
def _in_json(element: Any, compiler: Any, **options: Any) -> str:
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608  # compiled SQL


@compiles(_IsOneOf, "postgresql")
def _in_array(element: Any, compiler: Any, **options: Any) -> str:
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} = ANY ({values})"
