// Sends requests to the server. URLs are relative, because a proxy may serve the page under a prefix.
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { observedFetch } from './observed-fetch.js';

export function fetcherFor(token) {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  return createGraphiQLFetcher({ url: new URL('graphql', location.href).href, headers, fetch: observedFetch });
}
