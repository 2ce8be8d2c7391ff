// Sends operations to the server, subscriptions as event streams. URLs are relative, because a proxy
// may serve the page under a prefix.
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { getOperationAST } from 'graphql';
import { createClient } from 'graphql-sse';
import { observedFetch } from './observed-fetch.js';

const url = new URL('graphql', location.href).href;

export function fetcherFor(token) {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  const fetchOnce = createGraphiQLFetcher({ url, headers, fetch: observedFetch });
  return (parameters, options) =>
    isSubscription(parameters, options)
      ? subscribe(parameters, { ...headers, ...options?.headers })
      : fetchOnce(parameters, options);
}

function isSubscription({ operationName }, options) {
  const operation = options?.documentAST && getOperationAST(options.documentAST, operationName);
  return operation?.operation === 'subscription';
}

function subscribe({ query, variables, operationName }, headers) {
  const client = createClient({ url, headers, fetchFn: observedFetch });
  return client.iterate({ query, variables, operationName });
}
