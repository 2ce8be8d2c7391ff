"""Root fields that call their resolvers directly, where it is known how arguments are converted.

Strawberry looks at each argument of each call to find out what it is made into, and at each
exception whether it is an answer. A scalar is made into nothing else, an input by its own hook, and
which failures a field may answer with is known when the schema is made. What has other arguments,
when they are given, goes its usual way.
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

from schema.errors import Answer

_DEFINITION: Final = "strawberry-definition"

Convert = Callable[[Any, Any], Any]  # a value and the info that it came with
Resolve = Callable[..., Awaitable[Any]]


def shorten(made: GraphQLSchema, answers: Sequence[Answer]) -> None:
    """Give root fields the short way, those that may take it."""
    for type_ in filter(None, (made.query_type, made.mutation_type)):
        for field in type_.fields.values():
            if _is_plain(field.extensions[_DEFINITION]):
                field.resolve = _direct(field, [*_possible(field, answers)])


def _is_plain(definition: Any) -> bool:
    """Tell whether the field awaits a function of an info."""
    resolver = definition.base_resolver
    return (
        definition.is_async
        and not definition.extensions
        and resolver.self_parameter is not None
        and resolver.info_parameter is not None
    )


def _possible(field: Any, answers: Iterable[Answer]) -> Iterator[Answer]:
    """Yield the answers that the field's type has."""
    type_ = _nullable(field.type)
    members = type_.types if isinstance(type_, GraphQLUnionType) else ()
    classes = {member.extensions[_DEFINITION].origin for member in members}
    yield from (answer for answer in answers if answer.error_type in classes)


def _direct(field: Any, answers: Sequence[Answer]) -> Resolve:
    definition, usual = field.extensions[_DEFINITION], field.resolve
    call = _calling(definition, _conversions(field.args))

    def resolve(source: Any, info: Any, **given: Any) -> Awaitable[Any]:
        called = call(source, strawberry.Info(info, definition), given)
        return cast("Awaitable[Any]", usual(source, info, **given) if called is None else called)

    async def answer(source: Any, info: Any, **given: Any) -> Any:
        try:
            return await resolve(source, info, **given)
        except Exception as exc:
            for possible in answers:
                if isinstance(exc, possible.exception_type):
                    shown = strawberry.Info(info, definition)
                    return possible.handle(exc, field=definition, info=shown)
            raise

    return answer if answers else resolve


def _calling(
    definition: Any, conversions: Mapping[str, tuple[str, Convert | None]]
) -> Callable[[Any, Any, Mapping[str, Any]], Any]:
    """Return what calls the resolver; it returns nothing where an argument is a stranger."""
    function = definition.base_resolver.wrapped_func

    def call(source: Any, info: Any, given: Mapping[str, Any]) -> Any:
        arguments: dict[str, Any] = {}
        for name, value in given.items():
            if name not in conversions:
                return None
            python_name, convert = conversions[name]
            if convert and value is not None:
                arguments[python_name] = convert(value, info)
            else:
                arguments[python_name] = value
        return function(source, info=info, **arguments)

    return call


def _conversions(arguments: Mapping[str, Any]) -> dict[str, tuple[str, Convert | None]]:
    """Return the arguments that may be given, and how they are converted, if they are at all."""
    found: dict[str, tuple[str, Convert | None]] = {}
    for name, argument in arguments.items():
        type_, python_name = _nullable(argument.type), argument.extensions[_DEFINITION].python_name
        if is_scalar_type(type_):
            found[name] = python_name, None
        elif isinstance(type_, GraphQLInputObjectType):
            found[name] = python_name, _by_hook(cast("Any", type_).extensions[_DEFINITION])
    return found


def _by_hook(definition: Any) -> Convert:
    """Return what makes an input of its values: each of ours has a hook for it."""

    def convert(value: Any, info: Any) -> Any:
        context = InputContext(info, cast("Any", None), {}, ())
        return definition.from_input(definition.origin, value, context)

    return convert


def _nullable(type_: Any) -> Any:
    wrapped: Any = type_  # graphql-core's wrappers leave what they wrap unknown
    return wrapped.of_type if isinstance(type_, GraphQLNonNull) else wrapped
