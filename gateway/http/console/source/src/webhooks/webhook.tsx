// One webhook endpoint: whether events arrive, its deliveries, and what can be done about them.
import { getRouteApi, Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { WebhookDocument, type EndpointFragment } from '../gql/graphql';
import { useFresh } from '../live/live';
import { useReadWhile } from '../live/read-while';
import { Card, Page } from '../layout/page';
import { Waiting } from '../ui/loading';
import { ExactTime, Time } from '../ui/time';
import { cursorOf } from '../ui/trail';
import { Actions } from './actions';
import { Deliveries } from './deliveries';
import { EndpointBadge, typesOf } from './webhooks';

const route = getRouteApi('/webhooks/$id');

export function WebhookPage() {
  const { id } = route.useParams();
  const { after, status } = route.useSearch();
  const [{ data, error, fetching }, read] = useQuery({
    query: WebhookDocument,
    variables: { id, after: cursorOf(after), status: status ?? null },
  });
  useFresh(read);
  const endpoint = data?.node?.__typename === 'WebhookEndpoint' ? data.node : null;
  useReadWhile(endpoint?.deliveries.nodes.some(({ status: is }) => is === 'DUE') ?? false, read);
  if (!endpoint)
    return (
      <Page title="Webhook">
        {data && !fetching ? (
          <p>
            There is no such endpoint. <Link to="/webhooks">All webhooks</Link>
          </p>
        ) : (
          <Waiting error={error} />
        )}
      </Page>
    );
  return (
    <Page title="Webhook" lead={endpoint.url} badges={<EndpointBadge endpoint={endpoint} />}>
      <div className="columns">
        <Deliveries deliveries={endpoint.deliveries} status={status} trail={after} />
        <aside aria-label="About this endpoint">
          <Facts endpoint={endpoint} />
          <Actions endpoint={endpoint} onRetried={() => read({ requestPolicy: 'network-only' })} />
        </aside>
      </div>
    </Page>
  );
}

const REASONS: Record<string, string> = {
  requested: 'It was switched off.',
  no_success: 'Nothing arrived for five days.',
  endpoint_gone: 'The receiver answered that it is gone (410).',
};

function Facts({ endpoint }: { endpoint: EndpointFragment }) {
  const { code, failingSince, previousSecretUntil } = endpoint;
  return (
    <Card title="Endpoint">
      {code && <p className="reason">{REASONS[code] ?? code}</p>}
      {failingSince && (
        <p className="reason">
          Nothing arrives since <Time at={failingSince} />.
        </p>
      )}
      <dl className="facts">
        <div>
          <dt>Events</dt>
          <dd>{typesOf(endpoint)}</dd>
        </div>
        <div>
          <dt>Secret</dt>
          <dd>{endpoint.secretHint}</dd>
        </div>
        {previousSecretUntil && (
          <div>
            <dt>Former secret until</dt>
            <dd>
              <ExactTime at={previousSecretUntil} />
            </dd>
          </div>
        )}
        <div>
          <dt>Created</dt>
          <dd>
            <Time at={endpoint.createdAt} />
          </dd>
        </div>
      </dl>
    </Card>
  );
}
