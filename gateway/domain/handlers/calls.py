"""Call handlers: one class for each way to answer a number's calls.

LaML and SWML are the platform's markup languages for instructions, the first one in XML.
"""

from typing import Final

from pydantic import Field

from gateway.domain.enums import CallFlowVersion, HttpMethod
from gateway.domain.handler import Handler, UnrecognizedHandler
from gateway.domain.handlers import descriptions
from gateway.domain.text import Text, Uuid, UuidText
from gateway.domain.urls import Url

_STATUS_URL: Final = (
    "The URL that is called each time the status of the call changes. Null for none. "
    "Example: https://example.com/status"
)
_STATUS_METHOD: Final = "The HTTP method for the status callback URL."
_RESOURCE_ID: Final = "The id of the resource that the platform assigned."


class LamlWebhooksCallHandler(Handler):
    """Answers calls with LaML, the platform's XML instructions, which a webhook returns."""

    kind = "laml_webhooks"

    request_url: Url = Field(alias="call_request_url", description=descriptions.REQUEST_URL)
    request_method: HttpMethod = Field(
        HttpMethod.POST, alias="call_request_method", description=descriptions.REQUEST_METHOD
    )
    fallback_url: Url | None = Field(
        None, alias="call_fallback_url", description=descriptions.FALLBACK_URL
    )
    fallback_method: HttpMethod = Field(
        HttpMethod.POST, alias="call_fallback_method", description=descriptions.FALLBACK_METHOD
    )
    status_callback_url: Url | None = Field(
        None, alias="call_status_callback_url", description=_STATUS_URL
    )
    status_callback_method: HttpMethod = Field(
        HttpMethod.POST, alias="call_status_callback_method", description=_STATUS_METHOD
    )


class LamlApplicationCallHandler(Handler):
    """Answers calls with a LaML application that is stored on the platform."""

    kind = "laml_application"

    application_id: Text = Field(
        alias="call_laml_application_id", description=descriptions.APPLICATION_ID
    )


class DialogflowCallHandler(Handler):
    """Connects calls to a Dialogflow agent."""

    kind = "dialogflow"

    agent_id: Text = Field(
        alias="call_dialogflow_agent_id", description="The id of the Dialogflow agent."
    )


class RelayTopicCallHandler(Handler):
    """Sends calls to the programs that are subscribed to a Relay topic."""

    kind = "relay_topic"

    topic: Text = Field(alias="call_relay_topic", description=descriptions.TOPIC)
    status_callback_url: Url | None = Field(
        None, alias="call_relay_topic_status_callback_url", description=_STATUS_URL
    )


class RelayScriptCallHandler(Handler):
    """Answers calls with a SWML script, which a URL returns."""

    kind = "relay_script"

    url: Url = Field(
        alias="call_relay_script_url",
        description="The URL that returns the SWML script. Example: https://example.com/call.swml",
    )


class RelayContextCallHandler(Handler):
    """Sends calls to the programs that are subscribed to a Relay context."""

    kind = "relay_context"
    deprecated = descriptions.CONTEXTS_DEPRECATED

    context: Text = Field(alias="call_relay_context", description=descriptions.CONTEXT)
    status_callback_url: Url | None = Field(
        None, alias="call_relay_context_status_callback_url", description=_STATUS_URL
    )


class RelayApplicationCallHandler(Handler):
    """Sends calls to a Relay application."""

    kind = "relay_application"

    application: Text = Field(alias="call_relay_application", description=descriptions.APPLICATION)


class RelayConnectorCallHandler(Handler):
    """Forwards calls through a Relay connector."""

    kind = "relay_connector"

    connector_id: Text = Field(
        alias="call_relay_connector_id", description="The id of the Relay connector."
    )


class RelaySipEndpointCallHandler(Handler):
    """Forwards calls to a SIP endpoint."""

    kind = "relay_sip_endpoint"

    endpoint_id: Uuid = Field(
        alias="call_sip_endpoint_id",
        description="The id of the SIP endpoint. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55",
    )


class RelayVertoEndpointCallHandler(Handler):
    """Forwards calls to a Verto endpoint, which a browser registers over WebRTC."""

    kind = "relay_verto_endpoint"

    resource: Text = Field(
        alias="call_verto_resource", description="The name of the Verto endpoint. Example: alice"
    )


class VideoRoomCallHandler(Handler):
    """Connects calls to a video room."""

    kind = "video_room"

    room_id: Uuid = Field(
        alias="call_video_room_id",
        description="The id of the video room. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55",
    )


class AiAgentCallHandler(Handler):
    """Connects calls to an AI agent."""

    kind = "ai_agent"

    # Text and not a UUID, like Dialogflow's agentId: within a union a field has one type.
    agent_id: UuidText = Field(
        alias="call_ai_agent_id",
        description="The id of the AI agent, a UUID. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55",
    )


class CallFlowCallHandler(Handler):
    """Answers calls with a call flow, which is edited on the platform."""

    kind = "call_flow"

    flow_id: Uuid = Field(
        alias="call_flow_id",
        description="The id of the call flow. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55",
    )
    version: CallFlowVersion = Field(
        CallFlowVersion.CURRENT_DEPLOYED,
        alias="call_flow_version",
        description="The version of the call flow to run.",
    )


class FabricSubscriberCallHandler(Handler):
    """Forwards calls to a subscriber. Only the platform assigns it: clients cannot set it."""

    kind = "fabric_subscriber"
    settable = False

    resource_id: Uuid = Field(alias="calling_handler_resource_id", description=_RESOURCE_ID)


class SipGatewayCallHandler(Handler):
    """Forwards calls through a SIP gateway. Only the platform assigns it: clients cannot set it."""

    kind = "sip_gateway"
    settable = False

    resource_id: Uuid = Field(alias="calling_handler_resource_id", description=_RESOURCE_ID)


class CallQueueCallHandler(Handler):
    """Puts calls into a queue. Only the platform assigns it: clients cannot set it."""

    kind = "call_queue"
    settable = False

    resource_id: Uuid = Field(alias="calling_handler_resource_id", description=_RESOURCE_ID)


class UnrecognizedCallHandler(UnrecognizedHandler):
    """A call handler of a kind that this version does not know, with its settings as text."""


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
