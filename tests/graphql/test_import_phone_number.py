"""`importPhoneNumber`: successes, duplicates, idempotency and warnings."""

import pytest

from gateway.domain.caller import Caller
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.enums import Scope
from gateway.domain.validation_policy import STRICT
from gateway.errors import NumberTaken
from gateway.models.pagination import Window
from gateway.services.phone_numbers import PhoneNumbers
from tests.conftest import CALLER, ON_SQLITE, STRANGER, Execute

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


async def test_a_number_that_is_there_is_answered_with_what_differs(execute: Execute) -> None:
    handler = {"relayTopic": {"topic": "office"}}
    asked = {"number": "+14155550123", "numberType": "LONGCODE", "callHandler": handler}
    first = (await execute(IMPORT, input=asked))["importPhoneNumber"]

    same = (await execute(IMPORT, input=asked))["importPhoneNumber"]
    other = asked | {"name": "Desk", "tags": ["a"], "callHandler": {"relayTopic": {"topic": "x"}}}
    different = (await execute(IMPORT, input=other))["importPhoneNumber"]

    assert same["__typename"] == different["__typename"] == "NumberTaken"
    assert same["existing"] == {"id": first["phoneNumber"]["id"]}
    assert (same["differs"], different["differs"]) == ([], ["name", "tags", "callHandler"])


async def test_a_number_that_is_there_can_be_the_answer(execute: Execute) -> None:
    asked = {"number": "+14155550123", "numberType": "LONGCODE", "name": "Desk"}
    first = (await execute(IMPORT, input=asked))["importPhoneNumber"]

    again = asked | {"name": "Shop", "ifExists": "RETURN_EXISTING"}
    answer = (await execute(IMPORT, input=again))["importPhoneNumber"]

    assert answer["phoneNumber"] == first["phoneNumber"]
    assert [warning["code"] for warning in answer["warnings"]] == ["number_exists"]


async def test_the_same_key_gives_the_same_answer_and_refuses_other_input(execute: Execute) -> None:
    asked = {"number": "+14155550123", "numberType": "LONGCODE", "idempotencyKey": "k"}

    first = (await execute(IMPORT, input=asked))["importPhoneNumber"]
    again = (await execute(IMPORT, input=asked))["importPhoneNumber"]
    other = (await execute(IMPORT, input=asked | {"name": "x"}))["importPhoneNumber"]

    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again["phoneNumber"] == first["phoneNumber"]
    assert (other["__typename"], other["reason"]) == ("IdempotencyConflict", "PARAMETER_MISMATCH")


async def test_a_key_of_a_failed_import_can_be_used_again(execute: Execute) -> None:
    asked = {"number": "4155550123", "numberType": "LONGCODE", "idempotencyKey": "k"}

    failed = (await execute(IMPORT, input=asked))["importPhoneNumber"]
    done = (await execute(IMPORT, input=asked | {"number": "+14155550123"}))["importPhoneNumber"]

    assert failed["__typename"] == "ValidationFailed"
    assert (done["__typename"], done["replayed"]) == ("ImportPhoneNumberSuccess", False)


async def test_two_projects_may_have_the_same_number(numbers: PhoneNumbers) -> None:
    asked = {"number": "+14155550123", "number_type": "longcode", "idempotency_key": "k"}
    command = ImportNumber.of(asked, STRICT)

    mine = await numbers.import_number(CALLER, command)
    theirs = await numbers.import_number(STRANGER, command)

    assert mine.row.id != theirs.row.id
    assert [row and row.id for row in await numbers.get_many(CALLER, [theirs.row.id])] == [None]
    assert (await numbers.page(STRANGER, Window())).rows[0].id == theirs.row.id


@pytest.mark.parametrize(
    ("field", "values", "found"),
    [
        ("tags", ["a", "a", "B"], [(["tags"], "duplicate"), (["tags", "2"], "invalid_characters")]),
        ("capabilities", ["SMS", "SMS"], [(["capabilities"], "duplicate")]),
    ],
)
@ON_SQLITE
async def test_a_double_hides_nothing_else_that_is_wrong(
    execute: Execute, field: str, values: list[str], found: list[tuple[list[str], str]]
) -> None:
    asked = {"number": "+14155550123", "numberType": "LONGCODE", field: values}

    answer = (await execute(IMPORT, input=asked))["importPhoneNumber"]

    assert [(e["path"][1:], e["code"]) for e in answer["fieldErrors"]] == found


@pytest.mark.parametrize(
    ("url", "guess"),
    [
        ("https://user:hunter2@example.com/in", "https://user:guess@example.com/in"),
        ("https://hunter2@example.com/in", "https://guess@example.com/in"),
        ("https://example.com/in?token=hunter2", "https://example.com/in?token=guess"),
    ],
)
async def test_what_differs_confirms_no_guess_of_a_secret_to_those_who_may_not_see_it(
    numbers: PhoneNumbers, url: str, guess: str
) -> None:
    def command(url: str) -> ImportNumber:
        handler = {"laml_webhooks": {"request_url": url}}
        given = {"number": "+14155550123", "number_type": "longcode", "call_handler": handler}
        return ImportNumber.of(given, STRICT)

    async def differs(caller: Caller, url: str) -> list[str]:
        with pytest.raises(NumberTaken) as taken:
            await numbers.import_number(caller, command(url))
        return taken.value.differs

    await numbers.import_number(CALLER, command(url))
    writer = CALLER._replace(scopes=frozenset({Scope.NUMBERS_WRITE}))

    assert [await differs(writer, u) for u in (url, guess)] == [[], []]
    assert [await differs(CALLER, u) for u in (url, guess)] == [[], ["call_handler"]]
    assert await differs(writer, url.replace("/in", "/other")) == ["call_handler"]
