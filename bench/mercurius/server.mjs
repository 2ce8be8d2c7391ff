// The operations of bench/scenarios.py on Mercurius with its just-in-time compiler. Bare, it answers
// and no more, and an import writes the number and no more. Dressed, it keeps the promises of
// dressing.mjs, and each write leaves an event and its position in the same transaction.
// Arguments: the port, sqlite or postgresql, bare or dressed, the file or the folder of the server's
// socket, and the project's id.
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { resolversOf } from './resolvers.mjs';
import { schema } from './schema.mjs';

const [port, database, kind, place, project] = process.argv.slice(2);
const bare = { options: () => ({}), dress: () => {}, validate: () => {} };
const { options, dress, validate, DEPTH } = kind === 'dressed' ? await import('./dressing.mjs') : bare;
const { open } = await import(`./${database}.mjs`);
const numbers = open(place, project, kind === 'dressed');

const app = Fastify(options());
await dress(app, numbers.token);
app.register(mercurius, {
  schema,
  resolvers: resolversOf(numbers, validate),
  jit: 1,
  cache: true,
  path: '/graphql',
  ...(DEPTH && { queryDepth: DEPTH }),
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
