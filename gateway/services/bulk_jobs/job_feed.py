"""Job feed: streams of the progress of one bulk job, which complete with the job.

A stream reads the job after a wake-up, at most once a second, and queues nothing: the counts
say what happened in between. A job that the project does not have is one None, and the end.
"""

import asyncio
from time import monotonic
from typing import Any, Final
from uuid import UUID

from gateway.concurrency import scan_budget
from gateway.domain.caller import Caller
from gateway.domain.enums import Scope
from gateway.errors import Unavailable
from gateway.models.bulk_job import JobKind
from gateway.models.results import JobProgress
from gateway.services.bulk_jobs.jobs import BulkJobs
from gateway.services.wakeups import Signal, Wakeups

_SECONDS: Final = 1.0  # between two looks at a job


class JobFeed:
    """The progress of bulk jobs, for those who follow them."""

    def __init__(self, jobs: BulkJobs, wakeups: Wakeups) -> None:
        """Read *jobs* when *wakeups* notify of more."""
        self.jobs, self.wakeups = jobs, wakeups

    def follow(self, caller: Caller, job_id: UUID, kind: JobKind) -> "JobStream":
        """Return the stream of the job as it is now, each change, and its end.

        Close it after use. Raises `Forbidden`.
        """
        caller.require_scope(Scope.NUMBERS_READ)
        return JobStream(self, caller, job_id, kind)


class JobStream:
    """The progress of one job, until it has ended."""

    def __init__(self, feed: JobFeed, caller: Caller, job_id: UUID, kind: JobKind) -> None:
        """Begin with the job as it is now. `JobFeed.follow` makes streams."""
        self._feed, self._caller, self._job_id, self._kind = feed, caller, job_id, kind
        self._signal, self._next_look = Signal(job_id), 0.0
        self._seen: Any = None  # what was returned last
        self._has_ended = False
        # Before the first look: what is written next is noticed.
        feed.wakeups.add(self._signal.notify)
        self._signal.notify(None)

    def __aiter__(self) -> "JobStream":
        return self

    async def __anext__(self) -> JobProgress | None:
        """Return the job once more of it is to be seen; None if the project has no such job."""
        if self._has_ended:
            raise StopAsyncIteration
        while _visible(progress := await self._look()) == self._seen:
            pass
        self._seen = _visible(progress)
        self._has_ended = progress is None or progress.job.finished_at is not None
        return progress

    async def aclose(self) -> None:
        """Listen no more."""
        self._feed.wakeups.remove(self._signal.notify)

    async def _look(self) -> JobProgress | None:
        """Read the job at the next wake-up that is due. An outage is waited out."""
        while True:
            await self._signal.wait()
            await asyncio.sleep(self._next_look - monotonic())
            self._next_look = monotonic() + _SECONDS
            try:
                return await self._read()
            except Unavailable:
                self._signal.notify(None)

    async def _read(self) -> JobProgress | None:
        scan_budget.begin()  # each look has its own: a stream goes on for as long as it likes
        found = await self._feed.jobs.get_many(self._caller, [self._job_id])
        progress = found.get(self._job_id)
        return progress if progress and progress.job.kind is self._kind else None


def _visible(progress: JobProgress | None) -> Any:
    """Return what a follower sees of a job. Each claim of a chunk changes the job besides."""
    if progress is None:
        return ()
    job = progress.job
    return job.status, job.total, job.finished_at, dict(progress.counts)
