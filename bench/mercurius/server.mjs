// The operations of bench/scenarios.py on Mercurius with its just-in-time compiler. An import writes
// the number and no more. Arguments: the port, sqlite or postgresql, the file or the folder of the
// server's socket, and the project's id.
import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import mercurius from 'mercurius';

const [port, database, place, project] = process.argv.slice(2);
const { open } = await import(`./${database}.mjs`);
const numbers = open(place, project);

const schema = `
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
  input PhoneNumberFilter { callHandlerKinds: [CallHandlerKind!] countryCodes: [String!] }
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

const FLAGS = ['VOICE', 'FAX', 'SMS', 'MMS'];
const key = (id) => Buffer.from(id, 'base64url').toString().slice('PhoneNumber:'.length);
const handler = (stored, types) => {
  if (stored === null) return null;
  const { kind, ...settings } = JSON.parse(stored);
  return {
    __typename: types[kind],
    requestUrl: settings.request_url,
    requestMethod: settings.request_method,
    topic: settings.topic,
    application: settings.application,
  };
};

const resolvers = {
  Query: {
    phoneNumber: (_, { id }) => numbers.one(key(id)),
    phoneNumbers: async (_, { first, filter }) => {
      const kinds = filter?.callHandlerKinds?.map((kind) => kind.toLowerCase());
      const wanted = { call_handler_kind: kinds, country_code: filter?.countryCodes };
      const named = Object.entries(wanted).filter(([, values]) => values);
      return { nodes: await numbers.page(named, first) };
    },
  },
  Mutation: {
    importPhoneNumber: async (_, { input }) => {
      // The compiler leaves defaults of inputs within inputs out.
      const { requestUrl, requestMethod = 'POST' } = input.callHandler.lamlWebhooks;
      const stored = JSON.stringify({
        kind: 'laml_webhooks',
        request_url: requestUrl,
        request_method: requestMethod,
        fallback_method: 'POST',
        status_callback_method: 'POST',
      });
      const [id, type] = [randomUUID(), input.numberType.toLowerCase()];
      const row = await numbers.insert(id, input.number, type, input.name, stored);
      return { phoneNumber: row, warnings: [] };
    },
    updatePhoneNumber: async (_, { input }) => ({
      phoneNumber: await numbers.rename(key(input.id), input.name),
    }),
  },
  PhoneNumber: {
    id: (row) => Buffer.from(`PhoneNumber:${numbers.id(row)}`).toString('base64url'),
    capabilities: (row) => FLAGS.filter((_, place) => row.capabilities & (1 << place)),
    numberType: (row) => row.number_type.toUpperCase(),
    countryCode: (row) => row.country_code,
    tags: (row) => JSON.parse(row.tags),
    createdAt: (row) => numbers.createdAt(row),
    callHandler: (row) =>
      handler(row.call_handler, {
        laml_webhooks: 'LamlWebhooksCallHandler',
        relay_topic: 'RelayTopicCallHandler',
      }),
    messageHandler: (row) =>
      handler(row.message_handler, {
        laml_webhooks: 'LamlWebhooksMessageHandler',
        relay_application: 'RelayApplicationMessageHandler',
      }),
  },
  CallHandler: { resolveType: (value) => value.__typename },
  MessageHandler: { resolveType: (value) => value.__typename },
  ImportPhoneNumberResult: { resolveType: () => 'ImportPhoneNumberSuccess' },
  UpdatePhoneNumberResult: { resolveType: () => 'UpdatePhoneNumberSuccess' },
};

const app = Fastify();
app.register(mercurius, { schema, resolvers, jit: 1, cache: true, path: '/graphql' });
await app.listen({ port: Number(port), host: '127.0.0.1' });
