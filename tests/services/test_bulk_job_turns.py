"""Turns and retention of bulk jobs: no project holds up another, and old jobs are deleted."""

from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest

from gateway.clock import utc_now
from gateway.database import bulk_job_chunks, bulk_jobs
from gateway.database.database import Database
from gateway.domain.caller import Caller
from gateway.services import retention
from gateway.services.bulk_jobs.jobs import BulkJobs
from tests.conftest import CALLER, STRANGER
from tests.services.bulk_job_chaos import kept

pytestmark = pytest.mark.anyio

LEASE = timedelta(seconds=60)


async def claimed(opened: Database) -> UUID:
    """Claim a chunk, and return its job."""
    chunk = await opened.write(partial(bulk_job_chunks.claim, lease=LEASE))
    assert chunk is not None
    return chunk.job_id


async def test_chunks_are_claimed_for_one_project_after_the_other(opened: Database) -> None:
    large = [await kept(opened, CALLER, 800), await kept(opened, CALLER, 800)]
    small = await kept(opened, STRANGER, 400)

    turns = [await claimed(opened) for _ in range(4)]

    assert sorted(job == small for job in turns) == [False, False, True, True]
    assert [job == small for job in turns] in ([False, True] * 2, [True, False] * 2)
    assert {job for job in turns if job != small} == {*large}


async def test_jobs_are_deleted_30_days_after_their_end(opened: Database) -> None:
    ids = {who.actor: await kept(opened, who, 50) for who in (CALLER, STRANGER)}
    cancel = partial(bulk_jobs.cancel, project=CALLER.project_id, job_id=ids[CALLER.actor])
    assert await opened.write(cancel)

    early = await retention.prune(opened, utc_now() + timedelta(days=29))
    late = await retention.prune(opened, utc_now() + timedelta(days=31))

    assert (early.jobs, late.jobs) == (0, 1)
    assert await found(opened, CALLER, ids) == []
    assert await found(opened, STRANGER, ids) == [ids[STRANGER.actor]]


async def found(opened: Database, caller: Caller, ids: dict[str, UUID]) -> list[UUID]:
    return [*await BulkJobs(opened).get_many(caller, [*ids.values()])]
