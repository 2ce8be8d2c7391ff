"""The route in the log lines of requests: its template, and never a value of a client."""

import io
import json

import httpx2
import pytest

from tests.conftest import ON_SQLITE

pytestmark = pytest.mark.anyio


@ON_SQLITE
@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/graphql", "/graphql"),
        ("/graphiql", "/graphiql"),
        ("/api/relay/rest/phone_numbers?page_size=1", "/api/relay/rest/phone_numbers"),
        ("/api/relay/rest/phone_numbers/canary", "/api/relay/rest/phone_numbers/{id}"),
        (
            "/api/relay/rest/lookup/phone_number/+14155550123",
            "/api/relay/rest/lookup/phone_number/{number}",
        ),
        ("/no/such/canary", None),
    ],
)
async def test_a_log_line_has_the_template_of_the_route(
    client: httpx2.AsyncClient, log: io.StringIO, path: str, route: str | None
) -> None:
    await client.get(path)

    [line] = [json.loads(text) for text in log.getvalue().splitlines()]
    assert (line["event"], line["route"]) == ("request", route)
    assert "canary" not in log.getvalue()
    assert "4155550123" not in log.getvalue()
