"""Refresh: a walk through a provider's whole list, written page by page, a transaction each.

A lease keeps other workers away, and is renewed while the walk goes on. What was read stays; only a
walk that came to its end tells that a number is gone, and sets the date of the list. Nothing at the
provider is changed, and neither is a number of the project.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from gateway.connections import accounts, drift, inventory
from gateway.connections.accounts import secret_place
from gateway.database.clock import database_now
from gateway.database.database import Database
from gateway.domain.commands.connections import CREDENTIALS
from gateway.domain.enums import ConnectionStatus
from gateway.domain.validation_policy import ValidationPolicy
from gateway.encryption import Keyring
from gateway.errors import RefreshRunning, SecretUnreadable, Unavailable
from gateway.models.connection import ProviderConnection
from gateway.providers.base import STATUSES, Adapter, CallFailed, Listed, Open, checked, distinct

_RENEWED_EVERY: Final = accounts.LEASE.total_seconds() / 3
_PAGE: Final = 500  # numbers of one transaction, however long the provider's pages are
_RETRY: Final = timedelta(minutes=15)  # after a walk that came to no end
# Refused credentials are not tried again until they are replaced.
_HOPELESS: Final = {ConnectionStatus.INVALID_CREDENTIALS, ConnectionStatus.INSUFFICIENT_SCOPE}
Observe = Callable[[str, str], None]


class LeaseLost(Exception):
    """Another worker has the refresh by now, or the connection was removed."""


@dataclass(slots=True)
class Counts:
    """What a refresh has seen so far."""

    seen: int = 0
    drifted: int = 0


@dataclass(frozen=True, slots=True)
class Refresh:
    """Refreshes the lists of connections. *every* is how long a complete list is good for."""

    database: Database
    keyring: Keyring
    open: Open
    policy: ValidationPolicy
    every: timedelta | None
    observe: Observe

    async def run(self, connection: ProviderConnection) -> Counts:
        """Walk the list of a connection whose refresh was claimed, and note how it went."""
        counts = Counts()
        try:
            await self._walked(connection, counts)
        except LeaseLost:
            self.observe(connection.provider.value, "lease_lost")
            return counts
        except CallFailed as failed:
            await self._ended(connection, STATUSES[failed.problem], failed.problem.value)
        except SecretUnreadable as unreadable:
            invalid = ConnectionStatus.INVALID_CREDENTIALS
            await self._ended(connection, invalid, unreadable.code)
        else:
            await self._ended(connection, ConnectionStatus.ACTIVE, None)
        return counts

    async def run_now(self, connection_id: UUID) -> Counts:
        """Walk the list of a connection at once. Raises `RefreshRunning`."""
        claimed = await self.database.write(partial(accounts.claim, connection_id=connection_id))
        if claimed is None:
            raise RefreshRunning
        return await self.run(claimed)

    def adapter(self, connection: ProviderConnection) -> Adapter:
        """Return the adapter of a connection. Raises `SecretUnreadable`."""
        place = secret_place(connection.project_id, connection.id)
        text = self.keyring.decrypt(connection.secret, place)
        return self.open(CREDENTIALS[connection.provider].model_validate_json(text))

    async def _walked(self, connection: ProviderConnection, counts: Counts) -> None:
        async with self._leased(connection):
            async for page in distinct(self.adapter(connection).pages()):
                for listed in _parts([checked(found, self.policy) for found in page]):
                    write = partial(_written, connection, listed)
                    counts.drifted += await self.database.write(write)
                    counts.seen += len(listed)
            while await self.database.write(partial(_dropped, connection)):
                pass

    @contextlib.asynccontextmanager
    async def _leased(self, connection: ProviderConnection) -> AsyncGenerator[None]:
        """Renew the lease from time to time: a page with many calls takes longer than it lasts."""
        renewing = asyncio.create_task(self._renewed(connection))
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)

    async def _renewed(self, connection: ProviderConnection) -> None:
        while True:
            await asyncio.sleep(_RENEWED_EVERY)
            with contextlib.suppress(Unavailable):
                await self.database.write(partial(_keep_lease, connection))

    async def _ended(
        self, connection: ProviderConnection, status: ConnectionStatus, code: str | None
    ) -> None:
        """Note how the walk ended, and when the next is due."""
        self.observe(connection.provider.value, code or "done")
        await self.database.write(partial(_finished, connection, self.every, status, code))


def _parts(page: Sequence[Listed]) -> list[Sequence[Listed]]:
    return [page[start : start + _PAGE] for start in range(0, len(page), _PAGE)]


def _keep_lease(connection: ProviderConnection, db: Connection) -> None:
    """Make the lease last longer. Raises `LeaseLost`."""
    lease_until = database_now(db) + accounts.LEASE
    if not accounts.write(db, connection, lease_until=lease_until):
        raise LeaseLost


def _written(connection: ProviderConnection, page: Sequence[Listed], db: Connection) -> int:
    """Write a page, and report drift; return how many numbers drifted."""
    _keep_lease(connection, db)
    inventory.write(db, connection, page)
    return drift.report(db, connection, page)


def _dropped(connection: ProviderConnection, db: Connection) -> bool:
    """Delete or mark what a complete walk did not see; return whether there may be more."""
    _keep_lease(connection, db)
    inventory.mark_gone(db, connection)
    return inventory.drop_unseen(db, connection)


def _finished(
    connection: ProviderConnection,
    every: timedelta | None,
    status: ConnectionStatus,
    code: str | None,
    db: Connection,
) -> None:
    now = database_now(db)
    wait = min(every, _RETRY) if every and code else every
    due = now + wait if wait and status not in _HOPELESS else None
    values: dict[str, Any] = {"status": status, "code": code, "refresh_due_at": due}
    if code is None:
        values["refreshed_at"] = now
    accounts.write(db, connection, lease_until=None, **values)
