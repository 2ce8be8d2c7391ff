"""Schema evolution: which changes break generated clients of an older schema."""

import json
import sys
from pathlib import Path
from typing import Any, Final

import graphql
import pytest
from graphql import GraphQLSchema, build_schema, find_breaking_changes, find_dangerous_changes
from pydantic import ValidationError

ROOT: Final = Path(__file__).parents[2]
CLIENTS: Final = ROOT / "clients"
KEPT: Final = (ROOT / "schema/schema.graphql").read_text()
TRUSTED: Final = ROOT / "gateway/http/console/source/src/gql/persisted-documents.json"
DOCUMENTS: Final = [
    (CLIENTS / "python/operations.graphql").read_text(),
    *json.loads(TRUSTED.read_text()).values(),
]
NUMBER: Final[dict[str, Any]] = {
    "id": "x",
    "number": "+14155550123",
    "name": None,
    "version": 1,
    "callHandlerKind": "RELAY_TOPIC",
    "callHandler": {"__typename": "RelayTopicCallHandler", "topic": "office"},
}
SAFE: Final = {
    "a new field": ("type PhoneNumber implements Node {", "\n  carrier: String"),
    "a new optional argument": ("  phoneNumber(", "\n    strict: Boolean = false,"),
    "a new optional input field": ("input ImportPhoneNumberInput {", "\n  carrier: String"),
    "a new query": ("type Query {", "\n  carriers: [String!]!"),
    "a new mutation": ("type Mutation {", "\n  lockPhoneNumber(id: ID!): Boolean!"),
    "a new settable kind": ("input CallHandlerInput @oneOf {", "\n  faxToMail: String"),
    "a deprecation": ("  releaseProtected: Boolean!", ' @deprecated(reason: "Later.")'),
}
DANGEROUS: Final = {
    "a new member of a union": (
        "union CallHandler = ", "FaxCallHandler | ", "type FaxCallHandler { to: String }"
    ),
    "a new value of an enum": ("enum CallHandlerKind {", "\n  FAX_TO_MAIL", ""),
}  # fmt: skip


def changed(after: str, added: str, more: str = "") -> GraphQLSchema:
    """Return the schema with something added after a text."""
    assert KEPT.count(after) == 1, "the schema reads differently now"
    return build_schema(KEPT.replace(after, after + added) + more)


def listed(schema: GraphQLSchema, number: dict[str, Any]) -> Any:
    """Return what the old Python client makes of a list that the schema's server answers."""
    sys.path.insert(0, str(CLIENTS / "python"))
    from numbergate_client import ListNumbers  # type: ignore[import-not-found]

    sys.path.pop(0)
    page = {"nodes": [number], "pageInfo": {"endCursor": None, "hasNextPage": False}}
    document = (CLIENTS / "python/operations.graphql").read_text()
    answer: Any = graphql.execute(
        schema, graphql.parse(document), {"phoneNumbers": page}, operation_name="ListNumbers"
    )
    assert answer.errors is None
    return ListNumbers.model_validate(answer.data)


@pytest.mark.parametrize(("after", "added"), SAFE.values(), ids=SAFE)
def test_what_is_safe_changes_nothing_for_old_clients(after: str, added: str) -> None:
    before, now = build_schema(KEPT), changed(after, added)

    mistakes = [graphql.validate(now, graphql.parse(text)) for text in DOCUMENTS]
    read = listed(now, NUMBER).phone_numbers.nodes[0]

    assert find_breaking_changes(before, now) == []
    assert mistakes == [[] for _ in DOCUMENTS]
    assert read.call_handler.topic == "office"


@pytest.mark.parametrize(("after", "added", "more"), DANGEROUS.values(), ids=DANGEROUS)
def test_dangerous_changes_are_found(after: str, added: str, more: str) -> None:
    before, now = build_schema(KEPT), changed(after, added, more)

    assert find_breaking_changes(before, now) == []
    assert find_dangerous_changes(before, now) != []
    assert listed(now, NUMBER).phone_numbers.nodes[0].number == NUMBER["number"]


def test_an_old_python_client_cannot_read_a_member_that_came_later() -> None:
    now = changed(*DANGEROUS["a new member of a union"])
    later = NUMBER | {"callHandler": {"__typename": "FaxCallHandler"}}

    with pytest.raises(ValidationError):
        listed(now, later)


def test_an_old_python_client_reads_a_kind_that_the_schema_has_not() -> None:
    handler = {"__typename": "UnrecognizedCallHandler", "wireKind": "fax_to_mail"}
    number = NUMBER | {"callHandlerKind": "UNRECOGNIZED", "callHandler": handler}

    read = listed(build_schema(KEPT), number).phone_numbers.nodes[0]

    assert read.call_handler.wire_kind == "fax_to_mail"


def test_the_page_names_every_change_that_is_tried() -> None:
    page = (ROOT / "docs/evolution.md").read_text().lower()

    assert [name for name in (*SAFE, *DANGEROUS) if name not in page] == []
