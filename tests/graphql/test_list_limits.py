"""Maximum lengths of all list arguments and input fields, which are found in the schema."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx2
import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    is_required_argument,
    is_required_input_field,
)

from gateway.graphql.schema import core, schema
from tests.conftest import ON_SQLITE

pytestmark = pytest.mark.anyio

SCHEMA = core(schema)
LONGEST = 500  # that any list of the schema may be
AN_ID = "00000000-0000-4000-8000-000000000000"
SAMPLES: dict[str, Any] = {
    "Boolean": True,
    "DateTime": "2026-01-01T00:00:00Z",
    "E164": "+14155550123",
    "ID": AN_ID,
    "Int": 1,
    "String": "US",
    "UUID": AN_ID,
}


class Place(NamedTuple):
    """A list: the root field, its argument, and the input fields that lead to it."""

    operation: str
    field: str
    argument: str
    path: tuple[str, ...]

    def __str__(self) -> str:
        """Name it as the schema does."""
        return ".".join((self.field, self.argument, *self.path))


def bare(type_: Any) -> Any:
    return type_.of_type if isinstance(type_, GraphQLNonNull) else type_


def lists(type_: Any, seen: frozenset[str] = frozenset()) -> Iterator[tuple[str, ...]]:
    """Yield the way to each list in an input type."""
    inner = bare(type_)
    if isinstance(inner, GraphQLList):
        yield ()
        inner = bare(inner.of_type)
    if isinstance(inner, GraphQLInputObjectType) and inner.name not in seen:
        for name, field in inner.fields.items():
            for path in lists(field.type, seen | {inner.name}):
                yield (name, *path)


def places() -> Iterator[Place]:
    """Yield every list of the schema that a root field takes.

    Those within the rows of a job are checked later: a row that is not valid fails in its job.
    """
    for kind, type_ in (("query", SCHEMA.query_type), ("mutation", SCHEMA.mutation_type)):
        assert type_
        for name, field in type_.fields.items():
            for argument, definition in field.args.items():
                for path in lists(definition.type):
                    if "rows" in path[:-1]:
                        continue
                    yield Place(kind, name, argument, path)


def sample(type_: GraphQLInputType) -> Any:
    """Return a value of a type, as small as can be."""
    inner: Any = bare(type_)
    if isinstance(inner, GraphQLList):
        return [sample(inner.of_type)]
    if isinstance(inner, GraphQLEnumType):
        return next(iter(inner.values))
    if isinstance(inner, GraphQLInputObjectType):
        required = {n: f for n, f in inner.fields.items() if is_required_input_field(f)}
        return {name: sample(field.type) for name, field in required.items()}
    return SAMPLES[inner.name]


def with_list(type_: Any, path: tuple[str, ...], length: int) -> Any:
    """Return a value of a type whose list at the end of *path* is so long."""
    inner = bare(type_)
    if not path:
        return [sample(inner.of_type)] * length
    field, value = inner.fields[path[0]], sample(inner)
    return {**value, path[0]: with_list(field.type, path[1:], length)}


async def answer(client: httpx2.AsyncClient, place: Place, length: int) -> dict[str, Any]:
    """Send a list that is so long, and everything else that is required."""
    root = SCHEMA.query_type if place.operation == "query" else SCHEMA.mutation_type
    assert root
    field = root.fields[place.field]
    values = {n: sample(a.type) for n, a in field.args.items() if is_required_argument(a)}
    values[place.argument] = with_list(field.args[place.argument].type, place.path, length)
    declared = ", ".join(f"${n}: {field.args[n].type}" for n in values)
    given = ", ".join(f"{n}: ${n}" for n in values)
    inner = _MUTATED if place.operation == "mutation" else _CHECKED.get(place.field, _QUERIED)
    text = f"{place.operation} ({declared}) {{ {place.field}({given}) {inner} }}"
    response = await client.post("/graphql", json={"query": text, "variables": values})
    found: dict[str, Any] = response.json()
    return found


def is_too_long(answered: dict[str, Any]) -> bool:
    """Tell whether the answer says in a typed way that a list is too long."""
    text = str(answered)
    return "too_long" in text or "INVALID_PAGE" in text or "TOO_LONG" in text


_QUERIED = "{ __typename }"
_MUTATED = "{ ... on ValidationFailed { fieldErrors { code } } }"
_CHECKED = {"checkImport": "{ fieldErrors { code } }"}
PLACES = list(places())


def test_the_schema_takes_the_lists_that_are_known() -> None:
    assert {"nodes.ids", "phoneNumberEvents.types", "phoneNumbers.filter.tagsAll"} <= set(
        map(str, PLACES)
    )
    assert len(PLACES) >= 8


@ON_SQLITE
@pytest.mark.parametrize("place", PLACES, ids=str)
async def test_a_list_is_refused_from_some_length_on_and_not_before(
    client: httpx2.AsyncClient, place: Place
) -> None:
    shortest = await answer(client, place, 1)
    longest = await answer(client, place, LONGEST + 1)

    assert not is_too_long(shortest), shortest
    assert is_too_long(longest), longest
    assert "INTERNAL" not in str(longest)


@ON_SQLITE
@pytest.mark.parametrize("place", PLACES, ids=str)
async def test_one_more_than_the_described_maximum_is_refused(
    client: httpx2.AsyncClient, place: Place
) -> None:
    most = described_maximum(place)

    assert not is_too_long(await answer(client, place, most))
    assert is_too_long(await answer(client, place, most + 1))


def described_maximum(place: Place) -> int:
    """Return the maximum in the description of the list."""
    root = SCHEMA.query_type if place.operation == "query" else SCHEMA.mutation_type
    assert root
    described: Any = root.fields[place.field].args[place.argument]
    for name in place.path:
        described = bare(described.type).fields[name]
    words = described.description.lower().replace(".", "").replace(",", "").split()
    at = [n for n in range(len(words) - 1) if words[n : n + 2] == ["at", "most"]]
    assert at, f"{place} describes no maximum"
    after, before = words[min(at[-1] + 2, len(words) - 1)], words[at[-1] - 1]
    return int(after) if after.isdigit() else int(before)
