"""Fixtures: a service on a real database, and a client on the whole application.

Whatever takes the ``database`` fixture runs on SQLite and on PostgreSQL.
"""

import asyncio
import io
import json
import logging
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg  # type: ignore[import-untyped]
import httpx2
import hypothesis
import pytest

from gateway.app import create_app
from gateway.cli import session
from gateway.database import postgresql
from gateway.database.database import Database, connect
from gateway.database.migrate import migrate as upgrade
from gateway.domain.caller import Caller
from gateway.observability.logging import LogHandler
from gateway.services.phone_numbers import PhoneNumbers
from gateway.services.projects import ALL_SCOPES, Projects
from gateway.settings import Settings
from tests import canaries, forks, leftovers, postgres, schedule, servers, untraced

PROJECT = UUID("11111111-1111-4111-8111-111111111111")

CALLER = Caller(PROJECT, "tester", ALL_SCOPES)
STRANGER = Caller(UUID("22222222-2222-4222-8222-222222222222"), "stranger", ALL_SCOPES)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)

# For what no database changes.
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

# Timeouts of the application where a test is about no other: a busy machine takes its time.
UNHURRIED = {"busy_seconds": 60, "operation_seconds": 300}
# Read once: to read the environment takes 2 ms of CPU, and 8 ms with coverage.
OPEN_ACCESS = Settings(open_access=True)

# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")

# Without it, the tests' own client would look for this package on the disk at each request.
sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]  # None: it is not installed
logging.getLogger("httpx2").setLevel(logging.WARNING)  # the tests' own client logs URLs

Execute = Callable[..., Awaitable[dict[str, Any]]]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    """Run some tests without coverage, from their fixtures on."""
    with untraced.paused(item.config) if untraced.is_untraced(item) else nullcontext():
        return (yield)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Begin with the longest of several processes' modules."""
    return schedule.LongestFirst(config, log) if config.getoption("dist") == "loadscope" else None


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def _no_process_left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """End whatever the tests started, also when pytest is killed; what they left is a failure."""
    tmp_path_factory.getbasetemp()  # pytest's folder stays where it is: it keeps what failed
    with leftovers.watched() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder))
        patch.setattr(tempfile, "tempdir", str(folder))
        yield
        forks.stop()
        assert leftovers.left(folder, within=leftovers.WAIT_SECONDS) == {}


@pytest.fixture(autouse=True)
def _nothing_given_away() -> Iterator[None]:
    """Watch every log line of every test."""
    watch, usual = canaries.Watch(), logging.getLogRecordFactory()
    logging.setLogRecordFactory(watch.record)
    yield
    logging.setLogRecordFactory(usual)
    assert watch.leaks == []


@pytest.fixture(autouse=True)
def _no_logs_of_other_tests() -> Iterator[None]:
    """Forget the handler that the application installed: its stream ends with the test."""
    yield
    root = logging.getLogger()
    for handler in root.handlers:
        if isinstance(handler, LogHandler):
            handler.close()
    root.handlers[:] = [h for h in root.handlers if not isinstance(h, LogHandler)]
    root.setLevel(logging.WARNING)


@pytest.fixture(autouse=True)
def _settings_of_its_own() -> None:
    """Have commands read the environment of this test: a process reads it once."""
    session.read_settings.cache_clear()


@pytest.fixture(autouse=True)
def _unhurried_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let queries wait long for a connection of PostgreSQL, and for each other there."""
    monkeypatch.setattr(postgresql, "_POOL_SECONDS", UNHURRIED["busy_seconds"])
    monkeypatch.setattr(postgresql, "_CONNECT_SECONDS", UNHURRIED["busy_seconds"])
    monkeypatch.setitem(postgresql.SESSION_TIMEOUTS, "lock_timeout", "60s")
    monkeypatch.setitem(postgresql.SESSION_TIMEOUTS, "statement_timeout", "120s")


@pytest.fixture
def fresh_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start commands in fresh interpreters: their start is what the test is about."""
    monkeypatch.setattr(servers, "forked", servers.fresh)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, which the tests copy: a copy costs a hundredth of migrating."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(migrate(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Path]:
    """A server with a migrated database, numbers_template, which the tests copy."""
    with postgres.running(within=leftovers.in_memory(Path(tempfile.gettempdir()))) as folder:
        asyncio.run(create_database(folder, "numbers_template"))
        asyncio.run(migrate(f"postgresql://postgres@/numbers_template?host={folder}"))
        yield folder


async def create_database(folder: Path, name: str, template: str = "template1") -> None:
    await _execute(folder, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')


async def drop_database(folder: Path, name: str) -> None:
    """Drop it, and end its connections: the databases of many tests would fill the memory."""
    await _execute(folder, f'DROP DATABASE "{name}" WITH (FORCE)')


async def _execute(folder: Path, statement: str) -> None:
    server = await asyncpg.connect(host=str(folder), user="postgres", database="postgres")
    await server.execute(statement)
    await server.close()


async def migrate(url: str) -> None:
    """Bring the database to the newest tables, with the tests' project in it."""
    opened = connect(url)
    await upgrade(opened)
    await Projects(opened).create("tests", PROJECT)
    await opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database with the newest tables."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        yield f"sqlite:///{shutil.copy(template, tmp_path / 'numbers.db')}"
        return
    folder: Path = request.getfixturevalue("postgres_server")
    name = f"test_{uuid4().hex}"
    asyncio.run(create_database(folder, name, "numbers_template"))
    yield f"postgresql://postgres@/{name}?host={folder}"
    asyncio.run(drop_database(folder, name))


@pytest.fixture
async def opened(database: str) -> AsyncIterator[Database]:
    """The store of that database."""
    opened = connect(database, busy_seconds=60)
    yield opened
    await opened.close()


@pytest.fixture
def numbers(opened: Database) -> PhoneNumbers:
    """The service, where it is always noon."""
    return PhoneNumbers(opened, now=lambda: NOON)


@pytest.fixture
def settings(database: str) -> Settings:
    """The settings of the application; a test overrides this fixture to change them."""
    return OPEN_ACCESS.model_copy(update={"database_url": database})


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of the whole application, over ASGI."""
    async with client_of(settings) as client:
        yield client


@asynccontextmanager
async def client_of(settings: Settings) -> AsyncIterator[httpx2.AsyncClient]:
    """Run the application with other settings than usual."""
    given = settings.model_fields_set
    app = create_app(
        settings.model_copy(update={k: UNHURRIED[k] for k in UNHURRIED.keys() - given})
    )
    async with (
        app.routes.router.lifespan_context(app.routes),
        httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app, raise_app_exceptions=False),
            base_url="http://numbergate",
        ) as client,
    ):
        yield client


@pytest.fixture
def log(client: httpx2.AsyncClient) -> Iterator[io.StringIO]:  # noqa: ARG001  # it sets logs up
    """The log lines that the application writes from now on."""
    [handler] = [h for h in logging.getLogger().handlers if isinstance(h, LogHandler)]
    lines = io.StringIO()
    before = handler.setStream(lines)
    yield lines
    handler.setStream(before)


@pytest.fixture
def execute(client: httpx2.AsyncClient) -> Execute:
    """Send one document and return its data; fail on top-level errors."""

    async def run(document: str, **variables: Any) -> dict[str, Any]:
        body = await ask(client, document, **variables)
        assert "errors" not in body, json.dumps(body["errors"], indent=1)
        data: dict[str, Any] = body["data"]
        return data

    return run


async def ask(client: httpx2.AsyncClient, document: str, **variables: Any) -> dict[str, Any]:
    """Send one document and return the whole answer."""
    response = await client.post("/graphql", json={"query": document, "variables": variables})
    answer: dict[str, Any] = response.json()
    return answer
