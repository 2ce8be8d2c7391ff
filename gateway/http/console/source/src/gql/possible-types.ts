
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
    "BulkJob": [
      "ImportJob",
      "UpdateJob"
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
    "CancelImportJobResult": [
      "CancelImportJobSuccess",
      "Rejected"
    ],
    "CancelUpdateJobResult": [
      "CancelUpdateJobSuccess",
      "Rejected"
    ],
    "CheckHandlerResult": [
      "CheckHandlerSuccess",
      "Rejected",
      "ValidationFailed"
    ],
    "CheckPhoneNumberHandlersResult": [
      "CheckPhoneNumberHandlersSuccess",
      "NumberNotFound",
      "Rejected",
      "ValidationFailed"
    ],
    "ConnectProviderResult": [
      "ConnectProviderSuccess",
      "Rejected",
      "ValidationFailed"
    ],
    "CreateWebhookEndpointResult": [
      "CreateWebhookEndpointSuccess",
      "Rejected",
      "ValidationFailed"
    ],
    "DeleteWebhookEndpointResult": [
      "DeleteWebhookEndpointSuccess",
      "Rejected",
      "ValidationFailed"
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
      "ImportJob",
      "PhoneNumber",
      "Project",
      "ProviderConnection",
      "UpdateJob",
      "WebhookEndpoint"
    ],
    "Problem": [
      "IdempotencyConflict",
      "NumberNotFound",
      "NumberTaken",
      "Rejected",
      "ValidationFailed",
      "VersionConflict"
    ],
    "RefreshProviderNumbersResult": [
      "RefreshProviderNumbersSuccess",
      "Rejected",
      "ValidationFailed"
    ],
    "ReleasePhoneNumberResult": [
      "IdempotencyConflict",
      "NumberNotFound",
      "Rejected",
      "ReleasePhoneNumberSuccess",
      "ValidationFailed",
      "VersionConflict"
    ],
    "RemoveProviderConnectionResult": [
      "Rejected",
      "RemoveProviderConnectionSuccess",
      "ValidationFailed"
    ],
    "RetryWebhookDeliveriesResult": [
      "Rejected",
      "RetryWebhookDeliveriesSuccess",
      "ValidationFailed"
    ],
    "RotateWebhookSecretResult": [
      "Rejected",
      "RotateWebhookSecretSuccess",
      "ValidationFailed"
    ],
    "SendTestWebhookResult": [
      "Rejected",
      "SendTestWebhookSuccess",
      "ValidationFailed"
    ],
    "StartImportJobResult": [
      "IdempotencyConflict",
      "Rejected",
      "StartImportJobSuccess",
      "ValidationFailed"
    ],
    "StartUpdateJobResult": [
      "IdempotencyConflict",
      "Rejected",
      "StartUpdateJobSuccess",
      "ValidationFailed"
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
    ],
    "UpdateProviderConnectionResult": [
      "Rejected",
      "UpdateProviderConnectionSuccess",
      "ValidationFailed"
    ],
    "UpdateWebhookEndpointResult": [
      "Rejected",
      "UpdateWebhookEndpointSuccess",
      "ValidationFailed"
    ]
  }
};
      export default result;
    