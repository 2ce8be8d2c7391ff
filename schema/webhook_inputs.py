"""Input types of webhook endpoints: the domain's commands under their GraphQL names."""

from typing import TYPE_CHECKING, TypeAlias

from gateway.domain.commands.webhooks import (
    CreateWebhookEndpoint,
    DeleteWebhookEndpoint,
    RetryWebhookDeliveries,
    RotateWebhookSecret,
    SendTestWebhook,
    UpdateWebhookEndpoint,
)
from schema.inputs import CommandInput, input_for

if TYPE_CHECKING:
    CreateWebhookEndpointInput: TypeAlias = CommandInput[CreateWebhookEndpoint]
    UpdateWebhookEndpointInput: TypeAlias = CommandInput[UpdateWebhookEndpoint]
    DeleteWebhookEndpointInput: TypeAlias = CommandInput[DeleteWebhookEndpoint]
    RotateWebhookSecretInput: TypeAlias = CommandInput[RotateWebhookSecret]
    SendTestWebhookInput: TypeAlias = CommandInput[SendTestWebhook]
    RetryWebhookDeliveriesInput: TypeAlias = CommandInput[RetryWebhookDeliveries]
else:
    _NODE = "WebhookEndpoint"
    CreateWebhookEndpointInput = input_for(CreateWebhookEndpoint, "CreateWebhookEndpointInput")
    UpdateWebhookEndpointInput = input_for(
        UpdateWebhookEndpoint, "UpdateWebhookEndpointInput", _NODE
    )
    DeleteWebhookEndpointInput = input_for(
        DeleteWebhookEndpoint, "DeleteWebhookEndpointInput", _NODE
    )
    RotateWebhookSecretInput = input_for(RotateWebhookSecret, "RotateWebhookSecretInput", _NODE)
    SendTestWebhookInput = input_for(SendTestWebhook, "SendTestWebhookInput", _NODE)
    RetryWebhookDeliveriesInput = input_for(
        RetryWebhookDeliveries, "RetryWebhookDeliveriesInput", _NODE
    )
