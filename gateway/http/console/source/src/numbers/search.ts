// The address of the list of numbers: its filters, its order, and the place in it.
import type {
  CallHandlerKind,
  MessageHandlerKind,
  PhoneNumberFilter,
  PhoneNumberOrder,
  ProvisioningStatus,
} from '../gql/graphql';
import { kindsOf } from '../handlers/values';
import { listed } from '../words';
import type { Place } from '../ui/pager';

export const FILTERS = [
  'search',
  'tags',
  'country',
  'type',
  'calls',
  'messages',
  'state',
  'protected',
] as const;
export type FilterName = (typeof FILTERS)[number];
export type Filters = { [Name in FilterName]?: string | undefined };
export type ListSearch = Filters & Place & { sort?: string | undefined };

const NAMES = [...FILTERS, 'sort', 'after', 'before'] as const;

/** What an address says: names that the list does not know are dropped. */
export function listSearch(search: Record<string, unknown>): ListSearch {
  return known(NAMES, search);
}

/** The filters of an address, without an order and a place. */
export function filterSearch(search: Record<string, unknown>): Filters {
  return known(FILTERS, search);
}

function known(names: readonly string[], search: Record<string, unknown>): ListSearch {
  const set = names.filter((name) => typeof search[name] === 'string' && search[name] !== '');
  return Object.fromEntries(set.map((name) => [name, search[name]]));
}

const TYPES = { longcode: 'LONGCODE', tollfree: 'TOLLFREE' } as const;
const STATES: Record<string, ProvisioningStatus> = {
  active: 'ACTIVE',
  pending: 'PENDING',
  failed: 'FAILED',
  gone: 'GONE',
};

const ANSWERED: Record<string, boolean> = { answered: true, unanswered: false };
export const CALL_KINDS = kindsOf<CallHandlerKind>('CallHandler');
export const MESSAGE_KINDS = kindsOf<MessageHandlerKind>('MessageHandler');

/** Whether there is a handler at all, or of which kind it is. */
function handlerOf<Kind extends string>(chosen: string | undefined, kinds: readonly Kind[]) {
  return { has: ANSWERED[chosen ?? ''], kind: kinds.find((kind) => kind.toLowerCase() === chosen) };
}

/** The filter of the query. What is not set, or not known, is left out. */
export function filterOf(search: Filters): PhoneNumberFilter {
  const type = search.type === 'longcode' || search.type === 'tollfree' ? TYPES[search.type] : null;
  const state = STATES[search.state ?? ''];
  const calls = handlerOf(search.calls, CALL_KINDS);
  const messages = handlerOf(search.messages, MESSAGE_KINDS);
  return {
    ...(search.search && { search: search.search }),
    ...(search.tags && { tagsAll: listed(search.tags) }),
    ...(search.country && { countryCodes: listed(search.country.toUpperCase()) }),
    ...(type && { numberType: type }),
    ...(calls.has !== undefined && { hasCallHandler: calls.has }),
    ...(calls.kind && { callHandlerKinds: [calls.kind] }),
    ...(messages.has !== undefined && { hasMessageHandler: messages.has }),
    ...(messages.kind && { messageHandlerKinds: [messages.kind] }),
    ...(state && { provisioning: [state] }),
    ...(search.protected && { releaseProtected: search.protected === 'yes' }),
  };
}

const ORDERS: Record<string, PhoneNumberOrder> = {
  number: { field: 'NUMBER', direction: 'ASC' },
  name: { field: 'NAME', direction: 'ASC' },
  changed: { field: 'UPDATED_AT', direction: 'DESC' },
  oldest: { field: 'CREATED_AT', direction: 'ASC' },
};

export function orderOf(search: ListSearch): PhoneNumberOrder {
  return ORDERS[search.sort ?? ''] ?? { field: 'CREATED_AT', direction: 'DESC' };
}
