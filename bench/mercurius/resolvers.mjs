// The resolvers over the numbers of one database. `validate` looks at an import before it is written.
import { randomUUID } from 'node:crypto';

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

export const resolversOf = (numbers, validate) => ({
  Query: {
    phoneNumber: (_, { id }) => numbers.one(key(id)),
    phoneNumbers: async (_, { first, filter }) => {
      const kinds = filter?.callHandlerKinds?.map((kind) => kind.toLowerCase());
      const wanted = { call_handler_kind: kinds, country_code: filter?.countryCodes };
      const named = Object.entries(wanted).filter(([, values]) => values);
      return { nodes: await numbers.page(named, filter?.createdBefore, first) };
    },
  },
  Mutation: {
    importPhoneNumber: async (_, { input }, { reply }) => {
      // The compiler leaves defaults of inputs within inputs out.
      const { requestUrl, requestMethod = 'POST' } = input.callHandler.lamlWebhooks;
      validate(input.number, requestUrl);
      const stored = JSON.stringify({
        kind: 'laml_webhooks',
        request_url: requestUrl,
        request_method: requestMethod,
        fallback_method: 'POST',
        status_callback_method: 'POST',
      });
      const [id, type] = [randomUUID(), input.numberType.toLowerCase()];
      const values = [id, input.number, type, input.name, stored];
      return { phoneNumber: await numbers.insert(...values, reply.request.id), warnings: [] };
    },
    updatePhoneNumber: async (_, { input }, { reply }) => ({
      phoneNumber: await numbers.rename(key(input.id), input.name, reply.request.id),
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
});
