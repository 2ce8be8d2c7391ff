// The address of a connection: which of its numbers are shown.
import type { ProviderNumberState } from '../gql/graphql';
import type { Tone } from '../ui/badge';
import type { Trail } from '../ui/trail';

export const STATES = {
  NEW: ['New', 'plain'],
  IMPORTED: ['Imported', 'good'],
  DRIFTED: ['Drifted', 'warn'],
  GONE: ['Gone', 'bad'],
  UNSUPPORTED: ['Not supported', 'plain'],
  OTHER: ['Other', 'plain'],
} satisfies Record<ProviderNumberState, readonly [string, Tone]>;

export type ConnectionSearch = {
  state?: ProviderNumberState | undefined;
  after?: Trail;
};

export function connectionSearch({ state, after }: Record<string, unknown>): ConnectionSearch {
  return { ...(isState(state) && { state }), ...(typeof after === 'string' && { after }) };
}

function isState(name: unknown): name is ProviderNumberState {
  return typeof name === 'string' && name in STATES;
}
