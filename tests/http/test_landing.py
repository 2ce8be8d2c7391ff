"""The front door over HTTP: the page, the schema's file, the explorer's files and their headers."""

import re
from pathlib import Path

import httpx2
import pytest

from gateway.settings import Settings
from tests.conftest import ON_SQLITE, client_of

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.anyio, ON_SQLITE]


async def test_every_link_of_the_front_page_leads_somewhere(client: httpx2.AsyncClient) -> None:
    page = await client.get("/")

    links = re.findall(r'<a href="([^"#]+)', page.text)
    answers = [await client.get(f"/{link}") for link in links]

    assert set(links) == {
        "graphiql",
        "schema.graphql",
        "readyz",
        "api/relay/rest/openapi.json",
    }
    assert {answer.status_code for answer in answers} == {200}


async def test_the_front_page_may_have_its_own_style_and_nothing_else(
    client: httpx2.AsyncClient,
) -> None:
    page = await client.get("/")

    policy = page.headers["content-security-policy"]

    assert "default-src 'none'; style-src 'sha256-" in policy
    assert "unsafe" not in policy and "<script" not in page.text


async def test_the_schema_is_served_as_it_is_in_the_repository(client: httpx2.AsyncClient) -> None:
    committed = (ROOT / "schema/schema.graphql").read_text()

    answer = await client.get("/schema.graphql")

    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == committed


async def test_what_is_switched_off_is_not_there_and_not_linked(settings: Settings) -> None:
    closed = settings.model_copy(update={"explorer": False, "public_schema": False})

    async with client_of(closed) as client:
        page = await client.get("/")
        paths = ("/graphiql", "/graphiql/index.html", "/schema.graphql")
        statuses = {(await client.get(path)).status_code for path in paths}

    assert statuses == {404}
    assert re.findall(r'<a href="([^"]+)', page.text) == ["readyz", "api/relay/rest/openapi.json"]


async def test_the_explorer_may_load_and_ask_only_where_it_came_from(
    client: httpx2.AsyncClient,
) -> None:
    answer = await client.get("/graphiql")

    policy = answer.headers["content-security-policy"]

    assert "script-src 'self';" in policy and "connect-src 'self';" in policy
    assert "http" not in policy


async def test_an_asset_is_kept_for_good_and_comes_compressed_where_it_may(
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
async def test_what_is_no_asset_is_not_there(client: httpx2.AsyncClient, name: str) -> None:
    answer = await client.get(f"/graphiql/{name}")

    assert answer.status_code == 404
