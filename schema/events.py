"""Event types: the event log of phone numbers as a Relay connection."""

from datetime import datetime
from typing import Any, Self

import strawberry

from gateway.domain import enums
from gateway.models import event as models
from gateway.models import results
from gateway.models.pagination import Page
from schema.column_fields import column_field
from schema.field_change import FieldChange
from schema.page_info import page_info_field
from schema.phone_number import PhoneNumber
from schema.scalars import E164
from schema.scopes import demands


@strawberry.type(description="An event of a phone number: it was imported, updated or released.")
class PhoneNumberEvent:
    """Declared field by field: a new column is not public until it is added here."""

    row: strawberry.Private[models.PhoneNumberEvent]

    cursor: str = strawberry.field(
        description="The position of the event in the project's event log. Pass it as after to get "
        "the events that follow."
    )
    type: enums.EventType = column_field("type", description="The type of the event.")
    occurred_at: datetime = column_field(
        "occurred_at", as_text=True, description="The time of the event."
    )
    actor: str = column_field(
        "actor", description="The name of the token whose request caused the event, or of a system."
    )
    request_id: str | None = column_field(
        "request_id",
        description="The X-Request-Id of the request that caused the event, to find it in logs.",
    )
    number: E164 = column_field("number", description="The phone number.")

    @strawberry.field(
        description="The fields that changed. Secrets in URLs are always masked as ****."
    )
    def changes(self) -> list[FieldChange]:
        """Convert the changes of the row."""
        return [FieldChange.of(results.FieldChange(**change)) for change in self.row.changes]

    @strawberry.field(
        description="The phone number as it is now. Null if it has been released since.",
        metadata=demands(enums.Scope.NUMBERS_READ),
    )
    async def phone_number(self, info: strawberry.Info[Any, None]) -> PhoneNumber | None:
        """Load the number by a data loader, so that a page's numbers are one query."""
        row = await info.context.loader.load(self.row.number_id)
        return PhoneNumber.of(row, info.context.caller) if row else None

    @classmethod
    def of(cls, row: models.PhoneNumberEvent, cursor: str) -> Self:
        """Convert a row of the event log."""
        return cls(row=row, cursor=cursor)


@strawberry.type(description="An event in a list, with its cursor.")
class PhoneNumberEventEdge:
    """An edge of `PhoneNumberEventConnection`."""

    node: PhoneNumberEvent = strawberry.field(description="The event.")
    cursor: str = strawberry.field(
        description="The position of the event in the list: the same as the event's cursor."
    )


@strawberry.type(description="A page of events, oldest first.")
class PhoneNumberEventConnection:
    """A page of events, whose fields are resolved when they are selected."""

    page: strawberry.Private[Page]

    @strawberry.field(description="The events of the page, each with its cursor.")
    def edges(self) -> list[PhoneNumberEventEdge]:
        """Return events and cursors."""
        return [PhoneNumberEventEdge(node=node, cursor=node.cursor) for node in self.nodes()]

    page_info = page_info_field()

    @strawberry.field(description="The events of the page.")
    def nodes(self) -> list[PhoneNumberEvent]:
        """Return the events."""
        order = self.page.order
        return [PhoneNumberEvent.of(row, order.cursor(row)) for row in self.page.rows]

    @classmethod
    def of(cls, page: Page) -> Self:
        """Make the connection of a page."""
        return cls(page=page)
