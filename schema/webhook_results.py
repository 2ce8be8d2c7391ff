"""Result types of webhook mutations: a closed union of success and failures for each."""

from datetime import datetime
from typing import Annotated, Self, TypeAlias

import strawberry

from gateway.models.results import NewSecret, SentTest
from schema.errors import Rejected, ValidationFailed
from schema.result_unions import result_of
from schema.webhooks import WebhookEndpoint

_SHOWN_ONCE = (
    "The secret that signs the messages, as receivers' libraries read it. It is shown this once. "
    "Example: whsec_…"
)


@strawberry.type(description="The webhook endpoint is created, and events are sent to it.")
class CreateWebhookEndpointSuccess:
    """Has the endpoint and its secret."""

    endpoint: WebhookEndpoint = strawberry.field(description="The webhook endpoint.")
    secret: str = strawberry.field(description=_SHOWN_ONCE)

    @classmethod
    def of(cls, created: NewSecret) -> Self:
        """Convert the result."""
        return cls(endpoint=WebhookEndpoint.of(created.endpoint), secret=created.secret)


@strawberry.type(description="The webhook endpoint has the values of the input.")
class UpdateWebhookEndpointSuccess:
    """Has the endpoint."""

    endpoint: WebhookEndpoint = strawberry.field(description="The webhook endpoint as it is now.")


@strawberry.type(description="The webhook endpoint is deleted, with its deliveries.")
class DeleteWebhookEndpointSuccess:
    """Has the former id."""

    deleted_id: strawberry.ID = strawberry.field(
        description="The id that the webhook endpoint had."
    )


@strawberry.type(
    description="The secret is replaced. For 24 hours messages are signed with both secrets."
)
class RotateWebhookSecretSuccess:
    """Has the endpoint and its new secret."""

    endpoint: WebhookEndpoint = strawberry.field(description="The webhook endpoint.")
    secret: str = strawberry.field(description=_SHOWN_ONCE)
    previous_until: datetime | None = strawberry.field(
        description="Until this time the former secret signs too."
    )

    @classmethod
    def of(cls, rotated: NewSecret) -> Self:
        """Convert the result."""
        endpoint, until = WebhookEndpoint.of(rotated.endpoint), rotated.endpoint.previous_until
        return cls(endpoint=endpoint, secret=rotated.secret, previous_until=until)


@strawberry.type(
    description="The test message was sent once, or tried to. delivered tells what came of it."
)
class SendTestWebhookSuccess:
    """See `gateway.models.results.SentTest`."""

    delivered: bool = strawberry.field(
        description="Whether the receiver answered with a status from 200 to 299."
    )
    message_id: str = strawberry.field(description="The header webhook-id of the message.")
    status: int | None = strawberry.field(
        description="The HTTP status of the response. Null if there was none. Example: 204"
    )
    failure: str | None = strawberry.field(
        description="Why there was no response, for programs. Null if there was one. Example: "
        '"timed_out"'
    )
    milliseconds: int = strawberry.field(description="How long it took. Example: 84")

    @classmethod
    def of(cls, sent: SentTest) -> Self:
        """Convert the result."""
        return cls(
            delivered=sent.delivered,
            message_id=sent.message_id,
            status=sent.status,
            failure=sent.code,
            milliseconds=round(sent.seconds * 1000),
        )


@strawberry.type(description="The dead letters are due again.")
class RetryWebhookDeliveriesSuccess:
    """Has a count."""

    retried: int = strawberry.field(
        description="How many there were. Deliveries that are no dead letters are left as they are."
    )


CreateWebhookEndpointResult: TypeAlias = Annotated[
    CreateWebhookEndpointSuccess | ValidationFailed | Rejected,
    result_of("createWebhookEndpoint", "the endpoint, or why it was not created"),
]
UpdateWebhookEndpointResult: TypeAlias = Annotated[
    UpdateWebhookEndpointSuccess | ValidationFailed | Rejected,
    result_of("updateWebhookEndpoint", "the endpoint, or why it was not changed"),
]
DeleteWebhookEndpointResult: TypeAlias = Annotated[
    DeleteWebhookEndpointSuccess | ValidationFailed | Rejected,
    result_of("deleteWebhookEndpoint", "the id, or why it was not deleted"),
]
RotateWebhookSecretResult: TypeAlias = Annotated[
    RotateWebhookSecretSuccess | ValidationFailed | Rejected,
    result_of("rotateWebhookSecret", "the new secret, or why there is none"),
]
SendTestWebhookResult: TypeAlias = Annotated[
    SendTestWebhookSuccess | ValidationFailed | Rejected,
    result_of("sendTestWebhook", "what came of the message, or why it was not sent"),
]
RetryWebhookDeliveriesResult: TypeAlias = Annotated[
    RetryWebhookDeliveriesSuccess | ValidationFailed | Rejected,
    result_of("retryWebhookDeliveries", "how many are due again, or why none"),
]
