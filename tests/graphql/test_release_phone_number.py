"""`releasePhoneNumber`: the number can be imported again, and its events stay."""

from typing import Any

import pytest

from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import STRICT
from gateway.services.phone_numbers import PhoneNumbers
from schema.names import global_id
from tests.conftest import ON_SQLITE, STRANGER, Execute
from tests.graphql.test_import_phone_number import IMPORT
from tests.graphql.test_update_phone_number import update

pytestmark = pytest.mark.anyio

RELEASE = """
mutation ($input: ReleasePhoneNumberInput!) {
  releasePhoneNumber(input: $input) {
    __typename
    ... on ReleasePhoneNumberSuccess { releasedId number replayed }
    ... on Problem { code message }
    ... on ValidationFailed { fieldErrors { path code } }
    ... on NumberNotFound { phoneNumberId }
    ... on VersionConflict { current { id version } }
    ... on IdempotencyConflict { reason }
    ... on Rejected { retryable retryAfterSeconds }
  }
}
"""
FIND = """
query ($id: ID!, $ids: [ID!]!, $number: String!) {
  node(id: $id) { id }
  nodes(ids: $ids) { id }
  byId: phoneNumber(id: $id) { id }
  byNumber: phoneNumber(number: $number) { id }
  phoneNumbers { totalCount nodes { id } }
  tagged: phoneNumbers(filter: {tagsAll: ["eu"]}) { totalCount nodes { id } }
  hosted: phoneNumbers(filter: {handlerUrlHost: "example.com"}) { totalCount nodes { id } }
}
"""
EVENTS = """
{
  phoneNumberEvents { nodes { type number changes { field } phoneNumber { id } } }
}
"""
NUMBER = "+14155550123"
FULL = {
    "number": NUMBER,
    "numberType": "LONGCODE",
    "tags": ["eu"],
    "callHandler": {"relayScript": {"url": "https://example.com/v"}},
}


@pytest.fixture
async def number_id(execute: Execute) -> str:
    """The id of a number that was imported."""
    return await imported(execute)


async def imported(execute: Execute) -> str:
    answer = await execute(IMPORT, input=FULL)
    found: str = answer["importPhoneNumber"]["phoneNumber"]["id"]
    return found


async def release(execute: Execute, **asked: Any) -> dict[str, Any]:
    answer: dict[str, Any] = (await execute(RELEASE, input=asked))["releasePhoneNumber"]
    return answer


async def test_a_released_number_is_nowhere_to_be_found(execute: Execute, number_id: str) -> None:
    done = await release(execute, id=number_id)

    found = await execute(FIND, id=number_id, ids=[number_id], number=NUMBER)
    nothing = {"totalCount": 0, "nodes": []}
    assert done == {
        "__typename": "ReleasePhoneNumberSuccess",
        "releasedId": number_id,
        "number": NUMBER,
        "replayed": False,
    }
    assert found == {
        "node": None,
        "nodes": [None],
        "byId": None,
        "byNumber": None,
        "phoneNumbers": nothing,
        "tagged": nothing,
        "hosted": nothing,
    }


async def test_its_number_can_be_imported_again_under_a_new_id(
    execute: Execute, number_id: str
) -> None:
    await release(execute, id=number_id)

    again = await imported(execute)

    found = await execute(FIND, id=number_id, ids=[number_id, again], number=NUMBER)
    assert again != number_id
    assert (found["byId"], found["byNumber"]) == (None, {"id": again})
    assert found["nodes"] == [None, {"id": again}]
    for listed in ("phoneNumbers", "tagged", "hosted"):
        assert found[listed] == {"totalCount": 1, "nodes": [{"id": again}]}


async def test_its_history_stays(execute: Execute, number_id: str) -> None:
    await release(execute, id=number_id)
    again = await imported(execute)

    events = (await execute(EVENTS))["phoneNumberEvents"]["nodes"]

    assert [(e["type"], e["number"]) for e in events] == [
        ("IMPORTED", NUMBER),
        ("RELEASED", NUMBER),
        ("IMPORTED", NUMBER),
    ]
    assert [event["phoneNumber"] for event in events] == [None, None, {"id": again}]
    assert events[1]["changes"] == []


async def test_a_protected_number_refuses_until_it_is_not(execute: Execute, number_id: str) -> None:
    await update(execute, id=number_id, releaseProtected=True)

    refused = await release(execute, id=number_id)
    await update(execute, id=number_id, releaseProtected=False)
    done = await release(execute, id=number_id)

    assert refused == {
        "__typename": "Rejected",
        "code": "release_protected",
        "message": "The number is protected. Set releaseProtected to false before releasing it.",
        "retryable": False,
        "retryAfterSeconds": None,
    }
    assert done["__typename"] == "ReleasePhoneNumberSuccess"


async def test_a_stale_version_releases_nothing(execute: Execute, number_id: str) -> None:
    await update(execute, id=number_id, name="Desk")

    stale = await release(execute, id=number_id, expectedVersion=1)
    done = await release(execute, id=number_id, expectedVersion=2)

    assert (stale["__typename"], stale["code"]) == ("VersionConflict", "version_conflict")
    assert stale["current"] == {"id": number_id, "version": 2}
    assert done["__typename"] == "ReleasePhoneNumberSuccess"


async def test_what_was_released_is_not_found(execute: Execute, number_id: str) -> None:
    await release(execute, id=number_id)

    again = await release(execute, id=number_id)

    assert again == {
        "__typename": "NumberNotFound",
        "code": "number_not_found",
        "message": "The project has no number with this id.",
        "phoneNumberId": number_id,
    }


async def test_another_projects_number_is_not_found_and_stays(
    execute: Execute, numbers: PhoneNumbers
) -> None:
    asked = {"number": NUMBER, "number_type": "longcode"}
    foreign = (await numbers.import_number(STRANGER, ImportNumber.of(asked, STRICT))).row.id

    answer = await release(execute, id=global_id("PhoneNumber", foreign))

    assert answer["__typename"] == "NumberNotFound"
    assert await numbers.count(STRANGER) == 1


@ON_SQLITE
async def test_all_failures_are_reported_together(execute: Execute) -> None:
    answer = await release(execute, id="x", expectedVersion=0, idempotencyKey="")

    assert answer["__typename"] == "ValidationFailed"
    assert [(".".join(e["path"]), e["code"]) for e in answer["fieldErrors"]] == [
        ("input.id", "invalid_id"),
        ("input.expectedVersion", "too_small"),
        ("input.idempotencyKey", "blank"),
    ]


async def test_a_key_gives_the_same_answer_though_the_number_is_gone(
    execute: Execute, number_id: str
) -> None:
    first = await release(execute, id=number_id, idempotencyKey="k")
    await imported(execute)

    again = await release(execute, id=number_id, idempotencyKey="k")

    found = await execute(FIND, id=number_id, ids=[], number=NUMBER)
    assert again == first | {"replayed": True}
    assert found["byNumber"] is not None


async def test_a_key_with_another_number_is_a_conflict(execute: Execute, number_id: str) -> None:
    await release(execute, id=number_id, idempotencyKey="k")
    other = await imported(execute)

    answer = await release(execute, id=other, idempotencyKey="k")

    found = await execute(FIND, id=other, ids=[], number=NUMBER)
    assert (answer["__typename"], answer["reason"]) == ("IdempotencyConflict", "PARAMETER_MISMATCH")
    assert found["byId"] == {"id": other}


async def test_a_refusal_uses_no_key_up(execute: Execute, number_id: str) -> None:
    await update(execute, id=number_id, releaseProtected=True)

    refused = await release(execute, id=number_id, idempotencyKey="k")
    await update(execute, id=number_id, releaseProtected=False)
    done = await release(execute, id=number_id, idempotencyKey="k")

    assert refused["__typename"] == "Rejected"
    assert (done["__typename"], done["replayed"]) == ("ReleasePhoneNumberSuccess", False)
