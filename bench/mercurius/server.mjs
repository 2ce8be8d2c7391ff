// The reads of bench.reads on Mercurius with its just-in-time compiler, over better-sqlite3.
// Arguments: the port, the database file, the project's id in hexadecimal.
import Database from 'better-sqlite3';
import Fastify from 'fastify';
import mercurius from 'mercurius';

const [port, file, project] = process.argv.slice(2);
const db = new Database(file, { readonly: true });
const live = 'project_id = ? AND released_at IS NULL';
const one = db.prepare(`SELECT * FROM phone_number WHERE ${live} AND number = ?`);
const page = db.prepare(
  `SELECT * FROM phone_number WHERE ${live} ORDER BY created_at DESC, id DESC LIMIT ?`,
);

const schema = `
  enum Capability { VOICE FAX SMS MMS }
  enum NumberType { LONGCODE TOLLFREE }
  enum UrlMethod { GET POST }
  type LamlWebhooksCallHandler { requestUrl: String! requestMethod: UrlMethod! }
  type RelayTopicCallHandler { topic: String! }
  type LamlWebhooksMessageHandler { requestUrl: String! requestMethod: UrlMethod! }
  type RelayApplicationMessageHandler { application: String! }
  union CallHandler = LamlWebhooksCallHandler | RelayTopicCallHandler
  union MessageHandler = LamlWebhooksMessageHandler | RelayApplicationMessageHandler
  type PhoneNumber {
    id: ID! number: String! name: String capabilities: [Capability!]! numberType: NumberType!
    countryCode: String tags: [String!]! version: Int! createdAt: String!
    callHandler: CallHandler messageHandler: MessageHandler
  }
  type PhoneNumberConnection { nodes: [PhoneNumber!]! }
  type Query {
    phoneNumber(number: String!): PhoneNumber
    phoneNumbers(first: Int!): PhoneNumberConnection!
  }
`;

const FLAGS = ['VOICE', 'FAX', 'SMS', 'MMS'];
const dashed = (hex) =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
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
    phoneNumber: (_, { number }) => one.get(project, number),
    phoneNumbers: (_, { first }) => ({ nodes: page.all(project, first) }),
  },
  PhoneNumber: {
    id: (row) => Buffer.from(`PhoneNumber:${dashed(row.id)}`).toString('base64url'),
    capabilities: (row) => FLAGS.filter((_, place) => row.capabilities & (1 << place)),
    numberType: (row) => row.number_type.toUpperCase(),
    countryCode: (row) => row.country_code,
    tags: (row) => JSON.parse(row.tags),
    createdAt: (row) => `${row.created_at.replace(' ', 'T')}+00:00`,
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
};

const app = Fastify();
app.register(mercurius, { schema, resolvers, jit: 1, cache: true, path: '/graphql' });
await app.listen({ port: Number(port), host: '127.0.0.1' });
