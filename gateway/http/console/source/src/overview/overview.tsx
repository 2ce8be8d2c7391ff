// Overview: how many numbers there are, and which need attention.
import { Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { EventList } from '../activity/event-list';
import { EventsDocument, TotalsDocument, UpstreamDocument } from '../gql/graphql';
import { Card, Page } from '../layout/page';
import { useFresh } from '../live/live';
import type { ListSearch } from '../numbers/search';
import { LastSync } from '../platform/sync';
import { ConnectionBadge } from '../ui/badge';
import { Waiting } from '../ui/loading';
import { count } from '../words';

export function Overview() {
  return (
    <Page title="Overview" lead="The numbers of the project at a glance.">
      <Totals />
      <div className="columns even">
        <Latest />
        <Platform />
      </div>
    </Page>
  );
}

function Totals() {
  const [{ data, error }, read] = useQuery({ query: TotalsDocument });
  useFresh(read);
  if (!data) return <Waiting error={error} />;
  const { all, unanswered, pending, failed, gone } = data;
  return (
    <ul className="tiles">
      <Tile label="Numbers" value={all.totalCount} search={{}} />
      <Tile
        label="Calls not answered"
        value={unanswered.totalCount}
        search={{ calls: 'unanswered' }}
      />
      <Tile label="Pending" value={pending.totalCount} search={{ state: 'pending' }} />
      <Tile label="Failed" value={failed.totalCount} search={{ state: 'failed' }} />
      <Tile label="Gone" value={gone.totalCount} search={{ state: 'gone' }} />
    </ul>
  );
}

type TileProps = { label: string; value: number; search: ListSearch };

function Tile({ label, value, search }: TileProps) {
  return (
    <li>
      <Link to="/numbers" search={search}>
        <strong>{count(value)}</strong>
        {label}
      </Link>
    </li>
  );
}

function Platform() {
  const [{ data, error }] = useQuery({ query: UpstreamDocument });
  if (!data) return <Waiting error={error} />;
  const { upstream } = data;
  return (
    <Card title="Platform" aside={upstream && <ConnectionBadge status={upstream.status} />}>
      {upstream ? (
        <LastSync sync={upstream.lastSync} />
      ) : (
        <p className="quiet">
          The project is not attached to a platform. <Link to="/platform">Attach it</Link>
        </p>
      )}
    </Card>
  );
}

function Latest() {
  const [{ data, error }, read] = useQuery({ query: EventsDocument, variables: { last: 6 } });
  useFresh(read);
  return (
    <Card title="Latest changes" aside={<Link to="/activity">All activity</Link>}>
      {!data && <Waiting error={error} />}
      {data && <EventList events={[...data.phoneNumberEvents.nodes].reverse()} showNumber />}
    </Card>
  );
}
