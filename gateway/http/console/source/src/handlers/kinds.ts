// The catalogue of handler kinds: forms are built from it, so that a kind or a setting that is added
// to the server appears in them by itself.
import { useQuery } from 'urql';
import { HandlerKindsDocument, type HandlerKindsQuery } from '../gql/graphql';

export type Kind = HandlerKindsQuery['handlerKinds'][number];
export type Setting = Kind['settings'][number];
export type Kinds = readonly Kind[];
/** The kinds that can be chosen for calls, and for messages. */
export type Catalogue = { calls: Kinds; messages: Kinds };

/** The catalogue, which is read once. Null until it is there. */
export function useKinds(): Catalogue | null {
  const [{ data }] = useQuery({ query: HandlerKindsDocument, requestPolicy: 'cache-first' });
  if (!data) return null;
  const settable = data.handlerKinds.filter((kind) => kind.settable);
  return {
    calls: settable.filter(({ channel }) => channel === 'CALL'),
    messages: settable.filter(({ channel }) => channel === 'MESSAGE'),
  };
}
