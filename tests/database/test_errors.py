"""Outages of the database under load: no partial writes, and recovery without a restart.

Real servers under load. The responses are compared with the final state of the database.
"""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from gateway.database.database import connect
from tests import postgres, servers
from tests.conftest import create_database, migrate
from tests.services.test_crash import Book, add, kept, violations

pytestmark = pytest.mark.anyio

CLIENTS = 8
COUNT = {"query": "{ phoneNumbers { totalCount } }"}
EVENTS = {"query": "{ phoneNumberEvents(first: 1) { nodes { number } } }"}


class Load:
    """Clients that import numbers continuously, and count successes and failures."""

    def __init__(self, url: str) -> None:
        self.url, self.book, self.counts = url, Book(), Counter[str]()
        self.working = True

    async def run(self) -> None:
        async with httpx2.AsyncClient(base_url=self.url) as client:
            await asyncio.gather(*(self._work(client) for _ in range(CLIENTS)))

    async def _work(self, client: httpx2.AsyncClient) -> None:
        while self.working:
            number = f"+1{next(self.book.numbers)}"
            self.book.asked.append(number)
            try:
                done = await add(client, self.book, number)
            except KeyError:  # no data: the whole request was refused
                done = False
            self.counts["imported" if done else "refused"] += 1
            await asyncio.sleep(0 if done else 0.05)


async def await_count(load: Load, what: str, more: int = 20) -> None:
    """Wait until *what* has been counted *more* times."""
    wanted = load.counts[what] + more
    async with asyncio.timeout(servers.LIMIT):
        while load.counts[what] < wanted:
            await asyncio.sleep(0.01)


async def statuses(url: str) -> dict[str, Any]:
    async with httpx2.AsyncClient(base_url=url) as client:
        asked = await client.post("/graphql", json=COUNT)
        return {
            "healthz": (await client.get("/healthz")).status_code,
            "readyz": (await client.get("/readyz")).status_code,
            "asked": (asked.status_code, asked.headers.get("retry-after")),
        }


@pytest.fixture
def own_server() -> Iterator[Path]:
    """A PostgreSQL that one test alone may stop."""
    with postgres.running(durable=True) as folder:
        asyncio.run(create_database(folder, "numbers"))
        asyncio.run(migrate(f"postgresql://postgres@/numbers?host={folder}"))
        yield folder


async def test_a_postgresql_that_restarts_under_load_is_missed_and_found_again(
    own_server: Path, tmp_path: Path
) -> None:
    url = f"postgresql://postgres@/numbers?host={own_server}"

    with servers.serving(tmp_path / "log", database_url=url, rate_limit="0") as server:
        load = Load(server.url)
        clients = asyncio.create_task(load.run())
        await await_count(load, "imported")
        await asyncio.to_thread(postgres.stop, own_server)
        await await_count(load, "refused")
        meanwhile = await statuses(server.url)
        await asyncio.to_thread(postgres.restart, own_server)
        await await_count(load, "imported")
        load.working = False
        await clients
        afterwards = await statuses(server.url)
        crashed = server.log.count("unexpected_error")

    opened = connect(url)
    found = await kept(opened)
    await opened.close()
    assert violations(load.book, found) == []
    assert meanwhile == {"healthz": 200, "readyz": 503, "asked": (503, "1")}
    assert afterwards == {"healthz": 200, "readyz": 200, "asked": (200, None)}
    assert crashed == 0


async def test_a_file_that_another_program_holds_for_three_seconds_is_free_again(
    tmp_path: Path,
) -> None:
    file = tmp_path / "numbers.db"
    url = f"sqlite:///{file}"

    with servers.serving(
        tmp_path / "log", database_url=url, rate_limit="0", busy_seconds="0.2"
    ) as server:
        load = Load(server.url)
        clients = asyncio.create_task(load.run())
        await await_count(load, "imported")
        other = sqlite3.connect(file, isolation_level=None, timeout=servers.LIMIT)
        other.execute("BEGIN EXCLUSIVE")
        await await_count(load, "refused", more=3)
        async with httpx2.AsyncClient(base_url=server.url) as client:
            asked = await client.post("/graphql", json=EVENTS)
        await asyncio.sleep(2.5)
        other.close()
        await await_count(load, "imported")
        load.working = False
        await clients
        crashed = server.log.count("unexpected_error")

    opened = connect(url)
    found = await kept(opened)
    await opened.close()
    assert violations(load.book, found) == []
    assert asked.json()["data"]["phoneNumberEvents"]["nodes"]
    assert load.counts["refused"] >= 3
    assert crashed == 0
