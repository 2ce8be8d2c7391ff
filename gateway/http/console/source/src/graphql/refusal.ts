// Refusals: requests that were not executed. Failures of an executed mutation are in its data.
import type { CombinedError } from 'urql';

export type Refusal = {
  readonly code: string;
  readonly message: string;
  readonly retryAfterSeconds: number | null;
};

/** What the server said about a request that it did not execute, or that it was not reached. */
export function refusalOf(error: CombinedError): Refusal {
  const [first] = error.graphQLErrors;
  const code = first?.extensions['code'];
  return {
    code: typeof code === 'string' ? code : 'UNREACHABLE',
    message: first?.message ?? 'The server cannot be reached.',
    retryAfterSeconds: retryAfter(error.response),
  };
}

function retryAfter(response: Response | undefined): number | null {
  return Number(response?.headers.get('Retry-After')) || null;
}
