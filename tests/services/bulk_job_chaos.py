"""Crash test of bulk jobs: workers on one database are killed at random while they do a job.

As a command it is larger: ``python -m bench.bulk_jobs``.
"""

import asyncio
import io
import random
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Connection, func, select

from gateway.assembly import Assembly
from gateway.database.bulk_jobs import CHUNKS, JOBS, ROWS, ClaimedChunk
from gateway.database.database import Database
from gateway.database.events import EVENTS, STREAMS
from gateway.database.phone_numbers import NUMBERS
from gateway.domain.caller import Caller
from gateway.domain.commands.bulk_jobs import StartImportJob
from gateway.domain.enums import JobStatus, RowFate
from gateway.domain.validation_policy import STRICT
from gateway.models.bulk_job import BulkJob
from gateway.services.bulk_jobs.jobs import BulkJobs
from gateway.services.bulk_jobs.uploads import Uploads
from gateway.settings import Settings
from gateway.settings.bulk_jobs import EngineName
from gateway.workers.queue import Enqueue, leave_due
from tests import servers

Start = Callable[..., servers.Process]  # `servers.fresh`, whose CPU is counted, or `forked`
_INVALID_EVERY: Final = 100
_POLL_SECONDS: Final = 0.05


@dataclass(frozen=True)
class Report:
    """What is in the database after a run, and what the run took."""

    valid: int
    kills: int
    seconds: float
    cpu_seconds: float
    largest_mib: float
    found: dict[str, Any]

    @property
    def violations(self) -> list[str]:
        """What is not as it has to be."""
        expected = dict.fromkeys(
            ("numbers", "distinct", "events", "stream", "imported"), self.valid
        )
        wrong = {
            n: (self.found[n], count) for n, count in expected.items() if self.found[n] != count
        }
        rest: dict[str, Any] = {"strays": 0, "counted": self.valid, "status": JobStatus.COMPLETED}
        wrong |= {n: (self.found[n], v) for n, v in rest.items() if self.found[n] != v}
        return [f"{name}: {found} instead of {right}" for name, (found, right) in wrong.items()]


def csv_of(rows: int) -> bytes:
    """Return a file of so many rows, one of a hundred of them invalid."""
    lines = ["number,number_type,name,tags,call_handler"]
    for n in range(rows):
        number = "12" if n % _INVALID_EVERY == _INVALID_EVERY - 1 else f"+1415{2000000 + n}"
        lines.append(f"{number},longcode,n{n},bulk g{n % 50},relay_topic topic=t{n % 20}")
    return "\n".join(lines).encode()


def valid_of(rows: int) -> int:
    """Return how many rows of that file are valid."""
    return rows - rows // _INVALID_EVERY


async def kept(database: Database, caller: Caller, rows: int, enqueue: Enqueue = leave_due) -> UUID:
    """Start a job of so many rows, and return its id."""
    file, jobs = csv_of(rows), BulkJobs(database, enqueue=enqueue)
    asked = {"source": {"upload": {"bytes": len(file)}}}
    started = await jobs.start_import(caller, StartImportJob.of(asked, STRICT))
    await Uploads(jobs).keep(caller, started.progress.job.id, io.BytesIO(file))
    return started.progress.job.id


def take_without_asking(db: Connection, chunk: ClaimedChunk) -> BulkJob:
    """Return a chunk's job, whichever worker did it: what `bulk_job_chunks.take` must not do."""
    return cast("BulkJob", db.execute(select(JOBS).where(JOBS.c.id == chunk.job_id)).one())


class Workers:
    """Processes that run ``numbergate work``."""

    def __init__(self, settings: dict[str, str], folder: Path, start: Start, count: int) -> None:
        self._settings, self._start = {"log_level": "WARNING", **settings}, start
        self._log = (folder / "workers.log").open("ab")
        self._running = [self._started() for _ in range(count)]

    def kill(self, which: int) -> None:
        """Kill a process, and start another."""
        with servers.ending(self._running[which]):
            self._running[which] = self._started()

    def end(self) -> None:
        """Leave none behind."""
        for process in self._running:
            with servers.ending(process):
                pass
        self._log.close()

    def _started(self) -> servers.Process:
        return self._start(("work",), servers.environment(self._settings), self._log, self._log)


async def run(  # noqa: PLR0913  # what a run depends on
    url: str,
    caller: Caller,
    folder: Path,
    *,
    rows: int,
    kills: int,
    start: Start = servers.fresh,
    engine: str = EngineName.LOCAL,
) -> Report:
    """Do a job with two workers that are killed so often; return what is there then."""
    settings = {"database_url": url, "engine": engine}
    assembly = Assembly(Settings(**settings, busy_seconds=60))  # type: ignore[arg-type]
    database = assembly.database
    try:
        await assembly.prepare()
        job_id = await kept(database, caller, rows, assembly.workers.engine.enqueue)
        began, spent = time.perf_counter(), _children_seconds()
        workers = Workers(settings, folder, start, 2)
        try:
            done = await _killed(database, job_id, workers, rows, kills)
            await _wait(database, job_id, lambda found: found["left"] == 0)
        finally:
            workers.end()
        seconds, cpu = time.perf_counter() - began, _children_seconds() - spent
        largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        counted = await database.read(lambda db: found(db, caller, job_id))
        return Report(valid_of(rows), done, seconds, cpu, largest, counted)
    finally:
        await assembly.close()


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


async def _killed(database: Database, job_id: UUID, workers: Workers, rows: int, kills: int) -> int:
    """Kill a worker whenever another share of the rows is done; return how often."""
    chance = random.Random(rows)  # noqa: S311  # no secret
    for kill in range(kills):
        share = rows * (kill + 1) // (kills + 1)
        await _wait(database, job_id, lambda found, share=share: found["done"] >= share)  # type: ignore[misc]
        workers.kill(chance.randrange(2))
    return kills


async def _wait(
    database: Database, job_id: UUID, is_found: Callable[[dict[str, int]], bool]
) -> None:
    end = time.monotonic() + servers.LIMIT * 4
    while not is_found(found := await database.read(lambda db: _progress(db, job_id))):
        assert time.monotonic() < end, found
        await asyncio.sleep(_POLL_SECONDS)


def _progress(db: Connection, job_id: UUID) -> dict[str, int]:
    of_job = CHUNKS.c.job_id == job_id
    done = select(func.coalesce(func.sum(CHUNKS.c.size), 0)).where(of_job, CHUNKS.c.state == "done")
    left = select(func.count()).where(of_job, CHUNKS.c.state == "ready")
    return {"done": int(db.scalar(done) or 0), "left": int(db.scalar(left) or 0)}


def found(db: Connection, caller: Caller, job_id: UUID) -> dict[str, Any]:
    """Return the counts that have to agree."""
    project = caller.project_id
    numbers = NUMBERS.c.project_id == project
    imported = (ROWS.c.job_id == job_id) & (ROWS.c.fate == RowFate.IMPORTED)
    there = select(NUMBERS.c.id).where(NUMBERS.c.id == ROWS.c.number_id).exists()
    told = (
        select(EVENTS.c.number_id)
        .where(EVENTS.c.project_id == project, EVENTS.c.number_id == ROWS.c.number_id)
        .exists()
    )
    queries = {
        "numbers": select(func.count()).where(numbers),
        "distinct": select(func.count(NUMBERS.c.number.distinct())).where(numbers),
        "events": select(func.count()).where(EVENTS.c.project_id == project),
        "stream": select(STREAMS.c.length).where(STREAMS.c.project_id == project),
        "imported": select(func.count()).where(imported),
        "strays": select(func.count()).where(imported, ~(there & told)),
        "counted": select(func.sum(CHUNKS.c.written)).where(CHUNKS.c.job_id == job_id),
        "status": select(JOBS.c.status).where(JOBS.c.id == job_id),
    }
    return {name: db.scalar(query) for name, query in queries.items()}


def told(report: Report, rows: int) -> str:
    """Return a report in one line."""
    wrong = "; ".join(report.violations) or "nothing wrong"
    return (
        f"{rows:,} rows, {report.kills} kills: {report.seconds:.1f} s, "
        f"{rows / report.seconds:,.0f} rows/s, {report.cpu_seconds / rows * 1e3:.2f} ms CPU a row, "
        f"largest process {report.largest_mib:.0f} MiB; {wrong}"
    )
