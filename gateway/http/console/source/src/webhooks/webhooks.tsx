// Webhooks: the URLs that events are sent to.
import { Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { TYPES } from '../activity/search';
import { WebhooksDocument, type EndpointFragment, type WebhookStatus } from '../gql/graphql';
import { Card, Page } from '../layout/page';
import { Badge, type Tone } from '../ui/badge';
import { Waiting } from '../ui/loading';
import { Time } from '../ui/time';
import { words } from '../words';
import { CreateForm } from './create';

export function WebhooksPage() {
  const [{ data, error }] = useQuery({ query: WebhooksDocument });
  return (
    <Page title="Webhooks" lead="URLs that events are sent to, signed and at least once.">
      {!data && <Waiting error={error} />}
      {data && (
        <>
          {data.webhookEndpoints.length > 0 && <Endpoints endpoints={data.webhookEndpoints} />}
          <CreateForm />
        </>
      )}
    </Page>
  );
}

function Endpoints({ endpoints }: { endpoints: readonly EndpointFragment[] }) {
  return (
    <Card>
      <ul className="entries">
        {endpoints.map((endpoint) => (
          <li key={endpoint.id}>
            <div>
              <Link to="/webhooks/$id" params={{ id: endpoint.id }}>
                {endpoint.url}
              </Link>
              <span className="quiet">
                {typesOf(endpoint)}
                {endpoint.failingSince && (
                  <>
                    {' '}
                    · failing since <Time at={endpoint.failingSince} />
                  </>
                )}
              </span>
            </div>
            <EndpointBadge endpoint={endpoint} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function typesOf({ types }: EndpointFragment): string {
  return types.length > 0 ? types.map((type) => TYPES[type]).join(', ') : 'All events';
}

const TONES = { ENABLED: 'good', DISABLED: 'plain', OTHER: 'plain' } satisfies Record<
  WebhookStatus,
  Tone
>;

export function EndpointBadge({ endpoint }: { endpoint: EndpointFragment }) {
  if (endpoint.status === 'ENABLED' && endpoint.failingSince)
    return <Badge tone="bad">Failing</Badge>;
  return <Badge tone={TONES[endpoint.status]}>{words(endpoint.status)}</Badge>;
}
