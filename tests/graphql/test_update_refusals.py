"""Failures of `updatePhoneNumber`: invalid input, unknown ids, and used idempotency keys."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from gateway.database.database import Database
from gateway.domain.commands.changes import UpdateNumber
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import STRICT
from gateway.services.phone_numbers import PhoneNumbers
from schema.names import global_id
from tests.conftest import CALLER, NOON, ON_SQLITE, STRANGER, Execute
from tests.graphql.test_import_phone_number import IMPORT
from tests.graphql.test_update_phone_number import update

pytestmark = pytest.mark.anyio

RELEASE = """
mutation ($input: ReleasePhoneNumberInput!) {
  releasePhoneNumber(input: $input) { __typename }
}
"""
TOPIC = {"relayTopic": {"topic": "office"}}


async def imported(execute: Execute, **asked: Any) -> str:
    """Import a number; return its id."""
    given = {"number": "+14155550123", "numberType": "LONGCODE"} | asked
    answer = await execute(IMPORT, input=given)
    number_id: str = answer["importPhoneNumber"]["phoneNumber"]["id"]
    return number_id


def an_import(number: str = "+14155550123", **asked: object) -> ImportNumber:
    return ImportNumber.of({"number": number, "number_type": "longcode", **asked}, STRICT)


@ON_SQLITE
@pytest.mark.parametrize("field", ["callReceiveMode", "releaseProtected"])
async def test_what_every_number_has_cannot_be_cleared(execute: Execute, field: str) -> None:
    number_id = await imported(execute)

    answer = await update(execute, id=number_id, **{field: None})

    message = "This cannot be cleared: leave it out, or give a value."
    assert answer["__typename"] == "ValidationFailed"
    assert answer["fieldErrors"] == [
        {"path": ["input", field], "code": "not_nullable", "message": message}
    ]


async def test_all_missing_capabilities_are_reported_together(execute: Execute) -> None:
    number_id = await imported(execute, capabilities=["MMS"])
    texts = await imported(execute, number="+14155550124", capabilities=["FAX"])

    calls = await update(execute, id=number_id, callHandler=TOPIC, callReceiveMode="FAX")
    both = await update(execute, id=texts, messageHandler=TOPIC, callHandler=TOPIC)

    assert [(e["path"], e["code"]) for e in calls["fieldErrors"]] == [
        (["input", "callReceiveMode"], "capability_missing"),
        (["input", "callHandler"], "capability_missing"),
    ]
    assert [e["message"] for e in both["fieldErrors"]] == [
        "A message handler needs the capability SMS or MMS."
    ]


async def test_both_handlers_of_a_number_that_can_carry_neither(
    execute: Execute, opened: Database
) -> None:
    number_id = await imported(execute)
    await opened.write(
        lambda db: db.exec_driver_sql("UPDATE phone_number SET capabilities = 0").rowcount
    )

    answer = await update(execute, id=number_id, callHandler=TOPIC, messageHandler=TOPIC)

    assert [(e["path"], e["code"]) for e in answer["fieldErrors"]] == [
        (["input", "callHandler"], "capability_missing"),
        (["input", "messageHandler"], "capability_missing"),
    ]


async def test_what_is_refused_is_refused_as_a_whole(execute: Execute) -> None:
    number_id = await imported(execute, capabilities=["SMS"])

    refused = await update(execute, id=number_id, name="Desk", callHandler=TOPIC)
    unchanged = await update(execute, id=number_id)

    assert refused["__typename"] == "ValidationFailed"
    assert (unchanged["phoneNumber"]["name"], unchanged["phoneNumber"]["version"]) == (None, 1)


@ON_SQLITE
async def test_failures_are_in_the_order_of_the_fields(
    execute: Execute,
) -> None:
    hook = {"lamlWebhooks": {"requestUrl": "ftp://example.com", "fallbackUrl": "https://localhost"}}

    answer = await update(
        execute, id="x", name=" ", tags=["a", "B"], callHandler=hook, idempotencyKey="ä"
    )

    assert answer["message"] == "6 fields are not valid."
    assert [(".".join(e["path"]), e["code"]) for e in answer["fieldErrors"]] == [
        ("input.id", "invalid_id"),
        ("input.name", "blank"),
        ("input.tags.1", "invalid_characters"),
        ("input.callHandler.lamlWebhooks.requestUrl", "not_an_http_url"),
        ("input.callHandler.lamlWebhooks.fallbackUrl", "url_unsafe"),
        ("input.idempotencyKey", "invalid_characters"),
    ]


@ON_SQLITE
@pytest.mark.parametrize(
    "number_id",
    [
        "",
        "x",
        "\x00",
        "+14155550123",
        "{7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55}",
        "7c1f1f4e5b7e4a3c9c0a2d1b8f0e6a55",
        global_id("Project", UUID(int=1)),
        global_id("PhoneNumber", UUID(int=1))[:-4],
    ],
)
async def test_what_is_no_id_of_a_number_is_not_valid(execute: Execute, number_id: str) -> None:
    answer = await update(execute, id=number_id, name="Desk")

    [error] = answer["fieldErrors"]
    assert (error["path"], error["code"]) == (["input", "id"], "invalid_id")


async def test_a_bare_uuid_is_an_id(execute: Execute) -> None:
    answer = await execute(IMPORT, input={"number": "+14155550123", "numberType": "LONGCODE"})
    row = answer["importPhoneNumber"]["phoneNumber"]

    done = await update(execute, id=row["uuid"], name="Desk")

    assert done["phoneNumber"]["id"] == row["id"]


async def test_an_unknown_a_foreign_and_a_released_id_are_answered_alike(
    execute: Execute, numbers: PhoneNumbers
) -> None:
    foreign = (await numbers.import_number(STRANGER, an_import())).row.id
    released = await imported(execute)
    await execute(RELEASE, input={"id": released})
    ids = [global_id("PhoneNumber", uuid4()), global_id("PhoneNumber", foreign), released]

    answers = [await update(execute, id=number_id, name="Stolen") for number_id in ids]

    assert answers == [
        {
            "__typename": "NumberNotFound",
            "code": "number_not_found",
            "message": "The project has no number with this id.",
            "phoneNumberId": number_id,
        }
        for number_id in ids
    ]
    [untouched] = await numbers.get_many(STRANGER, [foreign])
    assert untouched is not None and (untouched.name, untouched.version) == (None, 1)


async def test_a_key_gives_the_same_changes_again(execute: Execute) -> None:
    number_id = await imported(execute)
    asked = {"id": number_id, "name": "Desk", "idempotencyKey": "k"}
    first = await update(execute, **asked)
    await update(execute, id=number_id, name="Shop")

    again = await update(execute, **asked)

    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again["changes"] == first["changes"] != []
    assert (again["phoneNumber"]["name"], again["phoneNumber"]["version"]) == ("Shop", 3)


async def test_a_key_comes_before_the_version(execute: Execute) -> None:
    number_id = await imported(execute)
    asked = {"id": number_id, "name": "Desk", "expectedVersion": 1, "idempotencyKey": "k"}
    await update(execute, **asked)

    again = await update(execute, **asked)

    assert (again["__typename"], again["replayed"]) == ("UpdatePhoneNumberSuccess", True)


@pytest.mark.parametrize("other", [{"name": "Shop"}, {"name": None}, {"tags": []}])
async def test_a_key_with_other_input_is_a_conflict(
    execute: Execute, other: dict[str, Any]
) -> None:
    number_id = await imported(execute)
    asked = {"id": number_id, "name": "Desk", "idempotencyKey": "k"}
    await update(execute, **asked)

    answer = await update(execute, **(asked | other))
    unchanged = await update(execute, id=number_id)

    assert (answer["__typename"], answer["reason"]) == ("IdempotencyConflict", "PARAMETER_MISMATCH")
    assert unchanged["phoneNumber"]["version"] == 2


async def test_a_key_of_an_import_is_another_key_of_an_update(execute: Execute) -> None:
    number_id = await imported(execute, idempotencyKey="k")

    done = await update(execute, id=number_id, name="Desk", idempotencyKey="k")

    assert (done["__typename"], done["replayed"]) == ("UpdatePhoneNumberSuccess", False)


async def test_a_refusal_uses_no_key_up(execute: Execute) -> None:
    number_id = await imported(execute)
    asked = {"id": number_id, "name": "Desk", "idempotencyKey": "k"}

    refused = await update(execute, **asked, expectedVersion=2)
    done = await update(execute, **asked)

    assert refused["__typename"] == "VersionConflict"
    assert (done["__typename"], done["replayed"]) == ("UpdatePhoneNumberSuccess", False)


async def test_a_key_is_forgotten_after_24_hours(opened: Database, numbers: PhoneNumbers) -> None:
    row = (await numbers.import_number(CALLER, an_import())).row
    named = {"id": row.id, "idempotency_key": "k"}
    desk = UpdateNumber.of(named | {"name": "Desk"}, STRICT)
    shop = UpdateNumber.of(named | {"name": "Shop"}, STRICT)
    just_before = PhoneNumbers(opened, lambda: NOON + timedelta(hours=24, microseconds=-1))
    day_later = PhoneNumbers(opened, lambda: NOON + timedelta(hours=24))
    await numbers.update(CALLER, desk)

    kept = await just_before.update(CALLER, desk)
    other = await day_later.update(CALLER, shop)
    again = await day_later.update(CALLER, shop)

    assert (kept.replayed, other.replayed, again.replayed) == (True, False, True)
    assert (other.row.name, other.row.version) == ("Shop", 3)
