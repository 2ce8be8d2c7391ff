"""Input values are coerced by functions that know their types.

For what is as usual they return what graphql-core's `coerce_input_value` would. For anything else,
right or wrong, they raise `Unusual`, and graphql-core is asked.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from functools import lru_cache
from typing import Any, Final

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLID,
    GraphQLInputObjectType,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLString,
    Undefined,
    is_required_input_field,
)
from graphql.utilities.coerce_input_value import coerce_default_value

Coerce = Callable[[Any], Any]
InputType = Any  # GraphQL's own aliases leave parts of themselves unknown

_LARGEST: Final = 2**31
_TYPES: Final = 1024  # so many have their functions kept


class Unusual(Exception):
    """The value is not as most are: graphql-core knows what to do."""


def is_constant(value: Any) -> bool:
    """Tell whether requests may share the value, since none can change it."""
    return value is None or isinstance(value, str | int | float | Enum)


@lru_cache(_TYPES)
def coercer(type_: InputType) -> Coerce:
    """Return the function for values of *type_*."""
    if isinstance(type_, GraphQLNonNull):
        return _present(type_)
    coerce = _nullable(type_)
    return lambda value: None if value is None else coerce(value)


def _present(type_: InputType) -> Coerce:
    coerce = _nullable(type_.of_type)

    def present(value: Any) -> Any:
        if value is None:
            raise Unusual
        return coerce(value)

    return present


def _nullable(type_: InputType) -> Coerce:
    """Return the function for values of a type that are not null."""
    if isinstance(type_, GraphQLList):
        return _list(type_)
    if isinstance(type_, GraphQLInputObjectType):
        return _Object(type_)
    if isinstance(type_, GraphQLEnumType):
        return _enum(type_)
    return _PLAIN.get(type_) or _leaf(type_)


def _text(value: Any) -> Any:
    if type(value) is not str:
        raise Unusual
    return value


def _int(value: Any) -> Any:
    if type(value) is not int or not -_LARGEST <= value < _LARGEST:
        raise Unusual
    return value


def _boolean(value: Any) -> Any:
    if value is not True and value is not False:
        raise Unusual
    return value


# Values that need no coercion.
_PLAIN: Final[Mapping[Any, Coerce]] = {
    GraphQLString: _text,
    GraphQLID: _text,
    GraphQLInt: _int,
    GraphQLBoolean: _boolean,
}


def _leaf(type_: InputType) -> Coerce:
    def leaf(value: Any) -> Any:
        try:
            found = type_.coerce_input_value(value)
        except Exception as exc:
            raise Unusual from exc
        if found is Undefined:
            raise Unusual
        return found

    return leaf


def _enum(type_: GraphQLEnumType) -> Coerce:
    members = {name: type_.coerce_input_value(name) for name in type_.values}

    def enum(value: Any) -> Any:
        if type(value) is not str or value not in members:
            raise Unusual
        return members[value]

    return enum


def _list(type_: InputType) -> Coerce:
    item = coercer(type_.of_type)

    def items(value: Any) -> list[Any]:
        if type(value) is not list:
            raise Unusual
        given: list[Any] = value  # pyright: ignore[reportUnknownVariableType]
        return [item(inner) for inner in given]

    return items


class _Object:
    """The function for an input object. Types may hold themselves: it looks when it is called."""

    def __init__(self, type_: GraphQLInputObjectType) -> None:
        self._type: Any = type_
        fields = {name: (field.out_name or name, field) for name, field in type_.fields.items()}
        self._fields: dict[str, Any] = fields
        self._required = {name for name, (_, f) in fields.items() if is_required_input_field(f)}
        found = ((name, out, coerce_default_value(f)) for name, (out, f) in fields.items())
        self._defaults = [default for default in found if default[2] is not Undefined]
        self._is_usual = all(is_constant(default) for _, _, default in self._defaults)

    def __call__(self, value: Any) -> Any:
        """Coerce a value."""
        if type(value) is not dict or not self._is_usual or not self._required <= value.keys():
            raise Unusual
        found: dict[str, Any] = {}
        given: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
        for name, inner in given.items():
            if name not in self._fields:
                raise Unusual
            out, field = self._fields[name]
            found[out] = coercer(field.type)(inner)
        found |= {out: default for name, out, default in self._defaults if name not in value}
        if self._type.is_one_of and (len(found) != 1 or None in found.values()):
            raise Unusual
        return self._made(found)

    def _made(self, found: dict[str, Any]) -> Any:
        """Return what the schema makes of the fields; Strawberry has rules of its own there."""
        try:
            return self._type.out_type(found)
        except Exception as exc:
            raise Unusual from exc
