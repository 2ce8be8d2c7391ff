// React hooks: a query is sent again when its variables change, a mutation when it is run.
import { useEffect, useState } from 'react';
import { ask, Refused } from './api';
import type { TypedDocumentString } from './gql/graphql';

type QueryState<Data> = { data: Data | null; refusal: Refused | null; waiting: boolean };

/** The data of a query. While the next response is pending, the last data stay. */
export function useQuery<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): QueryState<Data> {
  const [state, setState] = useState<QueryState<Data>>({ data: null, refusal: null, waiting: true });
  const key = JSON.stringify(variables);
  useEffect(() => {
    const abort = new AbortController();
    setState(({ data }) => ({ data, refusal: null, waiting: true }));
    ask(document, JSON.parse(key) as Variables, abort.signal).then(
      (data) => setState({ data, refusal: null, waiting: false }),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setState({ data: null, refusal: expected(error), waiting: false });
      },
    );
    return () => abort.abort();
  }, [document, key]);
  return state;
}

/** A mutation. It returns null if the request failed; `refusal` says why. */
export function useMutation<Data, Variables>(document: TypedDocumentString<Data, Variables>) {
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const [waiting, setWaiting] = useState(false);
  const run = async (variables: Variables): Promise<Data | null> => {
    setRefusal(null);
    setWaiting(true);
    try {
      return await ask(document, variables);
    } catch (error) {
      setRefusal(expected(error));
      return null;
    } finally {
      setWaiting(false);
    }
  };
  return { run, refusal, waiting };
}

function expected(error: unknown): Refused {
  if (error instanceof Refused) return error;
  throw error;
}
