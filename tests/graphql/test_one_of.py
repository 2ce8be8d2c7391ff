"""Errors about one-of inputs and operation names say what was sent, and where."""

from typing import Any

import httpx2
import pytest

from tests.conftest import ON_SQLITE, Execute, ask
from tests.graphql.test_import_phone_number import IMPORT

pytestmark = [pytest.mark.anyio, ON_SQLITE]

VALID = {"number": "+14155550123", "numberType": "LONGCODE"}
TOPIC = {"topic": "office"}
TWO = "query A { __typename } query B { __typename }"


@pytest.mark.parametrize(
    "handler",
    [
        {},
        {"relayTopic": None},
        {"relayTopic": TOPIC, "lamlWebhooks": None},
        {"relayTopic": TOPIC, "relayContext": {"context": "x"}},
    ],
    ids=str,
)
@pytest.mark.parametrize("field", ["callHandler", "messageHandler"])
async def test_a_variable_that_violates_a_one_of_is_named_with_path_and_location(
    client: httpx2.AsyncClient, field: str, handler: dict[str, Any]
) -> None:
    [error] = (await ask(client, IMPORT, input=VALID | {field: handler}))["errors"]

    assert error["message"].startswith(f"Variable '$input' has invalid value at .{field}")
    assert error["message"].endswith("Leave out the others: null counts as specified.")
    assert error["locations"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    "literal", ["{}", '{relayTopic: {topic: "x"}, lamlWebhooks: null}', "{relayTopic: null}"]
)
async def test_a_literal_that_violates_a_one_of_is_one_error_with_its_location(
    client: httpx2.AsyncClient, literal: str
) -> None:
    fields = f'number: "+14155550123", numberType: LONGCODE, callHandler: {literal}'
    document = f"mutation {{ importPhoneNumber(input: {{{fields}}}) {{ __typename }} }}"

    [error] = (await ask(client, document))["errors"]

    assert "exactly one field must be specified" in error["message"]
    assert error["locations"] and error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


async def test_an_unknown_kind_is_said_with_a_suggestion_and_without_the_value(
    client: httpx2.AsyncClient,
) -> None:
    url = {"requestUrl": "https://u:hunter2@example.com/"}
    answer = await ask(client, IMPORT, input=VALID | {"callHandler": {"laml_webhooks": url}})

    [error] = answer["errors"]  # and not that none was given
    assert error["message"] == (
        "Variable '$input' has invalid value at .callHandler: Expected value of type "
        "'CallHandlerInput' not to include unknown field 'laml_webhooks'. "
        "Did you mean 'lamlWebhooks'?"
    )
    assert "hunter2" not in str(answer)


async def test_a_one_of_with_one_member_is_accepted(execute: Execute) -> None:
    answer = await execute(IMPORT, input=VALID | {"callHandler": {"relayTopic": TOPIC}})

    assert answer["importPhoneNumber"]["__typename"] == "ImportPhoneNumberSuccess"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", 'operationName is "", and the document has no operation of this name. Leave it out'),
        ("C", 'operationName is "C", and the document has no operation of this name.'),
        (None, "The document has several operations: operationName must name one of them."),
    ],
)
async def test_the_operation_name_that_came_is_said(
    client: httpx2.AsyncClient, name: str | None, said: str
) -> None:
    response = await client.post("/graphql", json={"query": TWO, "operationName": name})

    assert response.json()["errors"][0]["message"].startswith(said)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("a=%SPACE%b", ["invalid_escape"]),
        ("a=100%", ["invalid_escape"]),
        ("a=%2", ["invalid_escape"]),
        ("a=%20b%2Fc", []),
    ],
)
async def test_an_escape_that_is_none_is_a_warning(
    execute: Execute, query: str, codes: list[str]
) -> None:
    handler = {"lamlWebhooks": {"requestUrl": f"https://example.com/?{query}"}}

    answer = await execute(IMPORT, input=VALID | {"callHandler": handler})

    warnings = answer["importPhoneNumber"]["warnings"]
    assert [warning["code"] for warning in warnings] == codes
