"""The DBOS engine, of the extra ``numbergate[dbos]``: a keyed queue as a queue of DBOS.

A claim is enqueued in the transaction that makes its row due, as a workflow whose id is the key of
the claim; DBOS runs it in one of the processes. What makes a row happen once is the claim and its
compare-and-set, as with the local engine. So a workflow may run twice, and one that came to nothing
is found by a look at the rows, which puts a new claim in its place. All other queues are local.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, EnqueueOptions
from sqlalchemy import URL, Connection, make_url

from gateway.observability.loggers import Logger
from gateway.workers.queue import Key, KeyedQueue
from gateway.workers.runner import Runner, run_job

_NAME: Final = "numbergate"  # of the application, and of its version: a claim outlives a release
_POLL: Final = 0.2  # seconds between two looks of DBOS at its queue
_LOOK: Final = 5.0  # seconds
_STARTING: Final = 30.0  # seconds that a workflow takes at most from its queue to its claim
_ENQUEUED: Final = "ENQUEUED"
_MOST: Final = 100  # rows of one look
_POOL: Final = 5  # connections of DBOS to PostgreSQL
_OPTIONS: Final[dict[str, Any]] = {"hide_parameters": True}  # of its engine: logs show no values
_log = Logger("numbergate.workers")


class DbosEngine:
    """Runs a keyed queue by DBOS, and all others by a `Runner`. One for each process."""

    def __init__(
        self, url: str, queue: KeyedQueue, others: Runner, look_seconds: float = _LOOK
    ) -> None:
        """Keep DBOS's tables in the database at *url*, which holds the rows too.

        *look_seconds* are between two looks for rows that no workflow waits for.
        """
        self._url = _system_url(make_url(url))
        self._queue, self._others, self._pause = queue, others, look_seconds
        self._serializer = DBOSPortableJSONSerializer()
        self._client: DBOSClient | None = None
        self._work: asyncio.Task[None] | None = None
        self._jobs = set[asyncio.Task[None]]()
        _pass_logs_on()

    async def prepare(self) -> None:
        """Create or migrate the tables of DBOS: from now on claims can be enqueued."""
        if self._client is None:
            await asyncio.to_thread(DBOS.migrate, self._url)
            self._client = self._opened()

    def enqueue(self, db: Connection, keys: Sequence[Key]) -> None:
        """Enqueue claims in the transaction of *db*.

        A process that did not prepare, as a command of the terminal, leaves them to the next look.
        """
        if self._client is None:
            return
        for key in keys:
            self._client.enqueue_in_transaction(db, self._options(key), key.id)

    def start(self) -> None:
        """Work in tasks of the running loop until `stop`."""
        self._others.start()
        self._work = asyncio.create_task(self._run())

    def wake(self, name: str | None = None) -> None:
        """Look at the other queues now; DBOS looks at its own all the time."""
        self._others.wake(name)

    async def stop(self, seconds: float) -> None:
        """Claim no more, and give the jobs that run *seconds* to end."""
        if self._work:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)
        await asyncio.gather(self._others.stop(seconds), self._closed(seconds))

    async def _closed(self, seconds: float) -> None:
        grace = max(1, int(seconds)) if self._jobs else 0
        destroy = partial(DBOS.destroy, destroy_registry=True)
        await asyncio.to_thread(destroy, workflow_completion_timeout_sec=grace)
        for job in self._jobs:
            job.cancel()
        await asyncio.gather(*self._jobs, return_exceptions=True)
        if self._client:
            await asyncio.to_thread(self._client.destroy)

    async def _run(self) -> None:
        """Launch DBOS, then look for lost claims; whatever fails is tried again."""
        launched = False
        while True:
            try:
                if not launched:
                    await self._launch()
                launched = True
                await self._look()
            except Exception:  # noqa: BLE001  # as an outage of the database, that ends
                _log.exception("engine_failed", queue=self._queue.name)
            await asyncio.sleep(self._pause)

    async def _launch(self) -> None:
        await self.prepare()
        workflow = _workflow(asyncio.get_running_loop(), self._carry)
        DBOS(config=self._config())
        DBOS.workflow(name=self._queue.name)(workflow)
        await asyncio.to_thread(self._launch_in_thread)

    def _launch_in_thread(self) -> None:
        DBOS.launch()
        most = self._queue.at_once
        DBOS.register_queue(
            self._queue.name,
            worker_concurrency=most,
            partition_worker_concurrency=most,  # a queue with partitions serves each in turn
            polling_interval_sec=_POLL,
            on_conflict="never_update",  # limits that operators set stay
        )

    async def _carry(self, key: str) -> None:
        """Make a claim and do its job. A failure is logged: the next look finds its row."""
        job = asyncio.current_task()
        assert job  # noqa: S101  # for type checkers: a coroutine runs in a task
        self._jobs.add(job)
        try:
            await run_job(self._queue.name, lambda: self._claimed(key))
        finally:
            self._jobs.discard(job)

    async def _claimed(self, key: str) -> None:
        if run := await self._queue.claim_key(key):
            await run()

    async def _look(self) -> None:
        """Renew the claims that may be made and that no workflow waits for.

        The workflow of such a claim ended with a failure, or its process died; or there is none,
        as the claim is of a time when another engine was chosen.
        """
        if free := await self._queue.free(_MOST):
            waiting = await asyncio.to_thread(self._waiting, [key.id for key in free])
            if lost := [key for key in free if key.id not in waiting]:
                await self._queue.renew(lost, self.enqueue)

    def _waiting(self, ids: list[str]) -> set[str]:
        """Return those of the claims whose workflow is enqueued, or about to make its claim."""
        states, began = [_ENQUEUED, "PENDING"], (time.time() - _STARTING) * 1000
        workflows = DBOS.list_workflows(
            workflow_ids=ids, status=states, load_input=False, load_output=False
        )
        young = [w for w in workflows if w.status == _ENQUEUED or (w.updated_at or 0) > began]
        return {workflow.workflow_id for workflow in young}

    def _options(self, key: Key) -> EnqueueOptions:
        name = self._queue.name
        return {
            "workflow_name": name,
            "queue_name": name,
            "workflow_id": key.id,
            "queue_partition_key": key.turn,
        }

    def _opened(self) -> DBOSClient:
        return DBOSClient(
            system_database_url=self._url,
            serializer=self._serializer,
            application_name=_NAME,
            lazy=True,
        )

    def _config(self) -> DBOSConfig:
        return {
            "name": _NAME,
            "application_version": _NAME,
            "system_database_url": self._url,
            "sys_db_pool_size": _POOL,
            "db_engine_kwargs": _OPTIONS,
            "serializer": self._serializer,
            "log_level": "WARNING",
        }


def _workflow(loop: asyncio.AbstractEventLoop, carry: Any) -> Any:
    """Return a function for a thread of DBOS, which has the loop of the process do the work."""

    def workflow(key: str) -> None:
        asyncio.run_coroutine_threadsafe(carry(key), loop).result()

    return workflow


def _system_url(url: URL) -> str:
    """Name the same database as libpq does: asyncpg's ``ssl`` is its ``sslmode``."""
    query = dict(url.query)
    if "ssl" in query:
        query["sslmode"] = query.pop("ssl")
    return url.set(query=query).render_as_string(hide_password=False)


def _pass_logs_on() -> None:
    """Have DBOS log as every library does. It adds a handler of its own where it finds none."""
    logging.getLogger("dbos").addHandler(logging.NullHandler())
