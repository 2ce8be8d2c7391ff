"""Wake-ups of those who follow a bulk job: every change of it notifies them."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest

from gateway.clock import utc_now
from gateway.database import bulk_jobs, changes
from gateway.database.database import Database
from gateway.domain.commands.bulk_jobs import StartImportJob
from gateway.domain.validation_policy import STRICT
from gateway.models.bulk_job import JobKind
from gateway.services.bulk_jobs.jobs import BulkJobs
from gateway.services.bulk_jobs.queue import BulkJobQueue
from tests.conftest import CALLER
from tests.servers import LIMIT

pytestmark = pytest.mark.anyio

Change = Callable[[], Awaitable[object]]
ROWS = {"rows": [{"number": "+14155550100", "number_type": "longcode"}]}
UPLOAD = {"upload": {"bytes": 100}}


async def settled(opened: Database, job_id: UUID) -> Change:
    [settle] = await BulkJobQueue(opened, STRICT, job_id=job_id).claim(1)
    return settle


async def claimed(opened: Database, job_id: UUID) -> Change:
    return partial(BulkJobQueue(opened, STRICT, job_id=job_id).claim, 1)


async def cancelled(opened: Database, job_id: UUID) -> Change:
    return partial(BulkJobs(opened).cancel, CALLER, job_id, JobKind.IMPORT)


async def failed(opened: Database, job_id: UUID) -> Change:
    return partial(opened.write, partial(bulk_jobs.fail, job_id=job_id, code="chunk_failed"))


async def expired(opened: Database, _job_id: UUID) -> Change:
    later = utc_now() + timedelta(hours=1)
    return partial(opened.write, partial(bulk_jobs.expire_uploads, before=later))


async def read(opened: Database, job_id: UUID) -> Change:
    return partial(BulkJobs(opened).get_many, CALLER, [job_id])


async def notified(opened: Database, change: Change) -> set[UUID]:
    """Return the topics that followers in this process are notified of."""
    heard, last, is_last = set[UUID](), uuid4(), asyncio.Event()

    def hear(topics: Collection[UUID] | None) -> None:
        heard.update(topics or ())
        if last in heard:
            is_last.set()

    async with opened.watched(hear), asyncio.timeout(LIMIT):
        await change()
        await opened.write(partial(changes.touch, topic=last))
        await is_last.wait()
    return heard - {last}


@pytest.mark.parametrize(
    ("source", "prepare"),
    [(ROWS, claimed), (ROWS, settled), (ROWS, cancelled), (ROWS, failed), (UPLOAD, expired)],
)
async def test_a_change_of_a_job_wakes_its_followers(
    opened: Database,
    source: dict[str, object],
    prepare: Callable[[Database, UUID], Awaitable[Change]],
) -> None:
    command = StartImportJob.of({"source": source}, STRICT)
    job_id = (await BulkJobs(opened).start_import(CALLER, command)).progress.id

    topics = await notified(opened, await prepare(opened, job_id))

    assert topics - {CALLER.project_id} == {job_id}


async def test_what_changes_nothing_wakes_no_follower(opened: Database) -> None:
    command = StartImportJob.of({"source": ROWS}, STRICT)
    job_id = (await BulkJobs(opened).start_import(CALLER, command)).progress.id

    assert await notified(opened, await read(opened, job_id)) == set()
