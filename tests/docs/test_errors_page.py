"""The catalogue of errors: complete, and as the source and the responses have it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import httpx2
import pytest

from gateway.database.database import Database
from gateway.domain.enums import Scope
from gateway.domain.validation import _BUILT_IN
from gateway.rest.responses import CODES
from gateway.services.projects import Projects
from gateway.settings import Settings
from tests import catalogue, error_page
from tests.conftest import ON_SQLITE, PROJECT, client_of

KEPT = (Path(__file__).parents[2] / "docs/errors.md").read_text()
# Named by variables: the spelling of a number.
SPELLINGS = {"not_e164", "too_short"}
# Read in responses by the tests of overload, response sizes, timeouts, outages, faults and open
# access.
ELSEWHERE: Final = {
    "OVERLOADED",
    "ANSWER_TOO_LARGE",
    "TIMEOUT",
    "UNAVAILABLE",
    "INTERNAL",
    "PROJECT_NOT_FOUND",
    "TOO_MANY_OPERATIONS",
    "TOO_MANY_SUBSCRIPTIONS",
}
OF_OTHER_SETTINGS: Final = ("PERSISTED_DOCUMENT_REQUIRED", "FORBIDDEN", "RATE_LIMITED")
LIST: Final = "{ phoneNumbers { totalCount } }"
HASH: Final = "0" * 64
DEEP: Final = "{ phoneNumbers " + "{ nodes " * 60 + "}" * 61


def query(text: str, **more: object) -> dict[str, Any]:
    """Return the request of a document."""
    return {"json": {"query": text, **more}}


def persisted(**body: object) -> dict[str, Any]:
    """Return a request for a document with the hash of another."""
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": HASH}}
    return {"json": {**body, "extensions": extensions}}


REQUESTS: Final[dict[str, dict[str, Any]]] = {
    "UNAUTHENTICATED": {"headers": {"Authorization": "Bearer ng_0_0"}, **query("{ __typename }")},
    "CROSS_SITE": {
        "headers": {"Authorization": "Basic eDp5", "Origin": "https://evil.example.com"},
        **query("{ __typename }"),
    },
    "BAD_REQUEST": {"content": b"{", "headers": {"Content-Type": "application/json"}},
    "METHOD_NOT_ALLOWED": {"method": "PUT"},
    "NOT_ACCEPTABLE": {"headers": {"Accept": "text/html"}, **query("{ __typename }")},
    "UNSUPPORTED_MEDIA_TYPE": {"content": b"x", "headers": {"Content-Type": "text/plain"}},
    "PAYLOAD_TOO_LARGE": query("#" * 300_000),
    "GRAPHQL_PARSE_FAILED": query("{"),
    "GRAPHQL_VALIDATION_FAILED": query("{ missing }"),
    "BAD_USER_INPUT": query("query ($n: Int!) { phoneNumbers(first: $n) { totalCount } }"),
    "VALIDATION_FAILED": query("{ phoneNumber { id } }"),
    "OPERATION_RESOLUTION_FAILURE": query("query A { __typename }", operationName="B"),
    "QUERY_TOO_COMPLEX": query(DEEP),
    "INTROSPECTION_DISABLED": query("{ __schema { description } }"),
    "PERSISTED_QUERY_NOT_FOUND": persisted(),
    "PERSISTED_QUERY_HASH_MISMATCH": persisted(query="{ __typename }"),
    "PERSISTED_DOCUMENT_NOT_FOUND": {"json": {"documentId": HASH}},
    "INVALID_ID": query('{ nodes(ids: ["?"]) { id } }'),
    "INVALID_PAGE": query("{ phoneNumbers(first: 0) { totalCount } }"),
}


@pytest.fixture
async def reader(database: str, opened: Database) -> AsyncIterator[httpx2.AsyncClient]:
    """A client whose token may read, of a server without introspection."""
    async with with_token(opened, [Scope.NUMBERS_READ], database, introspection=False) as client:
        yield client


@asynccontextmanager
async def with_token(
    opened: Database, scopes: list[Scope], database: str, **settings: Any
) -> AsyncIterator[httpx2.AsyncClient]:
    """Run the application with these settings, and send a token with these scopes."""
    minted = await Projects(opened).mint(PROJECT, "reader", scopes)
    async with client_of(Settings(database_url=database, **settings)) as client:
        client.headers["Authorization"] = f"Bearer {minted.text}"
        yield client


async def code(client: httpx2.AsyncClient, request: Mapping[str, Any]) -> str:
    """Send the request, and return the code of the response's first error."""
    response = await client.request(**{"method": "POST", "url": "/graphql", **request})
    found: str = response.json()["errors"][0]["extensions"]["code"]
    return found


def test_every_code_of_the_source_is_explained_and_no_other() -> None:
    built_in = {code for code, _ in _BUILT_IN.values()}
    known = catalogue.codes() | built_in | CODES | SPELLINGS

    explained = {code.casefold() for code in error_page.listed()}

    assert explained == {code.casefold() for code in known}


@ON_SQLITE
@pytest.mark.anyio
async def test_responses_have_the_codes_as_the_page_spells_them(
    reader: httpx2.AsyncClient,
) -> None:
    found = {name: await code(reader, request) for name, request in REQUESTS.items()}

    assert found == {name: name for name in REQUESTS}


@ON_SQLITE
@pytest.mark.anyio
async def test_codes_of_other_settings_are_spelled_as_in_responses(
    database: str, opened: Database, tmp_path: Path
) -> None:
    manifest = tmp_path / "documents.json"
    manifest.write_text('{"a": "{ __typename }"}')
    trusted = {"trusted_documents": str(manifest), "trusted_only": True}
    async with with_token(opened, [Scope.NUMBERS_WRITE], database, **trusted) as client:
        required = await code(client, query(LIST))
    async with with_token(opened, [Scope.NUMBERS_WRITE], database, rate_limit=1) as client:
        forbidden = await code(client, query(LIST))
        limited = await code(client, query(LIST))

    assert [required, forbidden, limited] == list(OF_OTHER_SETTINGS)


def test_every_code_of_a_request_is_read_in_a_response() -> None:
    read = {*REQUESTS, *OF_OTHER_SETTINGS, *ELSEWHERE}

    assert read == {code for code in error_page.listed() if code.isupper()}


def test_no_code_is_explained_twice() -> None:
    assert len(error_page.listed()) == len(set(error_page.listed()))


def test_the_page_that_is_kept_is_the_one_that_is_written() -> None:
    assert error_page.page() == KEPT, "Run: make errors"
