"""Values: what generated functions check of a value, and how they leave it to graphql-core."""

from collections.abc import Callable
from typing import Any, cast

from graphql import GraphQLLeafType, pyutils
from graphql.pyutils import Undefined

# graphql-core's annotations are partially unknown to type checkers.
_pyutils: Any = pyutils
is_awaitable: Callable[[object], bool] = _pyutils.is_awaitable


class Bailout(Exception):
    """A value is not what its type promises: graphql-core has to execute the operation."""


def bail_out(*_: object) -> Any:
    """Raise `Bailout`, as an expression."""
    raise Bailout


def checked_sequence(value: Any) -> Any:
    """Return a tuple, the only sequence besides lists that is completed. Raises `Bailout`."""
    if type(value) is not tuple:
        raise Bailout
    return cast("Any", value)


def _is_invalid(value: Any) -> bool:
    """Return whether this cannot be a leaf's value, whatever its serializer would return."""
    is_missing = value is None or value is Undefined
    return is_missing or isinstance(value, Exception) or is_awaitable(value)


def serializer(type_: GraphQLLeafType) -> Callable[[Any], Any]:
    """Return the function that serializes a leaf, which bails out for null."""
    serialize = type_.coerce_output_value

    def serialized(value: Any) -> Any:
        result = bail_out() if _is_invalid(value) else serialize(value)
        return bail_out() if result is None or result is Undefined else result

    return serialized
