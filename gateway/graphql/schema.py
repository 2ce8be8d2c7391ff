"""Executable schema: built once from the types and resolvers, with its SDL."""

import functools
from typing import Any, Final, cast

import strawberry
from graphql import (
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    is_input_object_type,
)
from graphql.utilities.validate_input_value import (
    get_one_of_input_object_error_message,  # pyright: ignore[reportUnknownVariableType]
)
from strawberry.schema.config import StrawberryConfig

from gateway.graphql.resolver_fast_path import install_fast_path
from resolvers.mutation import Mutation
from resolvers.query import Query
from resolvers.subscription import Subscription
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
    built = strawberry.Schema(
        Query, Mutation, Subscription, exception_handlers=FAILURE_HANDLERS, config=config
    )
    core(built).description = DESCRIPTION
    _remove_null_defaults(core(built))
    _coerce_to_domain_names(core(built))
    introspect_one_of(core(built))
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
    """Let the coercion of input types return the names of the commands' fields, in snake_case.

    One-of inputs are checked by graphql-core: its errors say where, and Strawberry's do not.
    """
    inputs = [type_ for type_ in built.type_map.values() if is_input_object_type(type_)]
    for type_ in cast("list[Any]", inputs):
        for field in type_.fields.values():
            field.out_name = field.extensions[_DEFINITION].python_name
        if type_.extensions[_DEFINITION].is_one_of:
            type_.is_one_of, type_.out_type = True, GraphQLInputObjectType.out_type


def introspect_one_of(built: GraphQLSchema) -> None:
    """Resolve `isOneOf` as graphql-core does: Strawberry's resolver fails for `[Int!]!`."""

    def is_one_of(type_: Any, _info: Any) -> bool | None:
        return type_.is_one_of if is_input_object_type(type_) else None

    field = cast("GraphQLObjectType", built.type_map["__Type"]).fields["isOneOf"]
    field.resolve = is_one_of


schema = _build()
# The ends of graphql-core's messages about one-of inputs.
ONE_OF_MESSAGES: Final = tuple(
    get_one_of_input_object_error_message(type_)
    for type_ in core(schema).type_map.values()
    if isinstance(type_, GraphQLInputObjectType) and type_.is_one_of
)


@functools.cache
def sdl() -> str:
    """Return the schema in the schema definition language, with its description.

    Strawberry prints neither the description nor, without one, the schema definition.
    """
    roots = "query: Query\n  mutation: Mutation\n  subscription: Subscription"
    definition = f'"""\n{DESCRIPTION}\n"""\nschema {{\n  {roots}\n}}'
    return f"{definition}\n\n{schema.as_str()}\n"
