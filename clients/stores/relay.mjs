// Relay: npm run relay && node relay.mjs URL TOKEN
import relay from 'relay-runtime';
import IMPORT from './relay/__generated__/numbersImportMutation.graphql.js';
import LIST from './relay/__generated__/numbersListQuery.graphql.js';
import RELEASE from './relay/__generated__/numbersReleaseMutation.graphql.js';
import RENAME from './relay/__generated__/numbersRenameMutation.graphql.js';
import { endpoint, headers, run } from './session.mjs';

const { Environment, Network, RecordSource, Store } = relay;
const environment = new Environment({
  network: Network.create(request),
  store: new Store(new RecordSource()),
});

async function request({ text: query }, variables) {
  const body = JSON.stringify({ query, variables });
  const type = { 'Content-Type': 'application/json' };
  const response = await fetch(endpoint, { method: 'POST', headers: { ...headers, ...type }, body });
  return response.json();
}

const operation = relay.createOperationDescriptor(LIST, {});
environment.retain(operation);
const list = () => environment.lookup(operation.fragment).data.phoneNumbers;

// The first page's query with another cursor: the connection grows by the page that is read.
const read = (variables) => relay.fetchQuery(environment, LIST, variables).toPromise();

const mutate = (mutation, variables) =>
  new Promise((onCompleted, onError) =>
    relay.commitMutation(environment, { mutation, variables, onCompleted, onError }),
  );

function endCursor() {
  const connection = environment.getStore().getSource().get(list().__id);
  return environment.getStore().getSource().get(connection.pageInfo.__ref).endCursor;
}

await run('relay', {
  importNumber: (number) => mutate(IMPORT, { input: { number, numberType: 'LONGCODE' } }),
  firstPage: () => read({}),
  nextPage: () => read({ after: endCursor() }),
  rename: (id, name) => mutate(RENAME, { input: { id, name } }),
  release: (id) => mutate(RELEASE, { input: { id }, lists: [list().__id] }),
  shown: () => list().edges.map((edge) => edge.node),
});
