"""Headers that every answer carries, cross-origin requests by setting, and compression."""

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
async def test_every_answer_tells_browsers_to_be_careful(
    client: httpx2.AsyncClient, path: str
) -> None:
    answer = await client.get(path)

    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-request-id"]


async def test_pages_of_a_named_origin_may_ask_and_others_may_not(database: str) -> None:
    settings = Settings(database_url=database, open_access=True, cors_origins=ORIGIN)

    async with client_of(settings) as client:
        near, far = [
            await client.options("/graphql", headers={"Origin": origin} | PREFLIGHT)
            for origin in (ORIGIN, "https://evil.example.com")
        ]
        asked = await client.post("/graphql", json=TYPES, headers={"Origin": ORIGIN})

    assert near.status_code == 200
    assert near.headers["access-control-allow-origin"] == ORIGIN
    assert "access-control-allow-origin" not in far.headers
    assert "access-control-allow-credentials" not in near.headers
    assert asked.headers["access-control-allow-origin"] == ORIGIN
    assert "X-Request-Id" in asked.headers["access-control-expose-headers"]


async def test_without_the_setting_no_other_origin_may_ask(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/graphql", json=TYPES, headers={"Origin": ORIGIN})

    assert "access-control-allow-origin" not in answer.headers


async def test_large_answers_are_compressed_for_who_can_read_it(client: httpx2.AsyncClient) -> None:
    packed = await client.post("/graphql", json=TYPES, headers={"Accept-Encoding": "gzip"})
    plain = await client.post("/graphql", json=TYPES, headers={"Accept-Encoding": "identity"})
    small = await client.post("/graphql", json={"query": "{ __typename }"})

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json()["data"] == plain.json()["data"]
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 4
    assert "content-encoding" not in small.headers
