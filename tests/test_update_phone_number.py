"""`updatePhoneNumber` as clients see it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from gateway.commands import ImportNumber, UpdateNumber
from gateway.errors import NumberNotFound
from gateway.numbers import PhoneNumbers
from gateway.policy import STRICT
from gateway.store import Store
from tests.conftest import CALLER, NOON, STRANGER, Execute, ask
from tests.documents import UPDATE, imported, release, update

pytestmark = pytest.mark.anyio

WEBHOOK = {"lamlWebhooks": {"requestUrl": "https://u:secret@example.com/", "fallbackUrl": None}}
SETTINGS = {"name": "Desk", "tags": ["a", "b"], "callHandler": {"relayTopic": {"topic": "x"}}}


async def test_what_is_left_out_stays_and_null_clears(execute: Execute) -> None:
    number = await imported(execute, **SETTINGS)

    kept = await update(execute, id=number["id"], releaseProtected=True)
    cleared = await update(execute, id=number["id"], name=None, tags=None, callHandler=None)

    assert (kept["phoneNumber"]["name"], kept["phoneNumber"]["tags"]) == ("Desk", ["a", "b"])
    assert kept["phoneNumber"]["callHandler"] == {"__typename": "RelayTopicCallHandler"}
    assert cleared["phoneNumber"] | {"updatedAt": "", "id": ""} == {
        "id": "",
        "name": None,
        "tags": [],
        "callReceiveMode": "VOICE",
        "version": 3,
        "updatedAt": "",
        "releaseProtected": True,
        "callHandler": None,
        "messageHandler": None,
    }


async def test_a_handler_is_replaced_as_a_whole(execute: Execute) -> None:
    fallback = {"requestUrl": "https://example.com/", "fallbackUrl": "https://example.com/b"}
    number = await imported(execute, callHandler={"lamlWebhooks": fallback})

    await update(execute, id=number["id"], callHandler={"relayTopic": {"topic": "x"}})
    again = {"lamlWebhooks": {"requestUrl": "https://example.com/c"}}
    answer = await update(execute, id=number["id"], callHandler=again)

    assert answer["phoneNumber"]["callHandler"] == {
        "__typename": "LamlWebhooksCallHandler",
        "requestUrl": "https://example.com/c",
        "fallbackUrl": None,
    }


async def test_changes_are_told_field_by_field_as_clients_write_them(execute: Execute) -> None:
    number = await imported(execute)
    patch = {"name": "Desk", "tags": ["a"], "callReceiveMode": "FAX", "callHandler": WEBHOOK}

    answer = await update(execute, id=number["id"], **patch, releaseProtected=False)

    assert answer["changes"] == [
        {"field": "name", "before": None, "after": "Desk"},
        {"field": "tags", "before": "[]", "after": '["a"]'},
        {"field": "callReceiveMode", "before": "VOICE", "after": "FAX"},
        {
            "field": "callHandler",
            "before": None,
            "after": '{"lamlWebhooks":{"requestUrl":"https://u:****@example.com/",'
            '"requestMethod":"POST","fallbackMethod":"POST","statusCallbackMethod":"POST"}}',
        },
    ]
    assert answer["phoneNumber"]["callHandler"]["requestUrl"] == "https://u:****@example.com/"


@pytest.mark.parametrize("patch", [{}, {"name": None}, {"tags": []}, {"callReceiveMode": "VOICE"}])
async def test_what_changes_nothing_leaves_the_version_alone(
    execute: Execute, patch: dict[str, Any]
) -> None:
    number = await imported(execute)

    answer = await update(execute, id=number["id"], **patch)

    events = await execute("{ phoneNumberEvents { nodes { type } } }")
    assert (answer["changes"], answer["phoneNumber"]["version"]) == ([], 1)
    assert answer["phoneNumber"]["updatedAt"] == number["updatedAt"]
    assert events["phoneNumberEvents"]["nodes"] == [{"type": "IMPORTED"}]


async def test_a_change_based_on_another_version_is_refused(execute: Execute) -> None:
    number = await imported(execute)

    done = await update(execute, id=number["uuid"], name="first", expectedVersion=1)
    refused = await update(execute, id=number["id"], name="second", expectedVersion=1)

    assert done["__typename"] == "UpdatePhoneNumberSuccess"
    assert refused["__typename"] == "VersionConflict"
    assert refused["current"] == {"version": 2, "name": "first"}


@pytest.mark.parametrize(
    ("patch", "where", "code"),
    [
        ({"callReceiveMode": None}, "callReceiveMode", "not_nullable"),
        ({"releaseProtected": None}, "releaseProtected", "not_nullable"),
        ({"expectedVersion": 0}, "expectedVersion", "too_small"),
        ({"expectedVersion": -1}, "expectedVersion", "too_small"),
        ({"name": " "}, "name", "blank"),
        ({"tags": ["A"]}, "tags.0", "invalid_characters"),
        ({"id": "x"}, "id", "invalid_id"),
        ({"id": "VG9rZW46MTExMTExMTEtMTExMS00MTExLTgxMTEtMTExMTExMTExMTEx"}, "id", "invalid_id"),
        (
            {"messageHandler": {"relayTopic": {"topic": "x"}}},
            "messageHandler",
            "capability_missing",
        ),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_what_cannot_be_is_answered_with_the_field(
    execute: Execute, patch: dict[str, Any], where: str, code: str
) -> None:
    number = await imported(execute, capabilities=["VOICE"])

    answer = await update(execute, **({"id": number["id"]} | patch))

    [error] = answer["fieldErrors"]
    assert (".".join(error["path"]), error["code"]) == (f"input.{where}", code)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_version_that_no_integer_holds_is_a_request_error(
    client: httpx.AsyncClient,
) -> None:
    answer = await ask(client, UPDATE, input={"id": str(uuid4()), "expectedVersion": 2**31})

    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_ids_that_are_unknown_or_foreign_answer_alike(numbers: PhoneNumbers) -> None:
    asked = {"number": "+14155550123", "number_type": "longcode"}
    foreign = (await numbers.import_number(STRANGER, ImportNumber.of(asked, STRICT))).row.id

    for number_id in (foreign, uuid4()):
        with pytest.raises(NumberNotFound) as caught:
            await numbers.update(CALLER, UpdateNumber.of({"id": number_id}, STRICT))
        assert caught.value.message == "The project has no number with this id."


async def test_a_released_number_is_not_found(execute: Execute) -> None:
    number = await imported(execute)
    await release(execute, id=number["id"])

    answer = await update(execute, id=number["id"], name="x")

    assert (answer["__typename"], answer["id"]) == ("NumberNotFound", number["id"])


async def test_a_key_repeats_the_answer_and_refuses_other_input(execute: Execute) -> None:
    number = await imported(execute, idempotencyKey="k")
    asked = {"id": number["id"], "name": "Desk", "idempotencyKey": "k"}

    first, again = await update(execute, **asked), await update(execute, **asked)
    other = await update(execute, **(asked | {"name": "Shop"}))

    assert (first["replayed"], again["replayed"]) == (False, True)
    assert first["changes"] == again["changes"]
    assert again["phoneNumber"]["version"] == 2
    assert other["reason"] == "PARAMETER_MISMATCH"


async def test_a_key_is_forgotten_after_a_day(opened: Store) -> None:
    asked = {"number": "+14155550123", "number_type": "longcode"}
    today = PhoneNumbers(opened, now=lambda: NOON)
    number_id = (await today.import_number(CALLER, ImportNumber.of(asked, STRICT))).row.id
    rename = UpdateNumber.of({"id": number_id, "name": "a", "idempotency_key": "k"}, STRICT)
    other = UpdateNumber.of({"id": number_id, "name": "b", "idempotency_key": "k"}, STRICT)
    await today.update(CALLER, rename)

    in_time = PhoneNumbers(opened, now=lambda: NOON + timedelta(hours=23, minutes=59))
    late = PhoneNumbers(opened, now=lambda: NOON + timedelta(hours=24))
    repeated, anew = await in_time.update(CALLER, rename), await late.update(CALLER, other)

    assert (repeated.replayed, anew.replayed) == (True, False)
    assert anew.row.name == "b"
