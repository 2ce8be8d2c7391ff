"""Start of a server: what a plain one needs later, or never, is not imported before it is ready."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests import servers

pytestmark = pytest.mark.usefixtures("sqlite_template")

# What only webhooks, platforms, providers, tokens of others, stored secrets, checks of handlers,
# look-ups, WebSockets and migrations need. Together they were a seventh of a worker's memory.
LATER: Final = frozenset({
    "alembic", "asyncpg", "cryptography", "gateway.egress.client",
    "gateway.http.websocket_protocol", "httpcore2", "httpx2", "joserfc", "opentelemetry",
    "phonenumbers.timezone", "pygments", "rich", "websockets", "yaml",
})  # fmt: skip
NEEDED: Final = frozenset({"cryptography", "graphql", "phonenumbers", "strawberry"})
READY: Final = """
import asyncio, sys
from gateway.app import create_app
from gateway.cli import app as command
from gateway.http import protocol

async def start():
    application = create_app()
    async with application.routes.router.lifespan_context(application.routes):
        print(*sys.modules)

asyncio.run(start())
"""
KEYS: Final = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


def imported(database: Path, **settings: str) -> set[str]:
    """Return the modules of a server that is ready."""
    settings |= {"database_url": f"sqlite:///{database}", "log_level": "WARNING"}
    program = subprocess.run(
        [sys.executable, "-c", READY],
        capture_output=True, check=True, text=True, env=servers.environment(settings),
    )  # fmt: skip
    return set(program.stdout.split())


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Path:
    """A migrated file."""
    file = tmp_path / "numbers.db"
    file.write_bytes(sqlite_template.read_bytes())
    return file


def test_a_plain_server_is_ready_without_what_it_needs_later(database: Path) -> None:
    found = imported(database)

    assert found & LATER == set()
    assert found & NEEDED == NEEDED - {"cryptography"}


def test_a_server_with_keys_imports_what_they_are_for_before_it_is_ready(database: Path) -> None:
    """The control: what a setting needs is seen, and no request waits for it."""
    found = imported(database, secret_keys=KEYS)

    assert found & LATER == {"cryptography", "httpcore2", "httpx2"}
