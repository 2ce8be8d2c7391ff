// Bulk jobs in words.
import type { BulkJobStatus, JobFragment, RowFate } from '../gql/graphql';
import type { Tone } from '../ui/badge';

export const STATUSES = {
  COLLECTING: ['Waiting for its file', 'warn'],
  QUEUED: ['Queued', 'plain'],
  RUNNING: ['Running', 'warn'],
  COMPLETED: ['Completed', 'good'],
  CANCELLED: ['Cancelled', 'plain'],
  FAILED: ['Failed', 'bad'],
  OTHER: ['Other', 'plain'],
} satisfies Record<BulkJobStatus, readonly [string, Tone]>;

export const FATES = {
  WAITING: ['Waiting', 'plain'],
  IMPORTED: ['Imported', 'good'],
  UPDATED: ['Changed', 'good'],
  UNCHANGED: ['Unchanged', 'plain'],
  DIFFERS: ['Differs', 'warn'],
  FAILED: ['Failed', 'bad'],
  PENDING: ['Pending', 'warn'],
  OTHER: ['Other', 'plain'],
} satisfies Record<RowFate, readonly [string, Tone]>;

export function isOpen({ status }: JobFragment): boolean {
  return status === 'COLLECTING' || status === 'QUEUED' || status === 'RUNNING';
}

export function titleOf({ __typename, dryRun }: JobFragment): string {
  const what = __typename === 'ImportJob' ? 'Import' : 'Update';
  return dryRun ? `${what}, dry run` : what;
}
