"""Composition of the services on one database, as the server and the command line share them."""

from gateway.assembly.base import Base, Observers
from gateway.assembly.workers import Workers
from gateway.errors import Failure
from gateway.observability.loggers import Logger
from gateway.services.bulk_jobs.job_feed import JobFeed
from gateway.services.bulk_jobs.jobs import BulkJobs, JobLimits
from gateway.services.connections import Connections
from gateway.services.event_feed import EventFeed
from gateway.services.events import Events
from gateway.services.handler_checks import HandlerChecks
from gateway.services.phone_numbers import PhoneNumbers
from gateway.services.projects import Projects
from gateway.services.provider_numbers import ProviderNumbers
from gateway.services.provisioning import Provisioning
from gateway.services.secrets import Secrets
from gateway.services.upstreams import Upstreams
from gateway.services.url_checks import UrlChecks
from gateway.services.wakeups import Wakeups
from gateway.services.webhook_endpoints import WebhookEndpoints
from gateway.settings import Settings

__all__ = ["Assembly", "Observers"]

_log = Logger("numbergate.workers")


class Assembly:
    """Services that work together, and the workers that carry on what they began."""

    def __init__(self, settings: Settings, observers: Observers = Observers()) -> None:  # noqa: B008  # immutable
        """Build the services; nothing connects before it is used."""
        self._base = base = Base.of(settings, observers)
        self.workers = workers = Workers(base)
        self.database = database = base.database
        wake, checks = workers.engine.wake, UrlChecks.of(settings.checks_per_minute)

        self.projects = Projects(database)
        self.provisioning = Provisioning(database, workers.reconciler, wake)
        self.numbers = PhoneNumbers(database, provisioning=self.provisioning)
        self.events, self.wakeups = Events(database), Wakeups(database)
        self.feed = EventFeed(self.events, self.wakeups)
        self.upstreams = Upstreams(database, workers.platforms)
        self.secrets = Secrets(database, base.keyring)
        self.connections = Connections(database, base.keyring, workers.vendors.open, wake)
        self.provider_numbers = ProviderNumbers(database)
        limits, enqueue = _job_limits(settings), workers.engine.enqueue
        self.bulk_jobs = BulkJobs(database, settings.policy, limits, wake, enqueue)
        self.job_feed = JobFeed(self.bulk_jobs, self.wakeups)
        self.handler_checks = HandlerChecks(database, base.egress, checks)
        self.webhooks = WebhookEndpoints(database, workers.sender, checks, wake)

    async def prepare(self) -> None:
        """Make ready for work, once the database is there."""
        await self._log_missing_keys()
        await self.workers.prepare(has_keys=self._base.keyring.has_keys)

    async def _log_missing_keys(self) -> None:
        """Name the keys that stored secrets need and the settings lack."""
        try:
            missing = await self.secrets.missing_keys()
        except Failure:
            return  # the database does not answer yet, or has no tables: readiness says so
        if missing:
            _log.error("secret_keys_missing", keys=missing)

    async def close(self) -> None:
        """End the background work, then close the connections to platforms and the database."""
        await self.workers.stop()
        await self.provisioning.close(self.workers.call_seconds)
        await self.wakeups.close()
        await self.workers.close()
        await self._base.close()


def _job_limits(settings: Settings) -> JobLimits:
    return JobLimits(settings.job_rows, settings.jobs_at_once, settings.upload_limit)
