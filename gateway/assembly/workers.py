"""Composition of background work: a queue for each kind, and the engine that runs them."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from importlib import import_module

from gateway import tls
from gateway.assembly.base import Base
from gateway.concurrency.computations import compute
from gateway.connections.queues import RefreshQueue
from gateway.connections.refresh import Refresh
from gateway.providers.vendors import Vendors
from gateway.services.bulk_jobs.queue import BulkJobQueue
from gateway.settings.bulk_jobs import EngineName
from gateway.upstream.breaker import Breaker
from gateway.upstream.platforms import Platforms
from gateway.upstream.queues import ChangeQueue, SyncQueue
from gateway.upstream.reconcile import Reconciler
from gateway.upstream.sync import Sync
from gateway.upstream.timing import Timing
from gateway.webhooks.delivery import Delivery, Sender
from gateway.webhooks.queues import WEBHOOKS, CommitWakeups, WebhookQueue
from gateway.webhooks.schedule import Schedule
from gateway.workers.queue import Engine, Queue
from gateway.workers.runner import Runner


class Workers:
    """What carries on the work that services began, and what both use of other systems."""

    def __init__(self, base: Base) -> None:
        """Build it; the engine starts when it is asked to."""
        settings = base.settings
        timing = Timing(settings.upstream_call_seconds, settings.upstream_answer_seconds)
        self.call_seconds = timing.call_seconds
        self.platforms = Platforms(base.keyring, timing.call_seconds)
        self.vendors = _vendors(base)
        self.sender = Sender(base.egress, base.keyring)
        self.reconciler = _reconciler(base, self.platforms, timing)
        every = timedelta(seconds=settings.upstream_sync_seconds)
        self.sync = Sync(base.database, self.platforms, every)
        self.refresh = _refresh(base, self.vendors)
        self._wakeups = CommitWakeups(lambda: self.engine.wake(WEBHOOKS))
        self.engine = _engine(base, [*self._queues(base)])
        base.database.notify(self._wakeups.committed)

    async def prepare(self, *, has_keys: bool) -> None:
        """Get ready to carry on work; *has_keys* is whether there may be platforms and providers.

        Their HTTP client is imported now, as that takes 0.1 s, which a first call would have to
        hold the event loop for.
        """
        if has_keys:
            await compute(import_module, "httpx2")
            await compute(tls.default_context)
        await self.engine.prepare()

    async def stop(self) -> None:
        """End the background work; what runs may end its calls to platforms."""
        await self.engine.stop(self.call_seconds)

    async def close(self) -> None:
        """Close the connections to platforms and providers."""
        await self.platforms.close()
        await self.vendors.close()

    def _queues(self, base: Base) -> Iterator[Queue]:
        looks = base.looks
        yield ChangeQueue(self.reconciler, looks)
        yield SyncQueue(self.sync, looks)
        yield RefreshQueue(self.refresh, looks)
        yield WebhookQueue(_delivery(base, self.sender), looks, self._wakeups.found)


def _engine(base: Base, others: Sequence[Queue]) -> Engine:
    observe = base.observers.chunk
    jobs = BulkJobQueue(base.database, base.settings.policy, observe, looks=base.looks)
    if base.settings.engine is EngineName.LOCAL:
        return Runner([jobs, *others])
    from gateway.workers.dbos import DbosEngine

    return DbosEngine(base.settings.database_url, jobs, Runner(others))


def _reconciler(base: Base, platforms: Platforms, timing: Timing) -> Reconciler:
    breaker = Breaker(timing.probe.total_seconds())
    return Reconciler(base.database, platforms, breaker, timing, base.observers.platform_call)


def _vendors(base: Base) -> Vendors:
    return Vendors(
        base.settings.hosts_of_providers,
        base.observers.provider_call,
        call_seconds=base.settings.connection_call_seconds,
    )


def _refresh(base: Base, vendors: Vendors) -> Refresh:
    seconds = base.settings.connection_refresh_seconds
    every = timedelta(seconds=seconds) if seconds else None
    policy, observe = base.settings.policy, base.observers.refresh
    return Refresh(base.database, base.keyring, vendors.open, policy, every, observe)


def _delivery(base: Base, sender: Sender) -> Delivery:
    schedule = Schedule(base.settings.webhook_seconds, base.settings.webhook_pauses)
    return Delivery(base.database, sender, schedule, base.observers.webhook)
