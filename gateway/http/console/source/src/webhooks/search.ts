// The address of a webhook endpoint: which deliveries are shown.
import type { WebhookDeliveryStatus } from '../gql/graphql';
import type { Trail } from '../ui/trail';

export const STATUSES = {
  DUE: 'Waiting',
  DELIVERED: 'Delivered',
  DEAD: 'Failed',
  OTHER: 'Other',
} satisfies Record<WebhookDeliveryStatus, string>;

export type DeliverySearch = {
  status?: WebhookDeliveryStatus | undefined;
  after?: Trail;
};

export function deliverySearch({ status, after }: Record<string, unknown>): DeliverySearch {
  return {
    ...(isStatus(status) && { status }),
    ...(typeof after === 'string' && { after }),
  };
}

function isStatus(name: unknown): name is WebhookDeliveryStatus {
  return typeof name === 'string' && name in STATUSES;
}
