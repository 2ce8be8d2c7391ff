"""A project that is connected to an account whose answers a test changes as it goes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from gateway.clock import utc_now
from gateway.connections import accounts, origins
from gateway.connections.accounts import CONNECTIONS
from gateway.connections.refresh import Counts, Refresh
from gateway.database.database import Database, connect
from gateway.domain.caller import Caller
from gateway.domain.commands.connections import ConnectProvider, ListProviderNumbers
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import STRICT
from gateway.encryption import Keyring
from gateway.models.connection import ProviderConnection
from gateway.models.pagination import Window
from gateway.models.results import CommandResult
from gateway.services import imports
from gateway.services.connections import Connections
from gateway.services.events import Events
from gateway.services.phone_numbers import PhoneNumbers
from gateway.services.provider_numbers import Candidate, ProviderNumbers
from tests.conftest import CALLER
from tests.providers.account import TWILIO, Account
from tests.providers.test_twilio import LIST, NUMBER

KEYRING: Final = Keyring({"k1": b"1" * 32})
SECOND: Final = {"sid": "PN2", "phone_number": "+14155550124", "friendly_name": "Back office"}


@dataclass
class World:
    """The services, and the account."""

    database: Database
    account: Account
    refreshes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    every: timedelta | None = None

    @property
    def connections(self) -> Connections:
        return Connections(self.database, KEYRING, self.account.open)

    @property
    def provider_numbers(self) -> ProviderNumbers:
        return ProviderNumbers(self.database)

    @property
    def numbers(self) -> PhoneNumbers:
        return PhoneNumbers(self.database)

    @property
    def refresh(self) -> Refresh:
        observe = lambda *seen: self.refreshes.append(seen)  # noqa: E731
        return Refresh(self.database, KEYRING, self.account.open, STRICT, self.every, observe)

    def has(self, *numbers: Any) -> None:
        """Let the account have these numbers, and no others."""
        listed = [NUMBER | number for number in numbers]
        self.account.answers = dict(self.account.answers) | {
            LIST: {"incoming_phone_numbers": listed, "next_page_uri": None}
        }

    def answers(self, answer: Any) -> None:
        """Let the account answer its list so."""
        self.account.answers = dict(self.account.answers) | {LIST: answer}

    async def connect(
        self, caller: Caller = CALLER, credentials: Any = TWILIO, label: str = "Old"
    ) -> ProviderConnection:
        """Connect the caller's project to the account."""
        asked = {"label": label, "credentials": credentials}
        return await self.connections.connect(caller, ConnectProvider.of(asked, STRICT))

    async def refreshed(self, connection: ProviderConnection) -> Counts:
        """Refresh the list at once."""
        return await self.refresh.run_now(connection.id)

    async def row(self, connection: ProviderConnection) -> ProviderConnection:
        """Return the connection as it is now."""
        [row] = await self.connections.get_many(CALLER, [connection.id])
        assert row is not None
        return row

    async def listed(
        self, connection: ProviderConnection, *states: str, caller: Caller = CALLER
    ) -> list[tuple[str, str]]:
        """Return the ids and the states of the connection's numbers."""
        wanted = ListProviderNumbers.of({"states": [*states] or None}, STRICT)
        page = await self.provider_numbers.page(caller, connection.id, Window(100), wanted)
        return [(row.external_id, row.state.value) for row in page.rows]

    async def imported(self, connection: ProviderConnection, *external_ids: str) -> list[Any]:
        """Import the chosen numbers, or all that are new; return their rows."""
        rows: list[Any] = []
        source = self.provider_numbers.candidates(CALLER, connection.id, [*external_ids] or None)
        async for candidates in source:
            rows += [await self.imported_as(candidate) for candidate in candidates]
        return rows

    async def imported_as(self, candidate: Candidate) -> Any:
        """Import one number, with its origin in the same transaction."""
        command = ImportNumber.of(candidate.asked, STRICT)

        def work(db: Connection) -> Any:
            [result] = imports.import_all(db, CALLER, [command], utc_now())
            assert isinstance(result, CommandResult)
            origins.record(db, CALLER.project_id, result.row.id, candidate.origin)
            return result.row

        return await self.database.write(work)

    async def events(self, type_: str = "drift_detected") -> list[list[dict[str, Any]]]:
        """Return what the events of this type say."""
        page = await Events(self.database).page(CALLER, Window(100))
        return [row.changes for row in page.rows if row.type == type_]

    async def columns(self, connection_id: UUID) -> dict[str, Any]:
        """Return the connection's row as it is stored."""
        query = CONNECTIONS.select().where(CONNECTIONS.c.id == connection_id)
        rows = await self.database.read(lambda db: db.execute(query).mappings().all())
        return dict(rows[0])

    async def claim(self, connection: ProviderConnection) -> ProviderConnection:
        """Claim a refresh, as a worker does."""
        claimed = await self.database.write(partial(accounts.claim, connection_id=connection.id))
        assert claimed is not None
        return claimed


@asynccontextmanager
async def world(database: str) -> AsyncIterator[World]:
    """Open the database, beside an account that has two numbers."""
    opened = connect(database, busy_seconds=60)
    made = World(opened, Account({}))
    made.has({}, SECOND)
    yield made
    await opened.close()
