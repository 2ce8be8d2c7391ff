// The part of numbergate's schema that the scenarios use.
export const schema = `
  enum Capability { VOICE FAX SMS MMS }
  enum NumberType { LONGCODE TOLLFREE }
  enum HttpMethod { GET POST }
  enum CallHandlerKind { LAML_WEBHOOKS RELAY_TOPIC }
  type LamlWebhooksCallHandler { requestUrl: String! requestMethod: HttpMethod! }
  type RelayTopicCallHandler { topic: String! }
  type LamlWebhooksMessageHandler { requestUrl: String! requestMethod: HttpMethod! }
  type RelayApplicationMessageHandler { application: String! }
  union CallHandler = LamlWebhooksCallHandler | RelayTopicCallHandler
  union MessageHandler = LamlWebhooksMessageHandler | RelayApplicationMessageHandler
  type PhoneNumber {
    id: ID! number: String! name: String capabilities: [Capability!]! numberType: NumberType!
    countryCode: String tags: [String!]! version: Int! createdAt: String!
    callHandler: CallHandler messageHandler: MessageHandler
  }
  type PhoneNumberConnection { nodes: [PhoneNumber!]! }
  input PhoneNumberFilter {
    callHandlerKinds: [CallHandlerKind!] countryCodes: [String!] createdBefore: String
  }
  type Query {
    phoneNumber(id: ID!): PhoneNumber
    phoneNumbers(first: Int!, filter: PhoneNumberFilter): PhoneNumberConnection!
  }
  type Warning { code: String! }
  type ImportPhoneNumberSuccess { phoneNumber: PhoneNumber! warnings: [Warning!]! }
  type UpdatePhoneNumberSuccess { phoneNumber: PhoneNumber! }
  union ImportPhoneNumberResult = ImportPhoneNumberSuccess
  union UpdatePhoneNumberResult = UpdatePhoneNumberSuccess
  input LamlWebhooksCallHandlerInput { requestUrl: String! requestMethod: HttpMethod = POST }
  input CallHandlerInput { lamlWebhooks: LamlWebhooksCallHandlerInput! }
  input ImportPhoneNumberInput {
    number: String! numberType: NumberType! name: String callHandler: CallHandlerInput!
  }
  input UpdatePhoneNumberInput { id: ID! name: String! }
  type Mutation {
    importPhoneNumber(input: ImportPhoneNumberInput!): ImportPhoneNumberResult!
    updatePhoneNumber(input: UpdatePhoneNumberInput!): UpdatePhoneNumberResult!
  }
`;
