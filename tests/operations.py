"""Random operations, valid against a given schema."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from graphql import (
    ExecutionResult,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_required_argument,
    parse,
    validate,
)
from hypothesis import assume
from hypothesis import strategies as st

from gateway.graphql_jit import CompiledOperation

_DEEPEST: Final = 5
_CONDITIONS: Final = (
    "@skip(if: true)",
    "@skip(if: false)",
    "@include(if: true)",
    "@skip(if: $yes)",
    "@include(if: $yes)",
    "@include(if: $no)",
)
# A strategy that is made anew at each draw costs more than the draw.
_COUNT: Final = st.integers(1, 4)
_KIND: Final = st.integers(0, 9)
_SUFFIX: Final = st.sampled_from(["", "", "", "A", "B"])  # of an alias
_ONE_IN_SIX: Final = st.integers(0, 5)
_CONDITION: Final = st.sampled_from(_CONDITIONS)
VARIABLES: Final = "$yes: Boolean! = true, $no: Boolean! = false"


@dataclass(slots=True)
class Author:
    """Writes one document."""

    schema: GraphQLSchema
    draw: Any
    arguments: Mapping[str, st.SearchStrategy[str]]
    fragments: list[str] = field(default_factory=list[str])

    def selections(self, type_: Any, depth: int) -> str:
        """Return a selection set of *type_*, braces included."""
        count = self.draw(_COUNT)
        return f"{{ {' '.join(self._selection(type_, depth) for _ in range(count))} }}"

    def _selection(self, type_: Any, depth: int) -> str:
        kind = self.draw(_KIND)
        if kind == 0:
            return f"__typename {self._condition()}"
        if kind == 1:
            return f"... {self._condition()} {self.selections(type_, depth)}"
        if kind == 2:
            return self._named_fragment(type_, depth)
        if isinstance(type_, GraphQLUnionType) or (kind == 3 and is_abstract_type(type_)):
            narrower = self.draw(_possible_types(self.schema, type_))
            return f"... on {narrower.name} {self.selections(narrower, depth)}"
        return self._field(type_, depth)

    def _named_fragment(self, type_: Any, depth: int) -> str:
        selections = self.selections(type_, depth)
        name = f"F{len(self.fragments)}"
        self.fragments.append(f"fragment {name} on {type_.name} {selections}")
        return f"...{name} {self._condition()}"

    def _field(self, type_: GraphQLObjectType | GraphQLInterfaceType, depth: int) -> str:
        name, defined = self.draw(_fields(type_))
        held: Any = get_named_type(defined.type)
        if depth >= _DEEPEST and not is_leaf_type(held):
            return "__typename"
        suffix = self.draw(_SUFFIX)
        alias = f"{name}{suffix}: " if suffix else ""
        inner = "" if is_leaf_type(held) else self.selections(held, depth + 1)
        return f"{alias}{name}{self._arguments(defined)} {self._condition()} {inner}"

    def _arguments(self, defined: GraphQLField) -> str:
        given = [
            f"{name}: {self._literal(name, argument.type)}"
            for name, argument in defined.args.items()
            if is_required_argument(argument) or name in self.arguments
        ]
        return f"({', '.join(given)})" if given else ""

    def _literal(self, name: str, type_: GraphQLInputType) -> str:
        if name in self.arguments:
            return str(self.draw(self.arguments[name]))
        named = get_named_type(type_)
        assert isinstance(named, GraphQLEnumType), name
        return str(self.draw(_values(named)))

    def _condition(self) -> str:
        if self.draw(_ONE_IN_SIX):
            return ""
        return str(self.draw(_CONDITION))


@cache
def _fields(type_: GraphQLObjectType | GraphQLInterfaceType) -> st.SearchStrategy[Any]:
    return st.sampled_from(sorted(type_.fields.items()))


@cache
def _possible_types(schema: GraphQLSchema, type_: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(schema.get_possible_types(type_))


@cache
def _values(type_: GraphQLEnumType) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(type_.values))


@st.composite
def documents(
    draw: Any,
    schema: GraphQLSchema,
    arguments: Mapping[str, st.SearchStrategy[str]],
    operation: str = "query",
) -> str:
    """Return a strategy for documents with one operation, valid against *schema*.

    *arguments* has strategies by argument name; other optional arguments are left out.
    """
    author = Author(schema, draw, arguments)
    root = schema.query_type if operation == "query" else schema.mutation_type
    selections = author.selections(root, 0)
    text = "\n".join([f"{operation} ({VARIABLES}) {selections}", *author.fragments])
    # Conflicting fields are possible, and skipped; unused variables are accepted.
    errors = validate(schema, parse(text))
    assume(all("is never used" in error.message for error in errors))
    return text


async def executed(
    operation: CompiledOperation, context: object, variables: Mapping[str, Any], **options: Any
) -> ExecutionResult:
    """Coerce the variables and execute, as graphql-core's `execute` does."""
    values = operation.coerce(variables)
    if isinstance(values, list):
        return ExecutionResult(None, values)
    return await operation.execute(context, values, **options)
