"""Request context: what resolvers need of a request, its caller, services and data loaders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, partial
from typing import Any, TypeAlias
from uuid import UUID

import strawberry
from strawberry.dataloader import DataLoader

from gateway.assembly import Assembly
from gateway.domain.caller import Caller
from gateway.domain.validation_policy import ValidationPolicy
from gateway.models import connection, number_origin, phone_number
from gateway.models.pagination import Page, Window
from gateway.models.results import ChangeReport, FieldChange
from gateway.services import provider_numbers
from gateway.services.bulk_jobs.job_feed import JobFeed
from gateway.services.bulk_jobs.jobs import BulkJobs
from gateway.services.connections import Connections
from gateway.services.event_feed import EventFeed
from gateway.services.events import Events
from gateway.services.handler_checks import HandlerChecks
from gateway.services.phone_numbers import PhoneNumbers
from gateway.services.projects import Projects
from gateway.services.provider_numbers import ProviderNumbers
from gateway.services.upstreams import Upstreams
from gateway.services.webhook_endpoints import WebhookEndpoints
from schema.column_fields import needed_columns
from schema.events import PhoneNumberEventConnection
from schema.phone_number import PhoneNumber
from schema.provider_connections import NumberOrigin


@dataclass(eq=False)
class Services:
    """The services that resolvers call."""

    numbers: PhoneNumbers
    events: Events
    upstreams: Upstreams
    projects: Projects
    feed: EventFeed
    bulk_jobs: BulkJobs
    job_feed: JobFeed
    webhooks: WebhookEndpoints
    connections: Connections
    provider_numbers: ProviderNumbers
    handler_checks: HandlerChecks

    @classmethod
    def of(cls, assembly: Assembly) -> "Services":
        """Take them from all services."""
        return Services(*[getattr(assembly, service.name) for service in fields(Services)])

    def in_order(self) -> tuple[Any, ...]:
        """Return them in the order of the fields, for `Context`."""
        return tuple(getattr(self, service.name) for service in fields(Services))


@dataclass(eq=False, kw_only=True)
class Context(Services):
    """The context of one request, which the endpoint builds: the services, and who asks."""

    caller: Caller
    policy: ValidationPolicy
    fields: frozenset[str]  # the names of all fields that the document selects, of any type
    resume_after: str | None = None  # the cursor after which a broken subscription goes on

    @property
    def columns(self) -> frozenset[str]:
        """The columns of phone numbers that the selected fields need."""
        return needed_columns(PhoneNumber, self.fields)

    @cached_property
    def loader(self) -> DataLoader[UUID, phone_number.PhoneNumber | None]:
        """The data loader of numbers by id: one query for those that are loaded at a time."""
        return DataLoader(partial(self.numbers.get_many, self.caller, columns=self.columns))

    @cached_property
    def changes(self) -> DataLoader[UUID, ChangeReport | None]:
        """The data loader of numbers' open or refused changes, by the id of the number."""
        return DataLoader(partial(self.upstreams.changes_of, self.caller))

    @cached_property
    def connection_loader(self) -> DataLoader[UUID, connection.ProviderConnection | None]:
        """The data loader of connections by id."""
        return DataLoader(partial(self.connections.get_many, self.caller))

    @cached_property
    def _origins(self) -> DataLoader[UUID, number_origin.NumberOrigin | None]:
        return DataLoader(partial(self.provider_numbers.origins_of, self.caller))

    @cached_property
    def _whole_numbers(self) -> DataLoader[UUID, phone_number.PhoneNumber | None]:
        """The data loader of numbers with all their columns, to compare them."""
        return DataLoader(partial(self.numbers.get_many, self.caller))

    async def origin_of(self, number_id: UUID) -> NumberOrigin | None:
        """Return where a number came from, by a data loader: one query for a batch."""
        row = await self._origins.load(number_id)
        return NumberOrigin(row=row) if row else None

    async def differences(
        self, number_id: UUID, settings: Mapping[str, Any]
    ) -> Sequence[FieldChange]:
        """Return where a number differs from the provider's *settings*, by a data loader."""
        row = await self._whole_numbers.load(number_id)
        return provider_numbers.differences(row, settings) if row else ()

    async def events_of(self, number_id: UUID, window: Window) -> PhoneNumberEventConnection:
        """Return a page of the events of one number, by a data loader: one query for a batch."""
        page = await self._event_loader(window).load(number_id)
        return PhoneNumberEventConnection.of(page)

    @cached_property
    def _event_loaders(self) -> dict[Window, DataLoader[UUID, Page]]:
        return {}

    def _event_loader(self, window: Window) -> DataLoader[UUID, Page]:
        """Return the data loader of this page of numbers' events, the same for all aliases."""
        if window not in self._event_loaders:
            load = partial(self.events.pages_of, self.caller, window)
            self._event_loaders[window] = DataLoader(load)
        return self._event_loaders[window]


Info: TypeAlias = strawberry.Info[Context, None]
