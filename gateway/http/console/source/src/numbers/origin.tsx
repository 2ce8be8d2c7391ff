// Where a number was imported from, and what of its settings was left there.
import { Link } from '@tanstack/react-router';
import { Losses } from '../connections/losses';
import { PROVIDERS } from '../connections/providers';
import { Card } from '../layout/page';
import type { PhoneNumber } from './number';

type Origin = NonNullable<PhoneNumber['origin']>;

export function OriginCard({ origin: { connection, externalId, losses } }: { origin: Origin }) {
  return (
    <Card title="Imported from">
      <p>
        {connection ? (
          <>
            <Link to="/connections/$id" params={{ id: connection.id }}>
              {connection.label}
            </Link>{' '}
            at {PROVIDERS[connection.provider]}
          </>
        ) : (
          'A connection that was removed since'
        )}
        , where it is <code>{externalId}</code>.
      </p>
      <Losses losses={losses} />
    </Card>
  );
}
