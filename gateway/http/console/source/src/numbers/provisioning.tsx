// The state of a number on the platform: whether it has what was asked for, and why not.
import type { ProvisioningStateFragment, ProvisioningStatus } from '../gql/graphql';
import { Changes } from '../handlers/changes';
import { Card } from '../layout/page';
import { ProvisioningBadge } from '../ui/badge';
import { Time } from '../ui/time';
import { counted } from '../words';

const MEANING = {
  ACTIVE: 'The platform has confirmed the settings.',
  PENDING:
    'A change is on its way to the platform. Until it is confirmed, the number works as before.',
  FAILED: 'The platform refused the last change. The number works as before.',
  GONE: 'The platform does not have the number any more.',
  OTHER: 'The platform reports a state that this console does not know.',
} satisfies Record<ProvisioningStatus, string>;

export function ProvisioningCard({ provisioning }: { provisioning: ProvisioningStateFragment }) {
  const { status, code, message, requested, confirmedAt, since, attempts } = provisioning;
  return (
    <Card title="On the platform" aside={<ProvisioningBadge status={status} />}>
      <p>{MEANING[status]}</p>
      {message && (
        <p className="reason">
          {message} {code && <code>{code}</code>}
        </p>
      )}
      {requested.length > 0 && (
        <>
          <h3>Requested</h3>
          <Changes changes={requested} />
        </>
      )}
      <p className="quiet">
        {since && (
          <>
            Since <Time at={since} />, sent {counted(attempts, 'time')}.{' '}
          </>
        )}
        {confirmedAt ? (
          <>
            Last confirmed <Time at={confirmedAt} />.
          </>
        ) : (
          'Not confirmed yet.'
        )}
      </p>
    </Card>
  );
}
