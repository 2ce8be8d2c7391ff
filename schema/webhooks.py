"""Webhook types: endpoints that hear of events, and the delivery of each event."""

from datetime import datetime
from typing import Annotated, Any, Self

import strawberry

from gateway.domain import enums
from gateway.domain.commands.webhooks import ListDeliveries
from gateway.domain.validation_policy import STRICT
from gateway.models import webhook as models
from gateway.models.pagination import Page, Window
from schema.arguments import First, after
from schema.column_fields import costs
from schema.names import global_id
from schema.node import ID, Node
from schema.page_info import edges_of, page_info_field
from schema.scopes import demands

Info = strawberry.Info[Any, None]
After = Annotated[str | None, after("deliveries")]
Status = Annotated[
    enums.DeliveryStatus | None,
    strawberry.argument(
        description="Return only deliveries with this status. Default: all. Example: DEAD"
    ),
]
_DELIVERIES_COST = 10  # a page of each endpoint's deliveries is read, even if it is empty


@strawberry.type(description="The delivery of one event to one webhook endpoint.")
class WebhookDelivery:
    """See `gateway.models.webhook.WebhookDelivery`."""

    message_id: str = strawberry.field(
        description="The id of the message, the same on every attempt: its header webhook-id. "
        'Example: "evt_9c0a2d1b8f0e6a55_42"'
    )
    event_cursor: str = strawberry.field(
        description="The cursor of the event in phoneNumberEvents, as in the body of the message."
    )
    status: enums.DeliveryStatus = strawberry.field(description="How far it is. Example: DELIVERED")
    attempts: int = strawberry.field(description="How many times it was sent.")
    last_result: str | None = strawberry.field(
        description="What came of the last attempt: the HTTP status, or a code. Null before the "
        'first one. Example: "503", "timed_out"'
    )
    next_at: datetime | None = strawberry.field(
        description="The time of the next attempt. Null if there is none."
    )
    finished_at: datetime | None = strawberry.field(
        description="The time at which it was delivered or given up. Null until then."
    )

    @classmethod
    def of(cls, row: models.WebhookDelivery, webhooks: Any) -> Self:
        """Convert a row; the service *webhooks* names the event."""
        is_due = row.status is enums.DeliveryStatus.DUE
        return cls(
            message_id=webhooks.message_id(row),
            event_cursor=webhooks.event_cursor(row.position),
            status=row.status,
            attempts=row.attempts,
            last_result=row.last_result,
            next_at=row.due_at if is_due else None,
            finished_at=row.finished_at,
        )


@strawberry.type(description="A delivery in a list, with its cursor.")
class WebhookDeliveryEdge:
    """An edge of `WebhookDeliveryConnection`."""

    node: WebhookDelivery = strawberry.field(description="The delivery.")
    cursor: str = strawberry.field(description="The position of the delivery in the list.")


@strawberry.type(description="A page of deliveries, the newest event first.")
class WebhookDeliveryConnection:
    """A page, whose fields are resolved when they are selected."""

    page: strawberry.Private[Page]

    @strawberry.field(description="The deliveries of the page, each with its cursor.")
    def edges(self, info: Info) -> list[WebhookDeliveryEdge]:
        """Return deliveries and cursors."""
        return edges_of(WebhookDeliveryEdge, self.nodes(info), self.page)

    page_info = page_info_field()

    @strawberry.field(description="The deliveries of the page.")
    def nodes(self, info: Info) -> list[WebhookDelivery]:
        """Return the deliveries."""
        return [WebhookDelivery.of(row, info.context.webhooks) for row in self.page.rows]


@strawberry.type(
    description="A webhook endpoint: a URL that the events of the project are sent to, signed "
    "after the Standard Webhooks specification, at least once and in no fixed order."
)
class WebhookEndpoint(Node):
    """Declared field by field: the secret is never public."""

    row: strawberry.Private[models.WebhookEndpoint]

    id: strawberry.ID = strawberry.field(description=ID)
    url: str = strawberry.field(description="The URL. Example: https://example.com/events")
    types: list[enums.EventType] = strawberry.field(
        description="The types of events that are sent. Empty: all. Example: [IMPORTED, RELEASED]"
    )
    status: enums.WebhookStatus = strawberry.field(
        description="Whether events are sent. Example: ENABLED"
    )
    code: str | None = strawberry.field(
        description="Why no events are sent, for programs: requested, no_success (for five days), "
        'or endpoint_gone (the receiver answered 410). Null if they are. Example: "no_success"'
    )
    failing_since: datetime | None = strawberry.field(
        description="The time of the first failed attempt since the last success. Null if the last "
        "attempt succeeded."
    )
    secret_hint: str = strawberry.field(
        description="The last four characters of the secret, to recognize it. Example: …9f3c"
    )
    previous_secret_until: datetime | None = strawberry.field(
        description="Until this time messages are also signed with the secret before the last "
        "rotation. Null if there was none."
    )
    created_at: datetime = strawberry.field(description="The time at which it was created.")

    @strawberry.field(
        description="The cursor of the last event that was looked at for this endpoint. Null "
        "before the first event of the project."
    )
    def cursor(self, info: Info) -> str | None:
        """Return the cursor of the row's position."""
        cursor: str | None = info.context.webhooks.event_cursor(self.row.position)
        return cursor

    @strawberry.field(
        description="The deliveries, newest event first. Delivered ones are kept for 3 days, "
        "dead letters for 30.",
        metadata=costs(_DELIVERIES_COST) | demands(enums.Scope.WEBHOOKS_MANAGE),
    )
    async def deliveries(
        self, info: Info, first: First = 20, after: After = None, status: Status = None
    ) -> WebhookDeliveryConnection:
        """Return a page of deliveries, from the context's service."""
        ctx, window = info.context, Window(first=first, after=after)
        wanted = ListDeliveries.of({"id": self.row.id, "status": status}, STRICT)
        page = await ctx.webhooks.deliveries(ctx.caller, window, wanted)
        return WebhookDeliveryConnection(page=page)

    @classmethod
    def of(cls, row: models.WebhookEndpoint) -> Self:
        """Convert a row."""
        return cls(
            row=row,
            id=global_id("WebhookEndpoint", row.id),
            url=row.url,
            types=[enums.EventType(value) for value in row.types],
            status=row.status,
            code=row.code,
            failing_since=row.failing_since,
            secret_hint=row.secret_hint,
            previous_secret_until=row.previous_until,
            created_at=row.created_at,
        )
