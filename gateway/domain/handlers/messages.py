"""Message handlers: one class for each way to answer a number's messages."""

from pydantic import Field

from gateway.domain.enums import HttpMethod
from gateway.domain.handler import Handler, UnrecognizedHandler
from gateway.domain.handlers import descriptions
from gateway.domain.text import Text
from gateway.domain.urls import Url


class LamlWebhooksMessageHandler(Handler):
    """Answers messages with LaML, the platform's XML instructions, which a webhook returns."""

    kind = "laml_webhooks"

    request_url: Url = Field(alias="message_request_url", description=descriptions.REQUEST_URL)
    request_method: HttpMethod = Field(
        HttpMethod.POST, alias="message_request_method", description=descriptions.REQUEST_METHOD
    )
    fallback_url: Url | None = Field(
        None, alias="message_fallback_url", description=descriptions.FALLBACK_URL
    )
    fallback_method: HttpMethod = Field(
        HttpMethod.POST, alias="message_fallback_method", description=descriptions.FALLBACK_METHOD
    )


class LamlApplicationMessageHandler(Handler):
    """Answers messages with a LaML application that is stored on the platform."""

    kind = "laml_application"

    application_id: Text = Field(
        alias="message_laml_application_id", description=descriptions.APPLICATION_ID
    )


class RelayTopicMessageHandler(Handler):
    """Sends messages to the programs that are subscribed to a Relay topic."""

    kind = "relay_topic"

    topic: Text = Field(alias="message_relay_topic", description=descriptions.TOPIC)


class RelayContextMessageHandler(Handler):
    """Sends messages to the programs that are subscribed to a Relay context."""

    kind = "relay_context"
    deprecated = descriptions.CONTEXTS_DEPRECATED

    context: Text = Field(alias="message_relay_context", description=descriptions.CONTEXT)


class RelayApplicationMessageHandler(Handler):
    """Sends messages to a Relay application."""

    kind = "relay_application"

    application: Text = Field(
        alias="message_relay_application", description=descriptions.APPLICATION
    )


class UnrecognizedMessageHandler(UnrecognizedHandler):
    """A message handler of a kind that this version does not know, with its settings as text."""


MessageHandler = (
    LamlWebhooksMessageHandler
    | LamlApplicationMessageHandler
    | RelayTopicMessageHandler
    | RelayContextMessageHandler
    | RelayApplicationMessageHandler
    | UnrecognizedMessageHandler
)
