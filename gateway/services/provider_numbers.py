"""The service of numbers at providers: what connections list, and which of ours came from there."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from gateway.connections import accounts, drift, inventory, origins
from gateway.connections.inventory import ORDER
from gateway.connections.origins import Origin
from gateway.database.database import Database
from gateway.domain import provider_settings
from gateway.domain.caller import Caller
from gateway.domain.commands.connections import ALL_NUMBERS, ListProviderNumbers
from gateway.domain.enums import ProviderNumberState, Scope
from gateway.domain.losses import Loss
from gateway.errors import ConnectionNotFound
from gateway.models.number_origin import NumberOrigin
from gateway.models.pagination import Page, Window
from gateway.models.phone_number import PhoneNumber
from gateway.models.results import FieldChange

ALL_STATES: Final = tuple(ProviderNumberState)
_IMPORTABLE: Final = (
    ProviderNumberState.NEW, ProviderNumberState.IMPORTED, ProviderNumberState.DRIFTED
)  # fmt: skip
_NEW: Final = ListProviderNumbers(states=[ProviderNumberState.NEW])
_CANDIDATES: Final = 500  # numbers of one page of the source of imports


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number at a provider, as an import would bring it here."""

    number: str
    asked: Mapping[str, Any]  # the input of `ImportNumber`
    origin: Origin

    @property
    def losses(self) -> Sequence[Loss]:
        """What would not come along."""
        return self.origin.losses


@dataclass(frozen=True, slots=True)
class ProviderNumbers:
    """The numbers of all connections."""

    database: Database

    async def page(
        self,
        caller: Caller,
        connection_id: UUID,
        window: Window,
        wanted: ListProviderNumbers = ALL_NUMBERS,
    ) -> Page:
        """Return a page of a connection's numbers in these states. Raises `InvalidPage`."""
        caller.require_scope(Scope.CONNECTIONS_MANAGE)
        states = wanted.states or ALL_STATES
        values = {"project": caller.project_id, "connection": connection_id, "states": states}
        query = inventory.page_query(window.shape)
        rows = await self.database.fetch(query, values | ORDER.parameters(window))
        return Page.of(rows, ORDER, window)

    async def counts(self, caller: Caller, connection_id: UUID) -> dict[str, int]:
        """Return how many numbers of a connection are in each state."""
        caller.require_scope(Scope.CONNECTIONS_MANAGE)
        count = partial(
            inventory.count_by_state, project=caller.project_id, connection_id=connection_id
        )
        return await self.database.read(count)

    async def origins_of(
        self, caller: Caller, numbers: Sequence[UUID]
    ) -> Sequence[NumberOrigin | None]:
        """Return the origin of each number, or None: for a data loader."""
        caller.require_scope(Scope.NUMBERS_READ)
        find = partial(origins.of_numbers, project=caller.project_id, numbers=numbers)
        rows = {row.number_id: row for row in await self.database.read(find)}
        return [rows.get(number_id) for number_id in numbers]

    async def candidates(
        self,
        caller: Caller,
        connection_id: UUID,
        external_ids: Sequence[str] | None = None,
        *,
        copy_handlers: bool = True,
    ) -> AsyncIterator[list[Candidate]]:
        """Yield the chosen numbers of a connection, or all that are NEW, as imports.

        What cannot be imported is left out. Raises `ConnectionNotFound`.
        """
        caller.require_scope(Scope.CONNECTIONS_MANAGE)
        find = partial(accounts.find, project=caller.project_id, connection_id=connection_id)
        if await self.database.read(find) is None:
            raise ConnectionNotFound
        async for rows in self._importable(caller, connection_id, external_ids):
            yield [_candidate(row, connection_id, copy_handlers=copy_handlers) for row in rows]

    async def _importable(
        self, caller: Caller, connection_id: UUID, external_ids: Sequence[str] | None
    ) -> AsyncIterator[Sequence[Any]]:
        if external_ids is None:
            cursor, has_next = None, True
            while has_next:
                window = Window(_CANDIDATES, cursor, max_size=_CANDIDATES)
                page = await self.page(caller, connection_id, window, _NEW)
                yield page.rows
                has_next = page.has_next
                cursor = ORDER.cursor(page.rows[-1]) if page.rows else None
            return
        values = {"project": caller.project_id, "connection": connection_id, "states": _IMPORTABLE}
        for start in range(0, len(external_ids), _CANDIDATES):
            some = external_ids[start : start + _CANDIDATES]
            yield await self.database.fetch(inventory.BY_ID, values | {"external_ids": some})


def differences(row: PhoneNumber, settings: Mapping[str, Any]) -> list[FieldChange]:
    """Return where a number of the project differs from one of a provider: ours, then theirs."""
    return drift.differences(row, settings)


def _candidate(row: Any, connection_id: UUID, *, copy_handlers: bool) -> Candidate:
    lost = [Loss.restored(stored) for stored in row.losses]
    origin = Origin(connection_id, row.external_id, row.settings, row.fingerprint, lost)
    asked = provider_settings.to_import(row.settings, handlers=copy_handlers)
    return Candidate(row.number, asked, origin)
