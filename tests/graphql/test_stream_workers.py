"""Two processes of one server: a stream hears what is written through either of them."""

from contextlib import AsyncExitStack
from pathlib import Path

import httpx2
import pytest

from gateway.database.database import Database
from tests import servers
from tests.projects import Project
from tests.streams import Stream, following

pytestmark = pytest.mark.anyio

IMPORT = """mutation ($number: String!) {
  importPhoneNumber(input: {number: $number, numberType: LONGCODE}) { __typename }
}"""


async def one_on_each(opening: AsyncExitStack, url: str, token: str) -> list[Stream]:
    """Return a stream of each of two processes, which have one at most: others answer 429."""
    streams = list[Stream]()
    while len(streams) < 2:
        stream = await opening.enter_async_context(following(url, token=token))
        if stream.response.status_code == httpx2.codes.OK:
            streams.append(stream)
    return streams


async def test_both_processes_hear_all_events_once_and_in_order(
    database: str, opened: Database, tmp_path: Path
) -> None:
    project = await Project.make(opened)
    numbers = [f"+1415555{n:04d}" for n in range(30)]
    headers = {"Authorization": f"Bearer {project.token}"}
    with servers.serving(
        tmp_path / "log", "--workers", "2", database_url=database, subscribers="1"
    ) as server:
        async with AsyncExitStack() as opening:
            streams = await one_on_each(opening, server.url, project.token)
            for number in numbers:  # each by a connection of its own, to whichever process
                async with httpx2.AsyncClient(base_url=server.url, headers=headers) as client:
                    body = {"query": IMPORT, "variables": {"number": number}}
                    assert "Success" in (await client.post("/graphql", json=body)).text
            heard = [await stream.numbers(30) for stream in streams]
            cursors = [[event.id for event in stream.seen] for stream in streams]

    assert heard == [numbers, numbers]
    assert cursors[0] == cursors[1]
