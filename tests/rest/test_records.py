"""REST requests as clients really send them: whole records, query strings, and free filters."""

from typing import Any

import httpx2
import pytest

from gateway.database.database import Database
from gateway.domain.enums import Scope
from gateway.domain.handler import Handler
from gateway.rest.routes import BASE_PATH
from gateway.services.phone_numbers import PhoneNumbers
from gateway.services.projects import Projects
from gateway.settings import Settings
from tests.conftest import CALLER, ON_SQLITE, PROJECT, client_of
from tests.graphql.test_handlers import filled
from tests.rest.test_routes import KINDS, NUMBER, WEBHOOK, codes_of, imported

pytestmark = [pytest.mark.anyio, ON_SQLITE]

AS_JSON = {"Content-Type": "application/json"}
URL = "https://user:secret@example.com/in"


def path_of(record: dict[str, Any]) -> str:
    return f"{BASE_PATH}/phone_numbers/{record['id']}"


def flat(side: str, model: type[Handler]) -> dict[str, Any]:
    """Return settings of the kind, with passwords, as REST spells them."""
    names = {name: str(field.alias) for name, field in model.model_fields.items()}
    return {f"{side}_handler": model.kind} | {names[k]: v for k, v in filled(model).items()}


@pytest.mark.parametrize(("side", "model"), KINDS)
async def test_a_record_is_accepted_back_as_it_was_read(
    client: httpx2.AsyncClient, opened: Database, side: str, model: type[Handler]
) -> None:
    record = await imported(client, **flat(side, model))
    scopes = frozenset({Scope.NUMBERS_READ, Scope.NUMBERS_WRITE})
    token = (await Projects(opened).mint(PROJECT, "no secrets", scopes)).text
    masked = {"Authorization": f"Bearer {token}"}

    same = await client.put(path_of(record), json=record)
    read = await client.get(path_of(record), headers=masked)
    masked_same = await client.put(path_of(record), json=read.json(), headers=masked)
    renamed = await client.put(path_of(record), json=read.json() | {"name": "Desk"}, headers=masked)
    after = await client.get(path_of(record))

    assert (same.status_code, same.json()) == (200, record)
    assert (masked_same.status_code, masked_same.json()) == (200, read.json())
    assert renamed.status_code == 200
    changed = {key for key in record if after.json()[key] != record[key]}
    assert changed == {"name", "updated_at"}


async def test_a_masked_url_beside_a_change_keeps_the_stored_password(
    client: httpx2.AsyncClient, numbers: PhoneNumbers
) -> None:
    record = await imported(client, **WEBHOOK | {"call_request_url": URL})
    masked = {"call_request_url": "https://user:****@example.com/in"}

    changed = await client.put(path_of(record), json=masked | {"call_request_method": "GET"})
    other = await client.put(
        path_of(record), json={"call_request_url": "https://user:****@example.com/other"}
    )

    row: Any = await numbers.find(CALLER, NUMBER)
    assert row.call_handler.request_url == URL
    assert changed.json()["call_request_method"] == "GET"
    assert codes_of(other) == {"call_request_url": "invalid_parameter"}


async def test_an_import_may_carry_what_records_read_beside_a_null_url(
    client: httpx2.AsyncClient,
) -> None:
    record = await imported(
        client,
        call_handler="relay_topic",
        call_relay_topic="office",
        call_request_method="POST",
        call_request_url=None,
        message_request_method="POST",
        e911_status=None,
    )

    assert (record["call_relay_topic"], record["message_handler"]) == ("office", None)


async def test_a_conflict_has_only_true_reasons(client: httpx2.AsyncClient) -> None:
    body = {
        "number": NUMBER, "number_type": "longcode", "call_handler": "relay_topic",
        "call_relay_topic": "office", "call_request_url": "https://example.com/in",
        "call_request_method": "GET",
    }  # fmt: skip

    answer = await client.post(f"{BASE_PATH}/imported_phone_numbers", json=body)

    details = [error["detail"] for error in answer.json()["errors"]]
    assert details == [
        f"{key} belongs to call_handler laml_webhooks, and call_handler here is relay_topic."
        for key in ("call_request_url", "call_request_method")
    ]


async def test_fields_in_the_query_string_are_applied_like_a_form(
    client: httpx2.AsyncClient,
) -> None:
    fields = {"number": NUMBER, "number_type": "longcode", "capabilities[]": ["voice", "sms"]}

    created = await client.post(
        f"{BASE_PATH}/imported_phone_numbers", params=fields, headers=AS_JSON
    )
    changed = await client.put(
        path_of(created.json()),
        params={"message_handler": "laml_webhooks", "message_request_url": "https://example.com/m"},
        headers=AS_JSON,
    )

    assert (created.status_code, created.json()["capabilities"]) == (201, ["voice", "sms"])
    assert changed.status_code == 200
    assert changed.json()["message_request_url"] == "https://example.com/m"


@pytest.mark.parametrize(
    ("method", "query", "json", "status"),
    [
        ("PUT", "call_laml_url=x", None, 422),
        ("PUT", "name=a", {"call_receive_mode": "fax"}, 422),
        ("PUT", "name=a", {"name": "a"}, 422),
        ("PUT", "name=a&name=b", None, 400),
        ("PUT", "name=%ff", None, 400),
        ("DELETE", "force=true", None, 422),
        ("GET", "fields=name", None, 422),
    ],
)
async def test_no_query_parameter_is_ignored(
    client: httpx2.AsyncClient, method: str, query: str, json: Any, status: int
) -> None:
    record = await imported(client)
    path = path_of(record)

    answer = await client.request(method, f"{path}?{query}", json=json, headers=AS_JSON)

    assert answer.status_code == status
    assert (await client.get(path)).json() == record


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("filter_number=Sales+Line", 0),
        ("filter_number=abc", 0),
        ("filter_number=12345678901234567", 0),
        ("filter_name=a%00b", 0),
        (f"filter_name={'x' * 300}", 0),
        ("filter_number=+&filter_name=", 1),
        ("filter_number=%2B", 1),
        ("filter_number=%2B1415", 1),
        ("filter_name=sales line", 1),
    ],
)
async def test_a_filter_that_nothing_can_match_finds_nothing(
    client: httpx2.AsyncClient, query: str, count: int
) -> None:
    await imported(client, name="Sales Line")

    answer = await client.get(f"{BASE_PATH}/phone_numbers?{query}")

    assert answer.status_code == 200
    assert len(answer.json()["data"]) == count
    assert list(answer.json()["links"]) == ["self", "first"]


async def test_a_filter_that_nothing_can_match_needs_the_scope_too(
    database: str, opened: Database
) -> None:
    token = await Projects(opened).mint(PROJECT, "writer", frozenset({Scope.NUMBERS_WRITE}))
    async with client_of(Settings(database_url=database)) as client:
        answer = await client.get(
            f"{BASE_PATH}/phone_numbers?filter_number=abc",
            headers={"Authorization": f"Bearer {token.text}"},
        )

    assert answer.status_code == 403


@pytest.mark.parametrize("spelled", ["Toll-Free", "TOLLFREE", "toll_free", "tollfree"])
async def test_types_and_capabilities_are_accepted_in_any_usual_spelling(
    client: httpx2.AsyncClient, spelled: str
) -> None:
    fields = {
        "number_type": spelled,
        "capabilities": ["Voice", "SMS"],
        "call_receive_mode": "VOICE",
    }
    record = await imported(client, number="+18005550199", **fields)

    assert (record["number_type"], record["capabilities"]) == ("toll-free", ["voice", "sms"])


@pytest.mark.parametrize("path", ["phone_numbers/", "lookup/phone_number/+14155550123/"])
async def test_a_slash_at_the_end_of_a_path_is_accepted(
    client: httpx2.AsyncClient, path: str
) -> None:
    assert (await client.get(f"{BASE_PATH}/{path}")).status_code == 200


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize("path", ["/api", "/api/", "/api/fabric/addresses", "/api/relay/x"])
async def test_paths_of_other_apis_are_404_in_json(
    client: httpx2.AsyncClient, method: str, path: str
) -> None:
    answer = await client.request(method, path)

    assert answer.status_code == 404
    assert answer.json() == {
        "error": "Not Found",
        "message": "There is no such path. /api/relay/rest/openapi.json describes those that are "
        "there.",
    }
