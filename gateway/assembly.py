"""Composition of the services on one database, as the server and the command line share them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple, Self

from gateway.connections.queues import RefreshQueue
from gateway.connections.refresh import Refresh
from gateway.database.database import Database, connect
from gateway.egress import Egress
from gateway.encryption import Keyring
from gateway.errors import Failure
from gateway.observability.loggers import Logger
from gateway.providers.vendors import Vendors
from gateway.services.bulk_jobs.job_feed import JobFeed
from gateway.services.bulk_jobs.jobs import BulkJobs, JobLimits
from gateway.services.bulk_jobs.queue import BulkJobQueue
from gateway.services.bulk_jobs.queue import Observe as ObserveChunk
from gateway.services.connections import Connections
from gateway.services.event_feed import EventFeed
from gateway.services.events import Events
from gateway.services.handler_checks import HandlerChecks
from gateway.services.phone_numbers import PhoneNumbers
from gateway.services.provider_numbers import ProviderNumbers
from gateway.services.provisioning import Provisioning
from gateway.services.secrets import Secrets
from gateway.services.upstreams import Upstreams
from gateway.services.url_checks import UrlChecks
from gateway.services.wakeups import Wakeups
from gateway.services.webhook_endpoints import WebhookEndpoints
from gateway.settings import Settings
from gateway.upstream.breaker import Breaker
from gateway.upstream.platforms import Platforms
from gateway.upstream.queues import ChangeQueue, SyncQueue
from gateway.upstream.reconcile import Reconciler
from gateway.upstream.sync import Sync
from gateway.upstream.timing import Timing
from gateway.webhooks.delivery import Delivery, Sender
from gateway.webhooks.queues import WebhookQueue
from gateway.webhooks.schedule import Schedule
from gateway.workers.queue import Queue
from gateway.workers.runner import Runner

Observe = Callable[[str, str], None]
_log = Logger("numbergate.workers")


def _unobserved(*_: object) -> None:
    """Count nothing."""


class Observers(NamedTuple):
    """What hears of calls to others, of refreshes, chunks and webhooks: metrics, in a server."""

    platform_call: Observe = _unobserved
    provider_call: Observe = _unobserved
    refresh: Observe = _unobserved
    chunk: ObserveChunk = _unobserved
    webhook: Callable[[str], None] = _unobserved


@dataclass(frozen=True, slots=True)
class Assembly:
    """Services that work together, and the worker that carries on what they began."""

    database: Database
    numbers: PhoneNumbers
    events: Events
    wakeups: Wakeups
    feed: EventFeed
    upstreams: Upstreams
    connections: Connections
    provider_numbers: ProviderNumbers
    sync: Sync
    refresh: Refresh
    secrets: Secrets
    runner: Runner
    provisioning: Provisioning
    platforms: Platforms
    vendors: Vendors
    timing: Timing
    bulk_jobs: BulkJobs
    job_feed: JobFeed
    bulk_job_queue: BulkJobQueue
    egress: Egress
    webhooks: WebhookEndpoints
    handler_checks: HandlerChecks

    @classmethod
    def of(cls, settings: Settings, observers: Observers = Observers()) -> Self:  # noqa: B008  # immutable
        """Build the services."""
        database = connect(
            settings.database_url,
            busy_seconds=settings.busy_seconds,
            pool_size=settings.pool_size,
            scan_seconds=settings.scan_seconds,
        )
        events, wakeups = Events(database), Wakeups(database)
        timing = Timing(settings.upstream_call_seconds, settings.upstream_answer_seconds)
        keyring = Keyring(settings.encryption_keys)
        platforms = Platforms(keyring, timing.call_seconds)
        breaker = Breaker(timing.probe.total_seconds())
        reconciler = Reconciler(database, platforms, breaker, timing, observers.platform_call)
        sync = Sync(database, platforms, timedelta(seconds=settings.upstream_sync_seconds))
        vendors = _vendors(settings, observers)
        refresh = _refresh(settings, database, keyring, vendors, observers)
        jobs = BulkJobQueue(database, settings.policy, observers.chunk)
        limits = JobLimits(settings.job_rows, settings.jobs_at_once, settings.upload_limit)
        egress = Egress(allow_private=settings.allow_private_urls)
        sender = Sender(egress, keyring)
        schedule = Schedule(settings.webhook_seconds, settings.webhook_pauses)
        delivery = Delivery(database, sender, schedule, observers.webhook)
        queues: list[Queue] = [
            ChangeQueue(reconciler),
            SyncQueue(sync),
            jobs,
            RefreshQueue(refresh),
            WebhookQueue(delivery),
        ]
        runner = Runner(queues)
        bulk_jobs = BulkJobs(database, settings.policy, limits, runner.wake)
        checks = UrlChecks.of(settings.checks_per_minute)
        provisioning = Provisioning(database, reconciler, runner.wake)
        return cls(
            database=database,
            numbers=PhoneNumbers(database, provisioning=provisioning),
            events=events,
            wakeups=wakeups,
            feed=EventFeed(events, wakeups),
            upstreams=Upstreams(database, platforms),
            connections=Connections(database, keyring, vendors.open, runner.wake),
            provider_numbers=ProviderNumbers(database),
            sync=sync,
            refresh=refresh,
            secrets=Secrets(database, keyring),
            runner=runner,
            provisioning=provisioning,
            platforms=platforms,
            vendors=vendors,
            timing=timing,
            bulk_jobs=bulk_jobs,
            job_feed=JobFeed(bulk_jobs, wakeups),
            bulk_job_queue=jobs,
            egress=egress,
            handler_checks=HandlerChecks(database, egress, checks),
            webhooks=WebhookEndpoints(database, sender, checks, runner.wake),
        )

    async def log_missing_keys(self) -> None:
        """Name the keys that stored secrets need and the settings lack."""
        try:
            missing = await self.secrets.missing_keys()
        except Failure:
            return  # the database does not answer yet, or has no tables: readiness says so
        if missing:
            _log.error("secret_keys_missing", keys=missing)

    async def close(self) -> None:
        """End the background work, then close the connections to platforms and the database."""
        await self.runner.stop(self.timing.call_seconds)
        await self.provisioning.close(self.timing.call_seconds)
        await self.platforms.close()
        await self.wakeups.close()
        await self.egress.close()
        await self.vendors.close()
        await self.database.close()


def _vendors(settings: Settings, observers: Observers) -> Vendors:
    return Vendors(
        settings.hosts_of_providers,
        observers.provider_call,
        call_seconds=settings.connection_call_seconds,
    )


def _refresh(
    settings: Settings,
    database: Database,
    keyring: Keyring,
    vendors: Vendors,
    observers: Observers,
) -> Refresh:
    seconds = settings.connection_refresh_seconds
    every = timedelta(seconds=seconds) if seconds else None
    return Refresh(database, keyring, vendors.open, settings.policy, every, observers.refresh)
