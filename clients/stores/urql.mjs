// urql with Graphcache: node urql.mjs URL TOKEN
import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { IMPORT, LIST, RELEASE, RENAME } from './documents.mjs';
import { introspection, parts } from './schema.mjs';
import { endpoint, headers, run } from './session.mjs';

const cache = cacheExchange({
  schema: introspection,
  keys: Object.fromEntries(parts.map((type) => [type, () => null])),
  resolvers: { Query: { phoneNumbers: relayPagination() } },
  updates: { Mutation: { releasePhoneNumber: forget } },
});
const client = new Client({
  url: endpoint,
  fetchOptions: { headers },
  // Node 20 throws where urql aborts a request that has been answered. Browsers need no such line.
  fetch: (address, options) => fetch(address, { ...options, signal: null }),
  preferGetMethod: false,
  exchanges: [cache, fetchExchange],
});

// What was released leaves every list that has it; then it is no object of the store any more.
function forget({ releasePhoneNumber: { releasedId: id } }, _arguments, store) {
  if (!id) return;
  const key = store.keyOfEntity({ __typename: 'PhoneNumber', id });
  for (const { fieldKey } of store.inspectFields('Query')) {
    const list = fieldKey.startsWith('phoneNumbers(') && store.resolve('Query', fieldKey);
    if (!list) continue;
    const edges = store.resolve(list, 'edges');
    store.link(list, 'edges', edges.filter((edge) => store.resolve(edge, 'node') !== key));
  }
  store.invalidate(key);
}

let shown = [];
const cursors = [null];

async function read(requestPolicy) {
  const after = cursors.at(-1);
  const { data, error } = await client.query(LIST, { after }, { requestPolicy }).toPromise();
  if (error) throw error;
  shown = data.phoneNumbers.edges.map((edge) => edge.node);
  return data.phoneNumbers.pageInfo;
}

async function mutate(document, input) {
  const { error } = await client.mutation(document, { input }).toPromise();
  if (error) throw error;
  if (cursors.length > 1) await read('cache-only');
}

let page;
await run('urql', {
  importNumber: (number) => mutate(IMPORT, { number, numberType: 'LONGCODE' }),
  firstPage: async () => (page = await read('network-only')),
  nextPage: async () => {
    cursors.push(page.endCursor);
    await read('network-only');
  },
  rename: (id, name) => mutate(RENAME, { id, name }),
  release: (id) => mutate(RELEASE, { id }),
  shown: () => shown,
});
