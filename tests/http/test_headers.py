"""Security headers, CORS and compression of responses."""

import httpx2
import pytest

from gateway.settings import Settings
from tests.conftest import ON_SQLITE, client_of

pytestmark = [pytest.mark.anyio, ON_SQLITE]

ORIGIN = "https://app.example.com"
PREFLIGHT = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type",
}
TYPES = {"query": "{ __schema { types { name description fields { name description } } } }"}


@pytest.mark.parametrize("path", ["/graphql", "/healthz", "/readyz", "/metrics", "/nowhere"])
async def test_every_response_has_the_security_headers(
    client: httpx2.AsyncClient, path: str
) -> None:
    response = await client.get(path)

    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
    assert response.headers["x-request-id"]


async def test_cors_allows_the_origins_of_the_setting_only(database: str) -> None:
    settings = Settings(database_url=database, open_access=True, cors_origins=ORIGIN)

    async with client_of(settings) as client:
        allowed, other = [
            await client.options("/graphql", headers={"Origin": origin} | PREFLIGHT)
            for origin in (ORIGIN, "https://evil.example.com")
        ]
        posted = await client.post("/graphql", json=TYPES, headers={"Origin": ORIGIN})

    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == ORIGIN
    assert "access-control-allow-origin" not in other.headers
    assert "access-control-allow-credentials" not in allowed.headers
    assert posted.headers["access-control-allow-origin"] == ORIGIN
    assert "X-Request-Id" in posted.headers["access-control-expose-headers"]


@pytest.mark.parametrize(
    ("asked", "setting", "status"),
    [
        ("apollographql-client-name,apollographql-client-version,authorization", "", 200),
        ("apollo-require-preflight,content-type,x-apollo-operation-name", "", 200),
        ("traceparent,tracestate,baggage,sentry-trace,x-datadog-trace-id,b3", "", 200),
        ("x-requested-with,content-type", "", 200),
        ("content-type,x-tenant", "", 400),
        ("content-type,x-tenant", "X-Build X-Tenant", 200),
        ("content-type,x-tenant", "*", 200),
    ],
)
async def test_cors_allows_the_headers_of_clients_and_of_the_setting(
    database: str, asked: str, setting: str, status: int
) -> None:
    settings = Settings(
        database_url=database, open_access=True, cors_origins=ORIGIN, cors_headers=setting
    )
    headers = {"Origin": ORIGIN} | PREFLIGHT | {"Access-Control-Request-Headers": asked}

    async with client_of(settings) as client:
        response = await client.options("/graphql", headers=headers)

    assert response.status_code == status


async def test_without_the_setting_no_other_origin_is_allowed(client: httpx2.AsyncClient) -> None:
    response = await client.post("/graphql", json=TYPES, headers={"Origin": ORIGIN})

    assert "access-control-allow-origin" not in response.headers


async def test_large_responses_are_compressed_if_the_client_accepts_it(
    client: httpx2.AsyncClient,
) -> None:
    packed = await client.post("/graphql", json=TYPES, headers={"Accept-Encoding": "gzip"})
    plain = await client.post("/graphql", json=TYPES, headers={"Accept-Encoding": "identity"})
    small = await client.post("/graphql", json={"query": "{ __typename }"})

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json()["data"] == plain.json()["data"]
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 4
    assert "content-encoding" not in small.headers
