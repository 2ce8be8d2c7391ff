// What numbergate does for each request besides answering it, by Fastify's own plugins: a token that
// is looked up and remembered, a rate limit, a request id, security headers and a log line; and the
// validation of an import.
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import pino from 'pino';

const REMEMBERED = 5000; // milliseconds
const NEVER = 1e9; // requests a minute
const PREFIX = 'Bearer ng_';

export const DEPTH = 15;

// Lines are written in batches, as pino's documentation recommends where speed matters.
export const options = () => ({
  loggerInstance: pino(pino.destination({ fd: 2, sync: false, minLength: 4096 })),
  disableRequestLogging: true,
  genReqId: () => randomUUID(),
  bodyLimit: 262_144,
  requestTimeout: 10_000,
});

const digestOf = (secret) => Buffer.from(createHash('sha256').update(secret).digest('hex'));
const isValid = (token, secret) =>
  token &&
  token.revoked_at === null &&
  (token.expires_at === null || new Date(token.expires_at) > new Date()) &&
  timingSafeEqual(digestOf(secret), Buffer.from(token.digest));

const authenticator = (find) => {
  const remembered = new Map();
  return async (header) => {
    const known = remembered.get(header);
    if (known && known.until > Date.now()) return known.token;
    if (!header?.startsWith(PREFIX)) return null;
    const [id, ...rest] = header.slice(PREFIX.length).split('_');
    const token = await find(id);
    if (!isValid(token, rest.join('_'))) return null;
    remembered.set(header, { token, until: Date.now() + REMEMBERED });
    return token;
  };
};

export const dress = async (app, find) => {
  const authenticate = authenticator(find);
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    request.caller = await authenticate(request.headers.authorization);
    if (request.caller) return undefined;
    return reply.code(401).send({ errors: [{ message: 'The token is not valid.' }] });
  });
  await app.register(helmet);
  await app.register(rateLimit, {
    max: NEVER,
    hook: 'preHandler',
    keyGenerator: (request) => request.caller.id,
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method, url } = request;
    request.log.info({ method, url, status: reply.statusCode, ms: reply.elapsedTime }, 'request');
  });
};

export const validate = (number, url) => {
  const parsed = parsePhoneNumberFromString(number);
  if (!parsed?.isPossible() || parsed.number !== number) throw new Error('The number is not valid.');
  new URL(url);
};
