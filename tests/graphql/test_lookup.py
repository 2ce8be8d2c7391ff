"""`lookup`: what libphonenumber knows about a number, and the failures for invalid ones."""

from typing import Any

import httpx2
import pytest

from tests.conftest import ON_SQLITE, Execute, ask

pytestmark = [pytest.mark.anyio, ON_SQLITE]

LOOKUP = """
query ($number: String!) {
  lookup(number: $number) {
    number possible valid countryCode callingCode nationalFormat internationalFormat
    detectedType lineType location timezones
  }
}
"""


async def look_up(execute: Execute, number: str) -> dict[str, Any]:
    found: dict[str, Any] = (await execute(LOOKUP, number=number))["lookup"]
    return found


async def refused(client: httpx2.AsyncClient, number: str) -> dict[str, Any]:
    """Look up what cannot be; return the error."""
    answer = await ask(client, LOOKUP, number=number)
    [error] = answer["errors"]
    found: dict[str, Any] = error
    return found


async def test_a_number_of_a_city_tells_where_it_is(execute: Execute) -> None:
    found = await look_up(execute, "+14155550123")

    assert found == {
        "number": "+14155550123",
        "possible": True,
        "valid": True,
        "countryCode": "US",
        "callingCode": 1,
        "nationalFormat": "(415) 555-0123",
        "internationalFormat": "+1 415-555-0123",
        "detectedType": "LONGCODE",
        "lineType": "FIXED_LINE_OR_MOBILE",
        "location": "San Francisco, CA",
        "timezones": ["America/Los_Angeles"],
    }


async def test_a_mobile_number_is_somewhere_in_its_country(execute: Execute) -> None:
    found = await look_up(execute, "+4915223433333")

    assert found == {
        "number": "+4915223433333",
        "possible": True,
        "valid": True,
        "countryCode": "DE",
        "callingCode": 49,
        "nationalFormat": "01522 3433333",
        "internationalFormat": "+49 1522 3433333",
        "detectedType": "LONGCODE",
        "lineType": "MOBILE",
        "location": "Germany",
        "timezones": ["Europe/Berlin"],
    }


async def test_a_toll_free_number_is_nowhere_and_may_be_in_many_zones(execute: Execute) -> None:
    found = await look_up(execute, "+18005550199")

    assert (found["lineType"], found["countryCode"]) == ("TOLL_FREE", "US")
    assert found["location"] is None
    assert {"America/New_York", "Pacific/Honolulu"} < set(found["timezones"])


async def test_an_international_number_has_no_country_and_no_zone(execute: Execute) -> None:
    found = await look_up(execute, "+80012345678")

    assert (found["possible"], found["valid"]) == (True, True)
    assert (found["countryCode"], found["callingCode"]) == (None, 800)
    assert (found["lineType"], found["location"]) == ("TOLL_FREE", None)
    assert found["internationalFormat"] == "+800 1234 5678"
    assert found["timezones"] == []


@pytest.mark.parametrize(
    ("number", "possible", "valid"),
    [
        ("+49152234333323", True, False),
        ("+1415", False, False),
        ("+14155550123123", False, False),
    ],
)
async def test_an_unassigned_number_is_looked_up(
    execute: Execute, number: str, *, possible: bool, valid: bool
) -> None:
    found = await look_up(execute, number)

    assert (found["number"], found["possible"], found["valid"]) == (number, possible, valid)
    assert (found["lineType"], found["timezones"]) == ("UNKNOWN", [])


async def test_another_spelling_is_answered_with_the_canonical_one(execute: Execute) -> None:
    found = await look_up(execute, "+5401123456789")

    assert (found["number"], found["valid"]) == ("+541123456789", True)
    assert found["nationalFormat"] == "011 2345-6789"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "required"),
        ("+1", "too_short"),
        ("+1 415 555 0123", "invalid_characters"),
        ("14155550123", "not_e164"),
        ("+0123456", "not_e164"),
        ("+1234567890123456", "not_e164"),
        ("+14155550123\n", "invalid_characters"),
        ("+999123456", "impossible_number"),
        ("+" + "1" * 100_000, "too_long"),
    ],
    ids=lambda value: str(value)[:20],
)
async def test_what_is_spelled_like_no_number_is_an_error_with_its_field(
    client: httpx2.AsyncClient, number: str, code: str
) -> None:
    error = await refused(client, number)

    [field] = error["extensions"]["fieldErrors"]
    assert (error["path"], error["extensions"]["code"]) == (["lookup"], "VALIDATION_FAILED")
    assert (field["path"], field["code"]) == (["number"], code)
    assert field["message"]


async def test_nothing_of_a_long_input_comes_back(client: httpx2.AsyncClient) -> None:
    error = await refused(client, "+1" + "7" * 50_000)

    assert "7777777" not in str(error)
