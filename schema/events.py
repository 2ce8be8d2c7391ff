"""What happened to numbers, for clients."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import strawberry

from gateway import models
from gateway.domain import enums
from gateway.models import results
from gateway.models.pagination import Page
from schema.drawing import column
from schema.field_change import FieldChange
from schema.page_info import PageInfo
from schema.phone_number import PhoneNumber
from schema.scalars import E164
from schema.scopes import demands

Load = Callable[[UUID], Awaitable[models.PhoneNumber | None]]


@strawberry.type(description="One change of one number.")
class PhoneNumberEvent:
    """Drawn by hand, like the number itself."""

    row: strawberry.Private[models.PhoneNumberEvent]
    load: strawberry.Private[Load]

    cursor: str = strawberry.field(
        description="Where the event stands. Ask for what comes after it to follow the events."
    )
    type: enums.EventType = column("type", description="What happened.")
    occurred_at: datetime = column("occurred_at", written=True, description="When.")
    actor: str = column("actor", description="Who did it: the token's name, or a system's.")
    request_id: str | None = column(
        "request_id", description="The X-Request-Id of the request that did it."
    )
    number: E164 = column("number", description="The number that it happened to.")

    @strawberry.field(description="The fields that changed. Passwords in URLs read ****.")
    def changes(self) -> list[FieldChange]:
        """Draw the changes."""
        return [FieldChange.of(results.FieldChange(**change)) for change in self.row.changes]

    @strawberry.field(
        description="The number as it is now. Null: it was released since.",
        metadata=demands(enums.Scope.NUMBERS_READ),
    )
    async def phone_number(self, info: strawberry.Info[Any, None]) -> PhoneNumber | None:
        """Load the number; the numbers of a page are loaded together."""
        row = await self.load(self.row.number_id)
        return PhoneNumber.of(row, info.context.caller) if row else None

    @classmethod
    def of(cls, row: models.PhoneNumberEvent, cursor: str, load: Load) -> Self:
        """Show an event to clients."""
        return cls(row=row, load=load, cursor=cursor)


@strawberry.type(description="An entry of the list of events.")
class PhoneNumberEventEdge:
    """An event and where it stands."""

    node: PhoneNumberEvent = strawberry.field(description="The event.")
    cursor: str = strawberry.field(description="Where it stands; the same as the event's cursor.")


@strawberry.type(description="A page of events, in the order they happened.")
class PhoneNumberEventConnection:
    """A page of events, drawn in the way that is asked for."""

    page: strawberry.Private[Page]
    load: strawberry.Private[Load]

    @strawberry.field(description="Events and their cursors.")
    def edges(self) -> list[PhoneNumberEventEdge]:
        """Draw events and cursors."""
        return [PhoneNumberEventEdge(node=node, cursor=node.cursor) for node in self.nodes()]

    @strawberry.field(description="Where the page lies in the list.")
    def page_info(self) -> PageInfo:
        """Say where it lies."""
        return PageInfo.of(self.page)

    @strawberry.field(description="The events alone.")
    def nodes(self) -> list[PhoneNumberEvent]:
        """Draw events."""
        order = self.page.order
        return [PhoneNumberEvent.of(row, order.cursor(row), self.load) for row in self.page.rows]

    @classmethod
    def of(cls, page: Page, load: Load) -> Self:
        """Show a page to clients; *load* finds the numbers that are wanted."""
        return cls(page=page, load=load)
