// Apollo Client: node apollo.mjs URL TOKEN
import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { IMPORT, LIST, RELEASE, RENAME } from './documents.mjs';
import { possibleTypes } from './schema.mjs';
import { endpoint, headers, run } from './session.mjs';

const cache = new InMemoryCache({
  possibleTypes,
  typePolicies: {
    Query: {
      fields: { phoneNumbers: relayStylePagination(['filter', 'orderBy']) },
    },
  },
});
const client = new ApolloClient({ cache, link: new HttpLink({ uri: endpoint, headers }) });
const list = client.watchQuery({ query: gql(LIST), variables: {} });
list.subscribe({});

const mutate = (document, input, update) =>
  client.mutate({ mutation: gql(document), variables: { input }, update });

// What was released is no object of the store any more, so the list shows it no longer.
function forget(store, { data }) {
  const id = data.releasePhoneNumber.releasedId;
  if (!id) return;
  store.evict({ id: store.identify({ __typename: 'PhoneNumber', id }) });
  store.gc();
}

const shown = () =>
  cache.readQuery({ query: gql(LIST), variables: {} }).phoneNumbers.edges.map((edge) => edge.node);

await run('apollo', {
  importNumber: (number) => mutate(IMPORT, { number, numberType: 'LONGCODE' }),
  firstPage: () => list.refetch(),
  nextPage: () => list.fetchMore({ variables: { after: endCursor() } }),
  rename: (id, name) => mutate(RENAME, { id, name }),
  release: (id) => mutate(RELEASE, { id }, forget),
  shown,
});

function endCursor() {
  return cache.readQuery({ query: gql(LIST), variables: {} }).phoneNumbers.pageInfo.endCursor;
}
