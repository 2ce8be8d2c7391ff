"""Resolver fast path: root fields call their resolvers without Strawberry's argument conversion.

Strawberry examines each argument of each call, and each exception for a handler. Here it is decided
once, when the schema is built: a scalar needs no conversion, an input type has a hook for it, and
the members of the field's union decide which failures it handles. Calls with any other argument use
Strawberry's own resolver.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, cast

import strawberry
from graphql import (
    GraphQLInputObjectType,
    GraphQLNonNull,
    GraphQLSchema,
    GraphQLUnionType,
    is_scalar_type,
)
from strawberry.types.arguments import InputContext

from schema.errors import FailureHandler

_DEFINITION: Final = "strawberry-definition"

Convert = Callable[[Any, Any], Any]  # of a value and the resolver's info
Resolve = Callable[..., Awaitable[Any]]


def install_fast_path(schema: GraphQLSchema, handlers: Sequence[FailureHandler]) -> None:
    """Replace the resolvers of root fields, where that is possible."""
    for type_ in filter(None, (schema.query_type, schema.mutation_type)):
        for field in type_.fields.values():
            if _is_eligible(field.extensions[_DEFINITION]):
                field.resolve = _fast_resolver(field, [*_applicable(field, handlers)])


def _is_eligible(definition: Any) -> bool:
    """Return whether the field has an async resolver method with an info and no extensions."""
    resolver = definition.base_resolver
    return (
        definition.is_async
        and not definition.extensions
        and resolver.self_parameter is not None
        and resolver.info_parameter is not None
    )


def _applicable(field: Any, handlers: Iterable[FailureHandler]) -> Iterator[FailureHandler]:
    """Yield the handlers whose error type is a member of the field's union."""
    type_ = _nullable(field.type)
    members = type_.types if isinstance(type_, GraphQLUnionType) else ()
    classes = {member.extensions[_DEFINITION].origin for member in members}
    yield from (handler for handler in handlers if handler.error_type in classes)


def _fast_resolver(field: Any, handlers: Sequence[FailureHandler]) -> Resolve:
    definition, strawberry_resolver = field.extensions[_DEFINITION], field.resolve
    call = _caller(definition, _conversions(field.args))

    def resolve(source: Any, info: Any, **arguments: Any) -> Awaitable[Any]:
        result = call(source, strawberry.Info(info, definition), arguments)
        if result is None:
            result = strawberry_resolver(source, info, **arguments)
        return cast("Awaitable[Any]", result)

    async def resolve_with_handlers(source: Any, info: Any, **arguments: Any) -> Any:
        try:
            return await resolve(source, info, **arguments)
        except Exception as exc:
            for handler in handlers:
                if isinstance(exc, handler.exception_type):
                    strawberry_info = strawberry.Info(info, definition)
                    return handler.handle(exc, field=definition, info=strawberry_info)
            raise

    return resolve_with_handlers if handlers else resolve


def _caller(
    definition: Any, conversions: Mapping[str, tuple[str, Convert | None]]
) -> Callable[[Any, Any, Mapping[str, Any]], Any]:
    """Return a function that calls the resolver; it returns None for an unsupported argument."""
    function = definition.base_resolver.wrapped_func

    def call(source: Any, info: Any, arguments: Mapping[str, Any]) -> Any:
        converted: dict[str, Any] = {}
        for name, value in arguments.items():
            if name not in conversions:
                return None
            python_name, convert = conversions[name]
            if convert and value is not None:
                converted[python_name] = convert(value, info)
            else:
                converted[python_name] = value
        return function(source, info=info, **converted)

    return call


def _conversions(arguments: Mapping[str, Any]) -> dict[str, tuple[str, Convert | None]]:
    """Return the supported arguments: the Python name and the conversion, None for scalars."""
    conversions: dict[str, tuple[str, Convert | None]] = {}
    for name, argument in arguments.items():
        type_, python_name = _nullable(argument.type), argument.extensions[_DEFINITION].python_name
        if is_scalar_type(type_):
            conversions[name] = python_name, None
        elif isinstance(type_, GraphQLInputObjectType):
            conversions[name] = python_name, _by_hook(cast("Any", type_).extensions[_DEFINITION])
    return conversions


def _by_hook(definition: Any) -> Convert:
    """Return the conversion of an input type by its hook ``from_input``, which each of ours has."""

    def convert(value: Any, info: Any) -> Any:
        context = InputContext(info, cast("Any", None), {}, ())
        return definition.from_input(definition.origin, value, context)

    return convert


def _nullable(type_: Any) -> Any:
    wrapped: Any = type_  # graphql-core's wrapper types are partially unknown to type checkers
    return wrapped.of_type if isinstance(type_, GraphQLNonNull) else wrapped
