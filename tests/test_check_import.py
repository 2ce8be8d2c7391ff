"""`checkImport` and `lookup`: what is known before anything is written."""

from typing import Any

import httpx
import pytest

from tests.conftest import Execute, ask
from tests.documents import imported
from tests.test_import_phone_number import IMPORT

pytestmark = pytest.mark.anyio

CHECK = """
query ($input: ImportPhoneNumberInput!) {
  checkImport(input: $input) {
    valid number countryCode detectedType existing { number }
    fieldErrors { path code message } warnings { code path message }
  }
}
"""
LOOKUP = """
query ($number: String!) {
  lookup(number: $number) {
    number possible valid countryCode callingCode nationalFormat internationalFormat detectedType
    location timezones
  }
}
"""


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "4155550123"},
        {"number": "+1 415", "tags": ["A"], "name": ""},
        {"capabilities": ["SMS"], "callHandler": {"relayTopic": {"topic": "x"}}},
        {"callHandler": {"relayScript": {"url": "http://localhost/"}}},
        {"numberType": "TOLLFREE"},
    ],
    ids=str,
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_it_refuses_what_the_import_refuses(execute: Execute, wrong: dict[str, Any]) -> None:
    asked = {"number": "+14155550123", "numberType": "LONGCODE"} | wrong

    check = (await execute(CHECK, input=asked))["checkImport"]
    answer = (await execute(IMPORT, input=asked))["importPhoneNumber"]

    assert (check["valid"], check["number"]) == (False, None)
    assert check["fieldErrors"] == answer["fieldErrors"] != []


async def test_it_warns_as_the_import_warns_and_writes_nothing(execute: Execute) -> None:
    asked = {"number": "+49152234333323", "numberType": "LONGCODE"}

    check = (await execute(CHECK, input=asked))["checkImport"]
    before = await execute("{ phoneNumbers { totalCount } phoneNumberEvents { nodes { type } } }")
    answer = (await execute(IMPORT, input=asked))["importPhoneNumber"]

    assert check | {"warnings": []} == {
        "valid": True,
        "number": "+49152234333323",
        "countryCode": "DE",
        "detectedType": None,
        "existing": None,
        "fieldErrors": [],
        "warnings": [],
    }
    assert check["warnings"] == answer["warnings"] != []
    assert before["phoneNumbers"]["totalCount"] == 0
    assert before["phoneNumberEvents"]["nodes"] == []


@pytest.mark.parametrize(("if_exists", "valid"), [("FAIL", False), ("RETURN_EXISTING", True)])
async def test_it_finds_the_number_that_is_there(
    execute: Execute,
    if_exists: str,
    valid: bool,  # noqa: FBT001
) -> None:
    await imported(execute)
    asked = {"number": "+14155550123", "numberType": "LONGCODE", "ifExists": if_exists}

    check = (await execute(CHECK, input=asked))["checkImport"]

    assert (check["valid"], check["existing"]) == (valid, {"number": "+14155550123"})


@pytest.mark.parametrize(
    ("number", "known"),
    [
        (
            "+14155550123",
            {
                "possible": True,
                "valid": True,
                "countryCode": "US",
                "callingCode": 1,
                "nationalFormat": "(415) 555-0123",
                "internationalFormat": "+1 415-555-0123",
                "detectedType": "FIXED_LINE_OR_MOBILE",
                "location": "San Francisco, CA",
                "timezones": ["America/Los_Angeles"],
            },
        ),
        ("+18005550199", {"detectedType": "TOLL_FREE", "valid": True}),
        ("+80012345678", {"countryCode": None, "callingCode": 800}),
        ("+49152234333323", {"valid": False, "possible": True, "countryCode": "DE"}),
        ("+1415555", {"possible": False, "valid": False}),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_lookup_tells_what_is_known(
    execute: Execute, number: str, known: dict[str, Any]
) -> None:
    found = (await execute(LOOKUP, number=number))["lookup"]

    assert {name: found[name] for name in known} == known


@pytest.mark.parametrize(
    ("number", "code"),
    [("", "required"), ("4155550123", "not_e164"), ("+999123456", "impossible_number")],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_lookup_of_no_number_is_explained(
    client: httpx.AsyncClient, number: str, code: str
) -> None:
    answer = await ask(client, LOOKUP, number=number)

    [error] = answer["errors"]
    assert error["extensions"]["code"] == "VALIDATION_FAILED"
    assert [(f["path"], f["code"]) for f in error["extensions"]["fieldErrors"]] == [
        (["number"], code)
    ]
