/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Connects calls to an AI agent. */
export type AiAgentCallHandlerInput = {
  /** The id of the AI agent, a UUID. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55 */
  agentId: string;
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

/** Connects calls to a Dialogflow agent. */
export type DialogflowCallHandlerInput = {
  /** The id of the Dialogflow agent. */
  agentId: string;
};

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

/** Conditions on the numbers to list. A number must meet all the conditions that are given. */
export type PhoneNumberFilter = {
  /** The call handler is of one of these kinds. At most 17 items. Example: [RELAY_TOPIC] */
  callHandlerKinds?: Array<CallHandlerKind> | null | undefined;
  /** The number has all these capabilities. At most 4 items. Example: [VOICE, SMS] */
  capabilitiesAll?: Array<Capability> | null | undefined;
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
  /** The number has all these tags. At most 50 items. Example: ["support"] */
  tagsAll?: Array<string> | null | undefined;
  /** The number last changed after this time. Example: "2026-01-31T12:00:00Z" */
  updatedAfter?: string | null | undefined;
};

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

type Failure_IdempotencyConflict_Fragment = { reason: IdempotencyConflictReason, message: string };

type Failure_NumberNotFound_Fragment = { message: string };

type Failure_NumberTaken_Fragment = { message: string };

type Failure_Rejected_Fragment = { code: string, retryable: boolean, retryAfterSeconds: number | null, message: string };

type Failure_ValidationFailed_Fragment = { message: string, fieldErrors: Array<{ path: Array<string>, code: string, message: string }> };

type Failure_VersionConflict_Fragment = { message: string };

export type FailureFragment =
  | Failure_IdempotencyConflict_Fragment
  | Failure_NumberNotFound_Fragment
  | Failure_NumberTaken_Fragment
  | Failure_Rejected_Fragment
  | Failure_ValidationFailed_Fragment
  | Failure_VersionConflict_Fragment
;

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

type CallHandler_UnrecognizedCallHandler_Fragment = { __typename: 'UnrecognizedCallHandler', wireKind: string, settings: Array<{ name: string, value: string }> };

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

type MessageHandler_UnrecognizedMessageHandler_Fragment = { __typename: 'UnrecognizedMessageHandler', wireKind: string, settings: Array<{ name: string, value: string }> };

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


export type ImportMutation = { importPhoneNumber:
    | { __typename: 'IdempotencyConflict', reason: IdempotencyConflictReason, message: string }
    | { __typename: 'ImportPhoneNumberSuccess', replayed: boolean, phoneNumber: { id: string, number: string }, warnings: Array<{ code: string, message: string, path: Array<string> }> }
    | { __typename: 'NumberTaken', differs: Array<string>, message: string, existing: { id: string, number: string } }
    | { __typename: 'Rejected', code: string, retryable: boolean, retryAfterSeconds: number | null, message: string }
    | { __typename: 'ValidationFailed', message: string, fieldErrors: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type PhoneNumberQueryVariables = Exact<{
  id: string;
}>;


export type PhoneNumberQuery = { phoneNumber: { id: string, number: string, numberFormatted: string, name: string | null, tags: Array<string>, callReceiveMode: CallReceiveMode, releaseProtected: boolean, version: number, updatedAt: string, callHandler:
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
      | { __typename: 'UnrecognizedCallHandler', wireKind: string, settings: Array<{ name: string, value: string }> }
      | { __typename: 'VideoRoomCallHandler', roomId: string }
     | null, messageHandler:
      | { __typename: 'LamlApplicationMessageHandler', applicationId: string }
      | { __typename: 'LamlWebhooksMessageHandler', requestUrl: string, requestMethod: HttpMethod, fallbackUrl: string | null, fallbackMethod: HttpMethod }
      | { __typename: 'RelayApplicationMessageHandler', application: string }
      | { __typename: 'RelayContextMessageHandler', context: string }
      | { __typename: 'RelayTopicMessageHandler', topic: string }
      | { __typename: 'UnrecognizedMessageHandler', wireKind: string, settings: Array<{ name: string, value: string }> }
     | null } | null };

export type NumberSettingsFragment = { id: string, number: string, numberFormatted: string, name: string | null, tags: Array<string>, callReceiveMode: CallReceiveMode, releaseProtected: boolean, version: number, updatedAt: string, callHandler:
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
    | { __typename: 'UnrecognizedCallHandler', wireKind: string, settings: Array<{ name: string, value: string }> }
    | { __typename: 'VideoRoomCallHandler', roomId: string }
   | null, messageHandler:
    | { __typename: 'LamlApplicationMessageHandler', applicationId: string }
    | { __typename: 'LamlWebhooksMessageHandler', requestUrl: string, requestMethod: HttpMethod, fallbackUrl: string | null, fallbackMethod: HttpMethod }
    | { __typename: 'RelayApplicationMessageHandler', application: string }
    | { __typename: 'RelayContextMessageHandler', context: string }
    | { __typename: 'RelayTopicMessageHandler', topic: string }
    | { __typename: 'UnrecognizedMessageHandler', wireKind: string, settings: Array<{ name: string, value: string }> }
   | null };

export type NumbersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: PhoneNumberFilter | null | undefined;
}>;


export type NumbersQuery = { phoneNumbers: { nodes: Array<{ id: string, number: string, numberFormatted: string, name: string | null, tags: Array<string>, capabilities: Array<Capability>, callHandlerKind: CallHandlerKind | null, messageHandlerKind: MessageHandlerKind | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type ReleaseMutationVariables = Exact<{
  input: ReleasePhoneNumberInput;
}>;


export type ReleaseMutation = { releasePhoneNumber:
    | { __typename: 'IdempotencyConflict', reason: IdempotencyConflictReason, message: string }
    | { __typename: 'NumberNotFound', message: string }
    | { __typename: 'Rejected', code: string, retryable: boolean, retryAfterSeconds: number | null, message: string }
    | { __typename: 'ReleasePhoneNumberSuccess', number: string }
    | { __typename: 'ValidationFailed', message: string, fieldErrors: Array<{ path: Array<string>, code: string, message: string }> }
    | { __typename: 'VersionConflict', message: string, current: { id: string, number: string, numberFormatted: string, name: string | null, tags: Array<string>, callReceiveMode: CallReceiveMode, releaseProtected: boolean, version: number, updatedAt: string, callHandler:
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
          | { __typename: 'UnrecognizedCallHandler', wireKind: string, settings: Array<{ name: string, value: string }> }
          | { __typename: 'VideoRoomCallHandler', roomId: string }
         | null, messageHandler:
          | { __typename: 'LamlApplicationMessageHandler', applicationId: string }
          | { __typename: 'LamlWebhooksMessageHandler', requestUrl: string, requestMethod: HttpMethod, fallbackUrl: string | null, fallbackMethod: HttpMethod }
          | { __typename: 'RelayApplicationMessageHandler', application: string }
          | { __typename: 'RelayContextMessageHandler', context: string }
          | { __typename: 'RelayTopicMessageHandler', topic: string }
          | { __typename: 'UnrecognizedMessageHandler', wireKind: string, settings: Array<{ name: string, value: string }> }
         | null } }
   };

export type UpdateMutationVariables = Exact<{
  input: UpdatePhoneNumberInput;
}>;


export type UpdateMutation = { updatePhoneNumber:
    | { __typename: 'IdempotencyConflict', reason: IdempotencyConflictReason, message: string }
    | { __typename: 'NumberNotFound', message: string }
    | { __typename: 'Rejected', code: string, retryable: boolean, retryAfterSeconds: number | null, message: string }
    | { __typename: 'UpdatePhoneNumberSuccess', phoneNumber: { id: string, number: string, numberFormatted: string, name: string | null, tags: Array<string>, callReceiveMode: CallReceiveMode, releaseProtected: boolean, version: number, updatedAt: string, callHandler:
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
          | { __typename: 'UnrecognizedCallHandler', wireKind: string, settings: Array<{ name: string, value: string }> }
          | { __typename: 'VideoRoomCallHandler', roomId: string }
         | null, messageHandler:
          | { __typename: 'LamlApplicationMessageHandler', applicationId: string }
          | { __typename: 'LamlWebhooksMessageHandler', requestUrl: string, requestMethod: HttpMethod, fallbackUrl: string | null, fallbackMethod: HttpMethod }
          | { __typename: 'RelayApplicationMessageHandler', application: string }
          | { __typename: 'RelayContextMessageHandler', context: string }
          | { __typename: 'RelayTopicMessageHandler', topic: string }
          | { __typename: 'UnrecognizedMessageHandler', wireKind: string, settings: Array<{ name: string, value: string }> }
         | null }, changes: Array<{ field: string, before: string | null, after: string | null }>, warnings: Array<{ code: string, message: string, path: Array<string> }> }
    | { __typename: 'ValidationFailed', message: string, fieldErrors: Array<{ path: Array<string>, code: string, message: string }> }
    | { __typename: 'VersionConflict', message: string, current: { id: string, number: string, numberFormatted: string, name: string | null, tags: Array<string>, callReceiveMode: CallReceiveMode, releaseProtected: boolean, version: number, updatedAt: string, callHandler:
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
          | { __typename: 'UnrecognizedCallHandler', wireKind: string, settings: Array<{ name: string, value: string }> }
          | { __typename: 'VideoRoomCallHandler', roomId: string }
         | null, messageHandler:
          | { __typename: 'LamlApplicationMessageHandler', applicationId: string }
          | { __typename: 'LamlWebhooksMessageHandler', requestUrl: string, requestMethod: HttpMethod, fallbackUrl: string | null, fallbackMethod: HttpMethod }
          | { __typename: 'RelayApplicationMessageHandler', application: string }
          | { __typename: 'RelayContextMessageHandler', context: string }
          | { __typename: 'RelayTopicMessageHandler', topic: string }
          | { __typename: 'UnrecognizedMessageHandler', wireKind: string, settings: Array<{ name: string, value: string }> }
         | null } }
   };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const FailureFragmentDoc = new TypedDocumentString(`
    fragment Failure on Problem {
  message
  ... on ValidationFailed {
    fieldErrors {
      path
      code
      message
    }
  }
  ... on IdempotencyConflict {
    reason
  }
  ... on Rejected {
    code
    retryable
    retryAfterSeconds
  }
}
    `, {"fragmentName":"Failure"}) as unknown as TypedDocumentString<FailureFragment, unknown>;
export const CallHandlerFragmentDoc = new TypedDocumentString(`
    fragment CallHandler on CallHandler {
  __typename
  ... on LamlWebhooksCallHandler {
    requestUrl
    requestMethod
    fallbackUrl
    fallbackMethod
    statusCallbackUrl
    statusCallbackMethod
  }
  ... on LamlApplicationCallHandler {
    applicationId
  }
  ... on DialogflowCallHandler {
    agentId
  }
  ... on RelayTopicCallHandler {
    topic
    statusCallbackUrl
  }
  ... on RelayScriptCallHandler {
    url
  }
  ... on RelayContextCallHandler {
    context
    statusCallbackUrl
  }
  ... on RelayApplicationCallHandler {
    application
  }
  ... on RelayConnectorCallHandler {
    connectorId
  }
  ... on RelaySipEndpointCallHandler {
    endpointId
  }
  ... on RelayVertoEndpointCallHandler {
    resource
  }
  ... on VideoRoomCallHandler {
    roomId
  }
  ... on AiAgentCallHandler {
    agentId
  }
  ... on CallFlowCallHandler {
    flowId
    version
  }
  ... on FabricSubscriberCallHandler {
    resourceId
  }
  ... on SipGatewayCallHandler {
    resourceId
  }
  ... on CallQueueCallHandler {
    resourceId
  }
  ... on UnrecognizedCallHandler {
    wireKind
    settings {
      name
      value
    }
  }
}
    `, {"fragmentName":"CallHandler"}) as unknown as TypedDocumentString<CallHandlerFragment, unknown>;
export const MessageHandlerFragmentDoc = new TypedDocumentString(`
    fragment MessageHandler on MessageHandler {
  __typename
  ... on LamlWebhooksMessageHandler {
    requestUrl
    requestMethod
    fallbackUrl
    fallbackMethod
  }
  ... on LamlApplicationMessageHandler {
    applicationId
  }
  ... on RelayTopicMessageHandler {
    topic
  }
  ... on RelayContextMessageHandler {
    context
  }
  ... on RelayApplicationMessageHandler {
    application
  }
  ... on UnrecognizedMessageHandler {
    wireKind
    settings {
      name
      value
    }
  }
}
    `, {"fragmentName":"MessageHandler"}) as unknown as TypedDocumentString<MessageHandlerFragment, unknown>;
export const NumberSettingsFragmentDoc = new TypedDocumentString(`
    fragment NumberSettings on PhoneNumber {
  id
  number
  numberFormatted
  name
  tags
  callReceiveMode
  releaseProtected
  version
  updatedAt
  callHandler {
    ...CallHandler
  }
  messageHandler {
    ...MessageHandler
  }
}
    fragment CallHandler on CallHandler {
  __typename
  ... on LamlWebhooksCallHandler {
    requestUrl
    requestMethod
    fallbackUrl
    fallbackMethod
    statusCallbackUrl
    statusCallbackMethod
  }
  ... on LamlApplicationCallHandler {
    applicationId
  }
  ... on DialogflowCallHandler {
    agentId
  }
  ... on RelayTopicCallHandler {
    topic
    statusCallbackUrl
  }
  ... on RelayScriptCallHandler {
    url
  }
  ... on RelayContextCallHandler {
    context
    statusCallbackUrl
  }
  ... on RelayApplicationCallHandler {
    application
  }
  ... on RelayConnectorCallHandler {
    connectorId
  }
  ... on RelaySipEndpointCallHandler {
    endpointId
  }
  ... on RelayVertoEndpointCallHandler {
    resource
  }
  ... on VideoRoomCallHandler {
    roomId
  }
  ... on AiAgentCallHandler {
    agentId
  }
  ... on CallFlowCallHandler {
    flowId
    version
  }
  ... on FabricSubscriberCallHandler {
    resourceId
  }
  ... on SipGatewayCallHandler {
    resourceId
  }
  ... on CallQueueCallHandler {
    resourceId
  }
  ... on UnrecognizedCallHandler {
    wireKind
    settings {
      name
      value
    }
  }
}
fragment MessageHandler on MessageHandler {
  __typename
  ... on LamlWebhooksMessageHandler {
    requestUrl
    requestMethod
    fallbackUrl
    fallbackMethod
  }
  ... on LamlApplicationMessageHandler {
    applicationId
  }
  ... on RelayTopicMessageHandler {
    topic
  }
  ... on RelayContextMessageHandler {
    context
  }
  ... on RelayApplicationMessageHandler {
    application
  }
  ... on UnrecognizedMessageHandler {
    wireKind
    settings {
      name
      value
    }
  }
}`, {"fragmentName":"NumberSettings"}) as unknown as TypedDocumentString<NumberSettingsFragment, unknown>;
export const ImportDocument = new TypedDocumentString(`
    mutation Import($input: ImportPhoneNumberInput!) {
  importPhoneNumber(input: $input) {
    __typename
    ... on ImportPhoneNumberSuccess {
      phoneNumber {
        id
        number
      }
      warnings {
        code
        message
        path
      }
      replayed
    }
    ... on NumberTaken {
      existing {
        id
        number
      }
      differs
    }
    ...Failure
  }
}
    fragment Failure on Problem {
  message
  ... on ValidationFailed {
    fieldErrors {
      path
      code
      message
    }
  }
  ... on IdempotencyConflict {
    reason
  }
  ... on Rejected {
    code
    retryable
    retryAfterSeconds
  }
}`, {"hash":"sha256:01e137a9e5c0c7898a9a311b3b6c65b27f37ef938f401ee161e0daa29ec81ee6"}) as unknown as TypedDocumentString<ImportMutation, ImportMutationVariables>;
export const PhoneNumberDocument = new TypedDocumentString(`
    query PhoneNumber($id: ID!) {
  phoneNumber(id: $id) {
    ...NumberSettings
  }
}
    fragment CallHandler on CallHandler {
  __typename
  ... on LamlWebhooksCallHandler {
    requestUrl
    requestMethod
    fallbackUrl
    fallbackMethod
    statusCallbackUrl
    statusCallbackMethod
  }
  ... on LamlApplicationCallHandler {
    applicationId
  }
  ... on DialogflowCallHandler {
    agentId
  }
  ... on RelayTopicCallHandler {
    topic
    statusCallbackUrl
  }
  ... on RelayScriptCallHandler {
    url
  }
  ... on RelayContextCallHandler {
    context
    statusCallbackUrl
  }
  ... on RelayApplicationCallHandler {
    application
  }
  ... on RelayConnectorCallHandler {
    connectorId
  }
  ... on RelaySipEndpointCallHandler {
    endpointId
  }
  ... on RelayVertoEndpointCallHandler {
    resource
  }
  ... on VideoRoomCallHandler {
    roomId
  }
  ... on AiAgentCallHandler {
    agentId
  }
  ... on CallFlowCallHandler {
    flowId
    version
  }
  ... on FabricSubscriberCallHandler {
    resourceId
  }
  ... on SipGatewayCallHandler {
    resourceId
  }
  ... on CallQueueCallHandler {
    resourceId
  }
  ... on UnrecognizedCallHandler {
    wireKind
    settings {
      name
      value
    }
  }
}
fragment MessageHandler on MessageHandler {
  __typename
  ... on LamlWebhooksMessageHandler {
    requestUrl
    requestMethod
    fallbackUrl
    fallbackMethod
  }
  ... on LamlApplicationMessageHandler {
    applicationId
  }
  ... on RelayTopicMessageHandler {
    topic
  }
  ... on RelayContextMessageHandler {
    context
  }
  ... on RelayApplicationMessageHandler {
    application
  }
  ... on UnrecognizedMessageHandler {
    wireKind
    settings {
      name
      value
    }
  }
}
fragment NumberSettings on PhoneNumber {
  id
  number
  numberFormatted
  name
  tags
  callReceiveMode
  releaseProtected
  version
  updatedAt
  callHandler {
    ...CallHandler
  }
  messageHandler {
    ...MessageHandler
  }
}`, {"hash":"sha256:ac1d6550e004d17ed65496f9179118c038244578e63d0b37fad8f9a03a015e8d"}) as unknown as TypedDocumentString<PhoneNumberQuery, PhoneNumberQueryVariables>;
export const NumbersDocument = new TypedDocumentString(`
    query Numbers($first: Int, $after: String, $last: Int, $before: String, $filter: PhoneNumberFilter) {
  phoneNumbers(
    first: $first
    after: $after
    last: $last
    before: $before
    filter: $filter
  ) {
    nodes {
      id
      number
      numberFormatted
      name
      tags
      capabilities
      callHandlerKind
      messageHandlerKind
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
    `, {"hash":"sha256:e82f52c8d69d2d121f5c95cf776fca3219d0b36c52c0af351de71a5cb5c1c150"}) as unknown as TypedDocumentString<NumbersQuery, NumbersQueryVariables>;
export const ReleaseDocument = new TypedDocumentString(`
    mutation Release($input: ReleasePhoneNumberInput!) {
  releasePhoneNumber(input: $input) {
    __typename
    ... on ReleasePhoneNumberSuccess {
      number
    }
    ... on VersionConflict {
      current {
        ...NumberSettings
      }
    }
    ...Failure
  }
}
    fragment Failure on Problem {
  message
  ... on ValidationFailed {
    fieldErrors {
      path
      code
      message
    }
  }
  ... on IdempotencyConflict {
    reason
  }
  ... on Rejected {
    code
    retryable
    retryAfterSeconds
  }
}
fragment CallHandler on CallHandler {
  __typename
  ... on LamlWebhooksCallHandler {
    requestUrl
    requestMethod
    fallbackUrl
    fallbackMethod
    statusCallbackUrl
    statusCallbackMethod
  }
  ... on LamlApplicationCallHandler {
    applicationId
  }
  ... on DialogflowCallHandler {
    agentId
  }
  ... on RelayTopicCallHandler {
    topic
    statusCallbackUrl
  }
  ... on RelayScriptCallHandler {
    url
  }
  ... on RelayContextCallHandler {
    context
    statusCallbackUrl
  }
  ... on RelayApplicationCallHandler {
    application
  }
  ... on RelayConnectorCallHandler {
    connectorId
  }
  ... on RelaySipEndpointCallHandler {
    endpointId
  }
  ... on RelayVertoEndpointCallHandler {
    resource
  }
  ... on VideoRoomCallHandler {
    roomId
  }
  ... on AiAgentCallHandler {
    agentId
  }
  ... on CallFlowCallHandler {
    flowId
    version
  }
  ... on FabricSubscriberCallHandler {
    resourceId
  }
  ... on SipGatewayCallHandler {
    resourceId
  }
  ... on CallQueueCallHandler {
    resourceId
  }
  ... on UnrecognizedCallHandler {
    wireKind
    settings {
      name
      value
    }
  }
}
fragment MessageHandler on MessageHandler {
  __typename
  ... on LamlWebhooksMessageHandler {
    requestUrl
    requestMethod
    fallbackUrl
    fallbackMethod
  }
  ... on LamlApplicationMessageHandler {
    applicationId
  }
  ... on RelayTopicMessageHandler {
    topic
  }
  ... on RelayContextMessageHandler {
    context
  }
  ... on RelayApplicationMessageHandler {
    application
  }
  ... on UnrecognizedMessageHandler {
    wireKind
    settings {
      name
      value
    }
  }
}
fragment NumberSettings on PhoneNumber {
  id
  number
  numberFormatted
  name
  tags
  callReceiveMode
  releaseProtected
  version
  updatedAt
  callHandler {
    ...CallHandler
  }
  messageHandler {
    ...MessageHandler
  }
}`, {"hash":"sha256:c0c0e5f2bd147059229cbf67ef684e325dd0e526a166f226f14639ffc94e7921"}) as unknown as TypedDocumentString<ReleaseMutation, ReleaseMutationVariables>;
export const UpdateDocument = new TypedDocumentString(`
    mutation Update($input: UpdatePhoneNumberInput!) {
  updatePhoneNumber(input: $input) {
    __typename
    ... on UpdatePhoneNumberSuccess {
      phoneNumber {
        ...NumberSettings
      }
      changes {
        field
        before
        after
      }
      warnings {
        code
        message
        path
      }
    }
    ... on VersionConflict {
      current {
        ...NumberSettings
      }
    }
    ...Failure
  }
}
    fragment Failure on Problem {
  message
  ... on ValidationFailed {
    fieldErrors {
      path
      code
      message
    }
  }
  ... on IdempotencyConflict {
    reason
  }
  ... on Rejected {
    code
    retryable
    retryAfterSeconds
  }
}
fragment CallHandler on CallHandler {
  __typename
  ... on LamlWebhooksCallHandler {
    requestUrl
    requestMethod
    fallbackUrl
    fallbackMethod
    statusCallbackUrl
    statusCallbackMethod
  }
  ... on LamlApplicationCallHandler {
    applicationId
  }
  ... on DialogflowCallHandler {
    agentId
  }
  ... on RelayTopicCallHandler {
    topic
    statusCallbackUrl
  }
  ... on RelayScriptCallHandler {
    url
  }
  ... on RelayContextCallHandler {
    context
    statusCallbackUrl
  }
  ... on RelayApplicationCallHandler {
    application
  }
  ... on RelayConnectorCallHandler {
    connectorId
  }
  ... on RelaySipEndpointCallHandler {
    endpointId
  }
  ... on RelayVertoEndpointCallHandler {
    resource
  }
  ... on VideoRoomCallHandler {
    roomId
  }
  ... on AiAgentCallHandler {
    agentId
  }
  ... on CallFlowCallHandler {
    flowId
    version
  }
  ... on FabricSubscriberCallHandler {
    resourceId
  }
  ... on SipGatewayCallHandler {
    resourceId
  }
  ... on CallQueueCallHandler {
    resourceId
  }
  ... on UnrecognizedCallHandler {
    wireKind
    settings {
      name
      value
    }
  }
}
fragment MessageHandler on MessageHandler {
  __typename
  ... on LamlWebhooksMessageHandler {
    requestUrl
    requestMethod
    fallbackUrl
    fallbackMethod
  }
  ... on LamlApplicationMessageHandler {
    applicationId
  }
  ... on RelayTopicMessageHandler {
    topic
  }
  ... on RelayContextMessageHandler {
    context
  }
  ... on RelayApplicationMessageHandler {
    application
  }
  ... on UnrecognizedMessageHandler {
    wireKind
    settings {
      name
      value
    }
  }
}
fragment NumberSettings on PhoneNumber {
  id
  number
  numberFormatted
  name
  tags
  callReceiveMode
  releaseProtected
  version
  updatedAt
  callHandler {
    ...CallHandler
  }
  messageHandler {
    ...MessageHandler
  }
}`, {"hash":"sha256:03b02c062b12cb5d3c254688a08fe268e7fe41de94cd09d6f4114e4bc9e14c99"}) as unknown as TypedDocumentString<UpdateMutation, UpdateMutationVariables>;