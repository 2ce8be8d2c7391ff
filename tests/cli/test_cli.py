"""The numbergate command: serve, migrate, schema, and their failures."""

import asyncio
import json
import select
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
import uvicorn

from gateway import cli
from gateway.database import revision
from tests import servers
from tests.conftest import create_database

ROOT = Path(__file__).parents[2]
IMPORT = """
mutation {
  importPhoneNumber(input: {number: "+442079460000", numberType: LONGCODE}) { __typename }
}
"""
COUNT = "{ phoneNumbers { totalCount } }"


@pytest.fixture
def empty(postgres_server: Path) -> str:
    """The URL of a PostgreSQL database without tables."""
    name = f"test_{uuid4().hex}"
    asyncio.run(create_database(postgres_server, name))
    return f"postgresql://postgres@/{name}?host={postgres_server}"


def ask(url: str, document: str) -> object:
    """Send a document to a server, and return its data."""
    answer = httpx2.post(f"{url}/graphql", json={"query": document})
    return answer.json()["data"]


@pytest.mark.usefixtures("fresh_processes")
def test_schema_prints_the_committed_schema() -> None:
    committed = (ROOT / "schema" / "schema.graphql").read_text()

    printed = servers.run("schema")

    assert (printed.stdout, printed.stderr, printed.returncode) == (committed, "", 0)


def test_help_imports_no_server_or_database() -> None:
    program = """
import sys
from gateway.cli import app
try:
    app(["--help"])
finally:
    print(sorted({"strawberry", "sqlalchemy", "graphql", "uvicorn"} & set(sys.modules)))
"""

    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )

    assert "migrate" in ended.stdout
    assert ended.stdout.splitlines()[-1] == "[]"


@pytest.mark.usefixtures("fresh_processes")
def test_serve_creates_the_sqlite_file_and_its_tables(tmp_path: Path) -> None:
    file = tmp_path / "new.db"

    with servers.serving(tmp_path / "log", database_url=f"sqlite:///{file}") as server:
        answer = ask(server.url, COUNT)

    assert answer == {"phoneNumbers": {"totalCount": 0}}
    assert file.exists()


def test_serve_requires_a_migrated_postgresql(empty: str, tmp_path: Path) -> None:
    outdated = servers.run("serve", database_url=empty)
    migrated = servers.run("migrate", database_url=empty)
    again = servers.run("migrate", database_url=empty)
    servers.run("project", "create", "sales", database_url=empty)

    with servers.serving(tmp_path / "log", database_url=empty) as server:
        answer = ask(server.url, COUNT)

    wanted = revision.head()
    assert (outdated.returncode, outdated.stdout) == (1, "")
    assert outdated.stderr.splitlines() == [
        f"The database is at revision none; this version needs {wanted}. Run: numbergate migrate"
    ]
    assert (migrated.returncode, again.returncode) == (0, 0)
    assert migrated.stdout == again.stdout == f"The database is at revision {wanted}.\n"
    assert answer == {"phoneNumbers": {"totalCount": 0}}


@pytest.mark.parametrize(
    ("url", "cause", "text"),
    [
        (
            "postgresql://user:hunter2@127.0.0.1:1/name",
            "ConnectionRefusedError",
            "No PostgreSQL server answers for name on 127.0.0.1:1. Is it running, and reachable?",
        ),
        (
            "sqlite:////missing/folder/numbers.db",
            "OperationalError SQLITE_CANTOPEN",
            "/missing/folder/numbers.db cannot be opened: there is no directory /missing/folder.",
        ),
        (
            "sqlite:////",
            "OperationalError SQLITE_CANTOPEN",
            "/ cannot be opened: it is a directory.",
        ),
    ],
)
def test_an_unreachable_database_is_one_line_and_its_cause_in_the_log(
    url: str, cause: str, text: str
) -> None:
    ended = servers.run("migrate", database_url=url)

    log_line, message = ended.stderr.splitlines()
    assert (ended.returncode, ended.stdout) == (1, "")
    assert json.loads(log_line)["cause"] == cause
    assert message == text
    assert "hunter2" not in ended.stderr


def test_serve_starts_while_postgresql_is_unreachable(tmp_path: Path) -> None:
    unreachable = "postgresql://user:hunter2@127.0.0.1:1/name"

    with servers.serving(tmp_path / "log", ready=False, database_url=unreachable) as server:
        statuses = [
            httpx2.get(f"{server.url}{path}").status_code for path in ("/healthz", "/readyz")
        ]
        answer = httpx2.post(f"{server.url}/graphql", json={"query": COUNT})

    assert statuses == [200, 503]
    assert answer.status_code == 503
    assert answer.json()["errors"][0]["extensions"] == {"code": "UNAVAILABLE"}
    assert "hunter2" not in server.log


@pytest.mark.parametrize("address", ["postgres@/missing", "unknown_user@/postgres"])
def test_serve_exits_when_postgresql_denies_access(postgres_server: Path, address: str) -> None:
    url = f"postgresql://{address}?host={postgres_server}"

    ended = servers.run("serve", database_url=url)

    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].startswith("NUMBERGATE_DATABASE_URL: ")
    assert "Traceback" not in ended.stderr


def test_a_file_that_is_not_a_database_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "numbers.db").write_text("not a database\n" * 100)

    ended = servers.run("serve", database_url=f"sqlite:///{tmp_path}/numbers.db")

    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].endswith("numbers.db is not a SQLite database.")
    assert "Traceback" not in ended.stderr


def test_a_shutdown_completes_accepted_requests(tmp_path: Path) -> None:
    file = tmp_path / "numbers.db"

    with servers.serving(tmp_path / "log", database_url=f"sqlite:///{file}") as server:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")  # the import waits for this
        with begin(server.url, IMPORT) as client, client.makefile() as answer:
            server.process.send_signal(signal.SIGTERM)
            server.wait_for_line("Shutting down")
            answered, _, _ = select.select([client], [], [], 0)
            other.close()
            text = answer.read()
        server.process.wait(servers.LIMIT)

    assert answered == []
    assert "200 OK" in text
    assert "ImportPhoneNumberSuccess" in text
    assert "Finished server process" in server.log


def begin(url: str, document: str) -> socket.socket:
    """Send a document; return when the server has it, with the connection to read from."""
    address = httpx2.URL(url)
    client = socket.create_connection((address.host, address.port))
    body = json.dumps({"query": document})
    head = f"Host: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    client.sendall(f"POST /graphql HTTP/1.1\r\n{head}\r\n\r\n{body}".encode())
    httpx2.get(f"{url}/healthz")  # it is answered after the document was read
    return client


@pytest.mark.usefixtures("fresh_processes")
def test_the_exit_code_after_sigterm_is_0(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/numbers.db"

    with servers.serving(tmp_path / "log", database_url=url) as server:
        code = server.stop()

    assert code == 0


def test_two_workers_share_a_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/numbers.db"

    with servers.serving(tmp_path / "log", "--workers", "2", database_url=url) as server:
        server.wait_for_line("Application startup complete", times=2)
        imported = ask(server.url, IMPORT)
        seen = [ask(server.url, COUNT) for _ in range(20)]
        code = server.stop()

    assert imported == {"importPhoneNumber": {"__typename": "ImportPhoneNumberSuccess"}}
    assert seen == [{"phoneNumbers": {"totalCount": 1}}] * 20
    assert server.log.count("Application shutdown complete") == 2
    assert code == 0


def test_a_worker_that_a_busy_machine_holds_up_is_not_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within uvicorn's five seconds it is, with the requests that it has accepted."""
    given = dict[str, Any]()
    monkeypatch.setattr("uvicorn.run", lambda _, **options: given.update(options))
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setenv("NUMBERGATE_DATABASE_URL", f"sqlite:///{tmp_path}/numbers.db")

    cli.serve(workers=1)

    assert uvicorn.Config("", **given).timeout_worker_healthcheck >= 60


@pytest.mark.parametrize("host", ["", "0.0.0.0", "::"])  # noqa: S104
def test_open_access_refuses_to_listen_beyond_this_machine(tmp_path: Path, host: str) -> None:
    url = f"sqlite:///{tmp_path}/numbers.db"

    ran = servers.run("serve", "--host", host, "--port", "0", database_url=url, open_access="true")

    assert (ran.returncode, "127.0.0.1" in ran.stderr) == (2, True)
