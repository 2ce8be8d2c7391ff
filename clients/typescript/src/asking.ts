// How components ask: a question is asked again when its variables change, a change when it is run.
import { useEffect, useState } from 'react';
import { ask, Refused } from './api';
import type { TypedDocumentString } from './gql/graphql';

type Asked<Data> = { data: Data | null; refusal: Refused | null; waiting: boolean };

/** The answer to a question. While the next is awaited, the last one stays. */
export function useAnswer<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Asked<Data> {
  const [asked, setAsked] = useState<Asked<Data>>({ data: null, refusal: null, waiting: true });
  const key = JSON.stringify(variables);
  useEffect(() => {
    const leaving = new AbortController();
    setAsked(({ data }) => ({ data, refusal: null, waiting: true }));
    ask(document, JSON.parse(key) as Variables, leaving.signal).then(
      (data) => setAsked({ data, refusal: null, waiting: false }),
      (error: unknown) => {
        if (leaving.signal.aborted) return;
        setAsked({ data: null, refusal: expected(error), waiting: false });
      },
    );
    return () => leaving.abort();
  }, [document, key]);
  return asked;
}

/** A change that is run by hand. It gives null when it was refused: `refusal` says why. */
export function useChange<Data, Variables>(document: TypedDocumentString<Data, Variables>) {
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
