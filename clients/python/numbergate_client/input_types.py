from datetime import datetime
from typing import Optional
from uuid import UUID

from pydantic import Field

from .base_model import BaseModel
from .enums import (
    CallFlowVersion,
    CallHandlerKind,
    CallReceiveMode,
    Capability,
    HttpMethod,
    IfExists,
    MessageHandlerKind,
    NumberType,
    OrderDirection,
    PhoneNumberOrderField,
)


class AiAgentCallHandlerInput(BaseModel):
    """Let an AI agent take the call."""

    agent_id: str = Field(alias="agentId")
    "Id of the AI agent, a UUID. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"


class CallFlowCallHandlerInput(BaseModel):
    """Run a call flow."""

    flow_id: UUID = Field(alias="flowId")
    "Id of the call flow."
    version: CallFlowVersion = CallFlowVersion.CURRENT_DEPLOYED
    "Which version of the flow runs."


class CallHandlerInput(BaseModel):
    """What shall answer calls: exactly one kind with its settings. Example: {lamlWebhooks: {requestUrl: "https://example.com/voice"}}"""

    laml_webhooks: Optional["LamlWebhooksCallHandlerInput"] = Field(
        alias="lamlWebhooks", default=None
    )
    "Ask a URL for LaML instructions when a call comes in."
    laml_application: Optional["LamlApplicationCallHandlerInput"] = Field(
        alias="lamlApplication", default=None
    )
    "Run a stored LaML application when a call comes in."
    dialogflow: Optional["DialogflowCallHandlerInput"] = None
    "Let a Dialogflow agent talk with the caller."
    relay_topic: Optional["RelayTopicCallHandlerInput"] = Field(
        alias="relayTopic", default=None
    )
    "Hand the call to the programs that listen on a Relay topic."
    relay_script: Optional["RelayScriptCallHandlerInput"] = Field(
        alias="relayScript", default=None
    )
    "Ask a URL for a SWML script, and run it."
    relay_context: Optional["RelayContextCallHandlerInput"] = Field(
        alias="relayContext", default=None
    )
    "Hand the call to the programs that listen on a Relay context."
    relay_application: Optional["RelayApplicationCallHandlerInput"] = Field(
        alias="relayApplication", default=None
    )
    "Hand the call to a Relay application."
    relay_connector: Optional["RelayConnectorCallHandlerInput"] = Field(
        alias="relayConnector", default=None
    )
    "Send the call on through a Relay connector."
    relay_sip_endpoint: Optional["RelaySipEndpointCallHandlerInput"] = Field(
        alias="relaySipEndpoint", default=None
    )
    "Ring a SIP endpoint."
    relay_verto_endpoint: Optional["RelayVertoEndpointCallHandlerInput"] = Field(
        alias="relayVertoEndpoint", default=None
    )
    "Ring a Verto endpoint."
    video_room: Optional["VideoRoomCallHandlerInput"] = Field(
        alias="videoRoom", default=None
    )
    "Bring the caller into a video room."
    ai_agent: Optional["AiAgentCallHandlerInput"] = Field(alias="aiAgent", default=None)
    "Let an AI agent take the call."
    call_flow: Optional["CallFlowCallHandlerInput"] = Field(
        alias="callFlow", default=None
    )
    "Run a call flow."


class DialogflowCallHandlerInput(BaseModel):
    """Let a Dialogflow agent talk with the caller."""

    agent_id: str = Field(alias="agentId")
    "Id of the Dialogflow agent."


class ImportPhoneNumberInput(BaseModel):
    """Bring a number that another provider hosts into the project."""

    number: str
    "The number in E.164 format: a plus, the calling code and the rest, 5 to 30 characters, digits only. Example: +14155550123"
    number_type: NumberType = Field(alias="numberType")
    "How carriers class the number."
    capabilities: Optional[list[Capability]] = None
    "What to enable. All four when left out. Example: [VOICE, SMS]"
    name: Optional[str] = None
    "A name to tell numbers apart, 1 to 255 characters. Example: Front desk"
    tags: Optional[list[str]] = None
    "Labels to find numbers by, 50 at most. Example: [support, eu]"
    call_receive_mode: CallReceiveMode = Field(
        alias="callReceiveMode", default=CallReceiveMode.VOICE
    )
    "Whether incoming calls are voice or fax."
    call_handler: Optional["CallHandlerInput"] = Field(
        alias="callHandler", default=None
    )
    "What answers calls: exactly one kind. Needs VOICE or FAX."
    message_handler: Optional["MessageHandlerInput"] = Field(
        alias="messageHandler", default=None
    )
    "What answers messages: exactly one kind. Needs SMS or MMS."
    if_exists: IfExists = Field(alias="ifExists", default=IfExists.FAIL)
    "What to do when the project has the number already."
    idempotency_key: Optional[str] = Field(alias="idempotencyKey", default=None)
    "Asking again with the same key and input within 24 hours changes nothing and gives the same answer. 1 to 255 printable ASCII characters."


class LamlApplicationCallHandlerInput(BaseModel):
    """Run a stored LaML application when a call comes in."""

    application_id: str = Field(alias="applicationId")
    "Id of the LaML application. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"


class LamlApplicationMessageHandlerInput(BaseModel):
    """Run a stored LaML application when a message comes in."""

    application_id: str = Field(alias="applicationId")
    "Id of the LaML application. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"


class LamlWebhooksCallHandlerInput(BaseModel):
    """Ask a URL for LaML instructions when a call comes in."""

    request_url: str = Field(alias="requestUrl")
    "URL that answers with LaML. Example: https://example.com/inbound"
    request_method: HttpMethod = Field(alias="requestMethod", default=HttpMethod.POST)
    "How the request URL is called."
    fallback_url: Optional[str] = Field(alias="fallbackUrl", default=None)
    "URL that is asked when the request URL fails. Null: nobody is."
    fallback_method: HttpMethod = Field(alias="fallbackMethod", default=HttpMethod.POST)
    "How the fallback URL is called."
    status_callback_url: Optional[str] = Field(alias="statusCallbackUrl", default=None)
    "URL that hears of each change of the call's status. Null: nobody does."
    status_callback_method: HttpMethod = Field(
        alias="statusCallbackMethod", default=HttpMethod.POST
    )
    "How the status callback URL is called."


class LamlWebhooksMessageHandlerInput(BaseModel):
    """Ask a URL for LaML instructions when a message comes in."""

    request_url: str = Field(alias="requestUrl")
    "URL that answers with LaML. Example: https://example.com/inbound"
    request_method: HttpMethod = Field(alias="requestMethod", default=HttpMethod.POST)
    "How the request URL is called."
    fallback_url: Optional[str] = Field(alias="fallbackUrl", default=None)
    "URL that is asked when the request URL fails. Null: nobody is."
    fallback_method: HttpMethod = Field(alias="fallbackMethod", default=HttpMethod.POST)
    "How the fallback URL is called."


class MessageHandlerInput(BaseModel):
    """What shall answer messages: exactly one kind with its settings. Example: {relayTopic: {topic: "office"}}"""

    laml_webhooks: Optional["LamlWebhooksMessageHandlerInput"] = Field(
        alias="lamlWebhooks", default=None
    )
    "Ask a URL for LaML instructions when a message comes in."
    laml_application: Optional["LamlApplicationMessageHandlerInput"] = Field(
        alias="lamlApplication", default=None
    )
    "Run a stored LaML application when a message comes in."
    relay_topic: Optional["RelayTopicMessageHandlerInput"] = Field(
        alias="relayTopic", default=None
    )
    "Hand the message to the programs that listen on a Relay topic."
    relay_context: Optional["RelayContextMessageHandlerInput"] = Field(
        alias="relayContext", default=None
    )
    "Hand the message to the programs that listen on a Relay context."
    relay_application: Optional["RelayApplicationMessageHandlerInput"] = Field(
        alias="relayApplication", default=None
    )
    "Hand the message to a Relay application."


class PhoneNumberFilter(BaseModel):
    """Which numbers to list: those for which everything that is named is true."""

    number_contains: Optional[str] = Field(alias="numberContains", default=None)
    "Digits somewhere in the number; from its start on, with the plus. Example: +1415"
    name_contains: Optional[str] = Field(alias="nameContains", default=None)
    "Text somewhere in the name, small and capital letters alike."
    number_type: Optional[NumberType] = Field(alias="numberType", default=None)
    "How carriers class the number."
    capabilities_all: Optional[list[Capability]] = Field(
        alias="capabilitiesAll", default=None
    )
    "Capabilities that the number has all of."
    country_codes: Optional[list[str]] = Field(alias="countryCodes", default=None)
    "Countries, one of which the number has. Example: [US, CA]"
    call_handler_kinds: Optional[list[CallHandlerKind]] = Field(
        alias="callHandlerKinds", default=None
    )
    "Kinds, one of which answers calls."
    message_handler_kinds: Optional[list[MessageHandlerKind]] = Field(
        alias="messageHandlerKinds", default=None
    )
    "Kinds, one of which answers messages."
    has_call_handler: Optional[bool] = Field(alias="hasCallHandler", default=None)
    "Whether anything answers calls. False finds numbers that ring nowhere."
    has_message_handler: Optional[bool] = Field(alias="hasMessageHandler", default=None)
    "Whether anything answers messages."
    handler_url_host: Optional[str] = Field(alias="handlerUrlHost", default=None)
    "Host that any URL of the number's handlers points at, without its port. Example: example.com"
    tags_all: Optional[list[str]] = Field(alias="tagsAll", default=None)
    "Tags that the number has all of. Example: [support]"
    created_after: Optional[datetime] = Field(alias="createdAfter", default=None)
    "Only numbers created after this."
    created_before: Optional[datetime] = Field(alias="createdBefore", default=None)
    "Only numbers created before this."
    updated_after: Optional[datetime] = Field(alias="updatedAfter", default=None)
    "Only numbers that changed after this."


class PhoneNumberOrder(BaseModel):
    """The order of a list of numbers. Equal ones are ordered by their ids."""

    field: PhoneNumberOrderField
    "What to order by. Numbers without a name come as blank."
    direction: OrderDirection
    "Which end comes first."


class RelayApplicationCallHandlerInput(BaseModel):
    """Hand the call to a Relay application."""

    application: str
    "Name of the application. Example: ivr"


class RelayApplicationMessageHandlerInput(BaseModel):
    """Hand the message to a Relay application."""

    application: str
    "Name of the application. Example: ivr"


class RelayConnectorCallHandlerInput(BaseModel):
    """Send the call on through a Relay connector."""

    connector_id: str = Field(alias="connectorId")
    "Id of the Relay connector."


class RelayContextCallHandlerInput(BaseModel):
    """Hand the call to the programs that listen on a Relay context."""

    context: str
    "Name of the context. Example: support"
    status_callback_url: Optional[str] = Field(alias="statusCallbackUrl", default=None)
    "URL that hears of each change of the call's status. Null: nobody does."


class RelayContextMessageHandlerInput(BaseModel):
    """Hand the message to the programs that listen on a Relay context."""

    context: str
    "Name of the context. Example: support"


class RelayScriptCallHandlerInput(BaseModel):
    """Ask a URL for a SWML script, and run it."""

    url: str
    "URL that answers with SWML. Example: https://example.com/call.swml"


class RelaySipEndpointCallHandlerInput(BaseModel):
    """Ring a SIP endpoint."""

    endpoint_id: UUID = Field(alias="endpointId")
    "Id of the SIP endpoint."


class RelayTopicCallHandlerInput(BaseModel):
    """Hand the call to the programs that listen on a Relay topic."""

    topic: str
    "Name of the topic. Example: office"
    status_callback_url: Optional[str] = Field(alias="statusCallbackUrl", default=None)
    "URL that hears of each change of the call's status. Null: nobody does."


class RelayTopicMessageHandlerInput(BaseModel):
    """Hand the message to the programs that listen on a Relay topic."""

    topic: str
    "Name of the topic. Example: office"


class RelayVertoEndpointCallHandlerInput(BaseModel):
    """Ring a Verto endpoint."""

    resource: str
    "Name of the Verto endpoint."


class ReleasePhoneNumberInput(BaseModel):
    """Give a number up: it stays in the history, and can be imported again."""

    id: str
    "The number's id or uuid."
    expected_version: Optional[int] = Field(alias="expectedVersion", default=None)
    "The version that the change is based on; when the number has another by now, the answer is VersionConflict. Left out: whatever the version."
    idempotency_key: Optional[str] = Field(alias="idempotencyKey", default=None)
    "Asking again with the same key and input within 24 hours changes nothing and gives the same answer. 1 to 255 printable ASCII characters."


class UpdatePhoneNumberInput(BaseModel):
    """Change what is named. What is left out stays as it is; null clears it."""

    id: str
    "The number's id or uuid."
    expected_version: Optional[int] = Field(alias="expectedVersion", default=None)
    "The version that the change is based on; when the number has another by now, the answer is VersionConflict. Left out: whatever the version."
    name: Optional[str] = None
    "A name to tell numbers apart. Null clears it. Example: Front desk"
    tags: Optional[list[str]] = None
    "All the labels, in place of the present ones. Null clears them."
    call_receive_mode: Optional[CallReceiveMode] = Field(
        alias="callReceiveMode", default=None
    )
    "Whether incoming calls are voice or fax. Cannot be null."
    call_handler: Optional["CallHandlerInput"] = Field(
        alias="callHandler", default=None
    )
    "What answers calls, in place of the present handler as a whole. Null: nothing does."
    message_handler: Optional["MessageHandlerInput"] = Field(
        alias="messageHandler", default=None
    )
    "What answers messages, in place of the present handler as a whole. Null: nothing does."
    release_protected: Optional[bool] = Field(alias="releaseProtected", default=None)
    "Whether the number refuses to be released. Cannot be null."
    idempotency_key: Optional[str] = Field(alias="idempotencyKey", default=None)
    "Asking again with the same key and input within 24 hours changes nothing and gives the same answer. 1 to 255 printable ASCII characters."


class VideoRoomCallHandlerInput(BaseModel):
    """Bring the caller into a video room."""

    room_id: UUID = Field(alias="roomId")
    "Id of the video room."


CallHandlerInput.model_rebuild()
ImportPhoneNumberInput.model_rebuild()
MessageHandlerInput.model_rebuild()
UpdatePhoneNumberInput.model_rebuild()
