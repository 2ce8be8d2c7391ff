// Sends operations to the server, subscriptions as event streams. URLs are relative, because a proxy
// may serve the page under a prefix.
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { getOperationAST, parse } from 'graphql';
import { createClient } from 'graphql-sse';
import { observedFetch } from './observed-fetch.js';

const url = new URL('graphql', location.href).href;

export function fetcherFor(token) {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  const fetchOnce = createGraphiQLFetcher({ url, headers, fetch: observedFetch });
  return (parameters, options) => {
    const operation = operationOf(parameters);
    const request = { ...parameters, operationName: operation?.name?.value };
    return operation?.operation === 'subscription'
      ? subscribe(request, { ...headers, ...options?.headers })
      : fetchOnce(request, { headers: options?.headers });
  };
}

// The operation that the text holds. The name and the AST from GraphiQL are those of the text of
// 100 ms ago.
function operationOf({ query, operationName }) {
  try {
    const document = parse(query);
    return getOperationAST(document, operationName) ?? getOperationAST(document);
  } catch {
    return undefined; // the server says what is wrong
  }
}

function subscribe({ query, variables, operationName }, headers) {
  const client = createClient({ url, headers, fetchFn: observedFetch });
  return client.iterate({ query, variables, operationName });
}
