"""Logging: one line for each request, one format, and no values that clients sent."""

import asyncio
import io
import json
import logging
import re
import socket
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from gateway.app import create_app
from gateway.database.database import Database
from gateway.errors import SchemaOutdated
from gateway.services.phone_numbers import PhoneNumbers
from gateway.settings import LogFormat, Settings
from tests import canaries, servers
from tests.conftest import ON_SQLITE, ask

pytestmark = pytest.mark.anyio

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
NUMBER = "+442079460777"
CANARIES = re.compile("2079460777|canary", re.IGNORECASE)  # parts of the values sent here
SENT = {
    "number": NUMBER,
    "numberType": "LONGCODE",
    "name": "Canary Wren",
    "tags": ["canary-tag"],
    "idempotencyKey": "canary-key",
    "callHandler": {
        "relayScript": {"url": "https://user:canary-password@hooks.example.com/canary?canary=1"}
    },
}
IMPORT = """
mutation Canary($input: ImportPhoneNumberInput!) {
  canary: importPhoneNumber(input: $input) { __typename }
}
"""
FIND = f'query Canary {{ canary: phoneNumber(number: "{NUMBER}") {{ number }} }}'


@pytest.fixture(params=LogFormat)
def settings(request: pytest.FixtureRequest, database: str) -> Settings:
    """The most verbose settings, in each format."""
    return Settings(
        database_url=database.replace("postgres@", "postgres:canary-password@"),
        open_access=True,
        log_format=request.param,
        log_level="DEBUG",
    )


def parsed(settings: Settings, log: io.StringIO) -> list[dict[str, Any]]:
    """Return the lines parsed as JSON; nothing in the console format."""
    lines = log.getvalue().splitlines() if settings.log_format is LogFormat.JSON else []
    return [json.loads(line) for line in lines]


async def post(client: httpx2.AsyncClient, body: bytes, **headers: str) -> httpx2.Response:
    named = {"content-type": "application/json", **headers}
    return await client.post("/graphql?canary=1", content=body, headers=named)


async def test_no_value_that_clients_send_is_logged(
    client: httpx2.AsyncClient, log: io.StringIO, settings: Settings
) -> None:
    imported = await ask(client, IMPORT, input=SENT)
    await ask(client, IMPORT, input=SENT)
    await ask(client, IMPORT, input=SENT | {"idempotencyKey": "canary-other"})
    await ask(client, IMPORT, input=SENT | {"number": f"{NUMBER}x", "tags": ["CANARY !"]})
    await ask(client, IMPORT, input=SENT | {"numberType": "CANARY"})
    await ask(client, IMPORT, canary=SENT)
    await ask(client, "{ canary }")
    await ask(client, "{ canary(")
    await ask(client, '{ canary: node(id: "canary") { id } }')
    await ask(client, FIND)
    await client.get("/graphql", params={"query": FIND})
    await client.get("/canary")
    await post(client, b'{"canary')
    await post(client, b'"canary"', accept="text/canary", cookie="canary")

    assert imported["data"]["canary"]["__typename"] == "ImportPhoneNumberSuccess"
    assert log.getvalue().count("request_id") == 14
    assert CANARIES.findall(log.getvalue()) == []
    assert {line["event"] for line in parsed(settings, log)} <= {"request"}


async def test_an_unexpected_error_is_logged_with_its_stack_and_without_its_message(
    client: httpx2.AsyncClient,
    log: io.StringIO,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def bug(*_: object) -> None:
        raise ValueError(f"canary {NUMBER}") from KeyError("canary")

    monkeypatch.setattr(PhoneNumbers, "find", bug)
    answer = await ask(client, FIND)

    assert answer["errors"][0]["message"] == "Unexpected error."
    assert CANARIES.findall(log.getvalue()) == []
    for word in ("unexpected_error", "KeyError", "ValueError", "test_logging.py", "phoneNumber"):
        assert word in log.getvalue()
    assert len({line["request_id"] for line in parsed(settings, log)}) in {0, 1}


async def test_a_database_error_is_logged_without_the_row(
    client: httpx2.AsyncClient, log: io.StringIO, opened: Database
) -> None:
    surprise = text("CREATE UNIQUE INDEX surprise ON phone_number (name)")
    await opened.write(lambda db: db.execute(surprise))

    await ask(client, IMPORT, input=SENT)
    other = SENT | {"number": "+442079460778", "idempotencyKey": None}
    answer = await ask(client, IMPORT, input=other)

    assert answer["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert CANARIES.findall(json.dumps(answer["errors"][0]["message"])) == []
    assert CANARIES.findall(log.getvalue()) == []
    assert "IntegrityError" in log.getvalue()


@ON_SQLITE
async def test_log_lines_of_libraries_lose_their_values(
    client: httpx2.AsyncClient,  # noqa: ARG001  # the application configures logging
    log: io.StringIO,
) -> None:
    async def forgotten() -> None:
        raise LookupError(NUMBER)

    task = asyncio.create_task(forgotten())
    await asyncio.wait([task])
    asyncio.get_running_loop().default_exception_handler(
        {"message": "A task failed", "exception": task.exception(), "future": task}
    )
    logging.getLogger("library").warning("Failed\n%s", task)

    assert "A task failed" in log.getvalue()
    assert "LookupError" in log.getvalue()
    assert CANARIES.findall(log.getvalue()) == []
    assert len(log.getvalue().splitlines()) == 2


@ON_SQLITE
async def test_a_request_has_one_line_with_these_fields(
    client: httpx2.AsyncClient, log: io.StringIO, settings: Settings
) -> None:
    response = await client.get("/healthz", headers={"x-request-id": TRACE})

    assert response.headers["x-request-id"] == TRACE
    assert len(log.getvalue().splitlines()) == 1
    for line in parsed(settings, log):
        assert line.pop("timestamp").endswith("Z")
        assert isinstance(line.pop("milliseconds"), float)
        assert line == {
            "event": "request",
            "level": "info",
            "logger": "numbergate.http",
            "method": "GET",
            "request_id": TRACE,
            "route": "/healthz",
            "status": 200,
        }


@ON_SQLITE
async def test_a_failed_startup_is_logged_without_values(
    settings: Settings, capsys: pytest.CaptureFixture[str], opened: Database
) -> None:
    change = text("UPDATE alembic_version SET version_num = 'canary'")
    await opened.write(lambda db: db.execute(change))
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "lifespan.startup"}

    async def send(message: Any) -> None:
        sent.append(message)

    with pytest.raises(SchemaOutdated):
        await create_app(settings)({"type": "lifespan", "state": {}}, receive, send)

    assert sent == [{"type": "lifespan.startup.failed", "message": ""}]
    logging.shutdown()  # the lines are written by a thread
    [line] = capsys.readouterr().err.splitlines()
    assert "startup_failed" in line
    assert "SchemaOutdated" in line
    assert CANARIES.findall(line) == []


def test_every_line_of_a_server_is_json(database: str, tmp_path: Path) -> None:
    url = database.replace("postgres@", "postgres:canary-password@")

    with servers.serving(tmp_path / "log", database_url=url, log_level="DEBUG") as server:
        body = {"query": IMPORT, "variables": {"input": SENT}}
        answer = httpx2.post(f"{server.url}/graphql", json=body)
        talk(server.url, b"CANARY /canary HTTP/1.1\r\ncanary\r\n\r\n")
        talk(server.url, b"POST /graphql HTTP/1.1\r\nContent-Length: 100\r\n\r\ncanary")
        server.stop()

    printed = re.compile(r"^\nnumbergate serves on .*?/graphiql\.\n\n", re.DOTALL | re.MULTILINE)
    lines = [json.loads(line) for line in printed.sub("", server.log).splitlines()]
    assert answer.json()["data"] == {"canary": {"__typename": "ImportPhoneNumberSuccess"}}
    assert {"uvicorn.error", "numbergate.http"} <= {line["logger"] for line in lines}
    # Bytes that are not a request have no id.
    [rejected] = [line for line in lines if line["logger"] == "numbergate.protocol"]
    assert (rejected["event"], rejected["status"]) == ("request_rejected", "400 Bad Request")
    others = [
        line for line in lines if line["logger"].startswith("numbergate") and line != rejected
    ]
    assert all("request_id" in line for line in others)
    assert CANARIES.findall(server.log) == []


def talk(url: str, sent: bytes) -> None:
    """Send bytes to a server and close the connection."""
    address = httpx2.URL(url)
    with socket.create_connection((address.host, address.port)) as client:
        client.sendall(sent)
        client.shutdown(socket.SHUT_WR)
        client.recv(1000)


@pytest.mark.parametrize(
    ("line", "leaks"),
    [
        ("imported +14155550123", True),
        ("ng_0123456789ab_secret", True),
        ("https://user:secret@example.com", True),
        ("https://user:****@example.com", False),
        ('{"milliseconds": 1.25, "request_id": "01234567890123456789abcdef012345"}', False),
    ],
)
def test_the_watch_over_all_logs_detects_secrets(line: str, leaks: bool) -> None:  # noqa: FBT001
    watch = canaries.Watch()

    watch.look(logging.LogRecord("numbergate", logging.INFO, "", 0, line, (), None))

    assert bool(watch.leaks) is leaks
