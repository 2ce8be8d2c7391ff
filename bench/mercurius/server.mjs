// The operations of bench/scenarios.py on Mercurius with its just-in-time compiler, over
// better-sqlite3 with the pragmas that numbergate has. An import writes the number and no more.
// Arguments: the port, the database file, the project's id in hexadecimal.
import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import Fastify from 'fastify';
import mercurius from 'mercurius';

const [port, file, project] = process.argv.slice(2);
const db = new Database(file);
for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) {
  db.pragma(pragma);
}

const live = 'SELECT * FROM phone_number WHERE project_id = ? AND released_at IS NULL';
const newest = 'ORDER BY created_at DESC, id DESC LIMIT ?';
const one = db.prepare(`${live} AND id = ?`);
const insert = db.prepare(`
  INSERT INTO phone_number (
    id, project_id, number, number_type, country_code, capabilities, name, tags,
    call_receive_mode, call_handler, release_protected, version, created_at, updated_at
  ) VALUES (?, ?, ?, ?, 'US', 15, ?, '[]', 'voice', ?, 0, 1, ?, ?) RETURNING *
`);
const rename = db.prepare(`
  UPDATE phone_number SET name = ?, version = version + 1, updated_at = ?
  WHERE id = ? AND project_id = ? RETURNING *
`);
const written = db.transaction((statement, values) => statement.get(values)).immediate;

// A page's statement is prepared once for each form of its filter.
const pages = new Map();
const pageOf = (conditions) => {
  const text = [live, ...conditions, newest].join(' ');
  if (!pages.has(text)) pages.set(text, db.prepare(text));
  return pages.get(text);
};
const among = (column, values) =>
  values.length === 1
    ? `AND ${column} = ?`
    : `AND ${column} IN (${values.map(() => '?').join(', ')})`;

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
const dashed = (hex) =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
const key = (id) =>
  Buffer.from(id, 'base64url').toString().slice('PhoneNumber:'.length).replaceAll('-', '');
const now = () => new Date().toISOString().replace('T', ' ').replace('Z', '000');
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
    phoneNumber: (_, { id }) => one.get(project, key(id)),
    phoneNumbers: (_, { first, filter }) => {
      const kinds = filter?.callHandlerKinds?.map((kind) => kind.toLowerCase());
      const wanted = { call_handler_kind: kinds, country_code: filter?.countryCodes };
      const named = Object.entries(wanted).filter(([, values]) => values);
      const page = pageOf(named.map(([column, values]) => among(column, values)));
      return { nodes: page.all(project, ...named.flatMap(([, values]) => values), first) };
    },
  },
  Mutation: {
    importPhoneNumber: (_, { input }) => {
      // The compiler leaves defaults of inputs within inputs out.
      const { requestUrl, requestMethod = 'POST' } = input.callHandler.lamlWebhooks;
      const stored = JSON.stringify({
        kind: 'laml_webhooks',
        request_url: requestUrl,
        request_method: requestMethod,
        fallback_method: 'POST',
        status_callback_method: 'POST',
      });
      const [id, at] = [randomUUID().replaceAll('-', ''), now()];
      const type = input.numberType.toLowerCase();
      const values = [id, project, input.number, type, input.name, stored, at, at];
      return { phoneNumber: written(insert, values), warnings: [] };
    },
    updatePhoneNumber: (_, { input }) => {
      const values = [input.name, now(), key(input.id), project];
      return { phoneNumber: written(rename, values) };
    },
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
  ImportPhoneNumberResult: { resolveType: () => 'ImportPhoneNumberSuccess' },
  UpdatePhoneNumberResult: { resolveType: () => 'UpdatePhoneNumberSuccess' },
};

const app = Fastify();
app.register(mercurius, { schema, resolvers, jit: 1, cache: true, path: '/graphql' });
await app.listen({ port: Number(port), host: '127.0.0.1' });
