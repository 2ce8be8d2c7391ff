"""Executable schema: built once from the types and resolvers, with its SDL."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, cast

import strawberry
from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    is_input_object_type,
)
from strawberry.schema.config import StrawberryConfig

from gateway.graphql.resolver_fast_path import install_fast_path
from resolvers.mutation import Mutation
from resolvers.query import Query
from schema.errors import FAILURE_HANDLERS
from schema.scalars import SCALARS

_DEFINITION: Final = "strawberry-definition"
DESCRIPTION: Final = (
    "The phone numbers of a project, and the handlers that answer their calls and messages. Every "
    "request needs a token in the header Authorization: Bearer ng_…, which belongs to one project. "
    "Start with the query phoneNumbers to list numbers and the mutation importPhoneNumber to add "
    "one. A mutation returns a union of its success and its failures: select Problem { code "
    "message } for all failures. Other failures, such as a missing scope, an exceeded limit or an "
    "outage, are in errors, each with a code in extensions.code."
)


def _build() -> strawberry.Schema:
    config = StrawberryConfig(scalar_map=SCALARS)
    built = strawberry.Schema(Query, Mutation, exception_handlers=FAILURE_HANDLERS, config=config)
    core(built).description = DESCRIPTION
    _remove_null_defaults(core(built))
    _coerce_to_domain_names(core(built))
    install_fast_path(core(built), FAILURE_HANDLERS)
    return built


def core(built: strawberry.Schema) -> GraphQLSchema:
    """Return the graphql-core schema of a Strawberry schema, which has no public attribute."""
    return built._schema  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def _remove_null_defaults(graphql_schema: GraphQLSchema) -> None:
    """Remove ``= null`` from arguments: it means the same as no default."""
    for type_ in graphql_schema.type_map.values():
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for field in type_.fields.values():
                for argument in field.args.values():
                    if argument.default_value is None:
                        argument.default_value = Undefined


def _coerce_to_domain_names(built: GraphQLSchema) -> None:
    """Let the coercion of input types return the names of the commands' fields, in snake_case."""
    inputs = [type_ for type_ in built.type_map.values() if is_input_object_type(type_)]
    for type_ in cast("list[Any]", inputs):
        names = {n: f.extensions[_DEFINITION].python_name for n, f in type_.fields.items()}
        if type_.extensions[_DEFINITION].is_one_of:
            type_.out_type = partial(_check_and_rename, type_.out_type, names)
        else:
            for name, field in type_.fields.items():
                field.out_name = names[name]


def _check_and_rename(
    check: Callable[[dict[str, Any]], Any], names: Mapping[str, str], value: dict[str, Any]
) -> dict[str, Any]:
    """Rename after Strawberry's check of a one-of input, whose messages have GraphQL's names."""
    return {names[name]: inner for name, inner in check(value).items()}


schema = _build()


def sdl() -> str:
    """Return the schema in the schema definition language, with its description.

    Strawberry prints neither the description nor, without one, the schema definition.
    """
    definition = f'"""\n{DESCRIPTION}\n"""\nschema {{\n  query: Query\n  mutation: Mutation\n}}'
    return f"{definition}\n\n{schema.as_str()}\n"
