/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Connects calls to an AI agent. */
export type AiAgentCallHandlerInput = {
  /** The id of the AI agent, a UUID. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55 */
  agentId: string;
};

/** The space of the platform to attach the project to, with a token for it. */
export type AttachUpstreamInput = {
  /** An API token of that project, with the scope Numbers. It is stored encrypted, and never returned. */
  apiToken: string;
  /** The id of the project on the platform. Example: "7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55" */
  projectId: string;
  /** The host of the space. Example: "acme.signalwire.com" */
  space: string;
};

/** Answers calls with a call flow, which is edited on the platform. */
export type CallFlowCallHandlerInput = {
  /** The id of the call flow. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55 */
  flowId: string;
  /** The version of the call flow to run. */
  version?: CallFlowVersion;
};

/** The version of a call flow to run. */
export type CallFlowVersion =
  /** The version that was last deployed. */
  | 'CURRENT_DEPLOYED'
  /** The version that is being edited, with changes that are not deployed. */
  | 'WORKING_COPY';

/** The handler that answers calls: set exactly one field, with the settings of that kind. Example: {lamlWebhooks: {requestUrl: "https://example.com/voice"}} */
export type CallHandlerInput =
  {   /** Connects calls to an AI agent. */
  aiAgent: AiAgentCallHandlerInput; callFlow?: never; dialogflow?: never; lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never; relayConnector?: never; relayContext?: never; relayScript?: never; relaySipEndpoint?: never; relayTopic?: never; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never;   /** Answers calls with a call flow, which is edited on the platform. */
  callFlow: CallFlowCallHandlerInput; dialogflow?: never; lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never; relayConnector?: never; relayContext?: never; relayScript?: never; relaySipEndpoint?: never; relayTopic?: never; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never;   /** Connects calls to a Dialogflow agent. */
  dialogflow: DialogflowCallHandlerInput; lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never; relayConnector?: never; relayContext?: never; relayScript?: never; relaySipEndpoint?: never; relayTopic?: never; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never; dialogflow?: never;   /** Answers calls with a LaML application that is stored on the platform. */
  lamlApplication: LamlApplicationCallHandlerInput; lamlWebhooks?: never; relayApplication?: never; relayConnector?: never; relayContext?: never; relayScript?: never; relaySipEndpoint?: never; relayTopic?: never; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never; dialogflow?: never; lamlApplication?: never;   /** Answers calls with LaML, the platform's XML instructions, which a webhook returns. */
  lamlWebhooks: LamlWebhooksCallHandlerInput; relayApplication?: never; relayConnector?: never; relayContext?: never; relayScript?: never; relaySipEndpoint?: never; relayTopic?: never; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never; dialogflow?: never; lamlApplication?: never; lamlWebhooks?: never;   /** Sends calls to a Relay application. */
  relayApplication: RelayApplicationCallHandlerInput; relayConnector?: never; relayContext?: never; relayScript?: never; relaySipEndpoint?: never; relayTopic?: never; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never; dialogflow?: never; lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never;   /** Forwards calls through a Relay connector. */
  relayConnector: RelayConnectorCallHandlerInput; relayContext?: never; relayScript?: never; relaySipEndpoint?: never; relayTopic?: never; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never; dialogflow?: never; lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never; relayConnector?: never;   /**
   * Sends calls to the programs that are subscribed to a Relay context.
   * @deprecated Relay contexts are being retired. Use a topic or an application.
   */
  relayContext: RelayContextCallHandlerInput; relayScript?: never; relaySipEndpoint?: never; relayTopic?: never; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never; dialogflow?: never; lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never; relayConnector?: never; relayContext?: never;   /** Answers calls with a SWML script, which a URL returns. */
  relayScript: RelayScriptCallHandlerInput; relaySipEndpoint?: never; relayTopic?: never; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never; dialogflow?: never; lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never; relayConnector?: never; relayContext?: never; relayScript?: never;   /** Forwards calls to a SIP endpoint. */
  relaySipEndpoint: RelaySipEndpointCallHandlerInput; relayTopic?: never; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never; dialogflow?: never; lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never; relayConnector?: never; relayContext?: never; relayScript?: never; relaySipEndpoint?: never;   /** Sends calls to the programs that are subscribed to a Relay topic. */
  relayTopic: RelayTopicCallHandlerInput; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never; dialogflow?: never; lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never; relayConnector?: never; relayContext?: never; relayScript?: never; relaySipEndpoint?: never; relayTopic?: never;   /** Forwards calls to a Verto endpoint, which a browser registers over WebRTC. */
  relayVertoEndpoint: RelayVertoEndpointCallHandlerInput; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never; dialogflow?: never; lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never; relayConnector?: never; relayContext?: never; relayScript?: never; relaySipEndpoint?: never; relayTopic?: never; relayVertoEndpoint?: never;   /** Connects calls to a video room. */
  videoRoom: VideoRoomCallHandlerInput; };

/** The kind of a call handler: what answers calls. */
export type CallHandlerKind =
  /** Connects calls to an AI agent. */
  | 'AI_AGENT'
  /** Answers calls with a call flow, which is edited on the platform. */
  | 'CALL_FLOW'
  /** Puts calls into a queue. Only the platform assigns it: clients cannot set it. */
  | 'CALL_QUEUE'
  /** Connects calls to a Dialogflow agent. */
  | 'DIALOGFLOW'
  /** Forwards calls to a subscriber. Only the platform assigns it: clients cannot set it. */
  | 'FABRIC_SUBSCRIBER'
  /** Answers calls with a LaML application that is stored on the platform. */
  | 'LAML_APPLICATION'
  /** Answers calls with LaML, the platform's XML instructions, which a webhook returns. */
  | 'LAML_WEBHOOKS'
  /** Sends calls to a Relay application. */
  | 'RELAY_APPLICATION'
  /** Forwards calls through a Relay connector. */
  | 'RELAY_CONNECTOR'
  /** Sends calls to the programs that are subscribed to a Relay context. */
  | 'RELAY_CONTEXT'
  /** Answers calls with a SWML script, which a URL returns. */
  | 'RELAY_SCRIPT'
  /** Forwards calls to a SIP endpoint. */
  | 'RELAY_SIP_ENDPOINT'
  /** Sends calls to the programs that are subscribed to a Relay topic. */
  | 'RELAY_TOPIC'
  /** Forwards calls to a Verto endpoint, which a browser registers over WebRTC. */
  | 'RELAY_VERTO_ENDPOINT'
  /** Forwards calls through a SIP gateway. Only the platform assigns it: clients cannot set it. */
  | 'SIP_GATEWAY'
  /** A call handler of a kind that this version does not know, with its settings as text. */
  | 'UNRECOGNIZED'
  /** Connects calls to a video room. */
  | 'VIDEO_ROOM';

/** How incoming calls are received: as voice or as fax. */
export type CallReceiveMode =
  /** Incoming calls are treated as faxes. */
  | 'FAX'
  /** Incoming calls are treated as voice. */
  | 'VOICE';

/** A kind of traffic that a number can carry. */
export type Capability =
  /** Faxes. */
  | 'FAX'
  /** Multimedia messages, such as pictures. */
  | 'MMS'
  /** Text messages. */
  | 'SMS'
  /** Voice calls. */
  | 'VOICE';

/** Whether a connection works. */
export type ConnectionStatus =
  /** The credentials worked when they were last used. */
  | 'ACTIVE'
  /** The credentials are valid but do not permit to manage numbers. */
  | 'INSUFFICIENT_SCOPE'
  /** The credentials were refused. */
  | 'INVALID_CREDENTIALS'
  /** A state that has no value of its own yet: see `code`. */
  | 'OTHER'
  /** The platform or the provider could not be reached. */
  | 'UNREACHABLE'
  /** The credentials have not been used yet. */
  | 'UNVERIFIED';

/** Connects calls to a Dialogflow agent. */
export type DialogflowCallHandlerInput = {
  /** The id of the Dialogflow agent. */
  agentId: string;
};

/** The state of the registration of an emergency (E911) address. */
export type E911Status =
  /** The address is registered: emergency services receive it with calls. */
  | 'ACTIVE'
  /** The registration of the address was refused. */
  | 'FAILED'
  /** The address was submitted and is not confirmed yet. */
  | 'PENDING'
  /** The removal of the address was requested and is not confirmed yet. */
  | 'PENDING_REMOVAL'
  /** No address is registered. */
  | 'UNREGISTERED';

/** What a handler answers. */
export type HandlerChannel =
  /** Calls: the field callHandler of a phone number. */
  | 'CALL'
  /** Messages: the field messageHandler of a phone number. */
  | 'MESSAGE';

/** The type of a setting, as a form needs to know it. */
export type HandlerSettingType =
  /** One of its choices. */
  | 'CHOICE'
  /** A type that has no value of its own yet: ask for text. */
  | 'OTHER'
  /** One line of text. */
  | 'TEXT'
  /** An address that the platform calls, with https or http. */
  | 'URL'
  /** The id of something on the platform. */
  | 'UUID';

/** The HTTP method of a webhook. */
export type HttpMethod =
  /** The parameters are in the query string. */
  | 'GET'
  /** The parameters are in the request body. */
  | 'POST';

/** Why a key cannot be used. */
export type IdempotencyConflictReason =
  /** A request with this key is still running. Retry in a moment with the same key. */
  | 'IN_PROGRESS'
  /** The key was used before with other input. Use a new key for a new request. */
  | 'PARAMETER_MISMATCH';

/** What importPhoneNumber does if the project has the number already. */
export type IfExists =
  /** The result is NumberTaken, with the existing number. */
  | 'FAIL'
  /** The result is a success with the existing number, unchanged, and a warning. */
  | 'RETURN_EXISTING';

/** A number that another provider hosts, with its capabilities and handlers. */
export type ImportPhoneNumberInput = {
  /** The handler that answers calls: exactly one kind. Needs the capability VOICE or FAX. Example: {relayTopic: {topic: "office"}} */
  callHandler?: CallHandlerInput | null | undefined;
  /** Whether incoming calls are treated as voice or fax. FAX needs the capability FAX. */
  callReceiveMode?: CallReceiveMode;
  /** The capabilities to enable. Default: all four. At most 4 items. Example: [VOICE, SMS] */
  capabilities?: Array<Capability> | null | undefined;
  /** An idempotency key of your choice: 1 to 255 printable ASCII characters. A retry with the same key and input within 24 hours changes nothing and returns the same result, with replayed: true. Example: "order-4711" */
  idempotencyKey?: string | null | undefined;
  /** What to do if the project has the number already. */
  ifExists?: IfExists;
  /** The handler that answers messages: exactly one kind. Needs the capability SMS or MMS. Example: {lamlWebhooks: {requestUrl: "https://example.com/sms"}} */
  messageHandler?: MessageHandlerInput | null | undefined;
  /** A label for people, 1 to 255 characters. Example: "Front desk" */
  name?: string | null | undefined;
  /** The number in E.164 format: a plus, the country calling code and the national number, digits only, 15 at most. Example: "+14155550123" */
  number: string;
  /** The type of the number. TOLLFREE is refused for a number that the numbering plan of its country knows as another type. */
  numberType: NumberType;
  /** Labels to find numbers by, each of 1 to 64 lower-case letters, digits and . _ : - characters. At most 50 items. Example: ["support", "eu"] */
  tags?: Array<string> | null | undefined;
};

/** Answers calls with a LaML application that is stored on the platform. */
export type LamlApplicationCallHandlerInput = {
  /** The id of the LaML application. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55 */
  applicationId: string;
};

/** Answers messages with a LaML application that is stored on the platform. */
export type LamlApplicationMessageHandlerInput = {
  /** The id of the LaML application. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55 */
  applicationId: string;
};

/** Answers calls with LaML, the platform's XML instructions, which a webhook returns. */
export type LamlWebhooksCallHandlerInput = {
  /** The HTTP method for the fallback URL. */
  fallbackMethod?: HttpMethod;
  /** The URL that is called when the request URL fails. Null for none. Example: https://example.com/fallback */
  fallbackUrl?: string | null | undefined;
  /** The HTTP method for the request URL. */
  requestMethod?: HttpMethod;
  /** The URL of the webhook. It returns LaML, the platform's XML instructions. Example: https://example.com/inbound */
  requestUrl: string;
  /** The HTTP method for the status callback URL. */
  statusCallbackMethod?: HttpMethod;
  /** The URL that is called each time the status of the call changes. Null for none. Example: https://example.com/status */
  statusCallbackUrl?: string | null | undefined;
};

/** Answers messages with LaML, the platform's XML instructions, which a webhook returns. */
export type LamlWebhooksMessageHandlerInput = {
  /** The HTTP method for the fallback URL. */
  fallbackMethod?: HttpMethod;
  /** The URL that is called when the request URL fails. Null for none. Example: https://example.com/fallback */
  fallbackUrl?: string | null | undefined;
  /** The HTTP method for the request URL. */
  requestMethod?: HttpMethod;
  /** The URL of the webhook. It returns LaML, the platform's XML instructions. Example: https://example.com/inbound */
  requestUrl: string;
};

/** The handler that answers messages: set exactly one field, with the settings of that kind. Example: {relayTopic: {topic: "office"}} */
export type MessageHandlerInput =
  {   /** Answers messages with a LaML application that is stored on the platform. */
  lamlApplication: LamlApplicationMessageHandlerInput; lamlWebhooks?: never; relayApplication?: never; relayContext?: never; relayTopic?: never; }
  |  { lamlApplication?: never;   /** Answers messages with LaML, the platform's XML instructions, which a webhook returns. */
  lamlWebhooks: LamlWebhooksMessageHandlerInput; relayApplication?: never; relayContext?: never; relayTopic?: never; }
  |  { lamlApplication?: never; lamlWebhooks?: never;   /** Sends messages to a Relay application. */
  relayApplication: RelayApplicationMessageHandlerInput; relayContext?: never; relayTopic?: never; }
  |  { lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never;   /**
   * Sends messages to the programs that are subscribed to a Relay context.
   * @deprecated Relay contexts are being retired. Use a topic or an application.
   */
  relayContext: RelayContextMessageHandlerInput; relayTopic?: never; }
  |  { lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never; relayContext?: never;   /** Sends messages to the programs that are subscribed to a Relay topic. */
  relayTopic: RelayTopicMessageHandlerInput; };

/** The kind of a message handler: what answers messages. */
export type MessageHandlerKind =
  /** Answers messages with a LaML application that is stored on the platform. */
  | 'LAML_APPLICATION'
  /** Answers messages with LaML, the platform's XML instructions, which a webhook returns. */
  | 'LAML_WEBHOOKS'
  /** Sends messages to a Relay application. */
  | 'RELAY_APPLICATION'
  /** Sends messages to the programs that are subscribed to a Relay context. */
  | 'RELAY_CONTEXT'
  /** Sends messages to the programs that are subscribed to a Relay topic. */
  | 'RELAY_TOPIC'
  /** A message handler of a kind that this version does not know, with its settings as text. */
  | 'UNRECOGNIZED';

/** The type of a number, as carriers classify it. */
export type NumberType =
  /** An ordinary number: local, mobile or national. */
  | 'LONGCODE'
  /** A toll-free number, whose calls are paid by the called party. */
  | 'TOLLFREE';

/** The direction of a sort order. */
export type OrderDirection =
  /** Ascending: the smallest or oldest first. */
  | 'ASC'
  /** Descending: the largest or newest first. */
  | 'DESC';

/** The type of an event of a number. */
export type PhoneNumberEventType =
  /** The number's configuration at the provider differs from this one. */
  | 'DRIFT_DETECTED'
  /** The state of its emergency (E911) address changed. */
  | 'E911_CHANGED'
  /** The number was imported into the project. */
  | 'IMPORTED'
  /** Any other event, which has no type of its own yet. */
  | 'OTHER'
  /** The number was released. */
  | 'RELEASED'
  /** Fields of the number changed. */
  | 'UPDATED';

/** Conditions on the numbers to list. A number must meet all the conditions that are given. */
export type PhoneNumberFilter = {
  /** The call handler is of one of these kinds. At most 17 items. Example: [RELAY_TOPIC] */
  callHandlerKinds?: Array<CallHandlerKind> | null | undefined;
  /** Whether incoming calls are treated as voice or fax. Example: FAX */
  callReceiveMode?: CallReceiveMode | null | undefined;
  /** The number has all these capabilities. At most 4 items. Example: [VOICE, SMS] */
  capabilitiesAll?: Array<Capability> | null | undefined;
  /** The number was imported from this connection: its id or its uuid. */
  connectionId?: string | null | undefined;
  /** The number is of one of these countries, by ISO 3166-1 alpha-2. At most 250 items. Example: ["US", "CA"] */
  countryCodes?: Array<string> | null | undefined;
  /** The number was imported after this time. Example: "2026-01-31T12:00:00Z" */
  createdAfter?: string | null | undefined;
  /** The number was imported before this time. Example: "2026-01-31T12:00:00Z" */
  createdBefore?: string | null | undefined;
  /** The host of any URL in the number's handlers, without the port. Example: "example.com" */
  handlerUrlHost?: string | null | undefined;
  /** Whether the number has a call handler. False: calls are not answered. */
  hasCallHandler?: boolean | null | undefined;
  /** Whether the number has a message handler. False: messages are not answered. */
  hasMessageHandler?: boolean | null | undefined;
  /** The number has one of these ids, or one of these uuids. At most 100 items. */
  ids?: Array<string> | null | undefined;
  /** The message handler is of one of these kinds. At most 6 items. Example: [RELAY_TOPIC] */
  messageHandlerKinds?: Array<MessageHandlerKind> | null | undefined;
  /** A part of the name, ignoring case. Example: "desk" */
  nameContains?: string | null | undefined;
  /** A part of the number, digits only. With a plus it is a prefix, which is faster. Example: "+1415" */
  numberContains?: string | null | undefined;
  /** The type of the number. */
  numberType?: NumberType | null | undefined;
  /** The provisioning is in one of these states. At most 5 items. Example: [PENDING, FAILED] */
  provisioning?: Array<ProvisioningStatus> | null | undefined;
  /** Whether releasePhoneNumber is refused for the number. */
  releaseProtected?: boolean | null | undefined;
  /** A part of the number or of the name, as people type it. Digits are found whatever stands between them; with a plus they are the beginning of the number, which is faster. Example: "(415) 555" */
  search?: string | null | undefined;
  /** The number has all these tags. At most 50 items. Example: ["support"] */
  tagsAll?: Array<string> | null | undefined;
  /** The number has one of these tags. At most 50 items. Example: ["support", "sales"] */
  tagsAny?: Array<string> | null | undefined;
  /** The number last changed after this time. Example: "2026-01-31T12:00:00Z" */
  updatedAfter?: string | null | undefined;
  /** The number last changed before this time. Example: "2026-01-31T12:00:00Z" */
  updatedBefore?: string | null | undefined;
};

/** The sort order of a list of numbers. Numbers with equal values are sorted by their ids. */
export type PhoneNumberOrder = {
  /** Ascending or descending. */
  direction: OrderDirection;
  /** The field to sort by. For NAME, a number without a name sorts as empty text. */
  field: PhoneNumberOrderField;
};

/** The field that a list of numbers is sorted by. */
export type PhoneNumberOrderField =
  /** The time of the import. */
  | 'CREATED_AT'
  /** The name. The collation is the database's. */
  | 'NAME'
  /** The number, compared digit by digit from the left. */
  | 'NUMBER'
  /** The time of the last change. */
  | 'UPDATED_AT';

/** What has become of a change on its way to the platform. */
export type ProvisioningStatus =
  /** The platform has confirmed the fields as they are. */
  | 'ACTIVE'
  /** The platform refused the last change. The fields are those before it. */
  | 'FAILED'
  /** The platform does not have the number any more. */
  | 'GONE'
  /** A state that has no value of its own yet: see `code`. */
  | 'OTHER'
  /** A change is in progress. The fields are those before it, and `requested` has the requested ones. */
  | 'PENDING';

/** Sends calls to a Relay application. */
export type RelayApplicationCallHandlerInput = {
  /** The name of the Relay application. Example: ivr */
  application: string;
};

/** Sends messages to a Relay application. */
export type RelayApplicationMessageHandlerInput = {
  /** The name of the Relay application. Example: ivr */
  application: string;
};

/** Forwards calls through a Relay connector. */
export type RelayConnectorCallHandlerInput = {
  /** The id of the Relay connector. */
  connectorId: string;
};

/** Sends calls to the programs that are subscribed to a Relay context. */
export type RelayContextCallHandlerInput = {
  /** The name of the Relay context. Example: support */
  context: string;
  /** The URL that is called each time the status of the call changes. Null for none. Example: https://example.com/status */
  statusCallbackUrl?: string | null | undefined;
};

/** Sends messages to the programs that are subscribed to a Relay context. */
export type RelayContextMessageHandlerInput = {
  /** The name of the Relay context. Example: support */
  context: string;
};

/** Answers calls with a SWML script, which a URL returns. */
export type RelayScriptCallHandlerInput = {
  /** The URL that returns the SWML script. Example: https://example.com/call.swml */
  url: string;
};

/** Forwards calls to a SIP endpoint. */
export type RelaySipEndpointCallHandlerInput = {
  /** The id of the SIP endpoint. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55 */
  endpointId: string;
};

/** Sends calls to the programs that are subscribed to a Relay topic. */
export type RelayTopicCallHandlerInput = {
  /** The URL that is called each time the status of the call changes. Null for none. Example: https://example.com/status */
  statusCallbackUrl?: string | null | undefined;
  /** The name of the Relay topic. Example: office */
  topic: string;
};

/** Sends messages to the programs that are subscribed to a Relay topic. */
export type RelayTopicMessageHandlerInput = {
  /** The name of the Relay topic. Example: office */
  topic: string;
};

/** Forwards calls to a Verto endpoint, which a browser registers over WebRTC. */
export type RelayVertoEndpointCallHandlerInput = {
  /** The name of the Verto endpoint. Example: alice */
  resource: string;
};

/** The number to release. */
export type ReleasePhoneNumberInput = {
  /** Optimistic locking: the version of the number that you have read. If the number has another version now, nothing is changed and the result is VersionConflict. Leave it out to skip this check. Example: 3 */
  expectedVersion?: number | null | undefined;
  /** The id or the uuid of the number. */
  id: string;
  /** An idempotency key of your choice: 1 to 255 printable ASCII characters. A retry with the same key and input within 24 hours changes nothing and returns the same result, with replayed: true. Example: "order-4711" */
  idempotencyKey?: string | null | undefined;
};

/** The fields of a number to change. A field that is left out stays as it is; null clears it. */
export type UpdatePhoneNumberInput = {
  /** The handler that answers calls: exactly one kind. It replaces the present handler with all its settings; null removes it. Needs the capability VOICE or FAX. Example: {relayTopic: {topic: "office"}} */
  callHandler?: CallHandlerInput | null | undefined;
  /** Whether incoming calls are treated as voice or fax. Cannot be null. */
  callReceiveMode?: CallReceiveMode | null | undefined;
  /** Optimistic locking: the version of the number that you have read. If the number has another version now, nothing is changed and the result is VersionConflict. Leave it out to skip this check. Example: 3 */
  expectedVersion?: number | null | undefined;
  /** The id or the uuid of the number. */
  id: string;
  /** An idempotency key of your choice: 1 to 255 printable ASCII characters. A retry with the same key and input within 24 hours changes nothing and returns the same result, with replayed: true. Example: "order-4711" */
  idempotencyKey?: string | null | undefined;
  /** The handler that answers messages: exactly one kind. It replaces the present handler with all its settings; null removes it. Needs the capability SMS or MMS. Example: {lamlWebhooks: {requestUrl: "https://example.com/sms"}} */
  messageHandler?: MessageHandlerInput | null | undefined;
  /** A label for people. Null clears it. Example: "Front desk" */
  name?: string | null | undefined;
  /** Whether releasePhoneNumber is refused for this number. Cannot be null. */
  releaseProtected?: boolean | null | undefined;
  /** Labels to find numbers by. They replace all present tags; null removes them. At most 50 items. Example: ["support", "eu"] */
  tags?: Array<string> | null | undefined;
};

/** Connects calls to a video room. */
export type VideoRoomCallHandlerInput = {
  /** The id of the video room. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55 */
  roomId: string;
};

export type EventFragment = { __typename: 'PhoneNumberEvent', cursor: string, type: PhoneNumberEventType, occurredAt: string, actor: string, number: string, changes: Array<{ __typename: 'FieldChange', field: string, before: string | null, after: string | null }>, phoneNumber: { __typename: 'PhoneNumber', id: string } | null };

export type EventsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  types?: Array<PhoneNumberEventType> | PhoneNumberEventType | null | undefined;
}>;


export type EventsQuery = { __typename: 'Query', phoneNumberEvents: { __typename: 'PhoneNumberEventConnection', nodes: Array<{ __typename: 'PhoneNumberEvent', cursor: string, type: PhoneNumberEventType, occurredAt: string, actor: string, number: string, changes: Array<{ __typename: 'FieldChange', field: string, before: string | null, after: string | null }>, phoneNumber: { __typename: 'PhoneNumber', id: string } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

type Failure_IdempotencyConflict_Fragment = { __typename: 'IdempotencyConflict', reason: IdempotencyConflictReason, message: string };

type Failure_NumberNotFound_Fragment = { __typename: 'NumberNotFound', message: string };

type Failure_NumberTaken_Fragment = { __typename: 'NumberTaken', message: string };

type Failure_Rejected_Fragment = { __typename: 'Rejected', code: string, retryable: boolean, retryAfterSeconds: number | null, message: string };

type Failure_ValidationFailed_Fragment = { __typename: 'ValidationFailed', message: string, fieldErrors: Array<{ __typename: 'FieldError', path: Array<string>, code: string, message: string, suggestion: string | null }> };

type Failure_VersionConflict_Fragment = { __typename: 'VersionConflict', message: string };

export type FailureFragment =
  | Failure_IdempotencyConflict_Fragment
  | Failure_NumberNotFound_Fragment
  | Failure_NumberTaken_Fragment
  | Failure_Rejected_Fragment
  | Failure_ValidationFailed_Fragment
  | Failure_VersionConflict_Fragment
;

export type HandlerKindsQueryVariables = Exact<{ [key: string]: never; }>;


export type HandlerKindsQuery = { __typename: 'Query', handlerKinds: Array<{ __typename: 'HandlerKind', channel: HandlerChannel, name: string, label: string, description: string, settable: boolean, deprecated: string | null, settings: Array<{ __typename: 'HandlerSetting', name: string, label: string, description: string, type: HandlerSettingType, choices: Array<string>, required: boolean, default: string | null }> }> };

type CallHandler_AiAgentCallHandler_Fragment = { __typename: 'AiAgentCallHandler', agentId: string };

type CallHandler_CallFlowCallHandler_Fragment = { __typename: 'CallFlowCallHandler', flowId: string, version: CallFlowVersion };

type CallHandler_CallQueueCallHandler_Fragment = { __typename: 'CallQueueCallHandler', resourceId: string };

type CallHandler_DialogflowCallHandler_Fragment = { __typename: 'DialogflowCallHandler', agentId: string };

type CallHandler_FabricSubscriberCallHandler_Fragment = { __typename: 'FabricSubscriberCallHandler', resourceId: string };

type CallHandler_LamlApplicationCallHandler_Fragment = { __typename: 'LamlApplicationCallHandler', applicationId: string };

type CallHandler_LamlWebhooksCallHandler_Fragment = { __typename: 'LamlWebhooksCallHandler', requestUrl: string, requestMethod: HttpMethod, fallbackUrl: string | null, fallbackMethod: HttpMethod, statusCallbackUrl: string | null, statusCallbackMethod: HttpMethod };

type CallHandler_RelayApplicationCallHandler_Fragment = { __typename: 'RelayApplicationCallHandler', application: string };

type CallHandler_RelayConnectorCallHandler_Fragment = { __typename: 'RelayConnectorCallHandler', connectorId: string };

type CallHandler_RelayContextCallHandler_Fragment = { __typename: 'RelayContextCallHandler', context: string, statusCallbackUrl: string | null };

type CallHandler_RelayScriptCallHandler_Fragment = { __typename: 'RelayScriptCallHandler', url: string };

type CallHandler_RelaySipEndpointCallHandler_Fragment = { __typename: 'RelaySipEndpointCallHandler', endpointId: string };

type CallHandler_RelayTopicCallHandler_Fragment = { __typename: 'RelayTopicCallHandler', topic: string, statusCallbackUrl: string | null };

type CallHandler_RelayVertoEndpointCallHandler_Fragment = { __typename: 'RelayVertoEndpointCallHandler', resource: string };

type CallHandler_SipGatewayCallHandler_Fragment = { __typename: 'SipGatewayCallHandler', resourceId: string };

type CallHandler_UnrecognizedCallHandler_Fragment = { __typename: 'UnrecognizedCallHandler', wireKind: string, settings: Array<{ __typename: 'UnreadSetting', name: string, value: string }> };

type CallHandler_VideoRoomCallHandler_Fragment = { __typename: 'VideoRoomCallHandler', roomId: string };

export type CallHandlerFragment =
  | CallHandler_AiAgentCallHandler_Fragment
  | CallHandler_CallFlowCallHandler_Fragment
  | CallHandler_CallQueueCallHandler_Fragment
  | CallHandler_DialogflowCallHandler_Fragment
  | CallHandler_FabricSubscriberCallHandler_Fragment
  | CallHandler_LamlApplicationCallHandler_Fragment
  | CallHandler_LamlWebhooksCallHandler_Fragment
  | CallHandler_RelayApplicationCallHandler_Fragment
  | CallHandler_RelayConnectorCallHandler_Fragment
  | CallHandler_RelayContextCallHandler_Fragment
  | CallHandler_RelayScriptCallHandler_Fragment
  | CallHandler_RelaySipEndpointCallHandler_Fragment
  | CallHandler_RelayTopicCallHandler_Fragment
  | CallHandler_RelayVertoEndpointCallHandler_Fragment
  | CallHandler_SipGatewayCallHandler_Fragment
  | CallHandler_UnrecognizedCallHandler_Fragment
  | CallHandler_VideoRoomCallHandler_Fragment
;

type MessageHandler_LamlApplicationMessageHandler_Fragment = { __typename: 'LamlApplicationMessageHandler', applicationId: string };

type MessageHandler_LamlWebhooksMessageHandler_Fragment = { __typename: 'LamlWebhooksMessageHandler', requestUrl: string, requestMethod: HttpMethod, fallbackUrl: string | null, fallbackMethod: HttpMethod };

type MessageHandler_RelayApplicationMessageHandler_Fragment = { __typename: 'RelayApplicationMessageHandler', application: string };

type MessageHandler_RelayContextMessageHandler_Fragment = { __typename: 'RelayContextMessageHandler', context: string };

type MessageHandler_RelayTopicMessageHandler_Fragment = { __typename: 'RelayTopicMessageHandler', topic: string };

type MessageHandler_UnrecognizedMessageHandler_Fragment = { __typename: 'UnrecognizedMessageHandler', wireKind: string, settings: Array<{ __typename: 'UnreadSetting', name: string, value: string }> };

export type MessageHandlerFragment =
  | MessageHandler_LamlApplicationMessageHandler_Fragment
  | MessageHandler_LamlWebhooksMessageHandler_Fragment
  | MessageHandler_RelayApplicationMessageHandler_Fragment
  | MessageHandler_RelayContextMessageHandler_Fragment
  | MessageHandler_RelayTopicMessageHandler_Fragment
  | MessageHandler_UnrecognizedMessageHandler_Fragment
;

export type ImportMutationVariables = Exact<{
  input: ImportPhoneNumberInput;
}>;


export type ImportMutation = { __typename: 'Mutation', importPhoneNumber:
    | { __typename: 'IdempotencyConflict', reason: IdempotencyConflictReason, message: string }
    | { __typename: 'ImportPhoneNumberSuccess', replayed: boolean, phoneNumber: { __typename: 'PhoneNumber', id: string, number: string, numberFormatted: string, name: string | null, tags: Array<string>, countryCode: string | null, releaseProtected: boolean, callHandlerKind: CallHandlerKind | null, messageHandlerKind: MessageHandlerKind | null, updatedAt: string, provisioning: { __typename: 'Provisioning', status: ProvisioningStatus } | null }, warnings: Array<{ __typename: 'Warning', code: string, message: string, path: Array<string> }> }
    | { __typename: 'NumberTaken', differs: Array<string>, message: string, existing: { __typename: 'PhoneNumber', id: string, number: string } }
    | { __typename: 'Rejected', code: string, retryable: boolean, retryAfterSeconds: number | null, message: string }
    | { __typename: 'ValidationFailed', message: string, fieldErrors: Array<{ __typename: 'FieldError', path: Array<string>, code: string, message: string, suggestion: string | null }> }
   };

export type LiveSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type LiveSubscription = { __typename: 'Subscription', phoneNumberEvents: { __typename: 'PhoneNumberEvent', cursor: string, type: PhoneNumberEventType, occurredAt: string, actor: string, number: string, phoneNumber: { __typename: 'PhoneNumber', id: string, number: string, numberFormatted: string, name: string | null, tags: Array<string>, countryCode: string | null, releaseProtected: boolean, callHandlerKind: CallHandlerKind | null, messageHandlerKind: MessageHandlerKind | null, updatedAt: string, provisioning: { __typename: 'Provisioning', status: ProvisioningStatus } | null } | null, changes: Array<{ __typename: 'FieldChange', field: string, before: string | null, after: string | null }> } };

export type PhoneNumberQueryVariables = Exact<{
  id: string;
}>;


export type PhoneNumberQuery = { __typename: 'Query', phoneNumber: { __typename: 'PhoneNumber', id: string, number: string, numberFormatted: string, name: string | null, tags: Array<string>, callReceiveMode: CallReceiveMode, releaseProtected: boolean, version: number, updatedAt: string, callHandlerKind: CallHandlerKind | null, messageHandlerKind: MessageHandlerKind | null, uuid: string, numberType: NumberType, countryCode: string | null, capabilities: Array<Capability>, isValid: boolean, e911Status: E911Status | null, nextBilledAt: string | null, createdAt: string, provisioning: { __typename: 'Provisioning', status: ProvisioningStatus, code: string | null, message: string | null, confirmedAt: string | null, since: string | null, attempts: number, upstreamId: string | null, requested: Array<{ __typename: 'FieldChange', field: string, before: string | null, after: string | null }> } | null, callHandler:
      | { __typename: 'AiAgentCallHandler', agentId: string }
      | { __typename: 'CallFlowCallHandler', flowId: string, version: CallFlowVersion }
      | { __typename: 'CallQueueCallHandler', resourceId: string }
      | { __typename: 'DialogflowCallHandler', agentId: string }
      | { __typename: 'FabricSubscriberCallHandler', resourceId: string }
      | { __typename: 'LamlApplicationCallHandler', applicationId: string }
      | { __typename: 'LamlWebhooksCallHandler', requestUrl: string, requestMethod: HttpMethod, fallbackUrl: string | null, fallbackMethod: HttpMethod, statusCallbackUrl: string | null, statusCallbackMethod: HttpMethod }
      | { __typename: 'RelayApplicationCallHandler', application: string }
      | { __typename: 'RelayConnectorCallHandler', connectorId: string }
      | { __typename: 'RelayContextCallHandler', context: string, statusCallbackUrl: string | null }
      | { __typename: 'RelayScriptCallHandler', url: string }
      | { __typename: 'RelaySipEndpointCallHandler', endpointId: string }
      | { __typename: 'RelayTopicCallHandler', topic: string, statusCallbackUrl: string | null }
      | { __typename: 'RelayVertoEndpointCallHandler', resource: string }
      | { __typename: 'SipGatewayCallHandler', resourceId: string }
      | { __typename: 'UnrecognizedCallHandler', wireKind: string, settings: Array<{ __typename: 'UnreadSetting', name: string, value: string }> }
      | { __typename: 'VideoRoomCallHandler', roomId: string }
     | null, messageHandler:
      | { __typename: 'LamlApplicationMessageHandler', applicationId: string }
      | { __typename: 'LamlWebhooksMessageHandler', requestUrl: string, requestMethod: HttpMethod, fallbackUrl: string | null, fallbackMethod: HttpMethod }
      | { __typename: 'RelayApplicationMessageHandler', application: string }
      | { __typename: 'RelayContextMessageHandler', context: string }
      | { __typename: 'RelayTopicMessageHandler', topic: string }
      | { __typename: 'UnrecognizedMessageHandler', wireKind: string, settings: Array<{ __typename: 'UnreadSetting', name: string, value: string }> }
     | null } | null };

export type NumberHistoryQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type NumberHistoryQuery = { __typename: 'Query', phoneNumber: { __typename: 'PhoneNumber', id: string, events: { __typename: 'PhoneNumberEventConnection', nodes: Array<{ __typename: 'PhoneNumberEvent', cursor: string, type: PhoneNumberEventType, occurredAt: string, actor: string, number: string, changes: Array<{ __typename: 'FieldChange', field: string, before: string | null, after: string | null }>, phoneNumber: { __typename: 'PhoneNumber', id: string } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type NumberSettingsFragment = { __typename: 'PhoneNumber', id: string, number: string, numberFormatted: string, name: string | null, tags: Array<string>, callReceiveMode: CallReceiveMode, releaseProtected: boolean, version: number, updatedAt: string, callHandlerKind: CallHandlerKind | null, messageHandlerKind: MessageHandlerKind | null, provisioning: { __typename: 'Provisioning', status: ProvisioningStatus, code: string | null, message: string | null, confirmedAt: string | null, since: string | null, attempts: number, upstreamId: string | null, requested: Array<{ __typename: 'FieldChange', field: string, before: string | null, after: string | null }> } | null, callHandler:
    | { __typename: 'AiAgentCallHandler', agentId: string }
    | { __typename: 'CallFlowCallHandler', flowId: string, version: CallFlowVersion }
    | { __typename: 'CallQueueCallHandler', resourceId: string }
    | { __typename: 'DialogflowCallHandler', agentId: string }
    | { __typename: 'FabricSubscriberCallHandler', resourceId: string }
    | { __typename: 'LamlApplicationCallHandler', applicationId: string }
    | { __typename: 'LamlWebhooksCallHandler', requestUrl: string, requestMethod: HttpMethod, fallbackUrl: string | null, fallbackMethod: HttpMethod, statusCallbackUrl: string | null, statusCallbackMethod: HttpMethod }
    | { __typename: 'RelayApplicationCallHandler', application: string }
    | { __typename: 'RelayConnectorCallHandler', connectorId: string }
    | { __typename: 'RelayContextCallHandler', context: string, statusCallbackUrl: string | null }
    | { __typename: 'RelayScriptCallHandler', url: string }
    | { __typename: 'RelaySipEndpointCallHandler', endpointId: string }
    | { __typename: 'RelayTopicCallHandler', topic: string, statusCallbackUrl: string | null }
    | { __typename: 'RelayVertoEndpointCallHandler', resource: string }
    | { __typename: 'SipGatewayCallHandler', resourceId: string }
    | { __typename: 'UnrecognizedCallHandler', wireKind: string, settings: Array<{ __typename: 'UnreadSetting', name: string, value: string }> }
    | { __typename: 'VideoRoomCallHandler', roomId: string }
   | null, messageHandler:
    | { __typename: 'LamlApplicationMessageHandler', applicationId: string }
    | { __typename: 'LamlWebhooksMessageHandler', requestUrl: string, requestMethod: HttpMethod, fallbackUrl: string | null, fallbackMethod: HttpMethod }
    | { __typename: 'RelayApplicationMessageHandler', application: string }
    | { __typename: 'RelayContextMessageHandler', context: string }
    | { __typename: 'RelayTopicMessageHandler', topic: string }
    | { __typename: 'UnrecognizedMessageHandler', wireKind: string, settings: Array<{ __typename: 'UnreadSetting', name: string, value: string }> }
   | null };

export type NumberFactsFragment = { __typename: 'PhoneNumber', uuid: string, numberType: NumberType, countryCode: string | null, capabilities: Array<Capability>, isValid: boolean, e911Status: E911Status | null, nextBilledAt: string | null, createdAt: string };

export type ProvisioningStateFragment = { __typename: 'Provisioning', status: ProvisioningStatus, code: string | null, message: string | null, confirmedAt: string | null, since: string | null, attempts: number, upstreamId: string | null, requested: Array<{ __typename: 'FieldChange', field: string, before: string | null, after: string | null }> };

export type ChangeFragment = { __typename: 'FieldChange', field: string, before: string | null, after: string | null };

export type NumbersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: PhoneNumberFilter | null | undefined;
  orderBy?: PhoneNumberOrder | null | undefined;
}>;


export type NumbersQuery = { __typename: 'Query', phoneNumbers: { __typename: 'PhoneNumberConnection', nodes: Array<{ __typename: 'PhoneNumber', id: string, number: string, numberFormatted: string, name: string | null, tags: Array<string>, countryCode: string | null, releaseProtected: boolean, callHandlerKind: CallHandlerKind | null, messageHandlerKind: MessageHandlerKind | null, updatedAt: string, provisioning: { __typename: 'Provisioning', status: ProvisioningStatus } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type NumberRowFragment = { __typename: 'PhoneNumber', id: string, number: string, numberFormatted: string, name: string | null, tags: Array<string>, countryCode: string | null, releaseProtected: boolean, callHandlerKind: CallHandlerKind | null, messageHandlerKind: MessageHandlerKind | null, updatedAt: string, provisioning: { __typename: 'Provisioning', status: ProvisioningStatus } | null };

export type PageEndsFragment = { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null };

export type TotalsQueryVariables = Exact<{ [key: string]: never; }>;


export type TotalsQuery = { __typename: 'Query', all: { __typename: 'PhoneNumberConnection', totalCount: number }, unanswered: { __typename: 'PhoneNumberConnection', totalCount: number }, pending: { __typename: 'PhoneNumberConnection', totalCount: number }, failed: { __typename: 'PhoneNumberConnection', totalCount: number }, gone: { __typename: 'PhoneNumberConnection', totalCount: number } };

export type ReleaseMutationVariables = Exact<{
  input: ReleasePhoneNumberInput;
}>;


export type ReleaseMutation = { __typename: 'Mutation', releasePhoneNumber:
    | { __typename: 'IdempotencyConflict', reason: IdempotencyConflictReason, message: string }
    | { __typename: 'NumberNotFound', message: string }
    | { __typename: 'Rejected', code: string, retryable: boolean, retryAfterSeconds: number | null, message: string }
    | { __typename: 'ReleasePhoneNumberSuccess', number: string, phoneNumber: { __typename: 'PhoneNumber', id: string, number: string, numberFormatted: string, name: string | null, tags: Array<string>, callReceiveMode: CallReceiveMode, releaseProtected: boolean, version: number, updatedAt: string, callHandlerKind: CallHandlerKind | null, messageHandlerKind: MessageHandlerKind | null, provisioning: { __typename: 'Provisioning', status: ProvisioningStatus, code: string | null, message: string | null, confirmedAt: string | null, since: string | null, attempts: number, upstreamId: string | null, requested: Array<{ __typename: 'FieldChange', field: string, before: string | null, after: string | null }> } | null, callHandler:
          | { __typename: 'AiAgentCallHandler', agentId: string }
          | { __typename: 'CallFlowCallHandler', flowId: string, version: CallFlowVersion }
          | { __typename: 'CallQueueCallHandler', resourceId: string }
          | { __typename: 'DialogflowCallHandler', agentId: string }
          | { __typename: 'FabricSubscriberCallHandler', resourceId: string }
          | { __typename: 'LamlApplicationCallHandler', applicationId: string }
          | { __typename: 'LamlWebhooksCallHandler', requestUrl: string, requestMethod: HttpMethod, fallbackUrl: string | null, fallbackMethod: HttpMethod, statusCallbackUrl: string | null, statusCallbackMethod: HttpMethod }
          | { __typename: 'RelayApplicationCallHandler', application: string }
          | { __typename: 'RelayConnectorCallHandler', connectorId: string }
          | { __typename: 'RelayContextCallHandler', context: string, statusCallbackUrl: string | null }
          | { __typename: 'RelayScriptCallHandler', url: string }
          | { __typename: 'RelaySipEndpointCallHandler', endpointId: string }
          | { __typename: 'RelayTopicCallHandler', topic: string, statusCallbackUrl: string | null }
          | { __typename: 'RelayVertoEndpointCallHandler', resource: string }
          | { __typename: 'SipGatewayCallHandler', resourceId: string }
          | { __typename: 'UnrecognizedCallHandler', wireKind: string, settings: Array<{ __typename: 'UnreadSetting', name: string, value: string }> }
          | { __typename: 'VideoRoomCallHandler', roomId: string }
         | null, messageHandler:
          | { __typename: 'LamlApplicationMessageHandler', applicationId: string }
          | { __typename: 'LamlWebhooksMessageHandler', requestUrl: string, requestMethod: HttpMethod, fallbackUrl: string | null, fallbackMethod: HttpMethod }
          | { __typename: 'RelayApplicationMessageHandler', application: string }
          | { __typename: 'RelayContextMessageHandler', context: string }
          | { __typename: 'RelayTopicMessageHandler', topic: string }
          | { __typename: 'UnrecognizedMessageHandler', wireKind: string, settings: Array<{ __typename: 'UnreadSetting', name: string, value: string }> }
         | null } | null, warnings: Array<{ __typename: 'Warning', code: string, message: string, path: Array<string> }> }
    | { __typename: 'ValidationFailed', message: string, fieldErrors: Array<{ __typename: 'FieldError', path: Array<string>, code: string, message: string, suggestion: string | null }> }
    | { __typename: 'VersionConflict', message: string, current: { __typename: 'PhoneNumber', id: string, number: string, numberFormatted: string, name: string | null, tags: Array<string>, callReceiveMode: CallReceiveMode, releaseProtected: boolean, version: number, updatedAt: string, callHandlerKind: CallHandlerKind | null, messageHandlerKind: MessageHandlerKind | null, provisioning: { __typename: 'Provisioning', status: ProvisioningStatus, code: string | null, message: string | null, confirmedAt: string | null, since: string | null, attempts: number, upstreamId: string | null, requested: Array<{ __typename: 'FieldChange', field: string, before: string | null, after: string | null }> } | null, callHandler:
          | { __typename: 'AiAgentCallHandler', agentId: string }
          | { __typename: 'CallFlowCallHandler', flowId: string, version: CallFlowVersion }
          | { __typename: 'CallQueueCallHandler', resourceId: string }
          | { __typename: 'DialogflowCallHandler', agentId: string }
          | { __typename: 'FabricSubscriberCallHandler', resourceId: string }
          | { __typename: 'LamlApplicationCallHandler', applicationId: string }
          | { __typename: 'LamlWebhooksCallHandler', requestUrl: string, requestMethod: HttpMethod, fallbackUrl: string | null, fallbackMethod: HttpMethod, statusCallbackUrl: string | null, statusCallbackMethod: HttpMethod }
          | { __typename: 'RelayApplicationCallHandler', application: string }
          | { __typename: 'RelayConnectorCallHandler', connectorId: string }
          | { __typename: 'RelayContextCallHandler', context: string, statusCallbackUrl: string | null }
          | { __typename: 'RelayScriptCallHandler', url: string }
          | { __typename: 'RelaySipEndpointCallHandler', endpointId: string }
          | { __typename: 'RelayTopicCallHandler', topic: string, statusCallbackUrl: string | null }
          | { __typename: 'RelayVertoEndpointCallHandler', resource: string }
          | { __typename: 'SipGatewayCallHandler', resourceId: string }
          | { __typename: 'UnrecognizedCallHandler', wireKind: string, settings: Array<{ __typename: 'UnreadSetting', name: string, value: string }> }
          | { __typename: 'VideoRoomCallHandler', roomId: string }
         | null, messageHandler:
          | { __typename: 'LamlApplicationMessageHandler', applicationId: string }
          | { __typename: 'LamlWebhooksMessageHandler', requestUrl: string, requestMethod: HttpMethod, fallbackUrl: string | null, fallbackMethod: HttpMethod }
          | { __typename: 'RelayApplicationMessageHandler', application: string }
          | { __typename: 'RelayContextMessageHandler', context: string }
          | { __typename: 'RelayTopicMessageHandler', topic: string }
          | { __typename: 'UnrecognizedMessageHandler', wireKind: string, settings: Array<{ __typename: 'UnreadSetting', name: string, value: string }> }
         | null } }
   };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { __typename: 'Query', viewer: { __typename: 'Viewer', scopes: Array<string>, tokenName: string, expiresAt: string | null, project: { __typename: 'Project', id: string, name: string } } };

export type UpdateMutationVariables = Exact<{
  input: UpdatePhoneNumberInput;
}>;


export type UpdateMutation = { __typename: 'Mutation', updatePhoneNumber:
    | { __typename: 'IdempotencyConflict', reason: IdempotencyConflictReason, message: string }
    | { __typename: 'NumberNotFound', message: string }
    | { __typename: 'Rejected', code: string, retryable: boolean, retryAfterSeconds: number | null, message: string }
    | { __typename: 'UpdatePhoneNumberSuccess', phoneNumber: { __typename: 'PhoneNumber', id: string, number: string, numberFormatted: string, name: string | null, tags: Array<string>, callReceiveMode: CallReceiveMode, releaseProtected: boolean, version: number, updatedAt: string, callHandlerKind: CallHandlerKind | null, messageHandlerKind: MessageHandlerKind | null, provisioning: { __typename: 'Provisioning', status: ProvisioningStatus, code: string | null, message: string | null, confirmedAt: string | null, since: string | null, attempts: number, upstreamId: string | null, requested: Array<{ __typename: 'FieldChange', field: string, before: string | null, after: string | null }> } | null, callHandler:
          | { __typename: 'AiAgentCallHandler', agentId: string }
          | { __typename: 'CallFlowCallHandler', flowId: string, version: CallFlowVersion }
          | { __typename: 'CallQueueCallHandler', resourceId: string }
          | { __typename: 'DialogflowCallHandler', agentId: string }
          | { __typename: 'FabricSubscriberCallHandler', resourceId: string }
          | { __typename: 'LamlApplicationCallHandler', applicationId: string }
          | { __typename: 'LamlWebhooksCallHandler', requestUrl: string, requestMethod: HttpMethod, fallbackUrl: string | null, fallbackMethod: HttpMethod, statusCallbackUrl: string | null, statusCallbackMethod: HttpMethod }
          | { __typename: 'RelayApplicationCallHandler', application: string }
          | { __typename: 'RelayConnectorCallHandler', connectorId: string }
          | { __typename: 'RelayContextCallHandler', context: string, statusCallbackUrl: string | null }
          | { __typename: 'RelayScriptCallHandler', url: string }
          | { __typename: 'RelaySipEndpointCallHandler', endpointId: string }
          | { __typename: 'RelayTopicCallHandler', topic: string, statusCallbackUrl: string | null }
          | { __typename: 'RelayVertoEndpointCallHandler', resource: string }
          | { __typename: 'SipGatewayCallHandler', resourceId: string }
          | { __typename: 'UnrecognizedCallHandler', wireKind: string, settings: Array<{ __typename: 'UnreadSetting', name: string, value: string }> }
          | { __typename: 'VideoRoomCallHandler', roomId: string }
         | null, messageHandler:
          | { __typename: 'LamlApplicationMessageHandler', applicationId: string }
          | { __typename: 'LamlWebhooksMessageHandler', requestUrl: string, requestMethod: HttpMethod, fallbackUrl: string | null, fallbackMethod: HttpMethod }
          | { __typename: 'RelayApplicationMessageHandler', application: string }
          | { __typename: 'RelayContextMessageHandler', context: string }
          | { __typename: 'RelayTopicMessageHandler', topic: string }
          | { __typename: 'UnrecognizedMessageHandler', wireKind: string, settings: Array<{ __typename: 'UnreadSetting', name: string, value: string }> }
         | null }, changes: Array<{ __typename: 'FieldChange', field: string, before: string | null, after: string | null }>, warnings: Array<{ __typename: 'Warning', code: string, message: string, path: Array<string> }> }
    | { __typename: 'ValidationFailed', message: string, fieldErrors: Array<{ __typename: 'FieldError', path: Array<string>, code: string, message: string, suggestion: string | null }> }
    | { __typename: 'VersionConflict', message: string, current: { __typename: 'PhoneNumber', id: string, number: string, numberFormatted: string, name: string | null, tags: Array<string>, callReceiveMode: CallReceiveMode, releaseProtected: boolean, version: number, updatedAt: string, callHandlerKind: CallHandlerKind | null, messageHandlerKind: MessageHandlerKind | null, provisioning: { __typename: 'Provisioning', status: ProvisioningStatus, code: string | null, message: string | null, confirmedAt: string | null, since: string | null, attempts: number, upstreamId: string | null, requested: Array<{ __typename: 'FieldChange', field: string, before: string | null, after: string | null }> } | null, callHandler:
          | { __typename: 'AiAgentCallHandler', agentId: string }
          | { __typename: 'CallFlowCallHandler', flowId: string, version: CallFlowVersion }
          | { __typename: 'CallQueueCallHandler', resourceId: string }
          | { __typename: 'DialogflowCallHandler', agentId: string }
          | { __typename: 'FabricSubscriberCallHandler', resourceId: string }
          | { __typename: 'LamlApplicationCallHandler', applicationId: string }
          | { __typename: 'LamlWebhooksCallHandler', requestUrl: string, requestMethod: HttpMethod, fallbackUrl: string | null, fallbackMethod: HttpMethod, statusCallbackUrl: string | null, statusCallbackMethod: HttpMethod }
          | { __typename: 'RelayApplicationCallHandler', application: string }
          | { __typename: 'RelayConnectorCallHandler', connectorId: string }
          | { __typename: 'RelayContextCallHandler', context: string, statusCallbackUrl: string | null }
          | { __typename: 'RelayScriptCallHandler', url: string }
          | { __typename: 'RelaySipEndpointCallHandler', endpointId: string }
          | { __typename: 'RelayTopicCallHandler', topic: string, statusCallbackUrl: string | null }
          | { __typename: 'RelayVertoEndpointCallHandler', resource: string }
          | { __typename: 'SipGatewayCallHandler', resourceId: string }
          | { __typename: 'UnrecognizedCallHandler', wireKind: string, settings: Array<{ __typename: 'UnreadSetting', name: string, value: string }> }
          | { __typename: 'VideoRoomCallHandler', roomId: string }
         | null, messageHandler:
          | { __typename: 'LamlApplicationMessageHandler', applicationId: string }
          | { __typename: 'LamlWebhooksMessageHandler', requestUrl: string, requestMethod: HttpMethod, fallbackUrl: string | null, fallbackMethod: HttpMethod }
          | { __typename: 'RelayApplicationMessageHandler', application: string }
          | { __typename: 'RelayContextMessageHandler', context: string }
          | { __typename: 'RelayTopicMessageHandler', topic: string }
          | { __typename: 'UnrecognizedMessageHandler', wireKind: string, settings: Array<{ __typename: 'UnreadSetting', name: string, value: string }> }
         | null } }
   };

export type WarningFragment = { __typename: 'Warning', code: string, message: string, path: Array<string> };

export type UpstreamQueryVariables = Exact<{ [key: string]: never; }>;


export type UpstreamQuery = { __typename: 'Query', upstream: { __typename: 'Upstream', space: string, projectId: string, secretHint: string, status: ConnectionStatus, code: string | null, lastSync: { __typename: 'Sync', startedAt: string, finishedAt: string | null, seen: number, changed: number, found: number, gone: number, code: string | null } | null } | null };

export type AttachMutationVariables = Exact<{
  input: AttachUpstreamInput;
}>;


export type AttachMutation = { __typename: 'Mutation', attachUpstream:
    | { __typename: 'AttachUpstreamSuccess', upstream: { __typename: 'Upstream', space: string, projectId: string, secretHint: string, status: ConnectionStatus, code: string | null, lastSync: { __typename: 'Sync', startedAt: string, finishedAt: string | null, seen: number, changed: number, found: number, gone: number, code: string | null } | null } }
    | { __typename: 'Rejected', code: string, retryable: boolean, retryAfterSeconds: number | null, message: string }
    | { __typename: 'ValidationFailed', message: string, fieldErrors: Array<{ __typename: 'FieldError', path: Array<string>, code: string, message: string, suggestion: string | null }> }
   };

export type DetachMutationVariables = Exact<{ [key: string]: never; }>;


export type DetachMutation = { __typename: 'Mutation', detachUpstream:
    | { __typename: 'DetachUpstreamSuccess', space: string }
    | { __typename: 'Rejected', code: string, retryable: boolean, retryAfterSeconds: number | null, message: string }
   };

export type SyncMutationVariables = Exact<{ [key: string]: never; }>;


export type SyncMutation = { __typename: 'Mutation', syncUpstream:
    | { __typename: 'Rejected', code: string, retryable: boolean, retryAfterSeconds: number | null, message: string }
    | { __typename: 'SyncUpstreamSuccess', upstream: { __typename: 'Upstream', space: string, projectId: string, secretHint: string, status: ConnectionStatus, code: string | null, lastSync: { __typename: 'Sync', startedAt: string, finishedAt: string | null, seen: number, changed: number, found: number, gone: number, code: string | null } | null } }
   };

export type AttachmentFragment = { __typename: 'Upstream', space: string, projectId: string, secretHint: string, status: ConnectionStatus, code: string | null, lastSync: { __typename: 'Sync', startedAt: string, finishedAt: string | null, seen: number, changed: number, found: number, gone: number, code: string | null } | null };

export const ChangeFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FieldChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}}]}}]} as unknown as DocumentNode<ChangeFragment, unknown>;
export const EventFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Event"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PhoneNumberEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}}]}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FieldChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}}]}}]} as unknown as DocumentNode<EventFragment, unknown>;
export const FailureFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationFailed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"suggestion"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdempotencyConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejected"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]} as unknown as DocumentNode<FailureFragment, unknown>;
export const ProvisioningStateFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProvisioningState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Provisioning"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"requested"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}}]}},{"kind":"Field","name":{"kind":"Name","value":"confirmedAt"}},{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamId"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FieldChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}}]}}]} as unknown as DocumentNode<ProvisioningStateFragment, unknown>;
export const CallHandlerFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallHandler"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LamlWebhooksCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"requestUrl"}},{"kind":"Field","name":{"kind":"Name","value":"requestMethod"}},{"kind":"Field","name":{"kind":"Name","value":"fallbackUrl"}},{"kind":"Field","name":{"kind":"Name","value":"fallbackMethod"}},{"kind":"Field","name":{"kind":"Name","value":"statusCallbackUrl"}},{"kind":"Field","name":{"kind":"Name","value":"statusCallbackMethod"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LamlApplicationCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"applicationId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DialogflowCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"agentId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayTopicCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"statusCallbackUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayScriptCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayContextCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"context"}},{"kind":"Field","name":{"kind":"Name","value":"statusCallbackUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayApplicationCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"application"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayConnectorCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"connectorId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelaySipEndpointCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"endpointId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayVertoEndpointCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"resource"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VideoRoomCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"roomId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AiAgentCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"agentId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallFlowCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"flowId"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FabricSubscriberCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"resourceId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SipGatewayCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"resourceId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallQueueCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"resourceId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnrecognizedCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"wireKind"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}}]} as unknown as DocumentNode<CallHandlerFragment, unknown>;
export const MessageHandlerFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageHandler"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LamlWebhooksMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"requestUrl"}},{"kind":"Field","name":{"kind":"Name","value":"requestMethod"}},{"kind":"Field","name":{"kind":"Name","value":"fallbackUrl"}},{"kind":"Field","name":{"kind":"Name","value":"fallbackMethod"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LamlApplicationMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"applicationId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayTopicMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"topic"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayContextMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"context"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayApplicationMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"application"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnrecognizedMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"wireKind"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}}]} as unknown as DocumentNode<MessageHandlerFragment, unknown>;
export const NumberSettingsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"NumberSettings"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PhoneNumber"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"numberFormatted"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"callReceiveMode"}},{"kind":"Field","name":{"kind":"Name","value":"releaseProtected"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"provisioning"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProvisioningState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"callHandler"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallHandler"}}]}},{"kind":"Field","name":{"kind":"Name","value":"callHandlerKind"}},{"kind":"Field","name":{"kind":"Name","value":"messageHandler"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"MessageHandler"}}]}},{"kind":"Field","name":{"kind":"Name","value":"messageHandlerKind"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FieldChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProvisioningState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Provisioning"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"requested"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}}]}},{"kind":"Field","name":{"kind":"Name","value":"confirmedAt"}},{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamId"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallHandler"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LamlWebhooksCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"requestUrl"}},{"kind":"Field","name":{"kind":"Name","value":"requestMethod"}},{"kind":"Field","name":{"kind":"Name","value":"fallbackUrl"}},{"kind":"Field","name":{"kind":"Name","value":"fallbackMethod"}},{"kind":"Field","name":{"kind":"Name","value":"statusCallbackUrl"}},{"kind":"Field","name":{"kind":"Name","value":"statusCallbackMethod"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LamlApplicationCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"applicationId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DialogflowCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"agentId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayTopicCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"statusCallbackUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayScriptCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayContextCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"context"}},{"kind":"Field","name":{"kind":"Name","value":"statusCallbackUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayApplicationCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"application"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayConnectorCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"connectorId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelaySipEndpointCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"endpointId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayVertoEndpointCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"resource"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VideoRoomCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"roomId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AiAgentCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"agentId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallFlowCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"flowId"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FabricSubscriberCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"resourceId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SipGatewayCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"resourceId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallQueueCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"resourceId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnrecognizedCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"wireKind"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageHandler"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LamlWebhooksMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"requestUrl"}},{"kind":"Field","name":{"kind":"Name","value":"requestMethod"}},{"kind":"Field","name":{"kind":"Name","value":"fallbackUrl"}},{"kind":"Field","name":{"kind":"Name","value":"fallbackMethod"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LamlApplicationMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"applicationId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayTopicMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"topic"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayContextMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"context"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayApplicationMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"application"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnrecognizedMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"wireKind"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}}]} as unknown as DocumentNode<NumberSettingsFragment, unknown>;
export const NumberFactsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"NumberFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PhoneNumber"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"numberType"}},{"kind":"Field","name":{"kind":"Name","value":"countryCode"}},{"kind":"Field","name":{"kind":"Name","value":"capabilities"}},{"kind":"Field","name":{"kind":"Name","value":"isValid"}},{"kind":"Field","name":{"kind":"Name","value":"e911Status"}},{"kind":"Field","name":{"kind":"Name","value":"nextBilledAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]} as unknown as DocumentNode<NumberFactsFragment, unknown>;
export const NumberRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"NumberRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PhoneNumber"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"numberFormatted"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"countryCode"}},{"kind":"Field","name":{"kind":"Name","value":"releaseProtected"}},{"kind":"Field","name":{"kind":"Name","value":"callHandlerKind"}},{"kind":"Field","name":{"kind":"Name","value":"messageHandlerKind"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"provisioning"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]} as unknown as DocumentNode<NumberRowFragment, unknown>;
export const PageEndsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PageEnds"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PageInfo"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]} as unknown as DocumentNode<PageEndsFragment, unknown>;
export const WarningFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Warning"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Warning"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<WarningFragment, unknown>;
export const AttachmentFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Attachment"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Upstream"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"space"}},{"kind":"Field","name":{"kind":"Name","value":"projectId"}},{"kind":"Field","name":{"kind":"Name","value":"secretHint"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"lastSync"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"seen"}},{"kind":"Field","name":{"kind":"Name","value":"changed"}},{"kind":"Field","name":{"kind":"Name","value":"found"}},{"kind":"Field","name":{"kind":"Name","value":"gone"}},{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]} as unknown as DocumentNode<AttachmentFragment, unknown>;
export const EventsDocument = {"__meta__":{"hash":"sha256:0d4518abd281149c0e78f6d0c08117f8005ac9ee20b54a333553aae58589e584"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Events"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"types"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PhoneNumberEventType"}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumberEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"types"},"value":{"kind":"Variable","name":{"kind":"Name","value":"types"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Event"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"PageEnds"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FieldChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Event"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PhoneNumberEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}}]}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PageEnds"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PageInfo"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]} as unknown as DocumentNode<EventsQuery, EventsQueryVariables>;
export const HandlerKindsDocument = {"__meta__":{"hash":"sha256:7e45a216d288cd425194cd947be89e0ca6a18934ae3a74aea4ca10449c941cf7"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"HandlerKinds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"handlerKinds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"settable"}},{"kind":"Field","name":{"kind":"Name","value":"deprecated"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"choices"}},{"kind":"Field","name":{"kind":"Name","value":"required"}},{"kind":"Field","name":{"kind":"Name","value":"default"}}]}}]}}]}}]} as unknown as DocumentNode<HandlerKindsQuery, HandlerKindsQueryVariables>;
export const ImportDocument = {"__meta__":{"hash":"sha256:20ee09ca087e213e954b5ea00a21a35e429899f21c6ab45917b0925b300c4bf7"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Import"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ImportPhoneNumberInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"importPhoneNumber"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImportPhoneNumberSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"NumberRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Warning"}}]}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"NumberTaken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"existing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}}]}},{"kind":"Field","name":{"kind":"Name","value":"differs"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failure"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"NumberRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PhoneNumber"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"numberFormatted"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"countryCode"}},{"kind":"Field","name":{"kind":"Name","value":"releaseProtected"}},{"kind":"Field","name":{"kind":"Name","value":"callHandlerKind"}},{"kind":"Field","name":{"kind":"Name","value":"messageHandlerKind"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"provisioning"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Warning"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Warning"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationFailed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"suggestion"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdempotencyConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejected"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]} as unknown as DocumentNode<ImportMutation, ImportMutationVariables>;
export const LiveDocument = {"__meta__":{"hash":"sha256:287a89d135b628819beba8cee6f8eb75f3f31cac164cab137df2c5a091444779"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"Live"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phoneNumberEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Event"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"NumberRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FieldChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Event"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PhoneNumberEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}}]}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"NumberRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PhoneNumber"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"numberFormatted"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"countryCode"}},{"kind":"Field","name":{"kind":"Name","value":"releaseProtected"}},{"kind":"Field","name":{"kind":"Name","value":"callHandlerKind"}},{"kind":"Field","name":{"kind":"Name","value":"messageHandlerKind"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"provisioning"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]} as unknown as DocumentNode<LiveSubscription, LiveSubscriptionVariables>;
export const PhoneNumberDocument = {"__meta__":{"hash":"sha256:c7bec836f9574a6f945ff103c8fcb1f19c827a44f61350785a0aefe246fa280a"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PhoneNumber"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"NumberSettings"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"NumberFacts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FieldChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProvisioningState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Provisioning"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"requested"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}}]}},{"kind":"Field","name":{"kind":"Name","value":"confirmedAt"}},{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamId"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallHandler"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LamlWebhooksCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"requestUrl"}},{"kind":"Field","name":{"kind":"Name","value":"requestMethod"}},{"kind":"Field","name":{"kind":"Name","value":"fallbackUrl"}},{"kind":"Field","name":{"kind":"Name","value":"fallbackMethod"}},{"kind":"Field","name":{"kind":"Name","value":"statusCallbackUrl"}},{"kind":"Field","name":{"kind":"Name","value":"statusCallbackMethod"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LamlApplicationCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"applicationId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DialogflowCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"agentId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayTopicCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"statusCallbackUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayScriptCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayContextCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"context"}},{"kind":"Field","name":{"kind":"Name","value":"statusCallbackUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayApplicationCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"application"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayConnectorCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"connectorId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelaySipEndpointCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"endpointId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayVertoEndpointCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"resource"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VideoRoomCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"roomId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AiAgentCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"agentId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallFlowCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"flowId"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FabricSubscriberCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"resourceId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SipGatewayCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"resourceId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallQueueCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"resourceId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnrecognizedCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"wireKind"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageHandler"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LamlWebhooksMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"requestUrl"}},{"kind":"Field","name":{"kind":"Name","value":"requestMethod"}},{"kind":"Field","name":{"kind":"Name","value":"fallbackUrl"}},{"kind":"Field","name":{"kind":"Name","value":"fallbackMethod"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LamlApplicationMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"applicationId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayTopicMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"topic"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayContextMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"context"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayApplicationMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"application"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnrecognizedMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"wireKind"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"NumberSettings"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PhoneNumber"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"numberFormatted"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"callReceiveMode"}},{"kind":"Field","name":{"kind":"Name","value":"releaseProtected"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"provisioning"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProvisioningState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"callHandler"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallHandler"}}]}},{"kind":"Field","name":{"kind":"Name","value":"callHandlerKind"}},{"kind":"Field","name":{"kind":"Name","value":"messageHandler"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"MessageHandler"}}]}},{"kind":"Field","name":{"kind":"Name","value":"messageHandlerKind"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"NumberFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PhoneNumber"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"uuid"}},{"kind":"Field","name":{"kind":"Name","value":"numberType"}},{"kind":"Field","name":{"kind":"Name","value":"countryCode"}},{"kind":"Field","name":{"kind":"Name","value":"capabilities"}},{"kind":"Field","name":{"kind":"Name","value":"isValid"}},{"kind":"Field","name":{"kind":"Name","value":"e911Status"}},{"kind":"Field","name":{"kind":"Name","value":"nextBilledAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]} as unknown as DocumentNode<PhoneNumberQuery, PhoneNumberQueryVariables>;
export const NumberHistoryDocument = {"__meta__":{"hash":"sha256:555b00c584dee42088b2a6586e1a0d4cfbb30d09cd89658e866684005b96eb3f"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"NumberHistory"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"events"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Event"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"PageEnds"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FieldChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Event"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PhoneNumberEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}}]}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PageEnds"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PageInfo"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]} as unknown as DocumentNode<NumberHistoryQuery, NumberHistoryQueryVariables>;
export const NumbersDocument = {"__meta__":{"hash":"sha256:65c1053fcdce7434fba1b472ed1abd7d6758aae12590919abcfc718322366ec4"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Numbers"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"PhoneNumberFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"PhoneNumberOrder"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumbers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"NumberRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"PageEnds"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"NumberRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PhoneNumber"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"numberFormatted"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"countryCode"}},{"kind":"Field","name":{"kind":"Name","value":"releaseProtected"}},{"kind":"Field","name":{"kind":"Name","value":"callHandlerKind"}},{"kind":"Field","name":{"kind":"Name","value":"messageHandlerKind"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"provisioning"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PageEnds"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PageInfo"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]} as unknown as DocumentNode<NumbersQuery, NumbersQueryVariables>;
export const TotalsDocument = {"__meta__":{"hash":"sha256:2365e25a6257405a2329dc3ae0f41792fe35af664e2b1f7358c5112aafd519de"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","alias":{"kind":"Name","value":"all"},"name":{"kind":"Name","value":"phoneNumbers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"unanswered"},"name":{"kind":"Name","value":"phoneNumbers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"hasCallHandler"},"value":{"kind":"BooleanValue","value":false}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"pending"},"name":{"kind":"Name","value":"phoneNumbers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"provisioning"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"PENDING"}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"failed"},"name":{"kind":"Name","value":"phoneNumbers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"provisioning"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"FAILED"}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"gone"},"name":{"kind":"Name","value":"phoneNumbers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"provisioning"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"GONE"}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}}]} as unknown as DocumentNode<TotalsQuery, TotalsQueryVariables>;
export const ReleaseDocument = {"__meta__":{"hash":"sha256:685e0fc9d473fb4571c2d9f522d39b0eeae2975f6a090cb86c48ab16b3138b19"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Release"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReleasePhoneNumberInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"releasePhoneNumber"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReleasePhoneNumberSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"NumberSettings"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Warning"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"current"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"NumberSettings"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failure"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FieldChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProvisioningState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Provisioning"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"requested"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}}]}},{"kind":"Field","name":{"kind":"Name","value":"confirmedAt"}},{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamId"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallHandler"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LamlWebhooksCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"requestUrl"}},{"kind":"Field","name":{"kind":"Name","value":"requestMethod"}},{"kind":"Field","name":{"kind":"Name","value":"fallbackUrl"}},{"kind":"Field","name":{"kind":"Name","value":"fallbackMethod"}},{"kind":"Field","name":{"kind":"Name","value":"statusCallbackUrl"}},{"kind":"Field","name":{"kind":"Name","value":"statusCallbackMethod"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LamlApplicationCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"applicationId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DialogflowCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"agentId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayTopicCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"statusCallbackUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayScriptCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayContextCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"context"}},{"kind":"Field","name":{"kind":"Name","value":"statusCallbackUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayApplicationCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"application"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayConnectorCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"connectorId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelaySipEndpointCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"endpointId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayVertoEndpointCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"resource"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VideoRoomCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"roomId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AiAgentCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"agentId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallFlowCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"flowId"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FabricSubscriberCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"resourceId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SipGatewayCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"resourceId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallQueueCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"resourceId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnrecognizedCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"wireKind"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageHandler"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LamlWebhooksMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"requestUrl"}},{"kind":"Field","name":{"kind":"Name","value":"requestMethod"}},{"kind":"Field","name":{"kind":"Name","value":"fallbackUrl"}},{"kind":"Field","name":{"kind":"Name","value":"fallbackMethod"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LamlApplicationMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"applicationId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayTopicMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"topic"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayContextMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"context"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayApplicationMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"application"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnrecognizedMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"wireKind"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"NumberSettings"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PhoneNumber"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"numberFormatted"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"callReceiveMode"}},{"kind":"Field","name":{"kind":"Name","value":"releaseProtected"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"provisioning"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProvisioningState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"callHandler"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallHandler"}}]}},{"kind":"Field","name":{"kind":"Name","value":"callHandlerKind"}},{"kind":"Field","name":{"kind":"Name","value":"messageHandler"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"MessageHandler"}}]}},{"kind":"Field","name":{"kind":"Name","value":"messageHandlerKind"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Warning"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Warning"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationFailed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"suggestion"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdempotencyConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejected"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]} as unknown as DocumentNode<ReleaseMutation, ReleaseMutationVariables>;
export const ViewerDocument = {"__meta__":{"hash":"sha256:aebd745ea2d0407182e3f3bf26a951612ce98bf0e7c02c92a0b3f72068fadcaf"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"project"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"tokenName"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]}}]} as unknown as DocumentNode<ViewerQuery, ViewerQueryVariables>;
export const UpdateDocument = {"__meta__":{"hash":"sha256:6367df15ded07c073984e71e5631845841a332cddbbd119e77652207ff12d9c5"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Update"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdatePhoneNumberInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"updatePhoneNumber"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdatePhoneNumberSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"phoneNumber"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"NumberSettings"}}]}},{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Warning"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VersionConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"current"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"NumberSettings"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failure"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FieldChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProvisioningState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Provisioning"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"requested"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}}]}},{"kind":"Field","name":{"kind":"Name","value":"confirmedAt"}},{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamId"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CallHandler"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LamlWebhooksCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"requestUrl"}},{"kind":"Field","name":{"kind":"Name","value":"requestMethod"}},{"kind":"Field","name":{"kind":"Name","value":"fallbackUrl"}},{"kind":"Field","name":{"kind":"Name","value":"fallbackMethod"}},{"kind":"Field","name":{"kind":"Name","value":"statusCallbackUrl"}},{"kind":"Field","name":{"kind":"Name","value":"statusCallbackMethod"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LamlApplicationCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"applicationId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DialogflowCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"agentId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayTopicCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"topic"}},{"kind":"Field","name":{"kind":"Name","value":"statusCallbackUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayScriptCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayContextCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"context"}},{"kind":"Field","name":{"kind":"Name","value":"statusCallbackUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayApplicationCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"application"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayConnectorCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"connectorId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelaySipEndpointCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"endpointId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayVertoEndpointCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"resource"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VideoRoomCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"roomId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AiAgentCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"agentId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallFlowCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"flowId"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FabricSubscriberCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"resourceId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SipGatewayCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"resourceId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CallQueueCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"resourceId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnrecognizedCallHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"wireKind"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageHandler"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LamlWebhooksMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"requestUrl"}},{"kind":"Field","name":{"kind":"Name","value":"requestMethod"}},{"kind":"Field","name":{"kind":"Name","value":"fallbackUrl"}},{"kind":"Field","name":{"kind":"Name","value":"fallbackMethod"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LamlApplicationMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"applicationId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayTopicMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"topic"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayContextMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"context"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RelayApplicationMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"application"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnrecognizedMessageHandler"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"wireKind"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"NumberSettings"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PhoneNumber"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"numberFormatted"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"callReceiveMode"}},{"kind":"Field","name":{"kind":"Name","value":"releaseProtected"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"provisioning"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProvisioningState"}}]}},{"kind":"Field","name":{"kind":"Name","value":"callHandler"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"CallHandler"}}]}},{"kind":"Field","name":{"kind":"Name","value":"callHandlerKind"}},{"kind":"Field","name":{"kind":"Name","value":"messageHandler"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"MessageHandler"}}]}},{"kind":"Field","name":{"kind":"Name","value":"messageHandlerKind"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Warning"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Warning"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationFailed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"suggestion"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdempotencyConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejected"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]} as unknown as DocumentNode<UpdateMutation, UpdateMutationVariables>;
export const UpstreamDocument = {"__meta__":{"hash":"sha256:0d6ff4247e08f694190629a625781f43c6af97bd5ea65bc08302233b3d4ed579"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Upstream"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"upstream"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Attachment"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Attachment"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Upstream"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"space"}},{"kind":"Field","name":{"kind":"Name","value":"projectId"}},{"kind":"Field","name":{"kind":"Name","value":"secretHint"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"lastSync"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"seen"}},{"kind":"Field","name":{"kind":"Name","value":"changed"}},{"kind":"Field","name":{"kind":"Name","value":"found"}},{"kind":"Field","name":{"kind":"Name","value":"gone"}},{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]} as unknown as DocumentNode<UpstreamQuery, UpstreamQueryVariables>;
export const AttachDocument = {"__meta__":{"hash":"sha256:fca238267675eced8f489f5bd9c510153d0885b1929c6eeabe52e7a7fe4ea202"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Attach"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AttachUpstreamInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"attachUpstream"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AttachUpstreamSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"upstream"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Attachment"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failure"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Attachment"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Upstream"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"space"}},{"kind":"Field","name":{"kind":"Name","value":"projectId"}},{"kind":"Field","name":{"kind":"Name","value":"secretHint"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"lastSync"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"seen"}},{"kind":"Field","name":{"kind":"Name","value":"changed"}},{"kind":"Field","name":{"kind":"Name","value":"found"}},{"kind":"Field","name":{"kind":"Name","value":"gone"}},{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationFailed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"suggestion"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdempotencyConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejected"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]} as unknown as DocumentNode<AttachMutation, AttachMutationVariables>;
export const DetachDocument = {"__meta__":{"hash":"sha256:b134510c85724ce356ab0954b33f2aa294f5ca6c69cb73b2f67bb806acc34f60"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Detach"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"detachUpstream"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DetachUpstreamSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"space"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failure"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationFailed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"suggestion"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdempotencyConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejected"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]} as unknown as DocumentNode<DetachMutation, DetachMutationVariables>;
export const SyncDocument = {"__meta__":{"hash":"sha256:26db80051c0a6ed0e6bde07c61a6b40f1160c7f6e5b9d466eee4b27d2add6ceb"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Sync"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"syncUpstream"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SyncUpstreamSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"upstream"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Attachment"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failure"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Attachment"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Upstream"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"space"}},{"kind":"Field","name":{"kind":"Name","value":"projectId"}},{"kind":"Field","name":{"kind":"Name","value":"secretHint"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"lastSync"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"seen"}},{"kind":"Field","name":{"kind":"Name","value":"changed"}},{"kind":"Field","name":{"kind":"Name","value":"found"}},{"kind":"Field","name":{"kind":"Name","value":"gone"}},{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failure"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationFailed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"fieldErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"suggestion"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdempotencyConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rejected"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]} as unknown as DocumentNode<SyncMutation, SyncMutationVariables>;