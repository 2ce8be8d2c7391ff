// Deliveries of an endpoint: what became of each message.
import { getRouteApi } from '@tanstack/react-router';
import type { WebhookDeliveryStatus, WebhookQuery } from '../gql/graphql';
import { Badge, type Tone } from '../ui/badge';
import { Walk } from '../ui/pager';
import type { Trail } from '../ui/trail';
import { Time } from '../ui/time';
import { counted } from '../words';
import { STATUSES } from './search';

type Endpoint = Extract<WebhookQuery['node'], { __typename: 'WebhookEndpoint' }>;
type DeliveriesProps = {
  deliveries: Endpoint['deliveries'];
  status: WebhookDeliveryStatus | undefined;
  trail: Trail;
};
const TONES = { DUE: 'warn', DELIVERED: 'good', DEAD: 'bad', OTHER: 'plain' } satisfies Record<
  WebhookDeliveryStatus,
  Tone
>;
const route = getRouteApi('/webhooks/$id');

export function Deliveries({ deliveries: { nodes, pageInfo }, status, trail }: DeliveriesProps) {
  const navigate = route.useNavigate();
  return (
    <section className="card flush" aria-label="Deliveries">
      <header className="card-header inside">
        <h2>Deliveries</h2>
        <select
          aria-label="Show"
          value={status ?? ''}
          onChange={(event) =>
            void navigate({
              search: event.target.value
                ? { status: event.target.value as WebhookDeliveryStatus }
                : {},
            })
          }
        >
          <option value="">All</option>
          {Object.entries(STATUSES).map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </header>
      {nodes.length === 0 && <p className="empty">No deliveries.</p>}
      {nodes.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">State</th>
              <th scope="col">Last result</th>
              <th scope="col">When</th>
              <th scope="col" className="wide">
                Message
              </th>
            </tr>
          </thead>
          <tbody>
            {nodes.map((delivery) => (
              <tr key={delivery.messageId}>
                <td>
                  <Badge tone={TONES[delivery.status]}>{STATUSES[delivery.status]}</Badge>
                </td>
                <td>
                  {delivery.lastResult ?? <em>none yet</em>}{' '}
                  <span className="quiet">{counted(delivery.attempts, 'attempt')}</span>
                </td>
                <td>
                  <When delivery={delivery} />
                </td>
                <td className="wide">
                  <code>{delivery.messageId}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Walk
        ends={pageInfo}
        trail={trail}
        labels={['Newer', 'Older']}
        onTurn={(next) => void navigate({ search: { ...(status && { status }), ...next } })}
      />
    </section>
  );
}

function When({ delivery }: { delivery: Endpoint['deliveries']['nodes'][number] }) {
  if (delivery.nextAt)
    return (
      <>
        next <Time at={delivery.nextAt} />
      </>
    );
  return delivery.finishedAt ? <Time at={delivery.finishedAt} /> : null;
}
