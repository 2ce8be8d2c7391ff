"""npm's clients of both transports, of two processes of which one is killed again and again."""

import asyncio
import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.database.database import Database
from tests import servers
from tests.projects import Project

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(shutil.which("npm") is None, reason="npm, with Node, is not installed"),
]

STREAMS = Path(__file__).parents[2] / ".ci" / "streams"
KILLS, EACH = 3, 30  # so many events are written before and after each start and each kill


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the clients and their packages."""
    folder = tmp_path_factory.mktemp("npm") / "streams"
    shutil.copytree(STREAMS, folder, ignore=shutil.ignore_patterns("node_modules"))
    install = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"]
    subprocess.run(install, check=True, capture_output=True, cwd=folder)
    return folder


@contextlib.contextmanager
def following(folder: Path, port: int, project: Project, count: int) -> Iterator[Path]:
    """Run the clients until they have seen *count* events each; yield the file of their lines."""
    command = ["node", "follow.mjs", f"http://127.0.0.1:{port}/graphql", str(count)]
    heard = folder / f"heard-{port}"
    with heard.open("w") as out, (folder / f"errors-{port}").open("w") as err:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | {"NUMBERGATE_TOKEN": project.token},
            stdout=out,
            stderr=err,
        )
        with servers.ending_alone(process):
            yield heard


async def until(heard: Path, lines: int) -> list[str]:
    """Wait until the clients have heard so many events together; return them."""
    async with asyncio.timeout(servers.LIMIT):
        while len(found := _lines(heard)) < lines:
            await asyncio.sleep(0.05)
    return found


def _lines(heard: Path) -> list[str]:
    return heard.read_text().splitlines()


async def test_nothing_is_missed_and_nothing_comes_twice_while_the_server_is_killed(
    clients: Path, database: str, opened: Database, tmp_path: Path
) -> None:
    """The test itself is the second process: it writes while the server runs and while not."""
    project, port = await Project.make(opened), servers.free_port()
    count, added = EACH * (1 + 2 * KILLS), await project.add(EACH)
    with following(clients, port, project, count) as heard:
        for kill in range(KILLS):
            with servers.serving(
                tmp_path / str(kill), "--port", str(port), database_url=database
            ) as server:
                added += await project.add(EACH, start=len(added))
                await until(heard, 2 * len(added) - EACH)  # the last of them may be under way
                server.kill()
            added += await project.add(EACH, start=len(added))
        with servers.serving(tmp_path / "last", "--port", str(port), database_url=database):
            lines = await until(heard, 2 * count)

    for transport in ("sse", "ws"):
        assert [line.split()[1] for line in lines if line.startswith(transport)] == added
