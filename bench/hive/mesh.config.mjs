// The description of numbergate's REST API as a supergraph for Hive Gateway. BENCH_API is its URL.
import { defineConfig } from '@graphql-mesh/compose-cli';
import { loadOpenAPISubgraph } from '@omnigraph/openapi';

const endpoint = process.env.BENCH_API;

export const composeConfig = defineConfig({
  subgraphs: [
    {
      sourceHandler: loadOpenAPISubgraph('numbers', {
        source: `${endpoint}/openapi.json`,
        endpoint,
        operationHeaders: { Authorization: "{context.headers['authorization']}" },
      }),
    },
  ],
});
