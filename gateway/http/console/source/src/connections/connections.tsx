// Connections: accounts at other providers, whose numbers can be imported.
import { Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { ConnectionsDocument, type ConnectionFragment } from '../gql/graphql';
import { Card, Page } from '../layout/page';
import { ConnectionBadge } from '../ui/badge';
import { Waiting } from '../ui/loading';
import { Time } from '../ui/time';
import { ConnectForm } from './connect';
import { PROVIDERS } from './providers';

export function ConnectionsPage() {
  const [{ data, error }] = useQuery({ query: ConnectionsDocument });
  return (
    <Page
      title="Connections"
      lead="Accounts at other providers. They are only read, never changed."
    >
      <div className="columns">
        <Card title="Accounts">
          {data ? <Accounts connections={data.providerConnections} /> : <Waiting error={error} />}
        </Card>
        <aside aria-label="New connection">
          <ConnectForm />
        </aside>
      </div>
    </Page>
  );
}

function Accounts({ connections }: { connections: readonly ConnectionFragment[] }) {
  if (connections.length === 0) return <p className="quiet">No account is connected yet.</p>;
  return (
    <ul className="entries">
      {connections.map((connection) => (
        <li key={connection.id}>
          <div>
            <Link to="/connections/$id" params={{ id: connection.id }}>
              {connection.label}
            </Link>
            <span className="quiet">
              {PROVIDERS[connection.provider]}
              {connection.accountRef && ` · ${connection.accountRef}`}
              {connection.refreshedAt && (
                <>
                  {' '}
                  · read <Time at={connection.refreshedAt} />
                </>
              )}
            </span>
          </div>
          <ConnectionBadge status={connection.status} />
        </li>
      ))}
    </ul>
  );
}
