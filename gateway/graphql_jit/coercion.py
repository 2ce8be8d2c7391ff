"""Input coercion: functions that are specialized for an input type.

For common values they return what graphql-core's `coerce_input_value` returns. For all others,
valid or not, they raise `CoercionFallback`, and the caller uses graphql-core.
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
InputType = Any  # graphql-core's aliases are partially unknown to type checkers

_INT_END: Final = 2**31
_CACHE_SIZE: Final = 1024  # input types


class CoercionFallback(Exception):
    """The value needs graphql-core's coercion, which returns a value or reports errors."""


def is_constant(value: Any) -> bool:
    """Return whether the value is immutable, so that requests can share it."""
    return value is None or isinstance(value, str | int | float | Enum)


@lru_cache(_CACHE_SIZE)
def coercer(type_: InputType) -> Coerce:
    """Return the function that coerces values of *type_*."""
    nullable, is_required = _nullable(type_)
    coerce = _coercer_of_non_null(nullable)
    if is_required and nullable in _BUILT_IN:
        return coerce  # which does not accept null

    def coerce_or_null(value: Any) -> Any:
        if value is not None:
            return coerce(value)
        if is_required:
            raise CoercionFallback
        return None

    return coerce_or_null


def _nullable(type_: InputType) -> tuple[InputType, bool]:
    """Return the nullable type, and whether *type_* is the non-null type of it."""
    wrapped: Any = type_
    return (wrapped.of_type, True) if isinstance(type_, GraphQLNonNull) else (wrapped, False)


@lru_cache(_CACHE_SIZE)
def _coercer_of_non_null(type_: InputType) -> Coerce:
    """Return the function that coerces values of a nullable type that are not null."""
    if isinstance(type_, GraphQLList):
        return _list(type_)
    if isinstance(type_, GraphQLInputObjectType):
        return _Object(type_)
    if isinstance(type_, GraphQLEnumType):
        return _enum(type_)
    return _BUILT_IN.get(type_) or _leaf(type_)


def _text(value: Any) -> Any:
    if type(value) is not str:
        raise CoercionFallback
    return value


def _int(value: Any) -> Any:
    if type(value) is not int or not -_INT_END <= value < _INT_END:
        raise CoercionFallback
    return value


def _boolean(value: Any) -> Any:
    if value is not True and value is not False:
        raise CoercionFallback
    return value


# The built-in scalars whose values need only a check.
_BUILT_IN: Final[Mapping[Any, Coerce]] = {
    GraphQLString: _text,
    GraphQLID: _text,
    GraphQLInt: _int,
    GraphQLBoolean: _boolean,
}


def _leaf(type_: InputType) -> Coerce:
    def leaf(value: Any) -> Any:
        try:
            coerced = type_.coerce_input_value(value)
        except Exception as exc:
            raise CoercionFallback from exc
        if coerced is Undefined:
            raise CoercionFallback
        return coerced

    return leaf


def _enum(type_: GraphQLEnumType) -> Coerce:
    members = {name: type_.coerce_input_value(name) for name in type_.values}

    def enum(value: Any) -> Any:
        if type(value) is not str or value not in members:
            raise CoercionFallback
        return members[value]

    return enum


def _list(type_: InputType) -> Coerce:
    item = coercer(type_.of_type)

    def items(value: Any) -> list[Any]:
        if type(value) is not list:
            raise CoercionFallback
        given: list[Any] = value  # pyright: ignore[reportUnknownVariableType]
        return [item(inner) for inner in given]

    return items


class _Object:
    """Coerces input objects. Types may be recursive, so fields are looked up when it is called."""

    def __init__(self, type_: GraphQLInputObjectType) -> None:
        self._type: Any = type_
        fields: dict[str, Any] = type_.fields
        self._fields = {n: (f.out_name or n, *_nullable(f.type)) for n, f in fields.items()}
        self._required = {name for name, field in fields.items() if is_required_input_field(field)}
        defaults = {f.out_name or n: coerce_default_value(f) for n, f in fields.items()}
        self._defaults = {n: default for n, default in defaults.items() if default is not Undefined}
        self._is_supported = all(map(is_constant, self._defaults.values()))
        self._has_out_type = type_.out_type is not GraphQLInputObjectType.out_type

    def __call__(self, value: Any) -> Any:
        """Coerce a value."""
        if type(value) is not dict or not self._is_supported or not self._required <= value.keys():
            raise CoercionFallback
        coerced = self._defaults.copy()
        given: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
        for name, inner in given.items():
            if name not in self._fields:
                raise CoercionFallback
            out, type_, is_required = self._fields[name]
            if inner is None and is_required:
                raise CoercionFallback
            coerced[out] = None if inner is None else _coercer_of_non_null(type_)(inner)
        if self._type.is_one_of and (len(coerced) != 1 or None in coerced.values()):
            raise CoercionFallback
        return self._out(coerced) if self._has_out_type else coerced

    def _out(self, coerced: dict[str, Any]) -> Any:
        """Return the object that the schema's hook makes of the fields. Strawberry's may raise."""
        try:
            return self._type.out_type(coerced)
        except Exception as exc:
            raise CoercionFallback from exc
