"""The OpenAPI document, as gateways and code generators read it."""

from typing import Any

import httpx2
import pytest

from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from gateway.rest import openapi
from gateway.rest.routes import BASE_PATH
from gateway.settings import Settings
from tests.conftest import ON_SQLITE, PROJECT

DOCUMENT = openapi.document(BASE_PATH)
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
OPERATIONS = [
    (f"{method} {path}", operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]


def choices(schema: str, field: str) -> list[str]:
    """Return the values of a field that may be null."""
    choice, null = SCHEMAS[schema]["properties"][field]["anyOf"]
    assert null == {"type": "null"}
    assert choice["type"] == "string"
    values: list[str] = choice["enum"]
    return values


def test_page_sizes_and_numbers_are_integers() -> None:
    listed = dict(OPERATIONS)["get /phone_numbers"]["parameters"]
    types = {each["name"]: each["schema"]["type"] for each in listed}

    assert (types["page_size"], types["page_number"]) == ("integer", "integer")
    assert types["filter_number"] == types["page_token"] == "string"


def test_the_handlers_of_records_are_enumerations_of_all_kinds() -> None:
    calls = [kind for kind in CALL_HANDLERS if kind != "unrecognized"]
    messages = [kind for kind in MESSAGE_HANDLERS if kind != "unrecognized"]

    assert choices("PhoneNumber", "call_handler") == calls
    assert choices("PhoneNumber", "message_handler") == messages
    assert set(calls) - set(choices("ImportPhoneNumber", "call_handler")) == {
        "fabric_subscriber", "sip_gateway", "call_queue",
    }  # fmt: skip


def test_every_request_body_is_required() -> None:
    bodies = [each["requestBody"] for _, each in OPERATIONS if "requestBody" in each]

    assert [body["required"] for body in bodies] == [True, True]


def test_every_operation_parameter_schema_and_field_is_described() -> None:
    described = [
        *((name, operation) for name, operation in OPERATIONS),
        *((p["name"], p) for _, each in OPERATIONS for p in each["parameters"]),
        *SCHEMAS.items(),
        *(
            (f"{name}.{field}", schema)
            for name in ("PhoneNumber", "ImportPhoneNumber", "UpdatePhoneNumber")
            for field, schema in SCHEMAS[name]["properties"].items()
        ),
    ]

    assert [name for name, each in described if not each.get("description")] == []
    assert all(operation["summary"] for _, operation in OPERATIONS)


def test_the_rule_of_cost_is_written_down() -> None:
    assert "each number that a response can hold costs 1" in DOCUMENT["info"]["description"]


@pytest.fixture
def settings(database: str) -> Settings:
    return Settings(database_url=database, open_access=True, rate_limit=2000)


@pytest.mark.anyio
@ON_SQLITE
@pytest.mark.parametrize(
    ("path", "cost"),
    [
        ("/phone_numbers", 50),
        ("/phone_numbers?page_size=1", 1),
        ("/phone_numbers?page_size=7", 7),
        ("/phone_numbers?page_size=1000", 1000),
        ("/phone_numbers?page_size=0", 1),
        ("/phone_numbers?page_size=many", 50),
        ("/lookup/phone_number/+14155550123", 1),
        (f"/phone_numbers/{PROJECT}?page_size=1000", 1),
    ],
)
async def test_a_page_costs_as_much_as_it_can_hold_and_any_other_request_1(
    client: httpx2.AsyncClient, path: str, cost: int
) -> None:
    before = await remaining(client)

    await client.get(f"{BASE_PATH}{path}")

    spent = before - await remaining(client) - 1
    assert spent <= cost < spent + 40  # 33 come back in a second


async def remaining(client: httpx2.AsyncClient) -> int:
    response = await client.get(f"{BASE_PATH}/phone_numbers?page_size=1")
    return int(response.headers["RateLimit-Remaining"])
