"""REST routes over ASGI: records, forms, errors, and consistency with GraphQL."""

import base64
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final
from uuid import uuid4

import httpx2
import pytest

from gateway.database.database import Database
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.enums import Scope
from gateway.domain.handler import Handler
from gateway.domain.validation_policy import STRICT
from gateway.rest.routes import BASE_PATH
from gateway.services.phone_numbers import PhoneNumbers
from gateway.services.projects import ALL_SCOPES, Projects
from gateway.settings import Settings
from schema.names import camel
from tests.conftest import ON_SQLITE, PROJECT, STRANGER, ask, client_of
from tests.graphql.test_handlers import SIDES, filled

pytestmark = pytest.mark.anyio

NUMBER: Final = "+14155550123"
WEBHOOK: Final = {"call_handler": "laml_webhooks", "call_request_url": "https://example.com/in"}
KINDS: Final = [
    pytest.param(side, model, id=f"{side}-{kind}")
    for side, kinds in SIDES.items()
    for kind, model in kinds.items()
    if model.settable
]
IMPORT: Final = """
mutation ($input: ImportPhoneNumberInput!) { importPhoneNumber(input: $input) {
  ... on ImportPhoneNumberSuccess { phoneNumber { uuid } }
} }
"""
READ: Final = """
query ($number: String!) { phoneNumber(number: $number) {
  uuid numberType callHandler { __typename } messageHandler { __typename }
  events { nodes { type actor } }
} }
"""


async def imported(client: httpx2.AsyncClient, **fields: Any) -> dict[str, Any]:
    body = {"number": NUMBER, "number_type": "longcode"} | fields
    answer = await client.post(f"{BASE_PATH}/imported_phone_numbers", json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def codes_of(answer: httpx2.Response) -> dict[str, str]:
    """Return the codes of the errors, each with the first word of its detail."""
    return {e["detail"].split(":")[0].split(" ")[0]: e["code"] for e in answer.json()["errors"]}


async def test_an_import_without_a_handler_has_all_41_keys(client: httpx2.AsyncClient) -> None:
    record = await imported(client)

    methods = {key for key in record if key.endswith("_method")}
    blank = {key for key, value in record.items() if value is None}
    assert len(record) == 41
    assert {record[key] for key in methods} == {"POST"}
    assert len(methods) == 5
    assert record["call_receive_mode"] == "voice"
    assert record["capabilities"] == ["voice", "fax", "sms", "mms"]
    assert {"call_handler", "message_handler", "next_billed_at", "e911_status"} < blank


def settings_of(model: type[Handler]) -> dict[str, Any]:
    """Return settings of the kind, without passwords, which another test covers."""
    return {name: value.replace("user:secret@", "") for name, value in filled(model).items()}


def keys_of(side: str, model: type[Handler]) -> dict[str, Any]:
    """Return the flat keys for the settings of `settings_of`."""
    aliases = {name: str(field.alias) for name, field in model.model_fields.items()}
    settings = {aliases[name]: value for name, value in settings_of(model).items()}
    return {f"{side}_handler": model.kind, **settings}


@pytest.mark.parametrize(("side", "model"), KINDS)
async def test_a_number_imported_by_rest_reads_the_same_in_graphql(
    client: httpx2.AsyncClient, side: str, model: type[Handler]
) -> None:
    keys = keys_of(side, model)

    record = await imported(client, **keys)
    read = (await ask(client, READ, number=NUMBER))["data"]["phoneNumber"]

    assert {key: record[key] for key in keys} == keys
    assert read["uuid"] == record["id"]
    assert read[f"{side}Handler"] == {"__typename": model.__name__}


@pytest.mark.parametrize(("side", "model"), KINDS)
async def test_a_number_imported_by_graphql_reads_the_same_by_rest(
    client: httpx2.AsyncClient, side: str, model: type[Handler]
) -> None:
    chosen = {f"{side}Handler": {camel(model.kind): in_graphql(model)}}
    fields = {"number": NUMBER, "numberType": "LONGCODE", **chosen}

    answer = (await ask(client, IMPORT, input=fields))["data"]["importPhoneNumber"]
    read = await client.get(f"{BASE_PATH}/phone_numbers/{answer['phoneNumber']['uuid']}")

    keys = keys_of(side, model)
    assert {key: read.json()[key] for key in keys} == keys


def in_graphql(model: type[Handler]) -> dict[str, Any]:
    """Return the settings as GraphQL input."""
    enums = {n for n, f in model.model_fields.items() if isinstance(f.default, StrEnum)}
    settings = settings_of(model).items()
    return {camel(name): value.upper() if name in enums else value for name, value in settings}


async def test_both_spellings_of_toll_free_are_accepted(client: httpx2.AsyncClient) -> None:
    one = await imported(client, number="+18005550199", number_type="tollfree")
    other = await imported(client, number="+18005550198", number_type="toll-free")

    assert {one["number_type"], other["number_type"]} == {"toll-free"}


async def test_an_update_changes_the_given_keys_of_a_handler_only(
    client: httpx2.AsyncClient,
) -> None:
    record = await imported(client, **WEBHOOK, call_fallback_url="https://example.com/else")
    path = f"{BASE_PATH}/phone_numbers/{record['id']}"

    changed = await client.put(path, json={"call_request_url": "https://example.com/new"})
    cleared = await client.put(path, json={"call_fallback_url": None})
    same = await client.put(path, json={})

    assert changed.json()["call_fallback_url"] == "https://example.com/else"
    assert cleared.json()["call_fallback_url"] is None
    assert same.json() == cleared.json()
    assert same.json()["call_request_url"] == "https://example.com/new"


async def test_another_kind_starts_without_the_old_settings(client: httpx2.AsyncClient) -> None:
    record = await imported(client, **WEBHOOK)
    path = f"{BASE_PATH}/phone_numbers/{record['id']}"

    changed = await client.put(path, json={"call_handler": "relay_topic", "call_relay_topic": "x"})

    assert changed.json()["call_request_url"] is None
    assert changed.json()["call_relay_topic"] == "x"


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        pytest.param(
            {"call_laml_url": "https://example.com"}, {"call_laml_url": "invalid_parameter"},
            id="unknown field",
        ),
        pytest.param(
            {"call_relay_topic": "office"}, {"call_relay_topic": "incompatible_parameters"},
            id="a key of another kind",
        ),
        pytest.param(
            {"call_request_url": None}, {"call_request_url": "missing_required_parameter"},
            id="a required key is cleared",
        ),
        pytest.param(
            {"call_handler": "relay_topic"}, {"call_relay_topic": "missing_required_parameter"},
            id="another kind without its required key",
        ),
        pytest.param(
            {"call_handler": "no_such"}, {"call_handler": "invalid_parameter"}, id="no such kind"
        ),
        pytest.param(
            {"call_handler": "call_queue"}, {"call_handler": "invalid_parameter"},
            id="a kind that only the platform assigns",
        ),
        pytest.param(
            {"call_request_url": "http://10.0.0.1/"}, {"call_request_url": "url_is_unsafe"},
            id="private address",
        ),
        pytest.param(
            {"call_request_url": "ftp://example.com"}, {"call_request_url": "not_an_http_url"},
            id="not http",
        ),
        pytest.param(
            {"message_handler": "relay_topic", "message_relay_topic": "x"},
            {"message_handler": "missing_messaging_capability"},
            id="not capable",
        ),
        pytest.param(
            {"call_receive_mode": "fax"}, {"call_receive_mode": "not_voice_capable"}, id="no fax"
        ),
        pytest.param(
            {"name": "", "call_request_url": "x", "elsewhere": 1},
            {
                "name": "invalid_parameter", "call_request_url": "not_an_http_url",
                "elsewhere": "invalid_parameter",
            },
            id="several at once",
        ),
        pytest.param(
            {"number": "+14155550199", "number_type": "tollfree", "id": str(uuid4())},
            {
                "number": "invalid_number_format", "number_type": "invalid_parameter",
                "id": "invalid_parameter",
            },
            id="read only",
        ),
    ],
)  # fmt: skip
async def test_invalid_fields_are_reported_by_key(
    client: httpx2.AsyncClient, body: dict[str, Any], codes: dict[str, str]
) -> None:
    record = await imported(client, **WEBHOOK, capabilities=["voice"])
    path = f"{BASE_PATH}/phone_numbers/{record['id']}"

    answer = await client.put(path, json=body)
    after = await client.get(path)

    assert answer.status_code == 422
    assert codes_of(answer) == codes
    assert after.json() == record


async def test_an_unknown_field_is_reported_with_a_suggestion(client: httpx2.AsyncClient) -> None:
    record = await imported(client)
    path = f"{BASE_PATH}/phone_numbers/{record['id']}"

    answer = await client.put(path, json={"call_laml_url": "https://example.com"})

    assert "Did you mean call_request_url?" in answer.json()["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (None, "missing_required_parameter"),
        ("4155550123", "not_e164"),
        ("+1415", "invalid_number_format"),
        (NUMBER, "not_unique_within_project"),
    ],
)
async def test_an_invalid_import_is_422(
    client: httpx2.AsyncClient, number: str | None, code: str
) -> None:
    await imported(client)

    body = {"number_type": "longcode"} | ({"number": number} if number else {})
    answer = await client.post(f"{BASE_PATH}/imported_phone_numbers", json=body)

    [error] = answer.json()["errors"]
    assert (answer.status_code, error["code"], error["status"]) == (422, code, "422")
    assert answer.headers["x-request-id"]


async def test_a_form_is_accepted_and_blank_means_null(
    client: httpx2.AsyncClient, opened: Database
) -> None:
    token = await Projects(opened).mint(PROJECT, "tests", ALL_SCOPES)
    client.headers["Authorization"] = f"Bearer {token.text}"
    form = {"number": NUMBER, "number_type": "longcode", "capabilities[]": ["voice", "sms"]}
    answer = await client.post(f"{BASE_PATH}/imported_phone_numbers", data=form | {"name": "Desk"})
    record = answer.json()

    cleared = await client.put(f"{BASE_PATH}/phone_numbers/{record['id']}", data={"name": ""})

    assert (record["name"], record["capabilities"]) == ("Desk", ["voice", "sms"])
    assert cleared.json()["name"] is None


async def test_an_idempotency_key_imports_once(client: httpx2.AsyncClient) -> None:
    headers = {"Idempotency-Key": "once"}
    body = {"number": NUMBER, "number_type": "longcode"}
    path = f"{BASE_PATH}/imported_phone_numbers"

    first, again = [await client.post(path, json=body, headers=headers) for _ in range(2)]
    other = await client.post(path, json=body | {"name": "x"}, headers=headers)

    assert (first.status_code, again.json()) == (201, first.json())
    assert codes_of(other) == {"This": "idempotency_conflict"}


async def test_an_idempotency_key_updates_once_even_after_another_update(
    client: httpx2.AsyncClient,
) -> None:
    record = await imported(client, **WEBHOOK)
    path, headers = f"{BASE_PATH}/phone_numbers/{record['id']}", {"Idempotency-Key": "once"}
    body = {"call_request_method": "GET"}

    await client.put(path, json=body, headers=headers)
    await client.put(path, json={"call_request_method": "POST"})
    again = await client.put(path, json=body, headers=headers)

    assert again.status_code == 200
    assert (await client.get(path)).json()["call_request_method"] == "POST"


async def test_a_released_number_is_404(client: httpx2.AsyncClient) -> None:
    record = await imported(client)
    path = f"{BASE_PATH}/phone_numbers/{record['id']}"

    released = await client.delete(path, headers={"Content-Type": "application/json"})
    answers = [await client.get(path), await client.put(path, json={}), await client.delete(path)]

    assert (released.status_code, released.content) == (204, b"")
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert [answer.json()["error"] for answer in answers] == ["Not Found"] * 3


async def test_an_idempotency_key_releases_once(client: httpx2.AsyncClient) -> None:
    record = await imported(client)
    path, headers = f"{BASE_PATH}/phone_numbers/{record['id']}", {"Idempotency-Key": "once"}

    answers = [await client.delete(path, headers=headers) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]


async def test_another_projects_number_is_404_like_a_missing_one(
    client: httpx2.AsyncClient, numbers: PhoneNumbers
) -> None:
    fields = {"number": NUMBER, "number_type": "longcode"}
    foreign = (await numbers.import_number(STRANGER, ImportNumber.of(fields, STRICT))).row.id
    here, nowhere = f"{BASE_PATH}/phone_numbers/{foreign}", f"{BASE_PATH}/phone_numbers/{uuid4()}"

    tried = [
        [await client.request(method, path, json=body) for path in (here, nowhere)]
        for method, body in (("GET", None), ("PUT", {"name": "Mine now"}), ("DELETE", None))
    ]
    listed = await client.get(f"{BASE_PATH}/phone_numbers")
    [untouched] = await numbers.get_many(STRANGER, [foreign])

    for theirs, none in tried:
        assert (theirs.status_code, theirs.content) == (none.status_code, none.content)
        assert theirs.status_code == 404
    assert listed.json()["data"] == []
    assert untouched is not None and untouched.version == 1


async def test_links_lead_to_the_next_and_previous_page(client: httpx2.AsyncClient) -> None:
    numbers = [f"+1415555010{place}" for place in range(5)]
    for place, number in enumerate(numbers):
        await imported(client, number=number, name=f"Desk {place}")

    first = (await client.get(f"{BASE_PATH}/phone_numbers?page_size=2")).json()
    second = (await client.get(first["links"]["next"])).json()
    third = (await client.get(second["links"]["next"])).json()
    back = (await client.get(third["links"]["prev"])).json()
    found = (await client.get(f"{BASE_PATH}/phone_numbers?filter_name=desk 3")).json()

    read = [record["number"] for page in (first, second, third) for record in page["data"]]
    assert read == numbers[::-1]
    assert back["data"] == second["data"]
    assert "next" not in third["links"]
    assert "prev" not in first["links"]
    assert [record["number"] for record in found["data"]] == [numbers[3]]


@pytest.mark.parametrize(
    "query",
    [
        "page_size=0", "page_size=1001", "page_size=x", "page_number=-1", "page_number=1",
        "page_token=zz", "page_number=1&page_token=PAnothing", "filter_nmae=abc", "page=2",
        "filter_name=a&filter_name=b",
    ],
)  # fmt: skip
async def test_invalid_page_parameters_are_422(client: httpx2.AsyncClient, query: str) -> None:
    answer = await client.get(f"{BASE_PATH}/phone_numbers?{query}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] in {"invalid_parameter", "missing_required_parameter"}


@ON_SQLITE
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/phone_numbers", 405),
        ("PATCH", "/phone_numbers/x", 405),
        ("OPTIONS", "/phone_numbers", 405),
        ("BREW", "/phone_numbers/x", 405),
        ("BREW", "/elsewhere", 404),
        ("GET", "/phone_numbers/not-an-id", 404),
        ("GET", "/phone_numbers/7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55", 404),
        ("GET", "/elsewhere", 404),
        ("GET", "/", 404),
    ],
)
async def test_unknown_paths_and_methods_are_errors_in_this_apis_format(
    client: httpx2.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await client.request(method, BASE_PATH + path)

    assert answer.status_code == status
    is_unknown_path = not path.startswith("/phone_numbers")
    assert answer.json()["error"] == HTTPStatus(status).phrase
    assert ("no such path" in answer.json().get("message", "")) == is_unknown_path


@ON_SQLITE
@pytest.mark.parametrize(
    ("content", "media", "refusal"),
    [
        (b"{", "application/json", (400, "The request body is not JSON")),
        (b"[]", "application/json", (400, "The request body must be a JSON object.")),
        (b"\xff", "application/json", (400, "The request body is not JSON")),
        (b"number=%ff", "application/x-www-form-urlencoded", (400, "not a valid form")),
        (b"<a/>", "text/xml", (415, "Content-Type must be application/json")),
        (b" " * 300_000, "application/json", (413, "262144 bytes")),
    ],
)
async def test_a_malformed_body_is_rejected(
    client: httpx2.AsyncClient,
    opened: Database,
    content: bytes,
    media: str,
    refusal: tuple[int, str],
) -> None:
    token = await Projects(opened).mint(PROJECT, "tests", ALL_SCOPES)
    path = f"{BASE_PATH}/imported_phone_numbers"
    headers = {"Content-Type": media, "Authorization": f"Bearer {token.text}"}

    answer = await client.post(path, content=content, headers=headers)

    status, reason = refusal
    assert answer.status_code == status
    assert list(answer.json()) == ["error", "message"]
    assert reason in answer.json()["message"]


@ON_SQLITE
@pytest.mark.parametrize("kind", ["relay_topic", "RELAY_TOPIC", "relay-topic"])
async def test_a_kind_is_spelled_as_in_graphql_or_with_hyphens(
    client: httpx2.AsyncClient, kind: str
) -> None:
    fields = {"call_handler": kind, "call_relay_topic": "office"}
    answer = await client.post(
        f"{BASE_PATH}/imported_phone_numbers",
        json={"number": "+14155550123", "number_type": "longcode", **fields},
    )

    assert answer.json()["call_handler"] == "relay_topic"


@ON_SQLITE
@pytest.mark.parametrize("value", [{}, [], {"relay_topic": {}}, 1.5, True])
async def test_a_field_of_another_type_is_no_server_error(
    client: httpx2.AsyncClient, value: object
) -> None:
    record = await imported(client)
    path = f"{BASE_PATH}/phone_numbers/{record['id']}"
    new = {"number": "+14155550124", "number_type": "longcode"}

    changed = {key: await client.put(path, json={key: value}) for key in record}
    created = {
        key: await client.post(f"{BASE_PATH}/imported_phone_numbers", json=new | {key: value})
        for key in record
        if key not in new
    }

    assert {answer.status_code for answer in changed.values()} <= {200, 422}
    assert {answer.status_code for answer in created.values()} <= {201, 422}
    assert changed["call_handler"].status_code == created["message_handler"].status_code == 422


@ON_SQLITE
async def test_lookup_accepts_a_plus_in_the_path(client: httpx2.AsyncClient) -> None:
    answer = await client.get(f"{BASE_PATH}/lookup/phone_number/+14155550123")
    wrong = await client.get(f"{BASE_PATH}/lookup/phone_number/4155550123")

    assert answer.json()["national_number"] == "4155550123"
    assert codes_of(wrong) == {"number": "not_e164"}


@ON_SQLITE
async def test_passwords_are_masked_without_the_scope(database: str, opened: Database) -> None:
    usual = frozenset({Scope.NUMBERS_READ, Scope.NUMBERS_WRITE})
    tokens = [await Projects(opened).mint(PROJECT, f"t{len(s)}", s) for s in (usual, ALL_SCOPES)]
    async with client_of(Settings(database_url=database)) as client:
        client.headers["Authorization"] = f"Bearer {tokens[0].text}"
        url = "https://user:secret@example.com/in"
        record = await imported(client, **WEBHOOK | {"call_request_url": url})
        client.headers["Authorization"] = f"Bearer {tokens[1].text}"
        seen = await client.get(f"{BASE_PATH}/phone_numbers/{record['id']}")

    assert record["call_request_url"] == "https://user:****@example.com/in"
    assert seen.json()["call_request_url"] == url


@ON_SQLITE
async def test_basic_credentials_are_checked_with_project_and_scopes(
    database: str, opened: Database
) -> None:
    reader = await Projects(opened).mint(PROJECT, "reader", frozenset({Scope.NUMBERS_READ}))

    def basic(project: object) -> dict[str, str]:
        pair = base64.b64encode(f"{project}:{reader.text}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}

    async with client_of(Settings(database_url=database)) as client:
        path = f"{BASE_PATH}/phone_numbers"
        body = {"number": NUMBER, "number_type": "longcode"}
        answers = [
            await client.get(path, headers=basic(PROJECT)),
            await client.get(path),
            await client.get(path, headers=basic("00000000-0000-0000-0000-000000000000")),
            await client.post(
                f"{BASE_PATH}/imported_phone_numbers", json=body, headers=basic(PROJECT)
            ),
        ]

    assert [answer.status_code for answer in answers] == [200, 401, 401, 403]
    message = "This needs a token with the scope numbers:write."
    assert answers[3].json() == {"error": "Forbidden", "message": message}


@ON_SQLITE
async def test_an_exceeded_rate_limit_is_429_with_retry_after(database: str) -> None:
    settings = Settings(database_url=database, open_access=True, rate_limit=2)
    async with client_of(settings) as client:
        answers = [await client.get(f"{BASE_PATH}/phone_numbers") for _ in range(3)]

    assert answers[0].headers["ratelimit-limit"] == "2"
    assert answers[2].status_code == 429
    assert int(answers[2].headers["retry-after"]) >= 1


async def test_a_page_token_of_another_list_is_refused_in_the_words_of_rest(
    client: httpx2.AsyncClient,
) -> None:
    """The cursor in it is one of the list of events."""
    token = "PAWyJldmVudHMiLDQyXQ"  # noqa: S105  # no secret

    refused = await client.get(f"{BASE_PATH}/phone_numbers?page_token={token}")

    [error] = refused.json()["errors"]
    assert (refused.status_code, error["code"]) == (422, "invalid_parameter")
    assert error["detail"] == "page_token: This is not a page token of this list."


async def test_a_page_number_below_zero_is_refused_as_that(client: httpx2.AsyncClient) -> None:
    refused = await client.get(f"{BASE_PATH}/phone_numbers?page_number=-1")
    size = await client.get(f"{BASE_PATH}/phone_numbers?page_size=-1")

    details = [answer.json()["errors"][0]["detail"] for answer in (refused, size)]
    assert details == [
        "page_number: This must be at least 0.", "page_size: This must be between 1 and 1000.",
    ]  # fmt: skip


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
@pytest.mark.parametrize("id_", [str(uuid4()), "none"], ids=["unknown", "no UUID"])
async def test_an_unknown_number_is_answered_with_the_reason(
    client: httpx2.AsyncClient, method: str, id_: str
) -> None:
    body = {"name": "Desk"} if method == "PUT" else None

    answer = await client.request(method, f"{BASE_PATH}/phone_numbers/{id_}", json=body)

    assert (answer.status_code, answer.json()) == (
        404, {"error": "Not Found", "message": "The project has no number with this id."},
    )  # fmt: skip


@pytest.mark.parametrize("written", ["get", "Get", "GET"])
async def test_the_method_of_a_webhook_may_be_written_in_small_letters(
    client: httpx2.AsyncClient, written: str
) -> None:
    record = await imported(client, **WEBHOOK, call_request_method=written)

    assert record["call_request_method"] == "GET"
