"""What a request carries to every resolver."""

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TypeAlias
from uuid import UUID

import strawberry
from strawberry.dataloader import DataLoader

from gateway import models
from gateway.domain.caller import Caller
from gateway.domain.validation_policy import ValidationPolicy
from gateway.models.pagination import Page, Window
from gateway.models.results import ChangeReport
from gateway.services.events import Events
from gateway.services.phone_numbers import PhoneNumbers
from gateway.services.upstreams import Upstreams
from schema.drawing import columns
from schema.events import PhoneNumberEventConnection
from schema.phone_number import PhoneNumber


@dataclass(eq=False)
class Context:
    """Built once per request by the endpoint."""

    caller: Caller
    policy: ValidationPolicy
    numbers: PhoneNumbers
    events: Events
    upstreams: Upstreams
    fields: frozenset[str]  # that the document selects, whatever they are of
    _event_loaders: dict[Window, DataLoader[UUID, Page]] = field(
        default_factory=dict[Window, "DataLoader[UUID, Page]"], init=False
    )

    @property
    def columns(self) -> frozenset[str]:
        """The columns of numbers that may be looked at."""
        return columns(PhoneNumber, self.fields)

    @cached_property
    def loader(self) -> DataLoader[UUID, models.PhoneNumber | None]:
        """Loads numbers by id, those that are wanted at the same time together."""
        return DataLoader(partial(self.numbers.get_many, self.caller, columns=self.columns))

    @cached_property
    def changes(self) -> DataLoader[UUID, ChangeReport | None]:
        """Loads the open or refused changes of numbers, those of a page together."""
        return DataLoader(partial(self.upstreams.changes_of, self.caller))

    async def events_of(self, number_id: UUID, window: Window) -> PhoneNumberEventConnection:
        """Return a page of the events of one number; what is wanted together, by one query."""
        page = await self._pages_of_events(window).load(number_id)
        return PhoneNumberEventConnection.of(page, self.loader.load)

    def _pages_of_events(self, window: Window) -> DataLoader[UUID, Page]:
        """Return what loads this page of several numbers' events: one of each, for all aliases."""
        if window not in self._event_loaders:
            load = partial(self.events.pages_of, self.caller, window)
            self._event_loaders[window] = DataLoader(load)
        return self._event_loaders[window]


Info: TypeAlias = strawberry.Info[Context, None]
