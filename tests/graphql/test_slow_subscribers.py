"""A subscriber that does not read costs no memory, delays no other, and still gets everything."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway.database.database import Database
from tests import servers
from tests.conftest import ON_SQLITE
from tests.projects import Project
from tests.servers import Server
from tests.sockets import connected
from tests.streams import START, following

pytestmark = [pytest.mark.anyio, ON_SQLITE]

FIRST, EVENTS = 2_000, 1_000  # the first fill buffers, and what is kept for a while
ALIASES = " ".join(f"a{n}: changes {{ field before after }}" for n in range(28))
DOCUMENT = f'subscription {{ phoneNumberEvents(after: "{START}") {{ number {ALIASES} }} }}'


@pytest.fixture
def server(database: str, tmp_path: Path) -> Iterator[Server]:
    with servers.serving(
        tmp_path / "log", database_url=database, rate_limit="0", answer_seconds="3600"
    ) as started:
        yield started


def memory(server: Server) -> int:
    """Return the resident memory of the server, in bytes."""
    pages = Path(f"/proc/{server.process.pid}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


async def renamed(project: Project, row: Any, times: int) -> None:
    """Rename the number so many times, each an event of more than 10 KB."""
    for n in range(times):
        await project.rename(row, f"{n:04d}".ljust(200, "x"))


async def test_memory_does_not_grow_while_a_stream_and_a_socket_are_not_read(
    server: Server, opened: Database
) -> None:
    project = await Project.make(opened)
    row = await project.import_number("+14155550100")
    async with (
        following(server.url, DOCUMENT, token=project.token) as slow,
        connected(server.url, project.token) as slow_socket,
        following(server.url, DOCUMENT, token=project.token) as reader,
    ):
        await slow_socket.subscribe("1", DOCUMENT)
        await renamed(project, row, FIRST)
        await reader.numbers(1 + FIRST)  # the import is the first event
        before = memory(server)
        await renamed(project, row, EVENTS)
        await reader.numbers(EVENTS)
        grown = memory(server) - before

        told = [event.data for event in reader.seen]
        assert [(await slow.next()).data for _ in told] == told
        assert [(await slow_socket.receive())["payload"] for _ in told] == told
    written = sum(len(str(data)) for data in told[FIRST:])
    assert grown < written / 2  # a queue of either would hold all of it
