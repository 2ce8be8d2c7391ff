"""Every handler kind, declared once.

A handler says what answers a number's calls or messages. Each class below is all there is to
know about one kind: the GraphQL types and inputs, the stored JSON, the flat REST fields (the
aliases), the kinds of the filters and the parametrised tests are read from it. To add a kind,
write its class and name it in the union underneath; nothing else names kinds.
"""

from enum import StrEnum
from typing import get_args

from pydantic import Field

from gateway.domain.handler import Handler, UnrecognizedHandler
from gateway.domain.text import Text, Uuid, UuidText
from gateway.domain.urls import Url


class HttpMethod(StrEnum):
    """How a webhook is called."""

    GET = "GET"
    POST = "POST"


class CallFlowVersion(StrEnum):
    """Which version of a call flow runs."""

    WORKING_COPY = "working_copy"
    CURRENT_DEPLOYED = "current_deployed"


_REQUEST_URL = "URL that answers with LaML. Example: https://example.com/inbound"
_REQUEST_METHOD = "How the request URL is called."
_FALLBACK_URL = "URL that is asked when the request URL fails. Null: nobody is."
_FALLBACK_METHOD = "How the fallback URL is called."
_STATUS_URL = "URL that hears of each change of the call's status. Null: nobody does."
_STATUS_METHOD = "How the status callback URL is called."
_APPLICATION_ID = "Id of the LaML application. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"
_TOPIC = "Name of the topic. Example: office"
_CONTEXT = "Name of the context. Example: support"
_APPLICATION = "Name of the application. Example: ivr"
_RESOURCE_ID = "Id of the resource that the platform put in charge."
_CONTEXTS_END = "Relay contexts are being retired. Use a topic or an application."

# Calls ----------------------------------------------------------------------------------------


class LamlWebhooksCallHandler(Handler):
    """Ask a URL for LaML instructions when a call comes in."""

    kind = "laml_webhooks"

    request_url: Url = Field(alias="call_request_url", description=_REQUEST_URL)
    request_method: HttpMethod = Field(
        HttpMethod.POST, alias="call_request_method", description=_REQUEST_METHOD
    )
    fallback_url: Url | None = Field(None, alias="call_fallback_url", description=_FALLBACK_URL)
    fallback_method: HttpMethod = Field(
        HttpMethod.POST, alias="call_fallback_method", description=_FALLBACK_METHOD
    )
    status_callback_url: Url | None = Field(
        None, alias="call_status_callback_url", description=_STATUS_URL
    )
    status_callback_method: HttpMethod = Field(
        HttpMethod.POST, alias="call_status_callback_method", description=_STATUS_METHOD
    )


class LamlApplicationCallHandler(Handler):
    """Run a stored LaML application when a call comes in."""

    kind = "laml_application"

    application_id: Text = Field(alias="call_laml_application_id", description=_APPLICATION_ID)


class DialogflowCallHandler(Handler):
    """Let a Dialogflow agent talk with the caller."""

    kind = "dialogflow"

    agent_id: Text = Field(
        alias="call_dialogflow_agent_id", description="Id of the Dialogflow agent."
    )


class RelayTopicCallHandler(Handler):
    """Hand the call to the programs that listen on a Relay topic."""

    kind = "relay_topic"

    topic: Text = Field(alias="call_relay_topic", description=_TOPIC)
    status_callback_url: Url | None = Field(
        None, alias="call_relay_topic_status_callback_url", description=_STATUS_URL
    )


class RelayScriptCallHandler(Handler):
    """Ask a URL for a SWML script, and run it."""

    kind = "relay_script"

    url: Url = Field(
        alias="call_relay_script_url",
        description="URL that answers with SWML. Example: https://example.com/call.swml",
    )


class RelayContextCallHandler(Handler):
    """Hand the call to the programs that listen on a Relay context."""

    kind = "relay_context"
    deprecated = _CONTEXTS_END

    context: Text = Field(alias="call_relay_context", description=_CONTEXT)
    status_callback_url: Url | None = Field(
        None, alias="call_relay_context_status_callback_url", description=_STATUS_URL
    )


class RelayApplicationCallHandler(Handler):
    """Hand the call to a Relay application."""

    kind = "relay_application"

    application: Text = Field(alias="call_relay_application", description=_APPLICATION)


class RelayConnectorCallHandler(Handler):
    """Send the call on through a Relay connector."""

    kind = "relay_connector"

    connector_id: Text = Field(
        alias="call_relay_connector_id", description="Id of the Relay connector."
    )


class RelaySipEndpointCallHandler(Handler):
    """Ring a SIP endpoint."""

    kind = "relay_sip_endpoint"

    endpoint_id: Uuid = Field(alias="call_sip_endpoint_id", description="Id of the SIP endpoint.")


class RelayVertoEndpointCallHandler(Handler):
    """Ring a Verto endpoint."""

    kind = "relay_verto_endpoint"

    resource: Text = Field(alias="call_verto_resource", description="Name of the Verto endpoint.")


class VideoRoomCallHandler(Handler):
    """Bring the caller into a video room."""

    kind = "video_room"

    room_id: Uuid = Field(alias="call_video_room_id", description="Id of the video room.")


class AiAgentCallHandler(Handler):
    """Let an AI agent take the call."""

    kind = "ai_agent"

    # Text, as Dialogflow's agentId is: members of a union give one name one type.
    agent_id: UuidText = Field(
        alias="call_ai_agent_id",
        description="Id of the AI agent, a UUID. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55",
    )


class CallFlowCallHandler(Handler):
    """Run a call flow."""

    kind = "call_flow"

    flow_id: Uuid = Field(alias="call_flow_id", description="Id of the call flow.")
    version: CallFlowVersion = Field(
        CallFlowVersion.CURRENT_DEPLOYED,
        alias="call_flow_version",
        description="Which version of the flow runs.",
    )


class FabricSubscriberCallHandler(Handler):
    """Ring a subscriber. Only the platform assigns it."""

    kind = "fabric_subscriber"
    settable = False

    resource_id: Uuid = Field(alias="calling_handler_resource_id", description=_RESOURCE_ID)


class SipGatewayCallHandler(Handler):
    """Send the call on through a SIP gateway. Only the platform assigns it."""

    kind = "sip_gateway"
    settable = False

    resource_id: Uuid = Field(alias="calling_handler_resource_id", description=_RESOURCE_ID)


class CallQueueCallHandler(Handler):
    """Put the caller into a queue. Only the platform assigns it."""

    kind = "call_queue"
    settable = False

    resource_id: Uuid = Field(alias="calling_handler_resource_id", description=_RESOURCE_ID)


class UnrecognizedCallHandler(UnrecognizedHandler):
    """A call handler of a kind that this version does not know, kept as it came."""


CallHandler = (
    LamlWebhooksCallHandler
    | LamlApplicationCallHandler
    | DialogflowCallHandler
    | RelayTopicCallHandler
    | RelayScriptCallHandler
    | RelayContextCallHandler
    | RelayApplicationCallHandler
    | RelayConnectorCallHandler
    | RelaySipEndpointCallHandler
    | RelayVertoEndpointCallHandler
    | VideoRoomCallHandler
    | AiAgentCallHandler
    | CallFlowCallHandler
    | FabricSubscriberCallHandler
    | SipGatewayCallHandler
    | CallQueueCallHandler
    | UnrecognizedCallHandler
)

# Messages -------------------------------------------------------------------------------------


class LamlWebhooksMessageHandler(Handler):
    """Ask a URL for LaML instructions when a message comes in."""

    kind = "laml_webhooks"

    request_url: Url = Field(alias="message_request_url", description=_REQUEST_URL)
    request_method: HttpMethod = Field(
        HttpMethod.POST, alias="message_request_method", description=_REQUEST_METHOD
    )
    fallback_url: Url | None = Field(None, alias="message_fallback_url", description=_FALLBACK_URL)
    fallback_method: HttpMethod = Field(
        HttpMethod.POST, alias="message_fallback_method", description=_FALLBACK_METHOD
    )


class LamlApplicationMessageHandler(Handler):
    """Run a stored LaML application when a message comes in."""

    kind = "laml_application"

    application_id: Text = Field(alias="message_laml_application_id", description=_APPLICATION_ID)


class RelayTopicMessageHandler(Handler):
    """Hand the message to the programs that listen on a Relay topic."""

    kind = "relay_topic"

    topic: Text = Field(alias="message_relay_topic", description=_TOPIC)


class RelayContextMessageHandler(Handler):
    """Hand the message to the programs that listen on a Relay context."""

    kind = "relay_context"
    deprecated = _CONTEXTS_END

    context: Text = Field(alias="message_relay_context", description=_CONTEXT)


class RelayApplicationMessageHandler(Handler):
    """Hand the message to a Relay application."""

    kind = "relay_application"

    application: Text = Field(alias="message_relay_application", description=_APPLICATION)


class UnrecognizedMessageHandler(UnrecognizedHandler):
    """A message handler of a kind that this version does not know, kept as it came."""


MessageHandler = (
    LamlWebhooksMessageHandler
    | LamlApplicationMessageHandler
    | RelayTopicMessageHandler
    | RelayContextMessageHandler
    | RelayApplicationMessageHandler
    | UnrecognizedMessageHandler
)

# Derived --------------------------------------------------------------------------------------

CALL_HANDLERS: dict[str, type[CallHandler]] = {m.kind: m for m in get_args(CallHandler)}
MESSAGE_HANDLERS: dict[str, type[MessageHandler]] = {m.kind: m for m in get_args(MessageHandler)}
