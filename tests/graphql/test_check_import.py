"""`checkImport`: the same result as `importPhoneNumber` would have, without a write."""

from typing import Any

import pytest

from tests.conftest import ON_SQLITE, Execute
from tests.graphql.test_import_phone_number import IMPORT

pytestmark = pytest.mark.anyio

CHECK = """
query ($input: ImportPhoneNumberInput!) {
  checkImport(input: $input) {
    valid number countryCode detectedType
    existing { id name version }
    fieldErrors { path code message }
    warnings { path code message }
  }
}
"""
WRITTEN = "{ phoneNumbers { totalCount } phoneNumberEvents { nodes { cursor } } }"
VALID = {"number": "+14155550123", "numberType": "LONGCODE"}

WRONG: list[dict[str, Any]] = [
    {"number": ""},
    {"number": "+1 (415) 555-0123"},
    {"number": "14155550123"},
    {"number": "+1415"},
    {"number": "+5401123456789"},
    {"number": "+999123456789"},
    {"number": "12", "name": " ", "tags": ["A", "a"], "capabilities": []},
    {"numberType": "TOLLFREE"},
    {"capabilities": ["SMS", "SMS"]},
    {"capabilities": ["SMS"], "callHandler": {"relayTopic": {"topic": "a"}}},
    {"capabilities": ["VOICE"], "messageHandler": {"relayTopic": {"topic": " "}}},
    {"callHandler": {"lamlWebhooks": {"requestUrl": "https://localhost/", "fallbackUrl": "x"}}},
    {"capabilities": ["VOICE"], "callReceiveMode": "FAX", "idempotencyKey": "a b"},
    {"tags": [f"t{n}" for n in range(51)], "name": "x" * 256},
]
WARNED: list[tuple[dict[str, Any], list[str]]] = [
    ({"number": "+49152234333323"}, ["unassigned_range"]),
    ({"number": "+18005550199"}, ["number_type_mismatch"]),
    ({"capabilities": ["VOICE", "MMS"]}, ["mms_without_sms"]),
    ({"callHandler": {"relayScript": {"url": "http://example.com/"}}}, ["insecure_url"]),
    ({"callHandler": {"relayContext": {"context": "a"}}}, ["deprecated_kind"]),
]


async def check(execute: Execute, **asked: Any) -> dict[str, Any]:
    answer: dict[str, Any] = (await execute(CHECK, input=VALID | asked))["checkImport"]
    return answer


async def imported(execute: Execute, **asked: Any) -> dict[str, Any]:
    answer: dict[str, Any] = (await execute(IMPORT, input=VALID | asked))["importPhoneNumber"]
    return answer


@ON_SQLITE
@pytest.mark.parametrize("asked", WRONG, ids=str)
async def test_its_field_errors_are_those_of_the_import(
    execute: Execute, asked: dict[str, Any]
) -> None:
    checked = await check(execute, **asked)
    refused = await imported(execute, **asked)

    assert refused["__typename"] == "ValidationFailed"
    assert checked == {
        "valid": False,
        "number": None,
        "countryCode": None,
        "detectedType": None,
        "existing": None,
        "fieldErrors": refused["fieldErrors"],
        "warnings": [],
    }


@ON_SQLITE
@pytest.mark.parametrize(("asked", "codes"), WARNED, ids=str)
async def test_its_warnings_are_those_of_the_import(
    execute: Execute, asked: dict[str, Any], codes: list[str]
) -> None:
    checked = await check(execute, **asked)
    done = await imported(execute, **asked)

    assert checked["valid"] is True
    assert checked["warnings"] == done["warnings"]
    assert [warning["code"] for warning in checked["warnings"]] == codes


@ON_SQLITE
@pytest.mark.parametrize(
    ("number", "country", "detected"),
    [
        ("+14155550123", "US", "LONGCODE"),
        ("+18005550199", "US", "TOLLFREE"),
        ("+4915223433333", "DE", "LONGCODE"),
        ("+80012345678", None, "TOLLFREE"),
        ("+49152234333323", "DE", None),
    ],
)
async def test_it_tells_what_the_numbering_plan_knows(
    execute: Execute, number: str, country: str | None, detected: str | None
) -> None:
    checked = await check(execute, number=number)

    assert checked["valid"] is True
    assert (checked["number"], checked["countryCode"]) == (number, country)
    assert checked["detectedType"] == detected


async def test_a_number_that_is_free_would_be_imported_and_is_not(execute: Execute) -> None:
    before = await execute(WRITTEN)

    checked = await check(execute, name="Desk", idempotencyKey="k")

    assert (
        before
        == await execute(WRITTEN)
        == {"phoneNumbers": {"totalCount": 0}, "phoneNumberEvents": {"nodes": []}}
    )
    assert (checked["valid"], checked["existing"], checked["warnings"]) == (True, None, [])
    assert (await imported(execute, name="Desk", idempotencyKey="k"))["replayed"] is False


async def test_a_number_that_is_taken_would_not_be(execute: Execute) -> None:
    row = (await imported(execute, name="Desk"))["phoneNumber"]
    before = await execute(WRITTEN)

    checked = await check(execute, name="Shop")
    returning = await check(execute, name="Shop", ifExists="RETURN_EXISTING")

    existing = {"id": row["id"], "name": "Desk", "version": 1}
    assert (checked["valid"], checked["existing"]) == (False, existing)
    assert (returning["valid"], returning["existing"]) == (True, existing)
    assert checked["fieldErrors"] == returning["fieldErrors"] == []
    assert await execute(WRITTEN) == before


async def test_it_is_valid_when_the_import_answers_with_the_number(execute: Execute) -> None:
    await imported(execute)

    for how in ("FAIL", "RETURN_EXISTING"):
        checked = await check(execute, ifExists=how)
        answer = await imported(execute, ifExists=how)

        assert checked["valid"] is (answer["__typename"] == "ImportPhoneNumberSuccess")
