"""What interrupts deliveries only delays them: a rate limit, an outage, a lost connection."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import httpx2
import pytest

from gateway.database.database import Database, connect
from tests import postgres, servers
from tests.conftest import ON_SQLITE
from tests.projects import Project
from tests.servers import LIMIT
from tests.streams import START, following

pytestmark = pytest.mark.anyio

ON_POSTGRESQL = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
NAMES = "subscription { phoneNumberEvents { number phoneNumber { name } } }"
NAMES_AFTER = """subscription ($after: String) {
  phoneNumberEvents(after: $after) { number phoneNumber { name } } }"""
COUNT = {"query": "{ phoneNumbers { totalCount } }"}
A_MINUTE = 1200  # the rate limit: 20 in a second


@ON_SQLITE
async def test_results_wait_until_requests_leave_half_of_the_rate_limit(
    database: str, opened: Database, tmp_path: Path
) -> None:
    project = await Project.make(opened)
    headers = {"Authorization": f"Bearer {project.token}"}
    with servers.serving(
        tmp_path / "log", database_url=database, rate_limit=str(A_MINUTE)
    ) as server:
        async with (
            httpx2.AsyncClient(base_url=server.url, headers=headers) as client,
            following(server.url, token=project.token) as stream,
        ):
            left = A_MINUTE
            while left >= A_MINUTE // 2:
                began = time.monotonic()
                left = await remaining(client)
            added = await project.add(5)
            heard = await stream.numbers(len(added))
            seconds = time.monotonic() - began

    assert heard == added
    assert seconds >= (A_MINUTE // 2 - left) / (A_MINUTE / 60)


async def remaining(client: httpx2.AsyncClient) -> int:
    """Ask for something expensive; return what is left of the rate limit."""
    most = {"query": "{ phoneNumbers(first: 80) { nodes { id } } }"}
    response = await client.post("/graphql", json=most)
    assert response.status_code == httpx2.codes.OK
    return int(response.headers["ratelimit-remaining"])


@asynccontextmanager
async def away(url: str) -> AsyncIterator[str]:
    """Have the database under another name for a while; yield the URL by which it is reached."""
    name = url.rsplit("/@", maxsplit=1)[-1].rsplit("@/", maxsplit=1)[-1].split("?", maxsplit=1)[0]
    server = await asyncpg.connect(url.replace(f"/{name}?", "/postgres?"))
    try:
        await renamed(server, name, f"{name}_away")
        yield url.replace(name, f"{name}_away")
        await renamed(server, f"{name}_away", name)
    finally:
        await server.close()


async def renamed(server: Any, before: str, after: str) -> None:
    """Rename a database, which its clients must have left: end their connections first."""
    async with asyncio.timeout(LIMIT):
        while True:
            await server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", before
            )
            with suppress(asyncpg.ObjectInUseError):
                await server.execute(f'ALTER DATABASE "{before}" RENAME TO "{after}"')
                return


async def is_out(client: httpx2.AsyncClient) -> bool:
    """Tell whether the server answers that it has no database."""
    return (await client.post("/graphql", json=COUNT)).status_code == 503


@ON_POSTGRESQL
async def test_an_outage_of_the_database_delays_events_and_ends_no_stream(
    database: str, opened: Database, tmp_path: Path
) -> None:
    project = await Project.make(opened)
    headers = {"Authorization": f"Bearer {project.token}"}
    with servers.serving(tmp_path / "log", database_url=database, recheck_seconds="0.2") as server:
        async with (
            httpx2.AsyncClient(base_url=server.url, headers=headers, timeout=LIMIT) as client,
            following(server.url, NAMES, token=project.token) as stream,
        ):
            added = await project.add(1)
            heard = await stream.numbers(1)
            async with away(database) as elsewhere:
                assert await is_out(client)
                writing = connect(elsewhere)
                added += await Project(writing, project.caller, "", "").add(120, start=1)
                await writing.close()
                assert await is_out(client)
                assert len(stream.seen) == 1
            heard += await stream.numbers(120)
        assert server.log.count("unexpected_error") == 0

    assert heard == added
    assert all("errors" not in event.data for event in stream.seen)


@ON_POSTGRESQL
async def test_a_result_whose_rows_cannot_be_read_comes_whole_when_they_can(
    database: str, opened: Database, tmp_path: Path
) -> None:
    project = await Project.make(opened)
    added = await project.add(1)
    headers = {"Authorization": f"Bearer {project.token}"}
    with servers.serving(tmp_path / "log", database_url=database) as server:
        async with (
            httpx2.AsyncClient(base_url=server.url, headers=headers, timeout=LIMIT) as client,
            AsyncExitStack() as streams,
        ):
            async with postgres.locked(database):  # the event can be read, and no number
                stream = await streams.enter_async_context(
                    following(server.url, NAMES_AFTER, token=project.token, after=START)
                )
                # It waits for the lock as long as the stream does, and asks later.
                assert await is_out(client)
            heard = await stream.next()

    assert heard.number == added[0]
    assert "errors" not in heard.data
    assert heard.data["data"]["phoneNumberEvents"]["phoneNumber"] == {"name": None}


@ON_POSTGRESQL
async def test_no_event_is_lost_where_the_listening_connection_is_ended_again_and_again(
    database: str, opened: Database, tmp_path: Path
) -> None:
    project = await Project.make(opened)
    added, heard = list[str](), list[str]()
    other = await asyncpg.connect(database)
    with servers.serving(tmp_path / "log", database_url=database) as server:
        async with following(server.url, token=project.token) as stream:
            for _ in range(3):
                await ended(other)
                added += await project.add(20, start=len(added))
                heard += await stream.numbers(20)
    await other.close()

    assert heard == added


async def ended(other: Any) -> None:
    """End the connection on which the server listens, once there is one."""
    async with asyncio.timeout(LIMIT):
        while not await other.fetchval(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        ):
            await asyncio.sleep(0.05)
