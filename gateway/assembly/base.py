"""What all services are built on: settings, the database, keys, outbound requests, observers."""

from collections.abc import Callable
from typing import NamedTuple, Self

from gateway.database.database import Database, connect
from gateway.database.looks import Looks
from gateway.egress import Egress
from gateway.encryption import Keyring
from gateway.services.bulk_jobs.queue import Observe as ObserveChunk
from gateway.settings import Settings

Observe = Callable[[str, str], None]


def _unobserved(*_: object) -> None:
    """Count nothing."""


class Observers(NamedTuple):
    """What hears of calls to others, of refreshes, chunks and webhooks: metrics, in a server."""

    platform_call: Observe = _unobserved
    provider_call: Observe = _unobserved
    refresh: Observe = _unobserved
    chunk: ObserveChunk = _unobserved
    webhook: Callable[[str], None] = _unobserved


class Base(NamedTuple):
    """What services and workers share."""

    settings: Settings
    observers: Observers
    database: Database
    keyring: Keyring
    egress: Egress
    looks: Looks

    @classmethod
    def of(cls, settings: Settings, observers: Observers) -> Self:
        """Build it; nothing connects before it is used."""
        database = _database(settings)
        return cls(
            settings,
            observers,
            database,
            Keyring(settings.encryption_keys),
            Egress(allow_private=settings.allow_private_urls),
            Looks(database),
        )

    async def close(self) -> None:
        """Close the connections."""
        await self.egress.close()
        await self.database.close()


def _database(settings: Settings) -> Database:
    return connect(
        settings.database_url,
        busy_seconds=settings.busy_seconds,
        pool_size=settings.pool_size,
        scan_seconds=settings.scan_seconds,
    )
