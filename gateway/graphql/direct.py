"""Queries that call their resolvers directly, where Strawberry would have nothing to convert.

Strawberry looks at each argument of each call to find out whether it is made into something else.
A scalar never is, and that is known when the schema is made. What has other arguments, when they
are given, goes its usual way.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Final, cast

import strawberry
from graphql import GraphQLNonNull, GraphQLObjectType, GraphQLSchema, is_scalar_type

_DEFINITION: Final = "strawberry-definition"


def shorten(made: GraphQLSchema) -> None:
    """Give the root fields of queries the short way, those that may take it."""
    for field in made.query_type.fields.values() if made.query_type else ():
        if _is_plain(field):
            field.resolve = _direct(field)


def _is_plain(field: Any) -> bool:
    """Tell whether the field awaits a function of an info, and errors stay errors."""
    definition = field.extensions[_DEFINITION]
    resolver = definition.base_resolver
    return (
        isinstance(_nullable(field.type), GraphQLObjectType)
        and definition.is_async
        and not definition.extensions
        and resolver.self_parameter is not None
        and resolver.info_parameter is not None
    )


def _direct(field: Any) -> Callable[..., Any]:
    definition, usual = field.extensions[_DEFINITION], field.resolve
    function = definition.base_resolver.wrapped_func
    names = {
        name: argument.extensions[_DEFINITION].python_name
        for name, argument in field.args.items()
        if is_scalar_type(_nullable(argument.type))
    }

    def resolve(source: Any, info: Any, **given: Any) -> Awaitable[Any]:
        try:
            arguments = {names[name]: value for name, value in given.items()}
        except KeyError:  # one that is no scalar
            return cast("Awaitable[Any]", usual(source, info, **given))
        return cast(
            "Awaitable[Any]",
            function(source, info=strawberry.Info(info, definition), **arguments),
        )

    return resolve


def _nullable(type_: Any) -> Any:
    wrapped: Any = type_  # graphql-core's wrappers leave what they wrap unknown
    return wrapped.of_type if isinstance(type_, GraphQLNonNull) else wrapped
