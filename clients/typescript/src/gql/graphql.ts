/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Let an AI agent take the call. */
export type AiAgentCallHandlerInput = {
  /** Id of the AI agent, a UUID. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55 */
  agentId: string;
};

/** Run a call flow. */
export type CallFlowCallHandlerInput = {
  /** Id of the call flow. */
  flowId: string;
  /** Which version of the flow runs. */
  version?: CallFlowVersion;
};

/** Which version of a call flow runs. */
export type CallFlowVersion =
  /** The version that was deployed last. */
  | 'CURRENT_DEPLOYED'
  /** The version that is being edited. */
  | 'WORKING_COPY';

/** What shall answer calls: exactly one kind with its settings. Example: {lamlWebhooks: {requestUrl: "https://example.com/voice"}} */
export type CallHandlerInput =
  {   /** Let an AI agent take the call. */
  aiAgent: AiAgentCallHandlerInput; callFlow?: never; dialogflow?: never; lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never; relayConnector?: never; relayContext?: never; relayScript?: never; relaySipEndpoint?: never; relayTopic?: never; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never;   /** Run a call flow. */
  callFlow: CallFlowCallHandlerInput; dialogflow?: never; lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never; relayConnector?: never; relayContext?: never; relayScript?: never; relaySipEndpoint?: never; relayTopic?: never; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never;   /** Let a Dialogflow agent talk with the caller. */
  dialogflow: DialogflowCallHandlerInput; lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never; relayConnector?: never; relayContext?: never; relayScript?: never; relaySipEndpoint?: never; relayTopic?: never; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never; dialogflow?: never;   /** Run a stored LaML application when a call comes in. */
  lamlApplication: LamlApplicationCallHandlerInput; lamlWebhooks?: never; relayApplication?: never; relayConnector?: never; relayContext?: never; relayScript?: never; relaySipEndpoint?: never; relayTopic?: never; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never; dialogflow?: never; lamlApplication?: never;   /** Ask a URL for LaML instructions when a call comes in. */
  lamlWebhooks: LamlWebhooksCallHandlerInput; relayApplication?: never; relayConnector?: never; relayContext?: never; relayScript?: never; relaySipEndpoint?: never; relayTopic?: never; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never; dialogflow?: never; lamlApplication?: never; lamlWebhooks?: never;   /** Hand the call to a Relay application. */
  relayApplication: RelayApplicationCallHandlerInput; relayConnector?: never; relayContext?: never; relayScript?: never; relaySipEndpoint?: never; relayTopic?: never; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never; dialogflow?: never; lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never;   /** Send the call on through a Relay connector. */
  relayConnector: RelayConnectorCallHandlerInput; relayContext?: never; relayScript?: never; relaySipEndpoint?: never; relayTopic?: never; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never; dialogflow?: never; lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never; relayConnector?: never;   /**
   * Hand the call to the programs that listen on a Relay context.
   * @deprecated Relay contexts are being retired. Use a topic or an application.
   */
  relayContext: RelayContextCallHandlerInput; relayScript?: never; relaySipEndpoint?: never; relayTopic?: never; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never; dialogflow?: never; lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never; relayConnector?: never; relayContext?: never;   /** Ask a URL for a SWML script, and run it. */
  relayScript: RelayScriptCallHandlerInput; relaySipEndpoint?: never; relayTopic?: never; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never; dialogflow?: never; lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never; relayConnector?: never; relayContext?: never; relayScript?: never;   /** Ring a SIP endpoint. */
  relaySipEndpoint: RelaySipEndpointCallHandlerInput; relayTopic?: never; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never; dialogflow?: never; lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never; relayConnector?: never; relayContext?: never; relayScript?: never; relaySipEndpoint?: never;   /** Hand the call to the programs that listen on a Relay topic. */
  relayTopic: RelayTopicCallHandlerInput; relayVertoEndpoint?: never; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never; dialogflow?: never; lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never; relayConnector?: never; relayContext?: never; relayScript?: never; relaySipEndpoint?: never; relayTopic?: never;   /** Ring a Verto endpoint. */
  relayVertoEndpoint: RelayVertoEndpointCallHandlerInput; videoRoom?: never; }
  |  { aiAgent?: never; callFlow?: never; dialogflow?: never; lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never; relayConnector?: never; relayContext?: never; relayScript?: never; relaySipEndpoint?: never; relayTopic?: never; relayVertoEndpoint?: never;   /** Bring the caller into a video room. */
  videoRoom: VideoRoomCallHandlerInput; };

/** What answers a number's calls. */
export type CallHandlerKind =
  /** Let an AI agent take the call. */
  | 'AI_AGENT'
  /** Run a call flow. */
  | 'CALL_FLOW'
  /** Put the caller into a queue. Only the platform assigns it. */
  | 'CALL_QUEUE'
  /** Let a Dialogflow agent talk with the caller. */
  | 'DIALOGFLOW'
  /** Ring a subscriber. Only the platform assigns it. */
  | 'FABRIC_SUBSCRIBER'
  /** Run a stored LaML application when a call comes in. */
  | 'LAML_APPLICATION'
  /** Ask a URL for LaML instructions when a call comes in. */
  | 'LAML_WEBHOOKS'
  /** Hand the call to a Relay application. */
  | 'RELAY_APPLICATION'
  /** Send the call on through a Relay connector. */
  | 'RELAY_CONNECTOR'
  /** Hand the call to the programs that listen on a Relay context. */
  | 'RELAY_CONTEXT'
  /** Ask a URL for a SWML script, and run it. */
  | 'RELAY_SCRIPT'
  /** Ring a SIP endpoint. */
  | 'RELAY_SIP_ENDPOINT'
  /** Hand the call to the programs that listen on a Relay topic. */
  | 'RELAY_TOPIC'
  /** Ring a Verto endpoint. */
  | 'RELAY_VERTO_ENDPOINT'
  /** Send the call on through a SIP gateway. Only the platform assigns it. */
  | 'SIP_GATEWAY'
  /** A call handler of a kind that this version does not know, kept as it came. */
  | 'UNRECOGNIZED'
  /** Bring the caller into a video room. */
  | 'VIDEO_ROOM';

/** How incoming calls are received. */
export type CallReceiveMode =
  /** Incoming calls are treated as faxes. */
  | 'FAX'
  /** Incoming calls are treated as voice. */
  | 'VOICE';

/** What a number can carry. */
export type Capability =
  /** Faxes. */
  | 'FAX'
  /** Messages with pictures and other media. */
  | 'MMS'
  /** Text messages. */
  | 'SMS'
  /** Calls. */
  | 'VOICE';

/** Let a Dialogflow agent talk with the caller. */
export type DialogflowCallHandlerInput = {
  /** Id of the Dialogflow agent. */
  agentId: string;
};

/** How a webhook is called. */
export type HttpMethod =
  /** The settings go into the query string. */
  | 'GET'
  /** They go into the body. */
  | 'POST';

/** Why a key cannot be used. */
export type IdempotencyConflictReason =
  /** A request with this key is still running. Ask again in a moment. */
  | 'IN_PROGRESS'
  /** The key came before with other input. */
  | 'PARAMETER_MISMATCH';

/** What an import does when the project has the number already. */
export type IfExists =
  /** Answer NumberTaken. */
  | 'FAIL'
  /** Answer with the number as it is, unchanged, and a warning. */
  | 'RETURN_EXISTING';

/** Bring a number that another provider hosts into the project. */
export type ImportPhoneNumberInput = {
  /** What answers calls: exactly one kind. Needs VOICE or FAX. */
  callHandler?: CallHandlerInput | null | undefined;
  /** Whether incoming calls are voice or fax. */
  callReceiveMode?: CallReceiveMode;
  /** What to enable. All four when left out. Example: [VOICE, SMS] */
  capabilities?: Array<Capability> | null | undefined;
  /** Asking again with the same key and input within 24 hours changes nothing and gives the same answer. 1 to 255 printable ASCII characters. */
  idempotencyKey?: string | null | undefined;
  /** What to do when the project has the number already. */
  ifExists?: IfExists;
  /** What answers messages: exactly one kind. Needs SMS or MMS. */
  messageHandler?: MessageHandlerInput | null | undefined;
  /** A name to tell numbers apart, 1 to 255 characters. Example: Front desk */
  name?: string | null | undefined;
  /** The number in E.164 format: a plus, the calling code and the rest, 5 to 30 characters, digits only. Example: +14155550123 */
  number: string;
  /** How carriers class the number. */
  numberType: NumberType;
  /** Labels to find numbers by, 50 at most. Example: [support, eu] */
  tags?: Array<string> | null | undefined;
};

/** Run a stored LaML application when a call comes in. */
export type LamlApplicationCallHandlerInput = {
  /** Id of the LaML application. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55 */
  applicationId: string;
};

/** Run a stored LaML application when a message comes in. */
export type LamlApplicationMessageHandlerInput = {
  /** Id of the LaML application. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55 */
  applicationId: string;
};

/** Ask a URL for LaML instructions when a call comes in. */
export type LamlWebhooksCallHandlerInput = {
  /** How the fallback URL is called. */
  fallbackMethod?: HttpMethod;
  /** URL that is asked when the request URL fails. Null: nobody is. */
  fallbackUrl?: string | null | undefined;
  /** How the request URL is called. */
  requestMethod?: HttpMethod;
  /** URL that answers with LaML. Example: https://example.com/inbound */
  requestUrl: string;
  /** How the status callback URL is called. */
  statusCallbackMethod?: HttpMethod;
  /** URL that hears of each change of the call's status. Null: nobody does. */
  statusCallbackUrl?: string | null | undefined;
};

/** Ask a URL for LaML instructions when a message comes in. */
export type LamlWebhooksMessageHandlerInput = {
  /** How the fallback URL is called. */
  fallbackMethod?: HttpMethod;
  /** URL that is asked when the request URL fails. Null: nobody is. */
  fallbackUrl?: string | null | undefined;
  /** How the request URL is called. */
  requestMethod?: HttpMethod;
  /** URL that answers with LaML. Example: https://example.com/inbound */
  requestUrl: string;
};

/** What shall answer messages: exactly one kind with its settings. Example: {relayTopic: {topic: "office"}} */
export type MessageHandlerInput =
  {   /** Run a stored LaML application when a message comes in. */
  lamlApplication: LamlApplicationMessageHandlerInput; lamlWebhooks?: never; relayApplication?: never; relayContext?: never; relayTopic?: never; }
  |  { lamlApplication?: never;   /** Ask a URL for LaML instructions when a message comes in. */
  lamlWebhooks: LamlWebhooksMessageHandlerInput; relayApplication?: never; relayContext?: never; relayTopic?: never; }
  |  { lamlApplication?: never; lamlWebhooks?: never;   /** Hand the message to a Relay application. */
  relayApplication: RelayApplicationMessageHandlerInput; relayContext?: never; relayTopic?: never; }
  |  { lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never;   /**
   * Hand the message to the programs that listen on a Relay context.
   * @deprecated Relay contexts are being retired. Use a topic or an application.
   */
  relayContext: RelayContextMessageHandlerInput; relayTopic?: never; }
  |  { lamlApplication?: never; lamlWebhooks?: never; relayApplication?: never; relayContext?: never;   /** Hand the message to the programs that listen on a Relay topic. */
  relayTopic: RelayTopicMessageHandlerInput; };

/** What answers a number's messages. */
export type MessageHandlerKind =
  /** Run a stored LaML application when a message comes in. */
  | 'LAML_APPLICATION'
  /** Ask a URL for LaML instructions when a message comes in. */
  | 'LAML_WEBHOOKS'
  /** Hand the message to a Relay application. */
  | 'RELAY_APPLICATION'
  /** Hand the message to the programs that listen on a Relay context. */
  | 'RELAY_CONTEXT'
  /** Hand the message to the programs that listen on a Relay topic. */
  | 'RELAY_TOPIC'
  /** A message handler of a kind that this version does not know, kept as it came. */
  | 'UNRECOGNIZED';

/** How carriers class a number. */
export type NumberType =
  /** An ordinary number: local, mobile or national. */
  | 'LONGCODE'
  /** A number that costs its callers nothing. */
  | 'TOLLFREE';

/** Which numbers to list: those for which everything that is named is true. */
export type PhoneNumberFilter = {
  /** Kinds, one of which answers calls. */
  callHandlerKinds?: Array<CallHandlerKind> | null | undefined;
  /** Capabilities that the number has all of. */
  capabilitiesAll?: Array<Capability> | null | undefined;
  /** Countries, one of which the number has. Example: [US, CA] */
  countryCodes?: Array<string> | null | undefined;
  /** Only numbers created after this. */
  createdAfter?: string | null | undefined;
  /** Only numbers created before this. */
  createdBefore?: string | null | undefined;
  /** Host that any URL of the number's handlers points at, without its port. Example: example.com */
  handlerUrlHost?: string | null | undefined;
  /** Whether anything answers calls. False finds numbers that ring nowhere. */
  hasCallHandler?: boolean | null | undefined;
  /** Whether anything answers messages. */
  hasMessageHandler?: boolean | null | undefined;
  /** Kinds, one of which answers messages. */
  messageHandlerKinds?: Array<MessageHandlerKind> | null | undefined;
  /** Text somewhere in the name, small and capital letters alike. */
  nameContains?: string | null | undefined;
  /** Digits somewhere in the number; from its start on, with the plus. Example: +1415 */
  numberContains?: string | null | undefined;
  /** How carriers class the number. */
  numberType?: NumberType | null | undefined;
  /** Tags that the number has all of. Example: [support] */
  tagsAll?: Array<string> | null | undefined;
  /** Only numbers that changed after this. */
  updatedAfter?: string | null | undefined;
};

/** Hand the call to a Relay application. */
export type RelayApplicationCallHandlerInput = {
  /** Name of the application. Example: ivr */
  application: string;
};

/** Hand the message to a Relay application. */
export type RelayApplicationMessageHandlerInput = {
  /** Name of the application. Example: ivr */
  application: string;
};

/** Send the call on through a Relay connector. */
export type RelayConnectorCallHandlerInput = {
  /** Id of the Relay connector. */
  connectorId: string;
};

/** Hand the call to the programs that listen on a Relay context. */
export type RelayContextCallHandlerInput = {
  /** Name of the context. Example: support */
  context: string;
  /** URL that hears of each change of the call's status. Null: nobody does. */
  statusCallbackUrl?: string | null | undefined;
};

/** Hand the message to the programs that listen on a Relay context. */
export type RelayContextMessageHandlerInput = {
  /** Name of the context. Example: support */
  context: string;
};

/** Ask a URL for a SWML script, and run it. */
export type RelayScriptCallHandlerInput = {
  /** URL that answers with SWML. Example: https://example.com/call.swml */
  url: string;
};

/** Ring a SIP endpoint. */
export type RelaySipEndpointCallHandlerInput = {
  /** Id of the SIP endpoint. */
  endpointId: string;
};

/** Hand the call to the programs that listen on a Relay topic. */
export type RelayTopicCallHandlerInput = {
  /** URL that hears of each change of the call's status. Null: nobody does. */
  statusCallbackUrl?: string | null | undefined;
  /** Name of the topic. Example: office */
  topic: string;
};

/** Hand the message to the programs that listen on a Relay topic. */
export type RelayTopicMessageHandlerInput = {
  /** Name of the topic. Example: office */
  topic: string;
};

/** Ring a Verto endpoint. */
export type RelayVertoEndpointCallHandlerInput = {
  /** Name of the Verto endpoint. */
  resource: string;
};

/** Give a number up: it stays in the history, and can be imported again. */
export type ReleasePhoneNumberInput = {
  /** The version that the change is based on; when the number has another by now, the answer is VersionConflict. Left out: whatever the version. */
  expectedVersion?: number | null | undefined;
  /** The number's id or uuid. */
  id: string;
  /** Asking again with the same key and input within 24 hours changes nothing and gives the same answer. 1 to 255 printable ASCII characters. */
  idempotencyKey?: string | null | undefined;
};

/** Change what is named. What is left out stays as it is; null clears it. */
export type UpdatePhoneNumberInput = {
  /** What answers calls, in place of the present handler as a whole. Null: nothing does. */
  callHandler?: CallHandlerInput | null | undefined;
  /** Whether incoming calls are voice or fax. Cannot be null. */
  callReceiveMode?: CallReceiveMode | null | undefined;
  /** The version that the change is based on; when the number has another by now, the answer is VersionConflict. Left out: whatever the version. */
  expectedVersion?: number | null | undefined;
  /** The number's id or uuid. */
  id: string;
  /** Asking again with the same key and input within 24 hours changes nothing and gives the same answer. 1 to 255 printable ASCII characters. */
  idempotencyKey?: string | null | undefined;
  /** What answers messages, in place of the present handler as a whole. Null: nothing does. */
  messageHandler?: MessageHandlerInput | null | undefined;
  /** A name to tell numbers apart. Null clears it. Example: Front desk */
  name?: string | null | undefined;
  /** Whether the number refuses to be released. Cannot be null. */
  releaseProtected?: boolean | null | undefined;
  /** All the labels, in place of the present ones. Null clears them. */
  tags?: Array<string> | null | undefined;
};

/** Bring the caller into a video room. */
export type VideoRoomCallHandlerInput = {
  /** Id of the video room. */
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