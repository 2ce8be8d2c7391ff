"""Commands that try the URLs of handlers."""

from pydantic import Field

from gateway.domain.commands.base import Command, NumberId
from gateway.domain.commands.number_fields import CallHandlerOneOf, MessageHandlerOneOf


class CheckHandler(Command):
    """The handlers whose URLs are tried: one for calls, one for messages, or both."""

    operation = "check_handler"

    call_handler: CallHandlerOneOf | None = Field(
        None,
        description="A handler for calls: exactly one kind. "
        'Example: {lamlWebhooks: {requestUrl: "https://example.com/voice"}}',
    )
    message_handler: MessageHandlerOneOf | None = Field(
        None,
        description="A handler for messages: exactly one kind. "
        'Example: {lamlWebhooks: {requestUrl: "https://example.com/sms"}}',
    )


class CheckPhoneNumberHandlers(Command):
    """The number whose handlers are tried."""

    operation = "check_phone_number_handlers"

    id: NumberId = Field(description="The id or the uuid of the number.")
