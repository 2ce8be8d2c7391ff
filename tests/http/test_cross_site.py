"""Pages of other sites cannot make a browser write, nor read by a name that resolves to us."""

import base64
from typing import Any

import httpx2
import pytest

from gateway.database.database import Database
from gateway.rest.routes import BASE_PATH
from gateway.services.projects import ALL_SCOPES, Projects
from gateway.settings import Settings
from tests.conftest import ON_SQLITE, PROJECT, client_of

pytestmark = [pytest.mark.anyio, ON_SQLITE]

EVIL, OWN, APP = "https://evil.example.com", "http://localhost:8000", "https://app.example.com"
IMPORT = {
    "query": 'mutation { importPhoneNumber(input: {number: "+14155550123", numberType: LONGCODE}) '
    "{ __typename } }"
}
RECORD = {"number": "+14155550123", "number_type": "longcode"}
WRITES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "a mutation": ("POST", "/graphql", {"json": IMPORT}),
    "a record": ("POST", f"{BASE_PATH}/imported_phone_numbers", {"json": RECORD}),
    "an update": ("PUT", f"{BASE_PATH}/phone_numbers/x", {"json": {}}),
    "a release": ("DELETE", f"{BASE_PATH}/phone_numbers/x", {}),
}
FOREIGN: dict[str, dict[str, str]] = {
    "another origin": {"Origin": EVIL},
    "an origin that is hidden": {"Origin": "null"},
    "another origin, as newer browsers say": {"Origin": EVIL, "Sec-Fetch-Site": "cross-site"},
    "another port of this machine": {"Origin": "http://localhost:3000"},
    "another site without an origin": {"Sec-Fetch-Site": "cross-site"},
    "the same site": {"Origin": "http://a.localhost:8000", "Sec-Fetch-Site": "same-site"},
    "our origin, which the browser does not confirm": {
        "Origin": OWN, "Sec-Fetch-Site": "cross-site"
    },
}  # fmt: skip
OURS: dict[str, dict[str, str]] = {
    "a program": {},
    "our own page": {"Origin": OWN},
    "our own page, as newer browsers say": {"Origin": OWN, "Sec-Fetch-Site": "same-origin"},
    "our own page behind a proxy": {"Origin": APP, "Sec-Fetch-Site": "same-origin"},
    "a person": {"Sec-Fetch-Site": "none"},
}


def basic(token: str) -> dict[str, str]:
    pair = base64.b64encode(f"{PROJECT}:{token}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


async def send(client: httpx2.AsyncClient, name: str, headers: dict[str, str]) -> httpx2.Response:
    method, path, body = WRITES[name]
    return await client.request(method, path, headers={"Host": "localhost:8000", **headers}, **body)


@pytest.mark.parametrize("sender", FOREIGN)
@pytest.mark.parametrize("write", WRITES)
async def test_a_write_of_another_site_is_refused(
    client: httpx2.AsyncClient, write: str, sender: str
) -> None:
    answer = await send(client, write, FOREIGN[sender])

    assert answer.status_code == httpx2.codes.FORBIDDEN
    listed = (await client.get(f"{BASE_PATH}/phone_numbers")).json()
    assert listed["data"] == []


@pytest.mark.parametrize("sender", OURS)
@pytest.mark.parametrize("write", WRITES)
async def test_a_write_of_our_own_is_accepted(
    client: httpx2.AsyncClient, write: str, sender: str
) -> None:
    answer = await send(client, write, OURS[sender])

    assert answer.status_code != httpx2.codes.FORBIDDEN


@pytest.mark.parametrize("write", WRITES)
async def test_an_origin_that_cors_allows_may_write(database: str, write: str) -> None:
    allowing = Settings(database_url=database, open_access=True, cors_origins=APP)

    async with client_of(allowing) as client:
        answers = [await send(client, write, {"Origin": origin}) for origin in (APP, EVIL)]

    assert [answer.status_code == httpx2.codes.FORBIDDEN for answer in answers] == [False, True]


@pytest.mark.parametrize("write", WRITES)
async def test_basic_credentials_that_a_browser_remembers_are_no_permission(
    client: httpx2.AsyncClient, opened: Database, write: str
) -> None:
    token = (await Projects(opened).mint(PROJECT, "tests", ALL_SCOPES)).text
    bearer = {"Authorization": f"Bearer {token}"}

    foreign = await send(client, write, FOREIGN["another origin"] | basic(token))
    program = await send(client, write, basic(token))
    proven = await send(client, write, FOREIGN["another origin"] | bearer)

    assert foreign.status_code == httpx2.codes.FORBIDDEN
    assert httpx2.codes.FORBIDDEN not in {program.status_code, proven.status_code}


@pytest.mark.parametrize(
    "headers",
    [{"Content-Type": "application/x-www-form-urlencoded"}, {"Content-Type": "text/plain"}, {}],
)
async def test_what_a_form_can_send_needs_an_authorization_header(
    client: httpx2.AsyncClient, headers: dict[str, str]
) -> None:
    body = b"number=%2B14155550123&number_type=longcode"

    answer = await client.post(f"{BASE_PATH}/imported_phone_numbers", content=body, headers=headers)

    assert answer.status_code == httpx2.codes.UNSUPPORTED_MEDIA_TYPE


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 200),
        ("127.0.0.1", 200),
        ("[::1]:8000", 200),
        ("numbergate", 200),  # the address that the test's server listens on
        ("rebound.example.com", 403),
        ("localhost.example.com:8000", 403),
        ("192.0.2.1:8000", 403),
        ("localhost:8000@evil.example.com", 403),
        ("[", 403),
    ],
)
async def test_open_access_answers_to_names_of_this_machine_only(
    client: httpx2.AsyncClient, opened: Database, host: str, status: int
) -> None:
    query, headers = {"query": "{ phoneNumbers { totalCount } }"}, {"Host": host}
    token = (await Projects(opened).mint(PROJECT, "tests", ALL_SCOPES)).text

    asked = await client.post("/graphql", json=query, headers=headers)
    listed = await client.get(f"{BASE_PATH}/phone_numbers", headers=headers)
    proven = await client.post(
        "/graphql", json=query, headers=headers | {"Authorization": f"Bearer {token}"}
    )

    assert [asked.status_code, listed.status_code, proven.status_code] == [status, status, 200]
