// How requests reach the server. Addresses are relative: a proxy may serve all of it under a prefix.
import { createGraphiQLFetcher } from '@graphiql/toolkit';

export function fetcherFor(token) {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  return createGraphiQLFetcher({ url: new URL('graphql', location.href).href, headers });
}
