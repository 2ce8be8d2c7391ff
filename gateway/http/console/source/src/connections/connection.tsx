// One connection: the numbers of the account, and what would not come along with them.
import { getRouteApi, Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { ConnectionDocument } from '../gql/graphql';
import { useReadWhile } from '../live/read-while';
import { Page } from '../layout/page';
import { ConnectionBadge } from '../ui/badge';
import { Waiting } from '../ui/loading';
import { Time } from '../ui/time';
import { cursorOf } from '../ui/trail';
import { ConnectionActions } from './actions';
import { ProviderNumbers } from './numbers';
import { PROVIDERS } from './providers';

const route = getRouteApi('/connections/$id');

export function ConnectionPage() {
  const { id } = route.useParams();
  const { state, after } = route.useSearch();
  const [{ data, error, fetching }, read] = useQuery({
    query: ConnectionDocument,
    variables: { id, after: cursorOf(after), states: state ? [state] : null },
  });
  const connection = data?.node?.__typename === 'ProviderConnection' ? data.node : null;
  useReadWhile(connection?.refreshing ?? false, read);
  if (!connection)
    return (
      <Page title="Connection">
        {data && !fetching ? (
          <p>
            There is no such connection. <Link to="/connections">All connections</Link>
          </p>
        ) : (
          <Waiting error={error} />
        )}
      </Page>
    );
  return (
    <Page
      title={connection.label}
      lead={
        <>
          {PROVIDERS[connection.provider]} · secret {connection.secretHint}
          {connection.refreshedAt && (
            <>
              {' '}
              · read <Time at={connection.refreshedAt} />
            </>
          )}
        </>
      }
      badges={<ConnectionBadge status={connection.status} />}
      actions={<ConnectionActions connection={connection} />}
    >
      {connection.code && (
        <p className="reason">
          The account cannot be read: <code>{connection.code}</code>
        </p>
      )}
      <ProviderNumbers numbers={connection.numbers} state={state} trail={after} />
    </Page>
  );
}
