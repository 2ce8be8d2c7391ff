"""The schema put together."""

import strawberry
from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, Undefined
from strawberry.schema.config import StrawberryConfig

from gateway.graphql.resolver_fast_path import shorten
from resolvers.mutation import Mutation
from resolvers.query import Query
from schema.errors import ANSWERS
from schema.scalars import SCALARS


def _build() -> strawberry.Schema:
    config = StrawberryConfig(scalar_map=SCALARS)
    made = strawberry.Schema(Query, Mutation, exception_handlers=ANSWERS, config=config)
    _say_no_null_defaults(core(made))
    shorten(core(made), ANSWERS)
    return made


def core(made: strawberry.Schema) -> GraphQLSchema:
    """Return graphql-core's schema under Strawberry's, which names no public way to it."""
    return made._schema  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def _say_no_null_defaults(made: GraphQLSchema) -> None:
    """Drop `= null` from arguments: left out and null mean the same, so it says nothing."""
    for type_ in made.type_map.values():
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for field in type_.fields.values():
                for argument in field.args.values():
                    if argument.default_value is None:
                        argument.default_value = Undefined


schema = _build()


def sdl() -> str:
    """Return the schema as text, one-of directives included."""
    return f"{schema.as_str()}\n"
