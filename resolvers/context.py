"""What a request carries to every resolver."""

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TypeAlias
from uuid import UUID

import strawberry
from strawberry.dataloader import DataLoader

from gateway import models
from gateway.domain.caller import Caller
from gateway.domain.enums import EventType
from gateway.domain.validation_policy import ValidationPolicy
from gateway.models.pagination import Window
from gateway.services.events import Events
from gateway.services.phone_numbers import PhoneNumbers
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
    fields: frozenset[str]  # that the document selects, whatever they are of

    @property
    def columns(self) -> frozenset[str]:
        """The columns of numbers that may be looked at."""
        return columns(PhoneNumber, self.fields)

    @cached_property
    def loader(self) -> DataLoader[UUID, models.PhoneNumber | None]:
        """Loads numbers by id, those that are wanted at the same time together."""
        return DataLoader(partial(self.numbers.get_many, self.caller, columns=self.columns))

    async def events_of(
        self,
        number_id: UUID | None,
        window: Window,
        types: list[EventType] | None = None,
    ) -> PhoneNumberEventConnection:
        """Return a page of the events of one number, or of the whole project."""
        page = await self.events.page(self.caller, window, number_id=number_id, types=types)
        return PhoneNumberEventConnection.of(page, self.loader.load)


Info: TypeAlias = strawberry.Info[Context, None]
