// The GraphQL client: sends an operation with its variables, and returns its typed data.
import type { TypedDocumentString } from './gql/graphql';
import { token } from './token';

/** The request was not executed. Failures of an executed mutation are in its data. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly retryAfterSeconds: number | null,
  ) {
    super(message);
  }
}

type Answer<Data> = {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string } }[];
};

export async function ask<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  signal: AbortSignal | null = null,
): Promise<Data> {
  const response = await fetch(address(), {
    method: 'POST',
    headers: {
      Accept: 'application/graphql-response+json',
      Authorization: `Bearer ${token()}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ ...named(document), variables }),
    signal,
  }).catch(unreachable);
  return read<Data>(response);
}

// A built page sends the ids of its trusted documents, whose texts the server has in its manifest.
// During development the documents change often, so their texts are sent.
function named<Data, Variables>(document: TypedDocumentString<Data, Variables>) {
  const id: unknown = document.__meta__?.['hash'];
  return import.meta.env.PROD ? { documentId: id } : { query: document.toString() };
}

async function read<Data>(response: Response): Promise<Data> {
  const answer: Answer<Data> = await response.json().catch(() => ({}));
  const [error] = answer.errors ?? [];
  if (!error && answer.data) return answer.data;
  const after = Number(response.headers.get('Retry-After'));
  throw new Refused(
    error?.message ?? `The server answered ${response.status}.`,
    error?.extensions?.code ?? 'UNREADABLE',
    after || null,
  );
}

function unreachable(error: Error): never {
  if (error.name === 'AbortError') throw error;
  throw new Refused('The server cannot be reached.', 'UNREACHABLE', null);
}

function address(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[name=numbergate]');
  return meta?.content ?? '/graphql';
}
