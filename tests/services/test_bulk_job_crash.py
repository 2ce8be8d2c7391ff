"""Bulk jobs survive kill -9: exactly the valid rows, once, each with its event."""

import asyncio
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from gateway.database import bulk_job_chunks
from gateway.database.bulk_jobs import CHUNKS
from gateway.database.database import Database
from gateway.domain.validation_policy import STRICT
from gateway.services.bulk_jobs.queue import BulkJobQueue
from tests import servers
from tests.conftest import CALLER, NOON
from tests.services import bulk_job_chaos

pytestmark = pytest.mark.anyio

NEEDS_DBOS = pytest.mark.skipif(
    find_spec("dbos") is None, reason="the extra numbergate[dbos] is not installed"
)
ROWS, KILLS = 3_000, 3
FEW = 50


@pytest.mark.parametrize("engine", ["local", pytest.param("dbos", marks=NEEDS_DBOS)])
async def test_a_job_whose_workers_are_killed_imports_each_valid_row_once(
    database: str, tmp_path: Path, engine: str
) -> None:
    report = await bulk_job_chaos.run(
        database, CALLER, tmp_path, rows=ROWS, kills=KILLS, start=servers.forked, engine=engine
    )

    assert report.violations == []
    assert report.kills == KILLS


async def claimed_twice(opened: Database) -> dict[str, Any]:
    """Have a chunk done by two workers at once, as one's lease had ended; return the counts."""
    job_id = await bulk_job_chaos.kept(opened, CALLER, FEW)
    queue = BulkJobQueue(opened, STRICT)
    [late] = await queue.claim(1)
    ended = update(CHUNKS).values(lease_until=NOON)
    await opened.write(lambda db: db.execute(ended))
    [other] = await queue.claim(1)
    await asyncio.gather(other(), late())
    return await opened.read(lambda db: bulk_job_chaos.found(db, CALLER, job_id))


async def test_a_worker_whose_lease_ended_writes_nothing(opened: Database) -> None:
    found = await claimed_twice(opened)

    assert (found["numbers"], found["events"], found["imported"]) == (FEW, FEW, FEW)


async def test_without_the_compare_and_set_it_would_write_over_what_became_of_the_rows(
    opened: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_job_chunks, "take", bulk_job_chaos.take_without_asking)

    found = await claimed_twice(opened)

    assert (found["numbers"], found["imported"]) == (FEW, 0)
