// The address of the event log: which types of events, and the place in it.
import type { PhoneNumberEventType } from '../gql/graphql';
import type { Place } from '../ui/pager';

export const TYPES = {
  IMPORTED: 'Imported',
  UPDATED: 'Changed',
  RELEASED: 'Released',
  E911_CHANGED: 'E911 changed',
  DRIFT_DETECTED: 'Drift detected',
  OTHER: 'Other',
} satisfies Record<PhoneNumberEventType, string>;

export type EventSearch = Place & { type?: PhoneNumberEventType | undefined };

export function eventSearch(search: Record<string, unknown>): EventSearch {
  const { type, after, before } = search;
  return {
    ...(isType(type) && { type }),
    ...(typeof after === 'string' && { after }),
    ...(typeof before === 'string' && { before }),
  };
}

function isType(name: unknown): name is PhoneNumberEventType {
  return typeof name === 'string' && name in TYPES;
}
