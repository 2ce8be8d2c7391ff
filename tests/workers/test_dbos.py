"""The DBOS engine: claims are enqueued with their rows, and none is lost or done twice.

`tests/services/test_bulk_job_crash.py` kills the processes of both engines.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection

from gateway.database import bulk_job_chunks
from gateway.database.database import Database
from gateway.domain.validation_policy import STRICT
from gateway.errors import Unavailable
from gateway.services.bulk_jobs.queue import BulkJobQueue
from gateway.workers.queue import Job
from gateway.workers.runner import Runner
from tests import servers
from tests.conftest import CALLER
from tests.services import bulk_job_chaos

dbos = pytest.importorskip("dbos", reason="the extra numbergate[dbos] is not installed")
from gateway.workers.dbos import DbosEngine  # noqa: E402  # it imports what may be missing

pytestmark = pytest.mark.anyio

FEW = 50


class RefusesOnce(BulkJobQueue):
    """A queue whose database does not answer when the first claim is made."""

    refused = False

    async def claim_key(self, key: str) -> Job | None:
        if not self.refused:
            self.refused = True
            raise Unavailable
        return await super().claim_key(key)


@asynccontextmanager
async def engine_of(url: str, queue: BulkJobQueue) -> AsyncGenerator[DbosEngine]:
    engine = DbosEngine(url, queue, Runner([]), look_seconds=0.2)
    try:
        await engine.prepare()
        yield engine
    finally:
        await engine.stop(servers.LIMIT)


async def workflows(url: str) -> dict[str, str]:
    """Return the states of DBOS's workflows, by their ids."""

    def listed() -> dict[str, str]:
        client = dbos.DBOSClient(system_database_url=url)
        found = {w.workflow_id: w.status for w in client.list_workflows()}
        client.destroy()
        return found

    return await asyncio.to_thread(listed)


async def done(opened: Database, job_id: UUID) -> dict[str, Any]:
    """Wait until all rows of a job are done; return the counts."""
    async with asyncio.timeout(servers.LIMIT):
        while (await counted(opened, job_id))["status"] != "completed":
            await asyncio.sleep(0.05)
    return await counted(opened, job_id)


async def counted(opened: Database, job_id: UUID) -> dict[str, Any]:
    return await opened.read(lambda db: bulk_job_chaos.found(db, CALLER, job_id))


async def test_claims_are_enqueued_in_the_transaction_of_their_job(
    database: str, opened: Database
) -> None:
    queue = BulkJobQueue(opened, STRICT)
    async with engine_of(database, queue) as engine:
        kept = await bulk_job_chaos.kept(opened, CALLER, FEW, engine.enqueue)
        [key] = await queue.free(10)

        with pytest.raises(Rolled):
            await opened.write(partial(_rolled_back, lambda db: engine.enqueue(db, [key])))

        assert key.id == f"{kept}/1/0"
        assert await workflows(database) == {key.id: "ENQUEUED"}


class Rolled(Exception):
    """A transaction is rolled back."""


def _rolled_back(work: Callable[[Connection], None], db: Connection) -> None:
    work(db)
    raise Rolled


async def test_a_workflow_does_the_chunk_once(database: str, opened: Database) -> None:
    queue = BulkJobQueue(opened, STRICT)
    async with engine_of(database, queue) as engine:
        job_id = await bulk_job_chaos.kept(opened, CALLER, FEW, engine.enqueue)
        engine.start()
        found = await done(opened, job_id)

        [claim] = await workflows(database)
        again = await queue.claim_key(claim)

    assert again is None
    assert (found["numbers"], found["events"], found["imported"]) == (FEW, FEW, FEW)


async def test_jobs_of_another_engine_and_claims_that_failed_are_found(
    database: str, opened: Database
) -> None:
    job_id = await bulk_job_chaos.kept(opened, CALLER, FEW)
    queue = RefusesOnce(opened, STRICT)

    async with engine_of(database, queue) as engine:
        engine.start()
        found = await done(opened, job_id)

    assert queue.refused
    assert found["imported"] == FEW
    assert {*await workflows(database)} == {f"{job_id}/1/{epoch}" for epoch in (1, 2)}


async def twice(opened: Database) -> dict[str, Any]:
    """Run a claim twice at once, as DBOS does when it takes a process for dead."""
    job_id = await bulk_job_chaos.kept(opened, CALLER, FEW)
    queue = BulkJobQueue(opened, STRICT)
    [key] = await queue.free(10)
    jobs = [await queue.claim_key(key.id) for _ in range(2)]
    await asyncio.gather(*[job() for job in jobs if job])
    assert None not in jobs
    return await counted(opened, job_id)


async def test_a_workflow_that_runs_twice_writes_once(opened: Database) -> None:
    found = await twice(opened)

    assert (found["numbers"], found["events"], found["imported"]) == (FEW, FEW, FEW)


async def test_without_the_compare_and_set_it_would_write_over_the_fates(
    opened: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_job_chunks, "take", bulk_job_chaos.take_without_asking)

    found = await twice(opened)

    assert (found["numbers"], found["imported"]) == (FEW, 0)
