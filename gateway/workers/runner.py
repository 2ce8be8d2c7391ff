"""Worker: claims what is due in its queues and runs it, a bounded number of jobs at once."""

import asyncio
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection

from gateway.errors import Failure
from gateway.observability.loggers import Logger
from gateway.workers.queue import Job, Key, Queue, leave_due

_JOBS: Final = 20  # of each queue, that run at once
_PAUSE: Final = 1.0  # seconds between two looks at a queue that was empty
_TOGETHER_SECONDS: Final = 0.02  # in which several wake-ups are one
_LONGEST_PAUSE: Final = 30.0  # while the database does not answer
_log = Logger("numbergate.workers")


class Runner:
    """Runs the jobs of all queues in one process."""

    def __init__(self, queues: Sequence[Queue], pause: float = _PAUSE) -> None:
        """Look at each queue every *pause* seconds, and at once when it is woken."""
        self._queues, self._pause, self._grace = queues, pause, 0.0
        self._woken = {queue.name: asyncio.Event() for queue in queues}
        self._loops: list[asyncio.Task[None]] = []

    async def prepare(self) -> None:
        """Do nothing: the tables of the queues are there with the database."""

    def enqueue(self, db: Connection, keys: Sequence[Key]) -> None:
        """Do nothing more: a row that is due is claimed."""
        leave_due(db, keys)

    def start(self) -> None:
        """Work in tasks of the running loop until `stop`."""
        self._loops = [asyncio.create_task(self._work(queue)) for queue in self._queues]

    def wake(self, name: str | None = None) -> None:
        """Look at the queue of that name now, or at all of them: something was made due.

        What is made due while a look is under way has another look: no wake-up is lost.
        """
        for woken in self._woken.values() if name is None else [self._woken[name]]:
            woken.set()

    async def stop(self, seconds: float) -> None:
        """Claim no more, and give the jobs that run *seconds* to end.

        A job that is cancelled leaves its row to be claimed again after its lease.
        """
        self._grace = seconds
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)

    async def _work(self, queue: Queue) -> None:
        running: set[asyncio.Task[None]] = set()
        pause, woken = self._pause, self._woken[queue.name]
        try:
            while True:
                woken.clear()
                jobs = await self._claimed(queue, _JOBS - len(running))
                pause = self._pause if jobs is not None else min(2 * pause, _LONGEST_PAUSE)
                running |= {asyncio.create_task(run_job(queue.name, job)) for job in jobs or ()}
                waits = not jobs or len(running) >= _JOBS
                running = await _wait(woken, running, pause if waits else 0)
        finally:
            await _ended(running, self._grace)

    async def _claimed(self, queue: Queue, most: int) -> Sequence[Job] | None:
        """Claim what is due, or return None where the queue failed.

        The reader is asked first, as a claim takes the write lock.
        """
        try:
            return await queue.claim(most) if most and await queue.is_due() else ()
        except Failure as failure:
            _log.warning("queue_unavailable", queue=queue.name, cause=failure.code)
        except Exception:  # noqa: BLE001  # whatever it is, other queues and later rows must not suffer
            _log.exception("queue_failed", queue=queue.name)
        return None


async def _wait(
    woken: asyncio.Event, running: set[asyncio.Task[None]], pause: float
) -> set[asyncio.Task[None]]:
    """Wait until there may be something to claim; return the jobs that still run."""
    waking = asyncio.create_task(woken.wait())
    try:
        timeout = _until_next(pause) if pause else 0
        await asyncio.wait({waking, *running}, timeout=timeout, return_when="FIRST_COMPLETED")
    finally:
        waking.cancel()
    if woken.is_set() and pause:
        await asyncio.sleep(_TOGETHER_SECONDS)
    return {job for job in running if not job.done()}


def _until_next(pause: float) -> float:
    """Return the seconds to the next multiple of *pause*: all queues are looked at together."""
    return pause - asyncio.get_running_loop().time() % pause


async def _ended(running: set[asyncio.Task[None]], seconds: float) -> None:
    """Wait for jobs to end, and cancel those that take longer."""
    if running:
        _, late = await asyncio.wait(running, timeout=seconds)
        for job in late:
            job.cancel()
        await asyncio.gather(*late, return_exceptions=True)


async def run_job(name: str, job: Job) -> None:
    """Run a job. What fails is logged by its type: its row is claimed again after its lease."""
    try:
        await job()
    except Failure as failure:
        _log.warning("job_failed", queue=name, cause=failure.code)
    except Exception:  # noqa: BLE001  # as above: the row is claimed again
        _log.exception("job_failed", queue=name)
