"""Resolver fast path: root fields call their resolvers without Strawberry's argument conversion.

Strawberry examines each argument of each call, and each exception for a handler. Here it is decided
once, when the schema is built: a scalar needs no conversion, an input type has a hook for it, and
the members of the field's union decide which failures it handles. A field with any other argument
keeps Strawberry's resolver.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

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
_NO_CONFIG: Final[Any] = None  # the hooks of our input types read the info only

Convert = Callable[[Any, InputContext], Any]
Conversion = tuple[str, Convert | None]  # the Python name, and the conversion; None for scalars
Resolve = Callable[..., Awaitable[Any]]


def install_fast_path(schema: GraphQLSchema, handlers: Sequence[FailureHandler]) -> None:
    """Replace the resolvers of root fields, where that is possible."""
    for type_ in filter(None, (schema.query_type, schema.mutation_type)):
        for field in type_.fields.values():
            definition, conversions = field.extensions[_DEFINITION], dict(_conversions(field))
            if len(conversions) == len(field.args) and _is_eligible(definition):
                resolve = _fast_resolver(definition, conversions)
                field.resolve = _with_handlers(definition, resolve, [*_applicable(field, handlers)])


def _is_eligible(definition: Any) -> bool:
    """Return whether the field has an async resolver method with an info and no extensions."""
    resolver = definition.base_resolver
    return (
        definition.is_async
        and not definition.extensions
        and resolver.self_parameter is not None
        and resolver.info_parameter is not None
    )


def _conversions(field: Any) -> Iterator[tuple[str, Conversion]]:
    """Yield the field's arguments that are scalars or input types: each of ours has a hook."""
    for name, argument in field.args.items():
        type_, python_name = _nullable(argument.type), argument.extensions[_DEFINITION].python_name
        if is_scalar_type(type_):
            yield name, (python_name, None)
        elif isinstance(type_, GraphQLInputObjectType):
            input_: Any = type_.extensions[_DEFINITION]
            yield name, (python_name, partial(input_.from_input, input_.origin))


def _applicable(field: Any, handlers: Sequence[FailureHandler]) -> Iterator[FailureHandler]:
    """Yield the handlers whose error type is a member of the field's union."""
    type_ = _nullable(field.type)
    members = type_.types if isinstance(type_, GraphQLUnionType) else ()
    classes = {member.extensions[_DEFINITION].origin for member in members}
    yield from (handler for handler in handlers if handler.error_type in classes)


def _fast_resolver(definition: Any, conversions: Mapping[str, Conversion]) -> Resolve:
    """Return a resolver that converts the arguments and calls the function."""
    function = definition.base_resolver.wrapped_func

    def resolve(source: Any, info: Any, **arguments: Any) -> Awaitable[Any]:
        strawberry_info = strawberry.Info(info, definition)
        converted: dict[str, Any] = {}
        for name, value in arguments.items():
            python_name, convert = conversions[name]
            if convert is None or value is None:
                converted[python_name] = value
            else:
                context = InputContext(strawberry_info, _NO_CONFIG, {}, ())
                converted[python_name] = convert(value, context)
        resolved: Awaitable[Any] = function(source, info=strawberry_info, **converted)
        return resolved

    return resolve


def _with_handlers(
    definition: Any, resolve: Resolve, handlers: Sequence[FailureHandler]
) -> Resolve:
    """Return a resolver that converts the failures of *resolve*; without handlers, itself."""

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


def _nullable(type_: Any) -> Any:
    wrapped: Any = type_  # graphql-core's wrapper types are partially unknown to type checkers
    return wrapped.of_type if isinstance(type_, GraphQLNonNull) else wrapped
