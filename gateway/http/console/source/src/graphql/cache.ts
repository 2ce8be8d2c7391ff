// Cache rules. Objects with a global id are stored once, and every page shows the same state of them;
// all other objects, such as handlers, pages of lists and members of unions, are parts of their
// parents.
import {
  cacheExchange,
  type Cache,
  type KeyGenerator,
  type KeyingConfig,
} from '@urql/exchange-graphcache';
import type { Exchange } from 'urql';
import result from '../gql/possible-types';

const { possibleTypes } = result;
const NODES = new Set(possibleTypes['Node']);

// Answers for every type of the schema, also for those that are added to it.
const keys = new Proxy<KeyingConfig>({}, { get: (_, type) => keyOf(String(type)) });

function keyOf(type: string): KeyGenerator {
  return (data) => (NODES.has(type) ? String(data['id']) : null);
}

export function cache(): Exchange {
  return cacheExchange({
    keys,
    possibleTypes,
    updates: {
      Mutation: {
        importPhoneNumber: (_result, _arguments, store) => forgetLists(store),
        updatePhoneNumber: (_result, _arguments, store) => forgetHistory(store),
        releasePhoneNumber: (_result, _arguments, store) => forgetLists(store),
        attachUpstream: (_result, _arguments, store) => store.invalidate('Query', 'upstream'),
        startImportJob: (_result, _arguments, store) => store.invalidate('Query', 'bulkJobs'),
        startUpdateJob: (_result, _arguments, store) => store.invalidate('Query', 'bulkJobs'),
        createWebhookEndpoint: (_result, _arguments, store) =>
          store.invalidate('Query', 'webhookEndpoints'),
        deleteWebhookEndpoint: (_result, _arguments, store) =>
          store.invalidate('Query', 'webhookEndpoints'),
        connectProvider: (_result, _arguments, store) =>
          store.invalidate('Query', 'providerConnections'),
        removeProviderConnection: (_result, _arguments, store) =>
          store.invalidate('Query', 'providerConnections'),
        detachUpstream: (_result, _arguments, store) => store.invalidate('Query', 'upstream'),
      },
    },
  });
}

// After an import or a release, any page of any list may begin elsewhere: all are read again.
function forgetLists(store: Cache): void {
  store.invalidate('Query', 'phoneNumbers');
  forgetHistory(store);
}

function forgetHistory(store: Cache): void {
  store.invalidate('Query', 'phoneNumberEvents');
}
