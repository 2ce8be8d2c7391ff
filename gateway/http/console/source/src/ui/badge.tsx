// Badges: a state in one word, with a colour that repeats what the word says.
import type { ReactNode } from 'react';
import type { ConnectionStatus, ProvisioningStatus } from '../gql/graphql';
import { words } from '../words';

export type Tone = 'good' | 'bad' | 'warn' | 'plain';

export function Badge({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`badge ${tone}`}>{children}</span>;
}

const PROVISIONING = {
  ACTIVE: 'good',
  PENDING: 'warn',
  FAILED: 'bad',
  GONE: 'bad',
  OTHER: 'plain',
} satisfies Record<ProvisioningStatus, Tone>;

export function ProvisioningBadge({ status }: { status: ProvisioningStatus }) {
  return <Badge tone={PROVISIONING[status]}>{words(status)}</Badge>;
}

const CONNECTION = {
  ACTIVE: 'good',
  UNVERIFIED: 'plain',
  INVALID_CREDENTIALS: 'bad',
  INSUFFICIENT_SCOPE: 'bad',
  UNREACHABLE: 'warn',
  OTHER: 'plain',
} satisfies Record<ConnectionStatus, Tone>;

export function ConnectionBadge({ status }: { status: ConnectionStatus }) {
  return <Badge tone={CONNECTION[status]}>{words(status)}</Badge>;
}

export function Tags({ tags }: { tags: readonly string[] }) {
  return tags.map((tag) => (
    <span className="tag" key={tag}>
      {tag}
    </span>
  ));
}
