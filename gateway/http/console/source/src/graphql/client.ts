// GraphQL client: a normalised cache, retries that cannot double anything, and trusted documents.
import { persistedExchange } from '@urql/exchange-persisted';
import { retryExchange } from '@urql/exchange-retry';
import { Client, fetchExchange, mapExchange, type CombinedError, type Operation } from 'urql';
import { GRAPHQL } from '../address';
import { cache } from './cache';
import { refusalOf } from './refusal';

const RETRIED = new Set(['UNREACHABLE', 'OVERLOADED', 'UNAVAILABLE', 'RATE_LIMITED']);

/** A client that sends *token*. It calls *onSignedOut* when the server does not accept it any more. */
export function createClient(token: string, onSignedOut: () => void): Client {
  return new Client({
    url: GRAPHQL,
    requestPolicy: 'cache-and-network',
    preferGetMethod: false,
    fetchSubscriptions: true,
    fetchOptions: { headers: token ? { Authorization: `Bearer ${token}` } : {} },
    exchanges: [
      mapExchange({
        onError: (error) => {
          if (refusalOf(error).code === 'UNAUTHENTICATED') onSignedOut();
        },
      }),
      cache(),
      retryExchange({ maxNumberAttempts: 3, initialDelayMs: 500, retryIf: isSafeToRetry }),
      ...(import.meta.env.PROD ? [trustedDocuments()] : []),
      fetchExchange,
    ],
  });
}

// A mutation is repeated only with the idempotency key that it was sent with: the server then does
// it once.
function isSafeToRetry(error: CombinedError, { kind, variables }: Operation): boolean {
  const isRepeatable = kind === 'query' || variables?.['input']?.idempotencyKey !== undefined;
  return isRepeatable && RETRIED.has(refusalOf(error).code);
}

// A built page sends the hash of a document, whose text the server has in its manifest. During
// development the documents change often, so their texts are sent.
function trustedDocuments() {
  return persistedExchange({
    enableForMutation: true,
    enableForSubscriptions: true,
    enforcePersistedQueries: true,
    preferGetForPersistedQueries: false,
    generateHash: async (_, document) => {
      const { __meta__ } = document as { __meta__?: { hash: string } };
      return __meta__?.hash.replace('sha256:', '') ?? null;
    },
  });
}
