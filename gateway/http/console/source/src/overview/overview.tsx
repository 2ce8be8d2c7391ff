// Overview: how many numbers there are, of which kinds, and which need attention.
import { Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { EventList } from '../activity/event-list';
import {
  EventsDocument,
  OverviewDocument,
  UpstreamDocument,
  type EventsQueryVariables,
  type OverviewQuery,
} from '../gql/graphql';
import { Card, Page } from '../layout/page';
import { useFresh } from '../live/live';
import type { ListSearch } from '../numbers/search';
import { LastSync } from '../platform/sync';
import { ConnectionBadge } from '../ui/badge';
import { Waiting } from '../ui/loading';
import { count, words } from '../words';
import { Bars, type Bar } from './bars';

type Facets = OverviewQuery['all']['facets'];
type Count = Facets['tags'][number];
const REGIONS = new Intl.DisplayNames('en', { type: 'region' });

export function Overview() {
  return (
    <Page title="Overview" lead="The numbers of the project at a glance.">
      <Numbers />
      <div className="columns even">
        <Latest />
        <Platform />
      </div>
    </Page>
  );
}

function Numbers() {
  const [{ data, error }, read] = useQuery({ query: OverviewDocument });
  useFresh(read);
  if (!data) return <Waiting error={error} />;
  const { facets, totalCount } = data.all;
  const inState = (state: string) =>
    facets.provisioning.find(({ value }) => value === state)?.count ?? 0;
  return (
    <>
      <ul className="tiles">
        <Tile label="Numbers" value={totalCount} search={{}} />
        <Tile
          label="Calls not answered"
          value={data.unanswered.totalCount}
          search={{ calls: 'unanswered' }}
        />
        <Tile label="Pending" value={inState('PENDING')} search={{ state: 'pending' }} />
        <Tile label="Failed" value={inState('FAILED')} search={{ state: 'failed' }} />
        <Tile label="Gone" value={inState('GONE')} search={{ state: 'gone' }} />
      </ul>
      <div className="columns even">
        <Bars title="Countries" bars={facets.countries.map(country)} />
        <Bars title="Types" bars={facets.numberTypes.map(type)} />
        <Bars title="What answers calls" bars={facets.callHandlerKinds.map(kindOf('calls'))} />
        <Bars
          title="What answers messages"
          bars={facets.messageHandlerKinds.map(kindOf('messages'))}
        />
        <Bars title="Tags" bars={facets.tags.map(tag)} />
        <Drift />
      </div>
    </>
  );
}

function country({ value, count: numbers }: Count): Bar {
  const label = value ? (REGIONS.of(value) ?? value) : 'International';
  return { label, value: numbers, search: value ? { country: value } : undefined };
}

function kindOf(name: 'calls' | 'messages') {
  return ({ value, count: numbers }: Count): Bar => ({
    label: value ? words(value) : 'Nothing',
    value: numbers,
    search: { [name]: value?.toLowerCase() ?? 'unanswered' },
  });
}

function tag({ value, count: numbers }: Count): Bar {
  const search = value ? { tags: value } : undefined;
  return { label: value ?? 'No tag', value: numbers, search };
}

function type({ value, count: numbers }: Count): Bar {
  const name = value ?? '';
  return { label: words(name), value: numbers, search: { type: name.toLowerCase() } };
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
  const [{ data, error }, read] = useQuery({ query: UpstreamDocument });
  useFresh(read);
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

function Drift() {
  const variables = { last: 3, types: ['DRIFT_DETECTED'] } satisfies EventsQueryVariables;
  const [{ data, error }, read] = useQuery({ query: EventsDocument, variables });
  useFresh(read);
  const all = (
    <Link to="/activity" search={{ type: 'DRIFT_DETECTED' }}>
      All drift
    </Link>
  );
  return (
    <Card title="Drift" aside={all}>
      {!data && <Waiting error={error} />}
      {data && <EventList events={[...data.phoneNumberEvents.nodes].reverse()} showNumber />}
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
