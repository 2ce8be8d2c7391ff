"""Subscriptions to bulk jobs: progress that only rises, the end, and then no more."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from gateway.database.database import Database
from gateway.domain.commands.bulk_jobs import StartImportJob, StartUpdateJob
from gateway.domain.enums import Scope
from gateway.domain.validation_policy import STRICT
from gateway.models.bulk_job import JobKind
from gateway.models.results import JobProgress
from gateway.services.bulk_jobs.jobs import BulkJobs
from gateway.services.bulk_jobs.queue import BulkJobQueue
from gateway.settings import Settings
from schema.names import global_id
from tests import servers
from tests.conftest import ON_SQLITE, client_of
from tests.projects import Project
from tests.servers import Server
from tests.sockets import connected
from tests.streams import Stream, following

pytestmark = pytest.mark.anyio

IMPORT = "subscription ($id: ID!) { importJob(id: $id) { status total processed finishedAt } }"
UPDATE = "subscription ($id: ID!) { updateJob(id: $id) { status total processed finishedAt } }"
ROWS = 500


@pytest.fixture
def server(database: str, tmp_path: Path) -> Iterator[Server]:
    """A server without workers: the tests do the chunks in a process of their own."""
    with servers.serving(
        tmp_path / "log", database_url=database, work="false", project_subscribers="2"
    ) as started:
        yield started
        assert '"level":"error"' not in started.log


@pytest.fixture
async def project(opened: Database) -> Project:
    return await Project.make(opened)


async def imported(opened: Database, project: Project, rows: int = ROWS) -> UUID:
    """Start an import of so many numbers; return its id."""
    asked = [{"number": f"+1415555{n:04}", "number_type": "longcode"} for n in range(rows)]
    command = StartImportJob.of({"source": {"rows": asked}}, STRICT)
    return (await BulkJobs(opened).start_import(project.caller, command)).progress.id


async def do_chunk(opened: Database, job_id: UUID) -> bool:
    """Do a chunk as a worker does; return whether there was one."""
    jobs = await BulkJobQueue(opened, STRICT, job_id=job_id).claim(1)
    for job in jobs:
        await job()
    return bool(jobs)


async def progress(opened: Database, project: Project, job_id: UUID) -> JobProgress:
    return (await BulkJobs(opened).get_many(project.caller, [job_id]))[job_id]


@asynccontextmanager
async def followed(
    server: Server, project: Project, job_id: UUID, document: str = IMPORT
) -> AsyncGenerator[Stream]:
    """Follow a job over server-sent events."""
    type_name = "ImportJob" if "importJob" in document else "UpdateJob"
    id_ = global_id(type_name, job_id)
    async with following(server.url, document, token=project.token, id=id_) as stream:
        yield stream


async def heard(stream: Stream) -> Any:
    """Return the job that comes next, or None for a job that is not there."""
    event = await stream.next()
    assert event.type == "next", event
    assert "errors" not in event.data, event
    [job] = event.data["data"].values()
    return job


async def assert_completed(stream: Stream) -> None:
    assert (await stream.next()).type == "complete"
    with pytest.raises(StopAsyncIteration):
        await stream.next()


async def test_a_follower_hears_each_chunk_that_another_process_settles_and_the_end(
    server: Server, project: Project, opened: Database
) -> None:
    job_id = await imported(opened, project)
    async with followed(server, project, job_id) as stream:
        jobs = [await heard(stream)]
        while await do_chunk(opened, job_id):
            done = (await progress(opened, project, job_id)).processed
            while jobs[-1]["processed"] < done:
                jobs.append(await heard(stream))
        await assert_completed(stream)

    processed = [job["processed"] for job in jobs]
    assert processed == sorted(processed)
    assert len({*processed}) >= 4  # 0, two chunks at least, and the whole
    assert (jobs[0]["status"], jobs[0]["total"], processed[0]) == ("QUEUED", ROWS, 0)
    assert (jobs[-1]["status"], processed[-1]) == ("COMPLETED", ROWS)
    assert [bool(job["finishedAt"]) for job in jobs] == [False] * (len(jobs) - 1) + [True]


async def test_what_comes_quickly_is_sent_at_most_once_a_second(
    server: Server, project: Project, opened: Database
) -> None:
    job_id = await imported(opened, project)
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with followed(server, project, job_id) as stream:
        await heard(stream)
        results = 1
        worked = asyncio.create_task(do_all(opened, job_id))
        while (await stream.next()).type == "next":
            results += 1
        seconds = loop.time() - began
        await worked

    assert 2 <= results <= seconds + 1


async def do_all(opened: Database, job_id: UUID) -> None:
    """Do all chunks, one after the other."""
    while await do_chunk(opened, job_id):
        pass


async def test_a_finished_job_is_sent_once_and_the_stream_ends(
    server: Server, project: Project, opened: Database
) -> None:
    job_id = await imported(opened, project, 3)
    await do_all(opened, job_id)

    async with followed(server, project, job_id) as stream:
        job = await heard(stream)
        await assert_completed(stream)

    assert (job["status"], job["processed"]) == ("COMPLETED", 3)


async def test_a_cancellation_is_the_end(
    server: Server, project: Project, opened: Database
) -> None:
    job_id = await imported(opened, project, 3)
    async with followed(server, project, job_id) as stream:
        before = await heard(stream)
        await BulkJobs(opened).cancel(project.caller, job_id, JobKind.IMPORT)
        after = await heard(stream)
        await assert_completed(stream)

    assert (before["status"], after["status"], after["processed"]) == ("QUEUED", "CANCELLED", 0)


async def test_an_update_is_followed_over_a_websocket(
    server: Server, project: Project, opened: Database
) -> None:
    await project.add(3)
    command = StartUpdateJob.of({"filter": {}, "patch": {"add_tags": ["moved"]}}, STRICT)
    job_id = (await BulkJobs(opened).start_update(project.caller, command)).progress.id
    async with connected(server.url, project.token) as socket:
        await socket.subscribe("job", UPDATE, id=global_id("UpdateJob", job_id))
        messages = [await socket.receive()]
        await do_all(opened, job_id)
        while messages[-1]["type"] == "next":
            messages.append(await socket.receive())

    jobs = [message["payload"]["data"]["updateJob"] for message in messages[:-1]]
    assert (jobs[0]["status"], jobs[0]["processed"]) == ("QUEUED", 0)
    assert (jobs[-1]["status"], jobs[-1]["processed"]) == ("COMPLETED", 3)
    assert messages[-1] == {"id": "job", "type": "complete"}


async def test_a_job_of_another_project_or_kind_is_one_null_and_the_end(
    server: Server, project: Project, opened: Database
) -> None:
    foreign = await imported(opened, await Project.make(opened), 3)
    of_other_kind = await imported(opened, project, 3)

    async with followed(server, project, foreign) as stream:
        assert await heard(stream) is None
        await assert_completed(stream)
    async with followed(server, project, of_other_kind, UPDATE) as stream:
        assert await heard(stream) is None
        await assert_completed(stream)


async def test_followers_of_jobs_count_in_the_limit_of_subscriptions(
    server: Server, project: Project, opened: Database
) -> None:
    job_id = await imported(opened, project, 3)
    async with (
        followed(server, project, job_id) as first,
        followed(server, project, job_id) as second,
        followed(server, project, job_id) as refused,
    ):
        statuses = [s.response.status_code for s in (first, second, refused)]

    assert statuses == [200, 200, 429]


async def test_a_token_that_may_not_read_follows_no_job(server: Server, opened: Database) -> None:
    writer = await Project.make(opened, frozenset({Scope.NUMBERS_WRITE}))
    job_id = await imported(opened, writer, 3)

    async with followed(server, writer, job_id) as stream:
        told = await stream.next()

    assert told.data["errors"][0]["extensions"]["code"] == "FORBIDDEN"


@ON_SQLITE
async def test_a_result_is_charged_like_that_of_a_query(database: str) -> None:
    limited = Settings(database_url=database, open_access=True, rate_limit=25)
    stream = {"Accept": "text/event-stream"}
    listed = "{ phoneNumbers(first: 12) { nodes { id } } }"
    large = "subscription ($id: ID!) { importJob(id: $id) { rows(first: 20) { nodes { line } } } }"
    variables = {"id": global_id("ImportJob", uuid4())}

    async with client_of(limited) as client:
        asked = {"query": large, "variables": variables}
        told = await client.post("/graphql", json=asked, headers=stream)
        after = await client.post("/graphql", json={"query": listed})

    assert '"importJob":null' in told.text
    assert after.status_code == 429
