"""The platform's SDK, and a fuzzer that reads the OpenAPI document, against a real server."""

import asyncio
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx2
import pytest

from gateway.database.database import connect
from gateway.rest.routes import BASE_PATH
from gateway.services.projects import ALL_SCOPES, Projects
from tests import environments, servers
from tests.conftest import PROJECT, migrate
from tests.rest import setters

SESSION: Final = Path(__file__).parent / "sdk_session.py"
EXAMPLES: Final = 60  # requests per operation and phase


@pytest.fixture(scope="module")
def programs(request: pytest.FixtureRequest) -> Path:
    """The folder of the SDK's Python and of the fuzzer."""
    return environments.made("rest", request.config.cache)


@pytest.fixture(scope="module")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with the tests' project."""
    url = f"sqlite:///{tmp_path_factory.mktemp('rest')}/numbers.db"
    asyncio.run(migrate(url))
    return url


@pytest.fixture(scope="module")
def token(database_url: str) -> str:
    """A token with all scopes."""

    async def mint() -> str:
        opened = connect(database_url)
        minted = await Projects(opened).mint(PROJECT, "sdk", ALL_SCOPES)
        await opened.close()
        return minted.text

    return asyncio.run(mint())


@pytest.fixture(scope="module")
def server(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """A server with its defaults, but without a rate limit."""
    log = tmp_path_factory.mktemp("log") / "server.log"
    with servers.serving(
        log, database_url=database_url, open_access="false", rate_limit="0"
    ) as server:
        yield server


@pytest.fixture(scope="module")
def seen(programs: Path, server: servers.Server, token: str) -> dict[str, Any]:
    """The responses that the SDK received."""
    host = server.url.removeprefix("http://")
    run = subprocess.run(
        [str(programs / "python"), str(SESSION), str(PROJECT), token, host],
        capture_output=True,
        check=False,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def test_the_sdk_imports_and_reads_and_an_empty_update_changes_nothing(
    seen: dict[str, Any],
) -> None:
    assert len(seen["imported"]) == 41
    assert seen["got"] == seen["unchanged"] == seen["imported"]


def test_the_sdk_reads_all_pages(seen: dict[str, Any]) -> None:
    assert seen["paged"] == [f"+1415555010{place}" for place in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize(("setter", "keys"), setters.SEEN.items())
def test_each_setter_sets_its_handler(
    seen: dict[str, Any], setter: str, keys: dict[str, Any]
) -> None:
    record = seen["set"][setter]

    assert {key: record[key] for key in keys} == keys


def test_raw_keys_are_set_and_cleared(seen: dict[str, Any]) -> None:
    assert (seen["raw"]["name"], seen["raw"]["call_relay_topic"]) == ("Front desk", None)
    assert seen["raw"]["call_fallback_url"] == "https://example.com/else"
    assert seen["cleared"]["call_fallback_url"] is None
    assert seen["cleared"]["call_request_url"] == "https://example.com/raw"


def test_the_sdks_errors_have_the_code_and_the_request_id(seen: dict[str, Any]) -> None:
    taken, unknown, gone = seen["taken"], seen["unknown"], seen["gone"]

    assert [error["code"] for error in taken[1]["errors"]] == ["not_unique_within_project"]
    assert "Did you mean call_request_url?" in unknown[1]["errors"][0]["detail"]
    assert (gone[0], gone[1]["error"]) == (404, "Not Found")
    assert all(len(refusal[2]) == 32 for refusal in (taken, unknown, gone))


def test_the_sdk_releases_and_looks_up(seen: dict[str, Any]) -> None:
    assert seen["deleted"] == {}
    assert seen["looked_up"]["national_number_formatted"] == "(415) 555-0123"


def test_fuzzing_finds_no_response_that_violates_the_openapi_document(
    programs: Path, server: servers.Server, token: str, tmp_path: Path
) -> None:
    checks = "not_a_server_error,status_code_conformance,content_type_conformance"
    run = subprocess.run(
        [
            str(programs / "schemathesis"), "run", f"{server.url}{BASE_PATH}/openapi.json",
            "--url", f"{server.url}{BASE_PATH}", "--header", f"Authorization: Bearer {token}",
            "--checks", f"{checks},response_schema_conformance",
            "--max-examples", str(EXAMPLES), "--seed", "1", "--phases", "examples,coverage,fuzzing",
            "--generation-database", "none",
        ],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        text=True,
    )  # fmt: skip

    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]


def test_the_openapi_document_has_every_route_and_every_key(
    server: servers.Server, seen: dict[str, Any]
) -> None:
    document = httpx2.get(f"{server.url}{BASE_PATH}/openapi.json").json()

    assert set(document["components"]["schemas"]["PhoneNumber"]["required"]) == set(
        seen["imported"]
    )
    assert len(document["paths"]) == 4
