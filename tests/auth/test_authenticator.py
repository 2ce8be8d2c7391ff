"""Authentication by tokens, authorization by scopes, and open access from loopback only."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from gateway.app import create_app
from gateway.auth.authenticator import CACHE_SECONDS, Authenticator, is_loopback
from gateway.clock import utc_now
from gateway.database.database import Database
from gateway.domain.enums import Scope
from gateway.errors import Unauthenticated
from gateway.services.projects import MintedToken, Projects
from gateway.settings import Settings
from tests.conftest import ON_SQLITE, PROJECT, ask, client_of
from tests.servers import LIMIT

pytestmark = pytest.mark.anyio

COUNT = "{ phoneNumbers { totalCount } }"
SECRET = "https://user:secret@example.com/voice"  # noqa: S105
IMPORT = """
mutation ($number: String!, $url: String!) {
  importPhoneNumber(input: {
    number: $number, numberType: LONGCODE, callHandler: {relayScript: {url: $url}}
  }) {
    __typename
    ... on Problem { code message }
    ... on ImportPhoneNumberSuccess { phoneNumber { callHandler { ...Url } } }
    ... on NumberTaken { existing { callHandler { ...Url } } }
  }
}
fragment Url on RelayScriptCallHandler { url }
"""

Mint = Callable[..., Awaitable[MintedToken]]


@pytest.fixture
def settings(database: str) -> Settings:
    """The default settings: every request needs a token."""
    return Settings(database_url=database)


@pytest.fixture
def projects(opened: Database) -> Projects:
    return Projects(opened)


@pytest.fixture
def mint(projects: Projects) -> Mint:
    """Create a token in the tests' project."""

    async def mint(*scopes: Scope, lifetime: timedelta | None = None) -> MintedToken:
        return await projects.mint(PROJECT, "robot", scopes, lifetime)

    return mint


@pytest.fixture
async def reader(mint: Mint) -> MintedToken:
    return await mint(Scope.NUMBERS_READ)


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


def basic(user: object, password: str) -> dict[str, str]:
    pair = base64.b64encode(f"{user}:{password}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


async def post(
    client: httpx2.AsyncClient, headers: dict[str, str], document: str = COUNT
) -> httpx2.Response:
    return await client.post("/graphql", json={"query": document}, headers=headers)


async def test_a_token_is_accepted_by_either_scheme(
    client: httpx2.AsyncClient, reader: MintedToken
) -> None:
    schemes = [bearer(reader.text), basic(PROJECT, reader.text)]

    answers = [await post(client, headers) for headers in schemes]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["data"] == {"phoneNumbers": {"totalCount": 0}}


@ON_SQLITE
async def test_invalid_credentials_are_401_with_a_challenge(
    client: httpx2.AsyncClient, mint: Mint, reader: MintedToken
) -> None:
    expired = await mint(Scope.NUMBERS_READ, lifetime=timedelta(microseconds=1))
    wrong: list[Any] = [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": f"Digest {reader.text}"},
        bearer("ng_000000000000_secret"),
        bearer(f"{reader.text}x"),
        bearer(reader.text[:-1]),
        bearer(reader.text.upper()),
        bearer(f"ng_{reader.row.id}_"),
        bearer("x" * 20_000),
        bearer(expired.text),
        basic("22222222-2222-4222-8222-222222222222", reader.text),
        basic("", reader.text),
        {"Authorization": "Basic %%%"},
        {"Authorization": b"Basic \xe9\xe9"},
    ]

    answers = [await post(client, headers) for headers in wrong]

    assert [answer.status_code for answer in answers] == [401] * len(wrong)
    assert {"Bearer" in answer.headers["www-authenticate"] for answer in answers} == {True}
    for answer in answers:
        assert answer.json()["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}
        assert reader.text not in answer.text


async def test_an_unauthenticated_request_is_401_before_its_body_is_parsed(
    client: httpx2.AsyncClient,
) -> None:
    answer = await client.post("/graphql", content=b"{" * 1_000_000)

    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("proxies", "status"), [("127.0.0.1", 401), ("127.0.0.0/8, 10.0.0.1", 401), ("10.0.0.1", 200)]
)
async def test_a_trusted_proxy_names_the_client_address(
    database: str, proxies: str, status: int
) -> None:
    """The tests connect from loopback, which open access accepts."""
    open_settings = Settings(database_url=database, open_access=True, trusted_proxies=proxies)
    request: dict[str, Any] = {"json": {"query": "{ __typename }"}}

    async with client_of(open_settings) as client:
        direct = await client.post("/graphql", **request)
        forwarded = await client.post(
            "/graphql", **request, headers={"X-Forwarded-For": "203.0.113.9"}
        )

    assert direct.status_code == 200
    assert forwarded.status_code == status


async def test_a_revoked_token_is_rejected_once_it_left_the_cache(
    settings: Settings, projects: Projects, reader: MintedToken
) -> None:
    before, after = Authenticator(settings, projects), Authenticator(settings, projects)
    credentials = f"Bearer {reader.text}".encode()
    await before.authenticate(credentials, None)

    await projects.revoke(reader.row.id)

    assert CACHE_SECONDS <= 5
    assert (await before.authenticate(credentials, None)).key == reader.row.id  # cached
    with pytest.raises(Unauthenticated):
        await after.authenticate(credentials, None)
    await before.close()


async def test_a_cached_token_still_expires(
    settings: Settings, projects: Projects, mint: Mint
) -> None:
    minted = await mint(Scope.NUMBERS_READ, lifetime=timedelta(hours=1))
    later = utc_now()
    authenticator = Authenticator(settings, projects, now=lambda: later)
    await authenticator.authenticate(f"Bearer {minted.text}".encode(), None)

    later += timedelta(hours=2)

    with pytest.raises(Unauthenticated):
        await authenticator.authenticate(f"Bearer {minted.text}".encode(), None)
    await authenticator.close()


async def test_the_last_use_of_a_token_is_recorded(
    client: httpx2.AsyncClient, projects: Projects, reader: MintedToken
) -> None:
    await post(client, bearer(reader.text))

    async with asyncio.timeout(LIMIT):
        while (await projects.tokens(PROJECT))[0].last_used_at is None:
            await asyncio.sleep(0.01)


async def test_only_the_digest_of_a_secret_is_stored(
    projects: Projects, reader: MintedToken
) -> None:
    [row] = await projects.tokens(PROJECT)

    secret = reader.text.rpartition(reader.row.id)[2].removeprefix("_")
    assert len(secret) >= 43  # 256 bits
    assert secret not in repr(row)


@pytest.mark.parametrize(
    ("scope", "document"),
    [
        (Scope.NUMBERS_READ, COUNT),
        (Scope.NUMBERS_READ, '{ phoneNumber(number: "+14155550123") { id } }'),
        (Scope.NUMBERS_READ, '{ lookup(number: "+14155550123") { valid } }'),
        (Scope.NUMBERS_READ, "{ phoneNumberEvents { nodes { type } } }"),
        (
            Scope.NUMBERS_READ,
            '{ checkImport(input: {number: "+14155550123", numberType: LONGCODE}) { valid } }',
        ),
    ],
)
@ON_SQLITE
async def test_a_query_needs_its_scope(
    client: httpx2.AsyncClient, mint: Mint, scope: Scope, document: str
) -> None:
    others = await mint(*set(Scope) - {scope, Scope.ADMIN})
    allowed, admin = await mint(scope), await mint(Scope.ADMIN)

    refused = (await post(client, bearer(others.text), document)).json()

    assert refused["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert scope in refused["errors"][0]["message"]
    for token in (allowed, admin):
        assert "errors" not in (await post(client, bearer(token.text), document)).json()


@ON_SQLITE
async def test_a_mutation_needs_its_scope_and_returns_the_error_as_data(
    client: httpx2.AsyncClient, reader: MintedToken
) -> None:
    client.headers.update(bearer(reader.text))

    answer = await ask(client, IMPORT, number="+14155550123", url="https://example.com")

    assert answer["data"]["importPhoneNumber"]["__typename"] == "Rejected"
    assert answer["data"]["importPhoneNumber"]["code"] == "forbidden"
    assert "numbers:write" in answer["data"]["importPhoneNumber"]["message"]


async def test_passwords_in_urls_are_shown_with_the_scope_only(
    client: httpx2.AsyncClient, mint: Mint
) -> None:
    writer = await mint(Scope.NUMBERS_WRITE)
    trusted = await mint(Scope.NUMBERS_WRITE, Scope.HANDLERS_REVEAL)
    body = {
        "query": IMPORT,
        "variables": {"number": "+14155550123", "url": SECRET},
    }

    made = await client.post("/graphql", json=body, headers=bearer(writer.text))
    shown = await client.post("/graphql", json=body, headers=bearer(trusted.text))
    hidden = await client.post("/graphql", json=body, headers=bearer(writer.text))

    assert "secret" not in made.text + hidden.text
    assert made.json()["data"]["importPhoneNumber"]["phoneNumber"]["callHandler"] == {
        "url": "https://user:****@example.com/voice"
    }
    taken = shown.json()["data"]["importPhoneNumber"]
    assert taken["existing"]["callHandler"] == {"url": SECRET}


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("", False),  # every address
        ("0.0.0.0", False),  # noqa: S104
        ("10.0.0.1", False),
        ("::", False),
        ("example.com", False),
    ],
)
def test_loopback_addresses_are_recognized(host: str, expected: bool) -> None:  # noqa: FBT001
    assert is_loopback(host) is expected


@ON_SQLITE
async def test_open_access_accepts_loopback_only(database: str) -> None:
    app = create_app(Settings(database_url=database, open_access=True))
    clients = [
        httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app, client=(host, 1)), base_url="http://numbergate"
        )
        for host in ("127.0.0.1", "192.0.2.1")
    ]

    async with app.routes.router.lifespan_context(app.routes):
        loopback, remote = [
            await client.post("/graphql", json={"query": COUNT}) for client in clients
        ]

    assert (loopback.status_code, remote.status_code) == (200, 401)


async def test_metrics_need_the_scope_admin(
    settings: Settings, mint: Mint, reader: MintedToken
) -> None:
    admin = await mint(Scope.ADMIN)

    async with client_of(settings) as client:
        await post(client, bearer(reader.text))
        await post(client, bearer(reader.text), "{ nothing }")
        refused = [await client.get("/metrics", headers=h) for h in ({}, bearer(reader.text))]
        shown = await client.get("/metrics", headers=bearer(admin.text))

    assert [answer.status_code for answer in refused] == [401, 403]
    line = 'numbergate_operations_total{name="",outcome="done",type="query"} 1.0'
    assert line in shown.text.splitlines()
    assert 'numbergate_documents_total{cache="miss"} 2.0' in shown.text.splitlines()
    assert "\nnumbergate_database_busy " in shown.text


async def test_a_request_with_two_credentials_is_401(
    client: httpx2.AsyncClient, reader: MintedToken, mint: Mint
) -> None:
    other = await mint(Scope.ADMIN)
    both = [("Authorization", f"Bearer {token.text}") for token in (reader, other)]

    response = await client.post("/graphql", json={"query": COUNT}, headers=both)

    assert response.status_code == 401
