
      export interface PossibleTypesResultData {
        possibleTypes: {
          [key: string]: string[]
        }
      }
      const result: PossibleTypesResultData = {
  "possibleTypes": {
    "AttachUpstreamResult": [
      "AttachUpstreamSuccess",
      "Rejected",
      "ValidationFailed"
    ],
    "CallHandler": [
      "AiAgentCallHandler",
      "CallFlowCallHandler",
      "CallQueueCallHandler",
      "DialogflowCallHandler",
      "FabricSubscriberCallHandler",
      "LamlApplicationCallHandler",
      "LamlWebhooksCallHandler",
      "RelayApplicationCallHandler",
      "RelayConnectorCallHandler",
      "RelayContextCallHandler",
      "RelayScriptCallHandler",
      "RelaySipEndpointCallHandler",
      "RelayTopicCallHandler",
      "RelayVertoEndpointCallHandler",
      "SipGatewayCallHandler",
      "UnrecognizedCallHandler",
      "VideoRoomCallHandler"
    ],
    "DetachUpstreamResult": [
      "DetachUpstreamSuccess",
      "Rejected"
    ],
    "ImportPhoneNumberResult": [
      "IdempotencyConflict",
      "ImportPhoneNumberSuccess",
      "NumberTaken",
      "Rejected",
      "ValidationFailed"
    ],
    "MessageHandler": [
      "LamlApplicationMessageHandler",
      "LamlWebhooksMessageHandler",
      "RelayApplicationMessageHandler",
      "RelayContextMessageHandler",
      "RelayTopicMessageHandler",
      "UnrecognizedMessageHandler"
    ],
    "Node": [
      "PhoneNumber",
      "Project"
    ],
    "Problem": [
      "IdempotencyConflict",
      "NumberNotFound",
      "NumberTaken",
      "Rejected",
      "ValidationFailed",
      "VersionConflict"
    ],
    "ReleasePhoneNumberResult": [
      "IdempotencyConflict",
      "NumberNotFound",
      "Rejected",
      "ReleasePhoneNumberSuccess",
      "ValidationFailed",
      "VersionConflict"
    ],
    "SyncUpstreamResult": [
      "Rejected",
      "SyncUpstreamSuccess"
    ],
    "UpdatePhoneNumberResult": [
      "IdempotencyConflict",
      "NumberNotFound",
      "Rejected",
      "UpdatePhoneNumberSuccess",
      "ValidationFailed",
      "VersionConflict"
    ]
  }
};
      export default result;
    