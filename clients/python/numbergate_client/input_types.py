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
    PhoneNumberEventType,
    PhoneNumberOrderField,
    ProvisioningStatus,
)


class AiAgentCallHandlerInput(BaseModel):
    """Connects calls to an AI agent."""

    agent_id: str = Field(alias="agentId")
    "The id of the AI agent, a UUID. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"


class AttachUpstreamInput(BaseModel):
    """The space of the platform to attach the project to, with a token for it."""

    space: str
    'The host of the space. Example: "acme.signalwire.com"'
    project_id: UUID = Field(alias="projectId")
    'The id of the project on the platform. Example: "7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"'
    api_token: str = Field(alias="apiToken")
    "An API token of that project, with the scope Numbers. It is stored encrypted, and never returned."


class BandwidthCredentialsInput(BaseModel):
    """An API credential of a Bandwidth account, with a role that may read numbers."""

    account_id: str = Field(alias="accountId")
    'The number of the account. Example: "9900000"'
    client_id: str = Field(alias="clientId")
    "The client id of the API credential."
    client_secret: str = Field(alias="clientSecret")
    "The client secret."


class CallFlowCallHandlerInput(BaseModel):
    """Answers calls with a call flow, which is edited on the platform."""

    flow_id: UUID = Field(alias="flowId")
    "The id of the call flow. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"
    version: CallFlowVersion = CallFlowVersion.CURRENT_DEPLOYED
    "The version of the call flow to run."


class CallHandlerInput(BaseModel):
    """The handler that answers calls: set exactly one field, with the settings of that kind. Example: {lamlWebhooks: {requestUrl: "https://example.com/voice"}}"""

    laml_webhooks: Optional["LamlWebhooksCallHandlerInput"] = Field(
        alias="lamlWebhooks", default=None
    )
    "Answers calls with LaML, the platform's XML instructions, which a webhook returns."
    laml_application: Optional["LamlApplicationCallHandlerInput"] = Field(
        alias="lamlApplication", default=None
    )
    "Answers calls with a LaML application that is stored on the platform."
    dialogflow: Optional["DialogflowCallHandlerInput"] = None
    "Connects calls to a Dialogflow agent."
    relay_topic: Optional["RelayTopicCallHandlerInput"] = Field(
        alias="relayTopic", default=None
    )
    "Sends calls to the programs that are subscribed to a Relay topic."
    relay_script: Optional["RelayScriptCallHandlerInput"] = Field(
        alias="relayScript", default=None
    )
    "Answers calls with a SWML script, which a URL returns."
    relay_context: Optional["RelayContextCallHandlerInput"] = Field(
        alias="relayContext", default=None
    )
    "Sends calls to the programs that are subscribed to a Relay context."
    relay_application: Optional["RelayApplicationCallHandlerInput"] = Field(
        alias="relayApplication", default=None
    )
    "Sends calls to a Relay application."
    relay_connector: Optional["RelayConnectorCallHandlerInput"] = Field(
        alias="relayConnector", default=None
    )
    "Forwards calls through a Relay connector."
    relay_sip_endpoint: Optional["RelaySipEndpointCallHandlerInput"] = Field(
        alias="relaySipEndpoint", default=None
    )
    "Forwards calls to a SIP endpoint."
    relay_verto_endpoint: Optional["RelayVertoEndpointCallHandlerInput"] = Field(
        alias="relayVertoEndpoint", default=None
    )
    "Forwards calls to a Verto endpoint, which a browser registers over WebRTC."
    video_room: Optional["VideoRoomCallHandlerInput"] = Field(
        alias="videoRoom", default=None
    )
    "Connects calls to a video room."
    ai_agent: Optional["AiAgentCallHandlerInput"] = Field(alias="aiAgent", default=None)
    "Connects calls to an AI agent."
    call_flow: Optional["CallFlowCallHandlerInput"] = Field(
        alias="callFlow", default=None
    )
    "Answers calls with a call flow, which is edited on the platform."


class CheckHandlerInput(BaseModel):
    """The handlers whose URLs are tried: one for calls, one for messages, or both."""

    call_handler: Optional["CallHandlerInput"] = Field(
        alias="callHandler", default=None
    )
    'A handler for calls: exactly one kind. Example: {lamlWebhooks: {requestUrl: "https://example.com/voice"}}'
    message_handler: Optional["MessageHandlerInput"] = Field(
        alias="messageHandler", default=None
    )
    'A handler for messages: exactly one kind. Example: {lamlWebhooks: {requestUrl: "https://example.com/sms"}}'


class CheckPhoneNumberHandlersInput(BaseModel):
    """The number whose handlers are tried."""

    id: str
    "The id or the uuid of the number."


class ConnectProviderInput(BaseModel):
    """The account to connect the project to. Nothing in the account is ever changed."""

    label: str
    'A name to tell connections apart. Example: "Old carrier"'
    credentials: "ProviderCredentialsInput"
    "The credentials: exactly one provider. They are tried at once, stored encrypted, and never returned."


class ConnectionSourceInput(BaseModel):
    """Numbers of a connection, as its last refresh found them."""

    connection_id: str = Field(alias="connectionId")
    "The id or the uuid of the connection."
    external_ids: Optional[list[str]] = Field(alias="externalIds", default=None)
    'The ids of the numbers at the provider. Default: all that are NEW. At most 250 items. Example: ["PN1"]'
    copy_handlers: bool = Field(alias="copyHandlers", default=True)
    "Whether handlers come along, where both sides speak the same language."


class CreateWebhookEndpointInput(BaseModel):
    """The URL to send the project's events to."""

    url: str
    'The URL that events are sent to by POST: https, on port 443 or one from 1024 on, without a user or password. Example: "https://example.com/events"'
    types: Optional[list[PhoneNumberEventType]] = None
    "The types of events to send. Default: all. At most 6 items. Example: [IMPORTED, RELEASED]"
    after: Optional[str] = None
    'Send the events after this cursor of phoneNumberEvents. Default: only those that happen from now on. Example: "WyJldmVudHMiLDQyXQ"'


class DeleteWebhookEndpointInput(BaseModel):
    """The webhook endpoint to delete."""

    id: str
    "The id of the webhook endpoint."


class DialogflowCallHandlerInput(BaseModel):
    """Connects calls to a Dialogflow agent."""

    agent_id: str = Field(alias="agentId")
    "The id of the Dialogflow agent."


class HostReplacementInput(BaseModel):
    """A host in the URLs of handlers, and the host to replace it by."""

    old: str
    "The host to replace, without the port. Example: old.example.com"
    new: str
    "The host to write instead. Example: new.example.com"


class ImportJobRowInput(BaseModel):
    """A number of an import job, with its capabilities and handlers."""

    number: str
    'The number in E.164 format: a plus, the country calling code and the national number, digits only, 15 at most. Example: "+14155550123"'
    number_type: NumberType = Field(alias="numberType")
    "The type of the number. TOLLFREE is refused for a number that the numbering plan of its country knows as another type."
    capabilities: Optional[list[Capability]] = None
    "The capabilities to enable. Default: all four. At most 4 items. Example: [VOICE, SMS]"
    name: Optional[str] = None
    'A label for people, 1 to 255 characters. Example: "Front desk"'
    tags: Optional[list[str]] = None
    'Labels to find numbers by, each of 1 to 64 lower-case letters, digits and . _ : - characters. At most 50 items. Example: ["support", "eu"]'
    call_receive_mode: CallReceiveMode = Field(
        alias="callReceiveMode", default=CallReceiveMode.VOICE
    )
    "Whether incoming calls are treated as voice or fax. FAX needs the capability FAX."
    call_handler: Optional["CallHandlerInput"] = Field(
        alias="callHandler", default=None
    )
    'The handler that answers calls: exactly one kind. Needs the capability VOICE or FAX. Example: {relayTopic: {topic: "office"}}'
    message_handler: Optional["MessageHandlerInput"] = Field(
        alias="messageHandler", default=None
    )
    'The handler that answers messages: exactly one kind. Needs the capability SMS or MMS. Example: {lamlWebhooks: {requestUrl: "https://example.com/sms"}}'


class ImportPhoneNumberInput(BaseModel):
    """A number that another provider hosts, with its capabilities and handlers."""

    number: str
    'The number in E.164 format: a plus, the country calling code and the national number, digits only, 15 at most. Example: "+14155550123"'
    number_type: NumberType = Field(alias="numberType")
    "The type of the number. TOLLFREE is refused for a number that the numbering plan of its country knows as another type."
    capabilities: Optional[list[Capability]] = None
    "The capabilities to enable. Default: all four. At most 4 items. Example: [VOICE, SMS]"
    name: Optional[str] = None
    'A label for people, 1 to 255 characters. Example: "Front desk"'
    tags: Optional[list[str]] = None
    'Labels to find numbers by, each of 1 to 64 lower-case letters, digits and . _ : - characters. At most 50 items. Example: ["support", "eu"]'
    call_receive_mode: CallReceiveMode = Field(
        alias="callReceiveMode", default=CallReceiveMode.VOICE
    )
    "Whether incoming calls are treated as voice or fax. FAX needs the capability FAX."
    call_handler: Optional["CallHandlerInput"] = Field(
        alias="callHandler", default=None
    )
    'The handler that answers calls: exactly one kind. Needs the capability VOICE or FAX. Example: {relayTopic: {topic: "office"}}'
    message_handler: Optional["MessageHandlerInput"] = Field(
        alias="messageHandler", default=None
    )
    'The handler that answers messages: exactly one kind. Needs the capability SMS or MMS. Example: {lamlWebhooks: {requestUrl: "https://example.com/sms"}}'
    if_exists: IfExists = Field(alias="ifExists", default=IfExists.FAIL)
    "What to do if the project has the number already."
    idempotency_key: Optional[str] = Field(alias="idempotencyKey", default=None)
    'An idempotency key of your choice: 1 to 255 printable ASCII characters. A retry with the same key and input within 24 hours changes nothing and returns the same result, with replayed: true. Example: "order-4711"'


class ImportSourceInput(BaseModel):
    """Where the rows of an import job come from: exactly one."""

    rows: Optional[list["ImportJobRowInput"]] = None
    'The numbers. Each is validated when its turn comes: what is not valid is a failed row. At most 500 items. Example: [{number: "+14155550123", numberType: LONGCODE}]'
    csv: Optional[str] = None
    'The text of a CSV file, within the limit of a request. Its first line names the columns. Example: "number,number_type\\n+14155550123,longcode"'
    upload: Optional["UploadInput"] = None
    "A CSV file that follows, by PUT to the job's uploadPath."
    connection: Optional["ConnectionSourceInput"] = None
    'Numbers of a connection. Needs the scope connections:manage too. Example: {connectionId: "…"}'


class LamlApplicationCallHandlerInput(BaseModel):
    """Answers calls with a LaML application that is stored on the platform."""

    application_id: str = Field(alias="applicationId")
    "The id of the LaML application. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"


class LamlApplicationMessageHandlerInput(BaseModel):
    """Answers messages with a LaML application that is stored on the platform."""

    application_id: str = Field(alias="applicationId")
    "The id of the LaML application. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"


class LamlWebhooksCallHandlerInput(BaseModel):
    """Answers calls with LaML, the platform's XML instructions, which a webhook returns."""

    request_url: str = Field(alias="requestUrl")
    "The URL of the webhook. It returns LaML, the platform's XML instructions. Example: https://example.com/inbound"
    request_method: HttpMethod = Field(alias="requestMethod", default=HttpMethod.POST)
    "The HTTP method for the request URL."
    fallback_url: Optional[str] = Field(alias="fallbackUrl", default=None)
    "The URL that is called when the request URL fails. Null for none. Example: https://example.com/fallback"
    fallback_method: HttpMethod = Field(alias="fallbackMethod", default=HttpMethod.POST)
    "The HTTP method for the fallback URL."
    status_callback_url: Optional[str] = Field(alias="statusCallbackUrl", default=None)
    "The URL that is called each time the status of the call changes. Null for none. Example: https://example.com/status"
    status_callback_method: HttpMethod = Field(
        alias="statusCallbackMethod", default=HttpMethod.POST
    )
    "The HTTP method for the status callback URL."


class LamlWebhooksMessageHandlerInput(BaseModel):
    """Answers messages with LaML, the platform's XML instructions, which a webhook returns."""

    request_url: str = Field(alias="requestUrl")
    "The URL of the webhook. It returns LaML, the platform's XML instructions. Example: https://example.com/inbound"
    request_method: HttpMethod = Field(alias="requestMethod", default=HttpMethod.POST)
    "The HTTP method for the request URL."
    fallback_url: Optional[str] = Field(alias="fallbackUrl", default=None)
    "The URL that is called when the request URL fails. Null for none. Example: https://example.com/fallback"
    fallback_method: HttpMethod = Field(alias="fallbackMethod", default=HttpMethod.POST)
    "The HTTP method for the fallback URL."


class MessageHandlerInput(BaseModel):
    """The handler that answers messages: set exactly one field, with the settings of that kind. Example: {relayTopic: {topic: "office"}}"""

    laml_webhooks: Optional["LamlWebhooksMessageHandlerInput"] = Field(
        alias="lamlWebhooks", default=None
    )
    "Answers messages with LaML, the platform's XML instructions, which a webhook returns."
    laml_application: Optional["LamlApplicationMessageHandlerInput"] = Field(
        alias="lamlApplication", default=None
    )
    "Answers messages with a LaML application that is stored on the platform."
    relay_topic: Optional["RelayTopicMessageHandlerInput"] = Field(
        alias="relayTopic", default=None
    )
    "Sends messages to the programs that are subscribed to a Relay topic."
    relay_context: Optional["RelayContextMessageHandlerInput"] = Field(
        alias="relayContext", default=None
    )
    "Sends messages to the programs that are subscribed to a Relay context."
    relay_application: Optional["RelayApplicationMessageHandlerInput"] = Field(
        alias="relayApplication", default=None
    )
    "Sends messages to a Relay application."


class PhoneNumberFilter(BaseModel):
    """Conditions on the numbers to list. A number must meet all the conditions that are given."""

    search: Optional[str] = None
    'A part of the number or of the name, as people type it. Digits are found whatever stands between them; with a plus they are the beginning of the number, which is faster. Example: "(415) 555"'
    ids: Optional[list[str]] = None
    "The number has one of these ids, or one of these uuids. At most 100 items."
    number_contains: Optional[str] = Field(alias="numberContains", default=None)
    'A part of the number, digits only. With a plus it is a prefix, which is faster. Example: "+1415"'
    name_contains: Optional[str] = Field(alias="nameContains", default=None)
    'A part of the name, ignoring case. Example: "desk"'
    number_type: Optional[NumberType] = Field(alias="numberType", default=None)
    "The type of the number."
    capabilities_all: Optional[list[Capability]] = Field(
        alias="capabilitiesAll", default=None
    )
    "The number has all these capabilities. At most 4 items. Example: [VOICE, SMS]"
    country_codes: Optional[list[str]] = Field(alias="countryCodes", default=None)
    'The number is of one of these countries, by ISO 3166-1 alpha-2. At most 250 items. Example: ["US", "CA"]'
    call_handler_kinds: Optional[list[CallHandlerKind]] = Field(
        alias="callHandlerKinds", default=None
    )
    "The call handler is of one of these kinds. At most 17 items. Example: [RELAY_TOPIC]"
    message_handler_kinds: Optional[list[MessageHandlerKind]] = Field(
        alias="messageHandlerKinds", default=None
    )
    "The message handler is of one of these kinds. At most 6 items. Example: [RELAY_TOPIC]"
    has_call_handler: Optional[bool] = Field(alias="hasCallHandler", default=None)
    "Whether the number has a call handler. False: calls are not answered."
    has_message_handler: Optional[bool] = Field(alias="hasMessageHandler", default=None)
    "Whether the number has a message handler. False: messages are not answered."
    handler_url_host: Optional[str] = Field(alias="handlerUrlHost", default=None)
    'The host of any URL in the number\'s handlers, without the port. Example: "example.com"'
    tags_all: Optional[list[str]] = Field(alias="tagsAll", default=None)
    'The number has all these tags. At most 50 items. Example: ["support"]'
    tags_any: Optional[list[str]] = Field(alias="tagsAny", default=None)
    'The number has one of these tags. At most 50 items. Example: ["support", "sales"]'
    release_protected: Optional[bool] = Field(alias="releaseProtected", default=None)
    "Whether releasePhoneNumber is refused for the number."
    call_receive_mode: Optional[CallReceiveMode] = Field(
        alias="callReceiveMode", default=None
    )
    "Whether incoming calls are treated as voice or fax. Example: FAX"
    provisioning: Optional[list[ProvisioningStatus]] = None
    "The provisioning is in one of these states. At most 5 items. Example: [PENDING, FAILED]"
    connection_id: Optional[str] = Field(alias="connectionId", default=None)
    "The number was imported from this connection: its id or its uuid."
    created_after: Optional[datetime] = Field(alias="createdAfter", default=None)
    'The number was imported after this time. Example: "2026-01-31T12:00:00Z"'
    created_before: Optional[datetime] = Field(alias="createdBefore", default=None)
    'The number was imported before this time. Example: "2026-01-31T12:00:00Z"'
    updated_after: Optional[datetime] = Field(alias="updatedAfter", default=None)
    'The number last changed after this time. Example: "2026-01-31T12:00:00Z"'
    updated_before: Optional[datetime] = Field(alias="updatedBefore", default=None)
    'The number last changed before this time. Example: "2026-01-31T12:00:00Z"'


class PhoneNumberOrder(BaseModel):
    """The sort order of a list of numbers. Numbers with equal values are sorted by their ids."""

    field: PhoneNumberOrderField
    "The field to sort by. For NAME, a number without a name sorts as empty text."
    direction: OrderDirection
    "Ascending or descending."


class PhoneNumberPatchInput(BaseModel):
    """The changes of an update job, made to each number. What is left out stays as it is."""

    replace_url_host: Optional["HostReplacementInput"] = Field(
        alias="replaceUrlHost", default=None
    )
    'Replaces a host in all URLs of the handlers. Port, path and query stay. Example: {old: "old.example.com", new: "new.example.com"}'
    add_tags: Optional[list[str]] = Field(alias="addTags", default=None)
    'Tags to add. At most 50 items. Example: ["moved"]'
    remove_tags: Optional[list[str]] = Field(alias="removeTags", default=None)
    'Tags to remove. At most 50 items. Example: ["legacy"]'
    call_handler: Optional["CallHandlerInput"] = Field(
        alias="callHandler", default=None
    )
    "The new call handler, which replaces the present one. Null removes it."
    message_handler: Optional["MessageHandlerInput"] = Field(
        alias="messageHandler", default=None
    )
    "The new message handler, which replaces the present one. Null removes it."
    release_protected: Optional[bool] = Field(alias="releaseProtected", default=None)
    "Whether releasePhoneNumber is refused. Cannot be null."


class PlivoCredentialsInput(BaseModel):
    """The auth id and token of a Plivo account. Use a subaccount: its token reads only its own."""

    auth_id: str = Field(alias="authId")
    'The auth id. Example: "MAXXXXXXXXXXXXXXXXXX"'
    auth_token: str = Field(alias="authToken")
    "The auth token."


class ProviderCredentialsInput(BaseModel):
    """The credentials of an account at a provider: set exactly one field. They are stored encrypted, and never returned."""

    twilio: Optional["TwilioCredentialsInput"] = None
    "A restricted API key of a Twilio account that may read IncomingPhoneNumbers and Applications.\n\nA standard key and the account's auth token work too, and may do much more than is needed."
    telnyx: Optional["TelnyxCredentialsInput"] = None
    "An API key of a Telnyx account. Telnyx has no keys with fewer rights."
    signalwire: Optional["SignalwireCredentialsInput"] = None
    "An API token of a project in a SignalWire space, with the scope Numbers."
    vonage: Optional["VonageCredentialsInput"] = None
    "The API key and secret of a Vonage account. Use a subaccount: its key reads only its own."
    bandwidth: Optional["BandwidthCredentialsInput"] = None
    "An API credential of a Bandwidth account, with a role that may read numbers."
    plivo: Optional["PlivoCredentialsInput"] = None
    "The auth id and token of a Plivo account. Use a subaccount: its token reads only its own."


class RefreshProviderNumbersInput(BaseModel):
    """The connection whose list of numbers is to be fetched again."""

    id: str
    "The id or the uuid of the connection."


class RelayApplicationCallHandlerInput(BaseModel):
    """Sends calls to a Relay application."""

    application: str
    "The name of the Relay application. Example: ivr"


class RelayApplicationMessageHandlerInput(BaseModel):
    """Sends messages to a Relay application."""

    application: str
    "The name of the Relay application. Example: ivr"


class RelayConnectorCallHandlerInput(BaseModel):
    """Forwards calls through a Relay connector."""

    connector_id: str = Field(alias="connectorId")
    "The id of the Relay connector."


class RelayContextCallHandlerInput(BaseModel):
    """Sends calls to the programs that are subscribed to a Relay context."""

    context: str
    "The name of the Relay context. Example: support"
    status_callback_url: Optional[str] = Field(alias="statusCallbackUrl", default=None)
    "The URL that is called each time the status of the call changes. Null for none. Example: https://example.com/status"


class RelayContextMessageHandlerInput(BaseModel):
    """Sends messages to the programs that are subscribed to a Relay context."""

    context: str
    "The name of the Relay context. Example: support"


class RelayScriptCallHandlerInput(BaseModel):
    """Answers calls with a SWML script, which a URL returns."""

    url: str
    "The URL that returns the SWML script. Example: https://example.com/call.swml"


class RelaySipEndpointCallHandlerInput(BaseModel):
    """Forwards calls to a SIP endpoint."""

    endpoint_id: UUID = Field(alias="endpointId")
    "The id of the SIP endpoint. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"


class RelayTopicCallHandlerInput(BaseModel):
    """Sends calls to the programs that are subscribed to a Relay topic."""

    topic: str
    "The name of the Relay topic. Example: office"
    status_callback_url: Optional[str] = Field(alias="statusCallbackUrl", default=None)
    "The URL that is called each time the status of the call changes. Null for none. Example: https://example.com/status"


class RelayTopicMessageHandlerInput(BaseModel):
    """Sends messages to the programs that are subscribed to a Relay topic."""

    topic: str
    "The name of the Relay topic. Example: office"


class RelayVertoEndpointCallHandlerInput(BaseModel):
    """Forwards calls to a Verto endpoint, which a browser registers over WebRTC."""

    resource: str
    "The name of the Verto endpoint. Example: alice"


class ReleasePhoneNumberInput(BaseModel):
    """The number to release."""

    id: str
    "The id or the uuid of the number."
    expected_version: Optional[int] = Field(alias="expectedVersion", default=None)
    "Optimistic locking: the version of the number that you have read. If the number has another version now, nothing is changed and the result is VersionConflict. Leave it out to skip this check. Example: 3"
    idempotency_key: Optional[str] = Field(alias="idempotencyKey", default=None)
    'An idempotency key of your choice: 1 to 255 printable ASCII characters. A retry with the same key and input within 24 hours changes nothing and returns the same result, with replayed: true. Example: "order-4711"'


class RemoveProviderConnectionInput(BaseModel):
    """The connection to remove."""

    id: str
    "The id or the uuid of the connection."


class RetryWebhookDeliveriesInput(BaseModel):
    """The webhook endpoint whose dead letters are sent again."""

    id: str
    "The id of the webhook endpoint."
    message_ids: Optional[list[str]] = Field(alias="messageIds", default=None)
    'The webhook-ids of the deliveries to send again. Default: all dead letters of the endpoint. At most 100 items. Example: ["evt_9c0a2d1b8f0e6a55_42"]'


class RotateWebhookSecretInput(BaseModel):
    """The webhook endpoint whose secret is replaced."""

    id: str
    "The id of the webhook endpoint."


class SendTestWebhookInput(BaseModel):
    """The webhook endpoint to send a test message to."""

    id: str
    "The id of the webhook endpoint."


class SignalwireCredentialsInput(BaseModel):
    """An API token of a project in a SignalWire space, with the scope Numbers."""

    space: str
    'The host of the space. Example: "acme.signalwire.com"'
    project_id: UUID = Field(alias="projectId")
    'The id of the project. Example: "7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"'
    api_token: str = Field(alias="apiToken")
    "The API token."


class StartImportJobInput(BaseModel):
    """An import of many numbers in the background."""

    source: "ImportSourceInput"
    "Where the rows come from: exactly one."
    dry_run: bool = Field(alias="dryRun", default=False)
    "Whether nothing is imported: the fate of each row is what it would be."
    if_exists: IfExists = Field(alias="ifExists", default=IfExists.RETURN_EXISTING)
    "What to do with numbers that the project has already. RETURN_EXISTING leaves them, and their rows are UNCHANGED or DIFFERS. FAIL: their rows are FAILED."
    idempotency_key: Optional[str] = Field(alias="idempotencyKey", default=None)
    'An idempotency key of your choice: 1 to 255 printable ASCII characters. A retry with the same key and input within 24 hours changes nothing and returns the same result, with replayed: true. Example: "order-4711"'


class StartUpdateJobInput(BaseModel):
    """The same changes of many numbers, in the background."""

    filter_: "PhoneNumberFilter" = Field(alias="filter")
    'Which numbers: those that match when the job starts. {} is all of them. Example: {handlerUrlHost: "old.example.com"}'
    patch: "PhoneNumberPatchInput"
    "What to change of each of them."
    dry_run: bool = Field(alias="dryRun", default=False)
    "Whether nothing is changed: the fate of each row is what it would be."
    idempotency_key: Optional[str] = Field(alias="idempotencyKey", default=None)
    'An idempotency key of your choice: 1 to 255 printable ASCII characters. A retry with the same key and input within 24 hours changes nothing and returns the same result, with replayed: true. Example: "order-4711"'


class TelnyxCredentialsInput(BaseModel):
    """An API key of a Telnyx account. Telnyx has no keys with fewer rights."""

    api_key: str = Field(alias="apiKey")
    "The API key (V2)."


class TwilioCredentialsInput(BaseModel):
    """A restricted API key of a Twilio account that may read IncomingPhoneNumbers and Applications.

    A standard key and the account's auth token work too, and may do much more than is needed."""

    account_sid: str = Field(alias="accountSid")
    'The SID of the account. Example: "AC00000000000000000000000000000001"'
    key_sid: str = Field(alias="keySid")
    'The SID of the API key. Example: "SK00000000000000000000000000000001"'
    key_secret: str = Field(alias="keySecret")
    "The secret of the API key."


class UpdatePhoneNumberInput(BaseModel):
    """The fields of a number to change. A field that is left out stays as it is; null clears it."""

    id: str
    "The id or the uuid of the number."
    expected_version: Optional[int] = Field(alias="expectedVersion", default=None)
    "Optimistic locking: the version of the number that you have read. If the number has another version now, nothing is changed and the result is VersionConflict. Leave it out to skip this check. Example: 3"
    name: Optional[str] = None
    'A label for people. Null clears it. Example: "Front desk"'
    tags: Optional[list[str]] = None
    'Labels to find numbers by. They replace all present tags; null removes them. At most 50 items. Example: ["support", "eu"]'
    call_receive_mode: Optional[CallReceiveMode] = Field(
        alias="callReceiveMode", default=None
    )
    "Whether incoming calls are treated as voice or fax. Cannot be null."
    call_handler: Optional["CallHandlerInput"] = Field(
        alias="callHandler", default=None
    )
    'The handler that answers calls: exactly one kind. It replaces the present handler with all its settings; null removes it. Needs the capability VOICE or FAX. Example: {relayTopic: {topic: "office"}}'
    message_handler: Optional["MessageHandlerInput"] = Field(
        alias="messageHandler", default=None
    )
    'The handler that answers messages: exactly one kind. It replaces the present handler with all its settings; null removes it. Needs the capability SMS or MMS. Example: {lamlWebhooks: {requestUrl: "https://example.com/sms"}}'
    release_protected: Optional[bool] = Field(alias="releaseProtected", default=None)
    "Whether releasePhoneNumber is refused for this number. Cannot be null."
    idempotency_key: Optional[str] = Field(alias="idempotencyKey", default=None)
    'An idempotency key of your choice: 1 to 255 printable ASCII characters. A retry with the same key and input within 24 hours changes nothing and returns the same result, with replayed: true. Example: "order-4711"'


class UpdateProviderConnectionInput(BaseModel):
    """The connection to change. A field that is left out stays as it is."""

    id: str
    "The id or the uuid of the connection."
    label: Optional[str] = None
    'A name to tell connections apart. Example: "Old carrier"'
    credentials: Optional["ProviderCredentialsInput"] = None
    "New credentials of the same account. They are tried before they replace the present ones."


class UpdateWebhookEndpointInput(BaseModel):
    """What to change of a webhook endpoint. A field that is left out stays as it is."""

    id: str
    "The id of the webhook endpoint."
    url: Optional[str] = None
    'The URL that events are sent to by POST: https, on port 443 or one from 1024 on, without a user or password. Example: "https://example.com/events" Cannot be null.'
    types: Optional[list[PhoneNumberEventType]] = None
    "The types of events to send. They replace the present ones; null or none: all. At most 6 items. Example: [RELEASED]"
    enabled: Optional[bool] = None
    "Whether events are sent. When sending is enabled again, it continues where it stopped: with the events of the time between. Cannot be null."


class UploadInput(BaseModel):
    """A CSV file that follows, by PUT to the job's uploadPath."""

    bytes_: int = Field(alias="bytes")
    "The length of the file, in bytes. Example: 1048576"


class VideoRoomCallHandlerInput(BaseModel):
    """Connects calls to a video room."""

    room_id: UUID = Field(alias="roomId")
    "The id of the video room. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"


class VonageCredentialsInput(BaseModel):
    """The API key and secret of a Vonage account. Use a subaccount: its key reads only its own."""

    api_key: str = Field(alias="apiKey")
    'The API key. Example: "a1b2c3d4"'
    api_secret: str = Field(alias="apiSecret")
    "The API secret."


CallHandlerInput.model_rebuild()
CheckHandlerInput.model_rebuild()
ConnectProviderInput.model_rebuild()
ImportJobRowInput.model_rebuild()
ImportPhoneNumberInput.model_rebuild()
ImportSourceInput.model_rebuild()
MessageHandlerInput.model_rebuild()
PhoneNumberPatchInput.model_rebuild()
ProviderCredentialsInput.model_rebuild()
StartImportJobInput.model_rebuild()
StartUpdateJobInput.model_rebuild()
UpdatePhoneNumberInput.model_rebuild()
UpdateProviderConnectionInput.model_rebuild()
