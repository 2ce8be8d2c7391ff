"""Resolvers of webhook endpoints: one function for each root field."""

from typing import Annotated

import strawberry

from gateway.services.webhook_endpoints import MOST_ENDPOINTS
from resolvers.context import Info
from schema.column_fields import has_length
from schema.names import global_id
from schema.webhook_inputs import (
    CreateWebhookEndpointInput,
    DeleteWebhookEndpointInput,
    RetryWebhookDeliveriesInput,
    RotateWebhookSecretInput,
    SendTestWebhookInput,
    UpdateWebhookEndpointInput,
)
from schema.webhook_results import (
    CreateWebhookEndpointResult,
    CreateWebhookEndpointSuccess,
    DeleteWebhookEndpointResult,
    DeleteWebhookEndpointSuccess,
    RetryWebhookDeliveriesResult,
    RetryWebhookDeliveriesSuccess,
    RotateWebhookSecretResult,
    RotateWebhookSecretSuccess,
    SendTestWebhookResult,
    SendTestWebhookSuccess,
    UpdateWebhookEndpointResult,
    UpdateWebhookEndpointSuccess,
)
from schema.webhooks import WebhookEndpoint

ToCreate = Annotated[
    CreateWebhookEndpointInput,
    strawberry.argument(description="The URL, and the types of events to send to it."),
]
ToUpdate = Annotated[
    UpdateWebhookEndpointInput,
    strawberry.argument(description="The id of the endpoint, and the fields to change."),
]
ToDelete = Annotated[
    DeleteWebhookEndpointInput, strawberry.argument(description="The id of the endpoint.")
]
ToRotate = Annotated[
    RotateWebhookSecretInput, strawberry.argument(description="The id of the endpoint.")
]
ToTest = Annotated[SendTestWebhookInput, strawberry.argument(description="The id of the endpoint.")]
ToRetry = Annotated[
    RetryWebhookDeliveriesInput,
    strawberry.argument(description="The id of the endpoint, and the messages to send again."),
]


@strawberry.type
class WebhookQuery:
    """The queries of webhook endpoints, which the root type inherits."""

    @strawberry.field(
        description="The webhook endpoints of the project, the oldest first. Needs the scope "
        "webhooks:manage. Example: webhookEndpoints { url status deliveries(first: 5, status: "
        "DEAD) { nodes { messageId lastResult } } }",
        metadata=has_length(MOST_ENDPOINTS),
    )
    async def webhook_endpoints(self, info: Info) -> list[WebhookEndpoint]:
        """List the endpoints."""
        ctx = info.context
        return [WebhookEndpoint.of(row) for row in await ctx.webhooks.of_project(ctx.caller)]


@strawberry.type
class WebhookMutation:
    """The mutations of webhook endpoints, which the root type inherits."""

    @strawberry.mutation(
        description="Creates a webhook endpoint: from now on the events of the project's numbers "
        "are sent to a URL, signed, at least once. Needs the scopes webhooks:manage and "
        'numbers:read. Example: createWebhookEndpoint(input: {url: "https://example.com/events"}) '
        "{ ... on CreateWebhookEndpointSuccess { secret endpoint { id } } ... on Problem { code "
        "message } }"
    )
    async def create_webhook_endpoint(
        self, info: Info, input: ToCreate
    ) -> CreateWebhookEndpointResult:
        """Create an endpoint."""
        ctx = info.context
        created = await ctx.webhooks.create(ctx.caller, input.build())
        return CreateWebhookEndpointSuccess.of(created)

    @strawberry.mutation(
        description="Changes a webhook endpoint, or enables it again. Fields that are left out "
        "stay as they are. Needs the scopes webhooks:manage and numbers:read. Example: "
        'updateWebhookEndpoint(input: {id: "…", enabled: true}) { ... on '
        "UpdateWebhookEndpointSuccess { endpoint { status } } ... on Problem { code message } }"
    )
    async def update_webhook_endpoint(
        self, info: Info, input: ToUpdate
    ) -> UpdateWebhookEndpointResult:
        """Update an endpoint."""
        ctx = info.context
        row = await ctx.webhooks.update(ctx.caller, input.build())
        return UpdateWebhookEndpointSuccess(endpoint=WebhookEndpoint.of(row))

    @strawberry.mutation(
        description="Deletes a webhook endpoint with its deliveries, also those that are due. "
        "Needs the scope webhooks:manage."
    )
    async def delete_webhook_endpoint(
        self, info: Info, input: ToDelete
    ) -> DeleteWebhookEndpointResult:
        """Delete an endpoint."""
        ctx = info.context
        deleted = await ctx.webhooks.delete(ctx.caller, input.build())
        return DeleteWebhookEndpointSuccess(deleted_id=global_id("WebhookEndpoint", deleted))

    @strawberry.mutation(
        description="Replaces the secret of a webhook endpoint. For 24 hours messages are signed "
        "with both secrets, so that receivers can change theirs. Needs the scope webhooks:manage."
    )
    async def rotate_webhook_secret(self, info: Info, input: ToRotate) -> RotateWebhookSecretResult:
        """Rotate a secret."""
        ctx = info.context
        rotated = await ctx.webhooks.rotate_secret(ctx.caller, input.build())
        return RotateWebhookSecretSuccess.of(rotated)

    @strawberry.mutation(
        description="Sends a message of the type webhook.test to a webhook endpoint, once, and "
        "waits 5 seconds for what comes of it. Rate limited. Needs the scope webhooks:manage. "
        'Example: sendTestWebhook(input: {id: "…"}) { ... on SendTestWebhookSuccess { delivered '
        "status failure } ... on Problem { code message } }"
    )
    async def send_test_webhook(self, info: Info, input: ToTest) -> SendTestWebhookResult:
        """Send a test message."""
        ctx = info.context
        return SendTestWebhookSuccess.of(await ctx.webhooks.send_test(ctx.caller, input.build()))

    @strawberry.mutation(
        description="Makes dead letters of a webhook endpoint due again: those that are named, or "
        "all. Needs the scope webhooks:manage. Example: retryWebhookDeliveries(input: {id: "
        '"…"}) { ... on RetryWebhookDeliveriesSuccess { retried } ... on Problem { code message } }'
    )
    async def retry_webhook_deliveries(
        self, info: Info, input: ToRetry
    ) -> RetryWebhookDeliveriesResult:
        """Retry dead letters."""
        ctx = info.context
        retried = await ctx.webhooks.retry(ctx.caller, input.build())
        return RetryWebhookDeliveriesSuccess(retried=retried)
