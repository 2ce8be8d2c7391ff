"""`importPhoneNumber` as clients see it."""

import pytest

from tests.conftest import Execute

pytestmark = pytest.mark.anyio

IMPORT = """
mutation ($input: ImportPhoneNumberInput!) {
  importPhoneNumber(input: $input) {
    __typename
    ... on ImportPhoneNumberSuccess {
      phoneNumber { id uuid number numberType capabilities countryCode name tags callReceiveMode
        callHandler { __typename } callHandlerKind messageHandler { __typename } messageHandlerKind
        isValid version createdAt updatedAt }
      warnings { code path message }
      replayed
    }
    ... on Problem { code message }
    ... on ValidationFailed { fieldErrors { path code message } }
    ... on NumberTaken { existing { id } differs }
    ... on IdempotencyConflict { reason }
    ... on Rejected { retryable retryAfterSeconds }
  }
}
"""


async def test_a_number_without_settings_gets_everything_and_no_handlers(execute: Execute) -> None:
    asked = {"number": "+14155550123", "numberType": "LONGCODE"}

    answer = (await execute(IMPORT, input=asked))["importPhoneNumber"]

    row = answer["phoneNumber"]
    assert row["capabilities"] == ["VOICE", "FAX", "SMS", "MMS"]
    assert (row["callHandler"], row["messageHandler"], row["version"]) == (None, None, 1)
    assert (row["countryCode"], row["callReceiveMode"], row["tags"]) == ("US", "VOICE", [])
