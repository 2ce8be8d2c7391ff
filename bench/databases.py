"""Empty databases for programs that measure or attack a server, on either engine."""

import argparse
import asyncio
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests import postgres
from tests.conftest import create_database, migrate

_NAME = "numbers"


@contextmanager
def empty(*, postgresql: bool, durable: bool = False) -> Generator[str]:
    """Yield the URL of a database without tables, and delete it in the end.

    Its folder is new. PostgreSQL is a server of its own; a *durable* one survives SIGKILL.
    """
    if not postgresql:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/{_NAME}.db"
        return
    with postgres.running(durable=durable) as socket:
        asyncio.run(create_database(socket, _NAME))
        yield url_of(socket)


@contextmanager
def migrated(*, postgresql: bool, durable: bool = False) -> Generator[str]:
    """Yield the URL of a database with empty tables."""
    with empty(postgresql=postgresql, durable=durable) as url:
        asyncio.run(migrate(url))
        yield url


def url_of(socket: Path) -> str:
    """Return the URL of the database on the server whose socket is in that folder."""
    return f"postgresql://postgres@/{_NAME}?host={socket}"


def add_option(parser: argparse.ArgumentParser) -> None:
    """Let the command line choose PostgreSQL."""
    parser.add_argument("--postgresql", action="store_true", help="PostgreSQL instead of SQLite")
