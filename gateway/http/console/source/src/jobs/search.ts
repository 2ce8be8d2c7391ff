// The addresses of the list of jobs, and of a job: the place, and which of its rows are shown.
import type { RowFate } from '../gql/graphql';
import { FATES } from './words';
import type { Trail } from '../ui/trail';

export type JobSearch = { after?: Trail };

export function jobSearch({ after }: Record<string, unknown>): JobSearch {
  return typeof after === 'string' ? { after } : {};
}

export type RowSearch = { fate?: RowFate | undefined; after?: Trail };

export function rowSearch({ fate, after }: Record<string, unknown>): RowSearch {
  return { ...(isFate(fate) && { fate }), ...(typeof after === 'string' && { after }) };
}

function isFate(name: unknown): name is RowFate {
  return typeof name === 'string' && name in FATES;
}
