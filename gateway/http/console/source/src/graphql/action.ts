// Mutations for forms: whether one is running, and why the last request was not executed.
import { useRef } from 'react';
import { useMutation, type AnyVariables, type TypedDocumentNode } from 'urql';
import { refusalOf, type Refusal } from './refusal';

type Action<Data, Variables> = {
  /** Send it. Null if the request was not executed; `refusal` says why. */
  run: (variables: Variables) => Promise<Data | null>;
  refusal: Refusal | null;
  isRunning: boolean;
};

export function useAction<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  onRefused: (refusal: Refusal) => void = () => {},
): Action<Data, Variables> {
  const [{ fetching, error }, execute] = useMutation(document);
  const run = async (variables: Variables) => {
    const result = await execute(variables);
    if (result.error) onRefused(refusalOf(result.error));
    return result.data ?? null;
  };
  return { run, refusal: error && !fetching ? refusalOf(error) : null, isRunning: fetching };
}

/** An idempotency key: the same until `renew`, so that a request without response can be repeated. */
export function useIdempotencyKey(): { value: () => string; renew: () => void } {
  const key = useRef(newKey());
  return { value: () => key.current, renew: () => (key.current = newKey()) };
}

function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
