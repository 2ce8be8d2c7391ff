"""`FieldError.suggestion`: a value that a button can put in, and nothing that is only a guess."""

from typing import Any

import httpx2
import pytest

from gateway.domain.enums import Scope
from tests.conftest import ON_SQLITE, Execute, ask

pytestmark = [pytest.mark.anyio, ON_SQLITE]

UUID = "7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"
IMPORT = """
mutation ($input: ImportPhoneNumberInput!) {
  importPhoneNumber(input: $input) {
    __typename
    ... on ValidationFailed { fieldErrors { path message suggestion } }
  }
}
"""
ATTACH = """
mutation ($input: AttachUpstreamInput!) {
  attachUpstream(input: $input) {
    ... on ValidationFailed { fieldErrors { path message suggestion } }
  }
}
"""
VALID = {"number": "+14155550123", "numberType": "LONGCODE"}
CERTAIN: list[tuple[dict[str, Any], str]] = [
    ({"number": "+1 (415) 555-0123"}, "+14155550123"),
    ({"number": "001 415 555 0123"}, "+14155550123"),
    ({"number": "+4402079460123"}, "+442079460123"),
    ({"tags": ["office", " Sales "]}, "sales"),
    ({"tags": ["N" * 60]}, "n" * 60),
    ({"callHandler": {"videoRoom": {"roomId": f" {UUID}\n"}}}, UUID),
    ({"callHandler": {"relayTopic": {"topic": " office"}}}, "office"),
    ({"idempotencyKey": "key\n"}, "key"),
]
GUESSES: list[dict[str, Any]] = [
    {"number": "415 555 0123"},
    {"number": "+1"},
    {"tags": ["räume"]},
    {"callHandler": {"videoRoom": {"roomId": "7c1f1f4e"}}},
    {"callHandler": {"relayScript": {"url": "example.com/swml"}}},
]


async def field_error(execute: Execute, asked: dict[str, Any]) -> dict[str, Any]:
    [error] = (await execute(IMPORT, input=asked))["importPhoneNumber"]["fieldErrors"]
    found: dict[str, Any] = error
    return found


def put(value: str, path: list[str], asked: Any) -> Any:
    """Return the input with the value at the path, as a button would put it in."""
    if not path:
        return value
    key: Any = int(path[0]) if isinstance(asked, list) else path[0]
    copy = asked.copy()
    copy[key] = put(value, path[1:], asked[key])
    return copy


@pytest.mark.parametrize(("wrong", "suggestion"), CERTAIN)
async def test_what_is_certainly_meant_can_be_put_in_and_is_valid(
    execute: Execute, wrong: dict[str, Any], suggestion: str
) -> None:
    error = await field_error(execute, VALID | wrong)

    corrected = put(error["suggestion"], error["path"][1:], VALID | wrong)
    answer = await execute(IMPORT, input=corrected)

    assert error["suggestion"] == suggestion
    assert answer["importPhoneNumber"]["__typename"] == "ImportPhoneNumberSuccess"


@pytest.mark.parametrize("wrong", GUESSES)
async def test_a_guess_is_no_suggestion(execute: Execute, wrong: dict[str, Any]) -> None:
    error = await field_error(execute, VALID | wrong)

    assert error["suggestion"] is None
    assert "Did you mean" not in error["message"]


async def test_failures_beside_each_other_keep_their_suggestions(execute: Execute) -> None:
    asked = VALID | {"tags": ["Red", "Red"]}

    answer = await execute(IMPORT, input=asked)

    errors = answer["importPhoneNumber"]["fieldErrors"]
    assert [error["suggestion"] for error in errors] == [None, "red", "red"]


async def test_an_error_of_a_query_has_the_suggestion_too(client: httpx2.AsyncClient) -> None:
    answer = await ask(client, '{ phoneNumber(number: "+1 415 555 0123") { id } }')

    [error] = answer["errors"]
    [field] = error["extensions"]["fieldErrors"]
    assert field["suggestion"] == "+14155550123"


async def test_a_host_is_suggested_from_a_url_and_a_secret_never(
    client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.auth.authenticator.DEFAULT_SCOPES", frozenset({Scope.ADMIN}))
    asked = {
        "space": "https://Acme.signalwire.com/dashboard",
        "projectId": UUID,
        "apiToken": "PT-not-a-token ",
    }

    answer = await ask(client, ATTACH, input=asked)

    host, token = answer["data"]["attachUpstream"]["fieldErrors"]
    assert (host["suggestion"], token["suggestion"]) == ("acme.signalwire.com", None)
    assert "PT-not-a-token" not in str(answer)
