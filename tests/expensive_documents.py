"""A generator of expensive documents: queries with many fields, aliases and long lists.

They keep the limits of fields, aliases and depth, and may cost more than is allowed. `bench.search`
looks for the most expensive.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLSchema,
    GraphQLUnionType,
    SchemaMetaFieldDef,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)
from hypothesis import strategies as st

# Values by the name of the argument. What begins with a dollar is a variable.
_ARGUMENTS: Final = {
    "first": ("100", "50", "20", "3"),
    "filter": (
        '{nameContains: "n"}',
        '{numberContains: "5"}',
        '{tagsAll: ["a", "b", "c"]}',
        '{handlerUrlHost: "example.com"}',
        "{hasCallHandler: true}",
    ),
    "orderBy": ("{field: NUMBER, direction: ASC}", "{field: UPDATED_AT, direction: DESC}"),
    "types": ("[IMPORTED, UPDATED]", "[DRIFT_DETECTED]"),
    "id": ("$id",),
    "ids": ("$ids",),
    "input": ("$input",),
    "number": ("$number",),
}
_VARIABLES: Final = {
    "$id": "ID!",
    "$ids": "[ID!]!",
    "$input": "ImportPhoneNumberInput!",
    "$number": "String!",
    "$yes": "Boolean! = true",
}
_DEEPEST: Final = 7
_WIDEST: Final = 20  # fields of a selection set, before aliases
_MOST_ALIASES: Final = 30
_MOST_FIELDS: Final = 490


@dataclass(slots=True)
class Author:
    """Writes one document."""

    schema: GraphQLSchema
    draw: Any
    fields: int  # that may still be written
    aliases: int = _MOST_ALIASES
    used: set[str] = field(default_factory=set[str])  # variables

    def document(self) -> str:
        """Return a query."""
        text = self._selections(self.schema.query_type, 0)
        variables = [f"{name}: {_VARIABLES[name]}" for name in sorted(self.used)]
        return f"query ({', '.join(variables)}) {text}" if variables else f"query {text}"

    def _selections(self, type_: Any, depth: int) -> str:
        if isinstance(type_, GraphQLUnionType):
            members = self.schema.get_possible_types(type_)
            chosen = self.draw(st.lists(st.sampled_from(members), min_size=1, unique=True))
            parts = [f"... on {m.name} {self._selections(m, depth)}" for m in chosen]
            return f"{{ __typename {' '.join(parts)} }}"
        known = dict(type_.fields) | ({} if depth else {"__schema": SchemaMetaFieldDef})
        names = st.lists(
            st.sampled_from(sorted(known)), min_size=1, max_size=_WIDEST, unique=depth > 1
        )
        seen = dict[str, int]()
        parts = [self._field(seen, name, known[name], depth) for name in self.draw(names)]
        return f"{{ __typename {' '.join(filter(None, parts))} }}"

    def _field(self, seen: dict[str, int], name: str, field_: GraphQLField, depth: int) -> str:
        held: Any = get_named_type(field_.type)
        count = seen[name] = seen.get(name, 0) + 1
        is_repeated = count > 1
        is_too_deep = depth >= _DEEPEST and not is_leaf_type(held)
        if is_too_deep or self.fields <= 0 or (is_repeated and self.aliases <= 0):
            return ""
        self.fields -= 1
        self.aliases -= is_repeated
        alias = f"{name}{count}: " if is_repeated else ""
        inner = "" if is_leaf_type(held) else self._selections(held, depth + 1)
        return f"{alias}{name}{self._arguments(name, field_)}{self._condition()} {inner}"

    def _arguments(self, name: str, field_: GraphQLField) -> str:
        chosen = [n for n, a in field_.args.items() if self._is_given(n, a)]
        if name == "phoneNumber" and field_.args:  # needs exactly one
            chosen = [self.draw(st.sampled_from(["id", "number"]))]
        given = [f"{n}: {self._value(n, field_.args[n])}" for n in chosen]
        return f"({', '.join(given)})" if given else ""

    def _is_given(self, name: str, argument: GraphQLArgument) -> bool:
        is_needed = is_required_argument(argument) or name == "first"
        return is_needed or (name in _ARGUMENTS and self.draw(st.integers(0, 3)) == 0)

    def _value(self, name: str, argument: GraphQLArgument) -> str:
        if name in _ARGUMENTS:
            value: str = self.draw(st.sampled_from(_ARGUMENTS[name]))
            self.used |= {value} & _VARIABLES.keys()
            return value
        named = get_named_type(argument.type)
        assert isinstance(named, GraphQLEnumType), name
        return str(self.draw(st.sampled_from(sorted(named.values))))

    def _condition(self) -> str:
        if self.draw(st.integers(0, 15)) != 1:
            return ""
        self.used.add("$yes")
        return " @include(if: $yes)"


@st.composite
def expensive_documents(draw: Any, schema: GraphQLSchema) -> str:
    """Return a strategy for documents of one query."""
    return Author(schema, draw, draw(st.integers(10, _MOST_FIELDS))).document()
