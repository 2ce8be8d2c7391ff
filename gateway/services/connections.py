"""The service of connections: accounts at other providers, and refreshes of their numbers."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import Connection

from gateway.connections import accounts, inventory
from gateway.connections.accounts import secret_place
from gateway.database.clock import database_now
from gateway.database.database import Database
from gateway.database.locks import lock
from gateway.domain.caller import Caller
from gateway.domain.commands.connections import (
    ConnectProvider,
    Credentials,
    RefreshConnection,
    RemoveConnection,
    UpdateConnection,
)
from gateway.domain.enums import ConnectionStatus, ProviderNumberState, Scope
from gateway.encryption import Keyring, hint
from gateway.errors import (
    ConnectionExists,
    ConnectionLimit,
    ConnectionNotFound,
    ConnectionRefused,
    OtherAccount,
    RefreshRunning,
    RefreshTooSoon,
)
from gateway.models.connection import ProviderConnection
from gateway.providers.base import CallFailed, Open, Problem

MOST_CONNECTIONS: Final = accounts.MOST
BETWEEN_REFRESHES: Final = timedelta(seconds=60)
ALL_STATES: Final = tuple(ProviderNumberState)
_CANDIDATES: Final = 500  # numbers of one page of the source of imports
_REFUSALS: Final = {
    Problem.CREDENTIALS: "The provider refused the credentials.",
    Problem.SCOPE: "The provider accepted the credentials, which may not list numbers.",
    Problem.ACCOUNT: "The provider has no such account.",
    Problem.RATE_LIMITED: "The provider limits the rate of requests now.",
    Problem.UNREACHABLE: "The provider could not be reached.",
}
_REFUSED: Final = "The provider did not answer as expected."
_RETRYABLE: Final = {Problem.RATE_LIMITED, Problem.UNREACHABLE}


def _awake() -> None:
    """Wake no worker: there is none in this process."""


@dataclass(frozen=True, slots=True)
class Connections:
    """The connections of all projects. *wake* has a worker look for what is due."""

    database: Database
    keyring: Keyring
    open: Open
    wake: Callable[[], None] = _awake

    async def find_all(self, caller: Caller) -> list[ProviderConnection]:
        """Return the project's connections, the oldest first."""
        caller.require_scope(Scope.NUMBERS_READ)
        return await self.database.read(lambda db: accounts.find_all(db, caller.project_id))

    async def find(self, caller: Caller, connection_id: UUID) -> ProviderConnection:
        """Return a connection of the project. Raises `ConnectionNotFound`."""
        caller.require_scope(Scope.NUMBERS_READ)
        return await self._found(caller, connection_id)

    async def _found(self, caller: Caller, connection_id: UUID) -> ProviderConnection:
        find = partial(accounts.find, project=caller.project_id, connection_id=connection_id)
        found = await self.database.read(find)
        if found is None:
            raise ConnectionNotFound
        return found

    async def get_many(
        self, caller: Caller, ids: Sequence[UUID]
    ) -> Sequence[ProviderConnection | None]:
        """Return the connection, or None, for each of the *ids*: for a data loader."""
        caller.require_scope(Scope.NUMBERS_READ)
        find = partial(accounts.find_all, project=caller.project_id, ids=ids)
        rows = {row.id: row for row in await self.database.read(find)}
        return [rows.get(connection_id) for connection_id in ids]

    async def connect(self, caller: Caller, command: ConnectProvider) -> ProviderConnection:
        """Connect the project to an account, after one call that tries the credentials.

        The first refresh is due at once. Raises `ConnectionRefused`, `ConnectionExists`,
        `ConnectionLimit`, `SecretsNotConfigured`.
        """
        caller.require_scope(Scope.CONNECTIONS_MANAGE)
        connection_id = uuid4()
        values = self._encrypted(caller, connection_id, command.credentials)
        await self._verify(command.credentials)
        row = {"id": connection_id, "label": command.label, "refreshed_at": None, **values}
        return await self._written(partial(_connect, caller, row))

    async def update(self, caller: Caller, command: UpdateConnection) -> ProviderConnection:
        """Change the label, or replace the credentials by others of the same account.

        Raises `ConnectionNotFound`, `OtherAccount`, `ConnectionRefused`, `SecretsNotConfigured`.
        """
        caller.require_scope(Scope.CONNECTIONS_MANAGE)
        credentials, values = command.credentials, dict[str, Any]()
        if credentials:
            values = self._encrypted(caller, command.id, credentials)
            found = await self._found(caller, command.id)
            if not _is_same_account(found, values):
                raise OtherAccount
            await self._verify(credentials)
        if command.label is not None:
            values["label"] = command.label
        return await self._written(partial(_update, caller, command.id, values))

    async def request_refresh(
        self, caller: Caller, command: RefreshConnection
    ) -> ProviderConnection:
        """Have the list of numbers fetched soon.

        Raises `ConnectionNotFound`, `RefreshRunning`, `RefreshTooSoon`.
        """
        caller.require_scope(Scope.CONNECTIONS_MANAGE)
        return await self._written(partial(_make_due, caller, command.id))

    async def remove(self, caller: Caller, command: RemoveConnection) -> str:
        """Forget an account and its list of numbers; return its label.

        Imported numbers stay, and know that they came from elsewhere. Raises `ConnectionNotFound`.
        """
        caller.require_scope(Scope.CONNECTIONS_MANAGE)
        label = await self.database.write(partial(_remove, caller, command.id))
        while await self.database.write(partial(inventory.drop_all, connection_id=command.id)):
            pass
        return label

    def _encrypted(
        self, caller: Caller, connection_id: UUID, credentials: Credentials
    ) -> dict[str, Any]:
        """Return the columns of the credentials. Raises `SecretsNotConfigured`."""
        place = secret_place(caller.project_id, connection_id)
        return {
            "provider": credentials.provider,
            "account": credentials.account,
            "secret": self.keyring.encrypt(credentials.model_dump_json(), place),
            "secret_hint": hint(credentials.secret),
            "status": ConnectionStatus.ACTIVE,
            "code": None,
        }

    async def _verify(self, credentials: Credentials) -> None:
        try:
            await self.open(credentials).verify()
        except CallFailed as failed:
            text = _REFUSALS.get(failed.problem, _REFUSED)
            raise ConnectionRefused(text, retryable=failed.problem in _RETRYABLE) from None

    async def _written(
        self, work: Callable[[Connection], ProviderConnection]
    ) -> ProviderConnection:
        row = await self.database.write(work)
        self.wake()
        return row


def _is_same_account(found: ProviderConnection, values: Mapping[str, Any]) -> bool:
    """Tell whether new credentials are of the connection's account, as far as they name one."""
    return (found.provider, found.account) == (values["provider"], values["account"])


def _connect(caller: Caller, row: Mapping[str, Any], db: Connection) -> ProviderConnection:
    lock(db, f"connections/{caller.project_id}")  # those that come together are counted in turn
    if accounts.count(db, caller.project_id) >= accounts.MOST:
        raise ConnectionLimit(accounts.MOST)
    now = database_now(db)
    new = {"project_id": caller.project_id, "created_at": now, "refresh_due_at": now, "epoch": 0}
    if not accounts.add(db, {**row, **new}):
        raise ConnectionExists
    return _locked(db, caller, row["id"])


def _update(
    caller: Caller, connection_id: UUID, values: Mapping[str, Any], db: Connection
) -> ProviderConnection:
    _locked(db, caller, connection_id)
    if "secret" in values:
        accounts.begin_anew(db, connection_id, database_now(db))
    if values:
        accounts.change(db, connection_id, **values)
    return _locked(db, caller, connection_id)


def _make_due(caller: Caller, connection_id: UUID, db: Connection) -> ProviderConnection:
    row, now = _locked(db, caller, connection_id), database_now(db)
    if accounts.is_refreshing(row, now):
        raise RefreshRunning
    if row.refreshed_at is not None and (left := row.refreshed_at + BETWEEN_REFRESHES - now) > (
        timedelta()
    ):
        raise RefreshTooSoon(math.ceil(left.total_seconds()))
    accounts.change(db, connection_id, refresh_due_at=now)
    return _locked(db, caller, connection_id)


def _remove(caller: Caller, connection_id: UUID, db: Connection) -> str:
    label = accounts.remove(db, caller.project_id, connection_id)
    if label is None:
        raise ConnectionNotFound
    return label


def _locked(db: Connection, caller: Caller, connection_id: UUID) -> ProviderConnection:
    row = accounts.lock(db, caller.project_id, connection_id)
    if row is None:
        raise ConnectionNotFound
    return row
