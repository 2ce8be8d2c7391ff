"""Landing page, the schema's file, and the explorer's assets, with their headers."""

import re
from pathlib import Path

import httpx2
import pytest

from gateway.settings import Settings
from tests.conftest import ON_SQLITE, client_of

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.anyio, ON_SQLITE]


async def test_every_link_of_the_landing_page_works(client: httpx2.AsyncClient) -> None:
    page = await client.get("/")

    links = re.findall(r'<a href="([^"#]+)', page.text)
    responses = [await client.get(f"/{link}") for link in links]

    assert set(links) == {
        "console",
        "graphiql",
        "schema.graphql",
        "readyz",
        "api/relay/rest/openapi.json",
    }
    assert {response.status_code for response in responses} == {200}


async def test_the_csp_of_the_landing_page_allows_its_style_sheet_only(
    client: httpx2.AsyncClient,
) -> None:
    page = await client.get("/")

    policy = page.headers["content-security-policy"]

    assert "default-src 'none'; style-src 'sha256-" in policy
    assert "unsafe" not in policy and "<script" not in page.text


async def test_the_schema_is_served_as_it_is_in_the_repository(client: httpx2.AsyncClient) -> None:
    committed = (ROOT / "schema/schema.graphql").read_text()

    response = await client.get("/schema.graphql")

    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.text == committed


async def test_routes_that_are_switched_off_are_404_and_not_linked(settings: Settings) -> None:
    hidden = settings.model_copy(
        update={"console": False, "explorer": False, "public_schema": False}
    )

    async with client_of(hidden) as client:
        page = await client.get("/")
        paths = (
            "/console",
            "/console/numbers",
            "/graphiql",
            "/graphiql/index.html",
            "/schema.graphql",
        )
        statuses = {(await client.get(path)).status_code for path in paths}

    assert statuses == {404}
    assert re.findall(r'<a href="([^"]+)', page.text) == ["readyz", "api/relay/rest/openapi.json"]


async def test_the_csp_of_the_explorer_allows_its_own_origin_only(
    client: httpx2.AsyncClient,
) -> None:
    response = await client.get("/graphiql")

    policy = response.headers["content-security-policy"]

    assert "script-src 'self';" in policy and "connect-src 'self';" in policy
    assert "http" not in policy


async def test_an_asset_is_cached_forever_and_gzipped_if_accepted(
    client: httpx2.AsyncClient,
) -> None:
    page = await client.get("/graphiql")
    [path] = re.findall(r'src="\.(/graphiql/index-[^"]+)', page.text)

    packed = await client.get(path, headers={"accept-encoding": "gzip"})
    plain = await client.get(path, headers={"accept-encoding": "identity"})

    assert "immutable" in packed.headers["cache-control"]
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content


@pytest.mark.parametrize("name", ["nothing.js", "..%2Findex.html", "..%2f..%2f__init__.py"])
async def test_an_unknown_asset_is_404(client: httpx2.AsyncClient, name: str) -> None:
    response = await client.get(f"/graphiql/{name}")

    assert response.status_code == 404
