"""`updatePhoneNumber`: changed and unchanged fields, versions and no-ops."""

import json
from typing import Any

import httpx2
import pytest

from tests.conftest import ON_SQLITE, Execute, ask
from tests.graphql.test_import_phone_number import IMPORT

pytestmark = pytest.mark.anyio

HANDLERS = """
  callHandler { __typename
    ... on LamlWebhooksCallHandler { requestUrl requestMethod fallbackUrl fallbackMethod
      statusCallbackUrl }
    ... on RelayTopicCallHandler { topic statusCallbackUrl }
  }
  messageHandler { __typename ... on LamlApplicationMessageHandler { applicationId } }
"""
UPDATE = f"""
mutation ($input: UpdatePhoneNumberInput!) {{
  updatePhoneNumber(input: $input) {{
    __typename
    ... on UpdatePhoneNumberSuccess {{
      phoneNumber {{ id name tags callReceiveMode releaseProtected version createdAt updatedAt
        {HANDLERS} }}
      changes {{ field before after }}
      warnings {{ code path }}
      replayed
    }}
    ... on Problem {{ code message }}
    ... on ValidationFailed {{ fieldErrors {{ path code message }} }}
    ... on NumberNotFound {{ phoneNumberId }}
    ... on VersionConflict {{ current {{ id version name }} }}
    ... on IdempotencyConflict {{ reason }}
  }}
}}
"""
EVENTS = """
query ($id: ID!) {
  phoneNumber(id: $id) { version updatedAt
    events { nodes { type changes { field before after } } } }
}
"""
FULL = {
    "number": "+14155550123",
    "numberType": "LONGCODE",
    "name": "Desk",
    "tags": ["eu", "support"],
    "callHandler": {"relayTopic": {"topic": "office"}},
    "messageHandler": {"lamlApplication": {"applicationId": "texts"}},
}
OTHER_ID = "UGhvbmVOdW1iZXI6MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAw"


@pytest.fixture
async def imported(execute: Execute) -> dict[str, Any]:
    """A number with every setting."""
    answer = await execute(IMPORT, input=FULL)
    row: dict[str, Any] = answer["importPhoneNumber"]["phoneNumber"]
    return row


async def update(execute: Execute, **asked: Any) -> dict[str, Any]:
    answer: dict[str, Any] = (await execute(UPDATE, input=asked))["updatePhoneNumber"]
    return answer


async def test_what_is_left_out_stays_as_it_is(execute: Execute, imported: dict[str, Any]) -> None:
    done = await update(execute, id=imported["id"], name="Shop")

    row = done["phoneNumber"]
    assert (row["name"], row["tags"], row["version"]) == ("Shop", ["eu", "support"], 2)
    assert row["callHandler"]["topic"] == "office"
    assert row["messageHandler"]["applicationId"] == "texts"
    assert done["changes"] == [{"field": "name", "before": "Desk", "after": "Shop"}]
    assert (done["warnings"], done["replayed"]) == ([], False)


@pytest.mark.parametrize(
    ("field", "before"),
    [
        ("name", "Desk"),
        ("callHandler", '{"relayTopic":{"topic":"office"}}'),
        ("messageHandler", '{"lamlApplication":{"applicationId":"texts"}}'),
    ],
)
async def test_null_clears(
    execute: Execute, imported: dict[str, Any], field: str, before: str
) -> None:
    done = await update(execute, id=imported["id"], **{field: None})
    again = await update(execute, id=imported["id"], **{field: None})

    assert done["phoneNumber"][field] is None
    assert done["changes"] == [{"field": field, "before": before, "after": None}]
    assert (again["changes"], again["phoneNumber"]["version"]) == ([], 2)


async def test_null_leaves_no_tags(execute: Execute, imported: dict[str, Any]) -> None:
    done = await update(execute, id=imported["id"], tags=None)
    again = await update(execute, id=imported["id"], tags=[])

    assert done["phoneNumber"]["tags"] == []
    assert done["changes"] == [{"field": "tags", "before": '["eu","support"]', "after": "[]"}]
    assert (again["changes"], again["phoneNumber"]["version"]) == ([], 2)


async def test_no_field_of_a_replaced_handler_survives(
    execute: Execute, imported: dict[str, Any]
) -> None:
    hook = {"requestUrl": "https://example.com/voice"}
    full = hook | {"fallbackUrl": "https://example.com/spare", "requestMethod": "GET"}

    first = await update(execute, id=imported["id"], callHandler={"lamlWebhooks": full})
    topic = await update(execute, id=imported["id"], callHandler={"relayTopic": {"topic": "a"}})
    last = await update(execute, id=imported["id"], callHandler={"lamlWebhooks": hook})

    found = [done["phoneNumber"]["callHandler"] for done in (first, topic, last)]
    assert found[0]["fallbackUrl"] == "https://example.com/spare"
    assert found[1] == {
        "__typename": "RelayTopicCallHandler",
        "topic": "a",
        "statusCallbackUrl": None,
    }
    assert found[2] == {
        "__typename": "LamlWebhooksCallHandler",
        **hook,
        "requestMethod": "POST",
        "fallbackUrl": None,
        "fallbackMethod": "POST",
        "statusCallbackUrl": None,
    }


async def test_changes_have_graphql_names_and_no_passwords(
    execute: Execute, imported: dict[str, Any]
) -> None:
    hook = {"requestUrl": "https://user:secret@example.com/v", "requestMethod": "GET"}
    flow = {"flowId": "7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55", "version": "WORKING_COPY"}

    done = await update(
        execute,
        id=imported["id"],
        name="Büro",
        tags=["b"],
        callReceiveMode="FAX",
        callHandler={"lamlWebhooks": hook},
        releaseProtected=True,
    )
    next_ = await update(execute, id=imported["id"], callHandler={"callFlow": flow})

    changed = {c["field"]: (c["before"], c["after"]) for c in done["changes"]}
    assert list(changed) == ["name", "tags", "callReceiveMode", "callHandler", "releaseProtected"]
    assert changed["name"] == ("Desk", "Büro")
    assert changed["tags"] == ('["eu","support"]', '["b"]')
    assert changed["callReceiveMode"] == ("VOICE", "FAX")
    assert changed["releaseProtected"] == ("false", "true")
    assert changed["callHandler"][0] == '{"relayTopic":{"topic":"office"}}'
    shown = json.loads(changed["callHandler"][1])["lamlWebhooks"]
    assert shown["requestUrl"] == "https://user:****@example.com/v"
    assert shown["requestMethod"] == "GET"
    [change] = next_["changes"]
    assert json.loads(change["after"]) == {"callFlow": flow}
    assert "secret" not in json.dumps([done, next_])


async def test_what_changes_tells_is_what_an_input_takes(
    execute: Execute, imported: dict[str, Any]
) -> None:
    flow = {"flowId": "7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55", "version": "WORKING_COPY"}
    await update(execute, id=imported["id"], callHandler={"callFlow": flow})
    cleared = await update(execute, id=imported["id"], callHandler=None)
    before = json.loads(cleared["changes"][0]["before"])

    back = await update(execute, id=imported["id"], callHandler=before)

    assert json.loads(back["changes"][0]["after"]) == before


async def test_a_changed_password_is_a_change_that_both_sides_mask(
    execute: Execute, imported: dict[str, Any]
) -> None:
    def hook(password: str) -> dict[str, Any]:
        return {"relayScript": {"url": f"https://user:{password}@example.com/v"}}

    await update(execute, id=imported["id"], callHandler=hook("one"))
    same = await update(execute, id=imported["id"], callHandler=hook("one"))
    other = await update(execute, id=imported["id"], callHandler=hook("two"))

    masked = '{"relayScript":{"url":"https://user:****@example.com/v"}}'
    assert same["changes"] == []
    assert other["changes"] == [{"field": "callHandler", "before": masked, "after": masked}]
    assert (same["phoneNumber"]["version"], other["phoneNumber"]["version"]) == (2, 3)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"name": "Desk"},
        {"name": "  Desk "},
        {"tags": ["eu", "support"]},
        {"callHandler": {"relayTopic": {"topic": "office"}}},
        {"callReceiveMode": "VOICE", "releaseProtected": False},
        {"expectedVersion": 1, "name": "Desk", "idempotencyKey": "k"},
    ],
)
async def test_nothing_new_is_a_success_without_a_version_or_an_event(
    execute: Execute, imported: dict[str, Any], asked: dict[str, Any]
) -> None:
    done = await update(execute, id=imported["id"], **asked)

    after = (await execute(EVENTS, id=imported["id"]))["phoneNumber"]
    assert (done["__typename"], done["changes"]) == ("UpdatePhoneNumberSuccess", [])
    assert (after["version"], after["updatedAt"]) == (1, imported["updatedAt"])
    assert [event["type"] for event in after["events"]["nodes"]] == ["IMPORTED"]


async def test_a_change_is_a_version_a_moment_and_an_event(
    execute: Execute, imported: dict[str, Any]
) -> None:
    done = await update(execute, id=imported["id"], name=None, expectedVersion=1)

    after = (await execute(EVENTS, id=imported["id"]))["phoneNumber"]
    assert done["phoneNumber"]["version"] == after["version"] == 2
    assert done["phoneNumber"]["updatedAt"] == after["updatedAt"] > imported["updatedAt"]
    assert done["phoneNumber"]["createdAt"] == imported["createdAt"]
    assert after["events"]["nodes"][1:] == [{"type": "UPDATED", "changes": done["changes"]}]


async def test_a_stale_version_gets_the_number_as_it_is(
    execute: Execute, imported: dict[str, Any]
) -> None:
    await update(execute, id=imported["id"], name="Shop", expectedVersion=1)

    answer = await update(execute, id=imported["id"], name="Bar", expectedVersion=1)

    assert (answer["__typename"], answer["code"]) == ("VersionConflict", "version_conflict")
    assert answer["message"] == "The number is at version 2, not at 1."
    assert answer["current"] == {"id": imported["id"], "version": 2, "name": "Shop"}


@ON_SQLITE
@pytest.mark.parametrize("version", [0, -1])
async def test_a_version_below_one_is_not_valid(
    execute: Execute, imported: dict[str, Any], version: int
) -> None:
    answer = await update(execute, id=imported["id"], expectedVersion=version)

    path = ["input", "expectedVersion"]
    message = "This must be at least 1."
    assert answer["fieldErrors"] == [{"path": path, "code": "too_small", "message": message}]


@ON_SQLITE
async def test_a_version_beyond_graphqls_integers_is_refused_by_graphql(
    client: httpx2.AsyncClient,
) -> None:
    answer = await ask(client, UPDATE, input={"id": OTHER_ID, "expectedVersion": 2**31})

    [error] = answer["errors"]
    assert "expectedVersion" in error["message"]
    assert answer.get("data") is None
