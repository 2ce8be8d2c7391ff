"""Documents that several tests send, and functions to send them."""

from typing import Any

from tests.conftest import Execute
from tests.graphql.test_import_phone_number import IMPORT

UPDATE = """
mutation ($input: UpdatePhoneNumberInput!) {
  updatePhoneNumber(input: $input) {
    __typename
    ... on UpdatePhoneNumberSuccess {
      phoneNumber { id name tags callReceiveMode version updatedAt releaseProtected
        callHandler { __typename ... on LamlWebhooksCallHandler { requestUrl fallbackUrl } }
        messageHandler { __typename } }
      changes { field before after }
      warnings { code path }
      replayed
    }
    ... on Problem { code message }
    ... on ValidationFailed { fieldErrors { path code message } }
    ... on NumberNotFound { phoneNumberId }
    ... on VersionConflict { current { version name } }
    ... on IdempotencyConflict { reason }
  }
}
"""


async def imported(execute: Execute, **more: Any) -> dict[str, Any]:
    """Import a number; return it as the response shows it."""
    fields = {"number": "+14155550123", "numberType": "LONGCODE"} | more
    answer = (await execute(IMPORT, input=fields))["importPhoneNumber"]
    number: dict[str, Any] = answer["phoneNumber"]
    return number


async def update(execute: Execute, **patch: Any) -> dict[str, Any]:
    """Update a number; return the payload."""
    answer: dict[str, Any] = (await execute(UPDATE, input=patch))["updatePhoneNumber"]
    return answer
