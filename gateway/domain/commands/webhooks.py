"""Commands on webhook endpoints: create, change, delete, rotate the secret, test, retry."""

import re
from typing import Annotated, Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from gateway.domain import urls
from gateway.domain.commands.base import Command
from gateway.domain.enums import DeliveryStatus, EventType
from gateway.domain.lists import MaxItems
from gateway.domain.text import Pattern, forbid_null, read_uuid, violation
from gateway.domain.validation_policy import policy_of

MAX_MESSAGES: Final = 100  # that one request makes due again
_HTTPS: Final = 443
_FIRST_USER_PORT: Final = 1024
_MESSAGE: Final = Pattern(re.compile(r"[a-z0-9_]+"), 64, "small letters, digits and _")
_URL_DESCRIPTION = (
    "The URL that events are sent to by POST: https, on port 443 or one from 1024 on, without a "
    'user or password. Example: "https://example.com/events"'
)
_TYPES_DESCRIPTION = "The types of events to send."
_ID_DESCRIPTION = "The id of the webhook endpoint."


def _endpoint_url(value: object, info: ValidationInfo) -> str:
    """Return the URL of an endpoint; raise a violation for one that is not to be sent to."""
    url = urls.parse(value, info)
    parts, private = urlsplit(url), policy_of(info).private_urls
    if parts.scheme != "https" and not private:
        raise violation("insecure_url", "Events are sent over TLS only. Use https.")
    if "@" in parts.netloc:
        text = "Leave the user and the password out: the signature says who sends."
        raise violation("credentials_not_allowed", text)
    if parts.port is not None and parts.port != _HTTPS and parts.port < _FIRST_USER_PORT:
        raise violation("port_not_allowed", "Use port 443, or one from 1024 on.")
    return url


def _types(values: object) -> object:
    """Read null as all types."""
    return [] if values is None else values


def _endpoint_id(value: object) -> UUID:
    try:
        return read_uuid(value)
    except ValueError:
        text = "This is not the id of a webhook endpoint."
        raise violation("invalid_id", text) from None


EndpointUrl = Annotated[str, BeforeValidator(_endpoint_url)]
EndpointId = Annotated[UUID, BeforeValidator(_endpoint_id)]
Types = Annotated[list[EventType], BeforeValidator(_types), MaxItems(len(EventType), "types")]


class CreateWebhookEndpoint(Command):
    """The URL to send the project's events to."""

    operation = "create_webhook_endpoint"

    url: EndpointUrl = Field(description=_URL_DESCRIPTION)
    types: Types = Field(
        default_factory=list[EventType],
        description=f"{_TYPES_DESCRIPTION} Default: all. Example: [IMPORTED, RELEASED]",
    )
    after: str | None = Field(
        None,
        max_length=255,
        description="Send the events after this cursor of phoneNumberEvents. Default: only those "
        'that happen from now on. Example: "WyJldmVudHMiLDQyXQ"',
    )


class UpdateWebhookEndpoint(Command):
    """What to change of a webhook endpoint. A field that is left out stays as it is."""

    operation = "update_webhook_endpoint"

    id: EndpointId = Field(description=_ID_DESCRIPTION)
    url: EndpointUrl | None = Field(None, description=f"{_URL_DESCRIPTION} Cannot be null.")
    types: Types = Field(
        default_factory=list[EventType],
        description=f"{_TYPES_DESCRIPTION} They replace the present ones; null or none: all. "
        "Example: [RELEASED]",
    )
    enabled: bool | None = Field(
        None,
        description="Whether events are sent. When sending is enabled again, it continues where it "
        "stopped: with the events of the time between. Cannot be null.",
    )

    _not_cleared = field_validator("url", "enabled")(forbid_null)

    def patch(self) -> dict[str, Any]:
        """Return the fields to change, with their new values."""
        return {name: getattr(self, name) for name in self.model_fields_set - {"id"}}


class DeleteWebhookEndpoint(Command):
    """The webhook endpoint to delete."""

    operation = "delete_webhook_endpoint"

    id: EndpointId = Field(description=_ID_DESCRIPTION)


class RotateWebhookSecret(Command):
    """The webhook endpoint whose secret is replaced."""

    operation = "rotate_webhook_secret"

    id: EndpointId = Field(description=_ID_DESCRIPTION)


class SendTestWebhook(Command):
    """The webhook endpoint to send a test message to."""

    operation = "send_test_webhook"

    id: EndpointId = Field(description=_ID_DESCRIPTION)


class RetryWebhookDeliveries(Command):
    """The webhook endpoint whose dead letters are sent again."""

    operation = "retry_webhook_deliveries"

    id: EndpointId = Field(description=_ID_DESCRIPTION)
    message_ids: (
        Annotated[
            list[Annotated[str, BeforeValidator(_MESSAGE)]], MaxItems(MAX_MESSAGES, "messages")
        ]
        | None
    ) = Field(
        None,
        description="The webhook-ids of the deliveries to send again. Default: all dead letters of "
        'the endpoint. Example: ["evt_9c0a2d1b8f0e6a55_42"]',
    )


class ListDeliveries(Command):
    """The filter of a list of deliveries."""

    operation = "list_webhook_deliveries"

    id: EndpointId
    status: DeliveryStatus | None = None
