// The address of a job: which of its rows are shown.
import type { RowFate } from '../gql/graphql';
import { FATES } from './words';

export type RowSearch = { fate?: RowFate | undefined; after?: string | undefined };

export function rowSearch({ fate, after }: Record<string, unknown>): RowSearch {
  return { ...(isFate(fate) && { fate }), ...(typeof after === 'string' && { after }) };
}

function isFate(name: unknown): name is RowFate {
  return typeof name === 'string' && name in FATES;
}
