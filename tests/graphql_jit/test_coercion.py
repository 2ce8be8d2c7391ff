"""Coercion of variables: the same results and errors as graphql-core's."""

from collections.abc import Mapping
from typing import Any, Final, cast

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    OperationDefinitionNode,
    parse,
    type_from_ast,
)
from graphql.execution.values import VariableValues, get_variable_values
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.graphql.schema import core, schema
from gateway.graphql_jit.inputs import Variables

REAL: Final = core(schema)
DECLARED: Final = (
    "$input: ImportPhoneNumberInput!, $change: UpdatePhoneNumberInput, "
    "$filter: PhoneNumberFilter, $order: PhoneNumberOrder, $ids: [ID!]!, "
    "$types: [PhoneNumberEventType!], $first: Int = 5, $number: String, "
    "$format: NumberFormat! = NATIONAL, $yes: Boolean = true"
)
OPERATION: Final = cast(
    "OperationDefinitionNode", parse(f"query ({DECLARED}) {{ __typename }}").definitions[0]
)

ODD: Final = st.sampled_from([None, "", "x", 0, 2**31, 1.5, True, [], [None], {}, {"x": 1}])


def values(type_: Any) -> st.SearchStrategy[Any]:
    """Return what may be sent for the type: mostly what fits."""
    return st.one_of(fitting(type_), fitting(type_), fitting(type_), ODD)


def fitting(type_: Any) -> st.SearchStrategy[Any]:
    if isinstance(type_, GraphQLNonNull):
        return fitting(type_.of_type)
    if isinstance(type_, GraphQLList):
        return st.lists(values(type_.of_type), max_size=3)
    if isinstance(type_, GraphQLEnumType):
        return st.sampled_from(sorted(type_.values))
    if isinstance(type_, GraphQLInputObjectType):
        return objects(type_)
    return LEAVES.get(type_.name, st.text(max_size=5))


@st.composite
def objects(draw: Any, type_: GraphQLInputObjectType) -> dict[str, Any]:
    """Return an object with some of the fields, and now and then one that there is not."""
    names = draw(st.lists(st.sampled_from(sorted(type_.fields)), max_size=4, unique=True))
    found = {name: draw(values(type_.fields[name].type)) for name in names}
    return found | ({"nothing": 1} if draw(st.integers(0, 20)) == 0 else {})


LEAVES: Final[Mapping[str, st.SearchStrategy[Any]]] = {
    "Int": st.integers(-5, 5),
    "Boolean": st.booleans(),
    "ID": st.one_of(st.text(max_size=3), st.integers()),
    "DateTime": st.sampled_from(["2026-01-31T12:00:00Z", "2026-01-31", "noon"]),
}
TYPES: Final = {
    definition.variable.name.value: type_from_ast(REAL, definition.type)
    for definition in OPERATION.variable_definitions or ()
}
GIVEN: Final = st.fixed_dictionaries({}, optional={n: values(t) for n, t in TYPES.items()})


def comparable(found: Any) -> Any:
    """Return the comparable parts of the values, or of the errors."""
    if isinstance(found, VariableValues):
        given: Any = found.sources.items()
        return found.coerced, [(n, str(g.signature.type), g.value) for n, g in given]
    return [error.formatted for error in found]


@settings(max_examples=400)
@given(given_=GIVEN)
def test_variables_are_what_graphql_core_makes_of_them(given_: dict[str, Any]) -> None:
    expected = get_variable_values(
        REAL, OPERATION.variable_definitions or (), given_, max_errors=5, hide_suggestions=True
    )

    found = Variables(REAL, OPERATION).read(given_, 5, hide_suggestions=True)

    assert comparable(found) == comparable(expected)


def test_what_is_usual_is_not_asked_of_graphql_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison above would also hold if graphql-core were always asked."""

    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError

    monkeypatch.setattr("gateway.graphql_jit.inputs.get_variable_values", never)
    sent = {
        "input": {
            "number": "+14155550123",
            "numberType": "LONGCODE",
            "capabilities": ["VOICE"],
            "callHandler": {"relayTopic": {"topic": "office"}},
            "name": None,
        },
        "filter": {"createdAfter": "2026-01-31T12:00:00Z", "hasCallHandler": False},
        "ids": ["a"],
        "first": 3,
        "format": "E164",
        "yes": True,
    }

    found = Variables(REAL, OPERATION).read(sent, 5, hide_suggestions=True)

    assert isinstance(found, VariableValues)
    assert found.coerced["input"]["call_receive_mode"] is not None  # its default
    assert "number" not in found.coerced
