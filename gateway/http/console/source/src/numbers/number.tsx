// One number: its settings, its state on the platform, its history, and its release.
import { getRouteApi, Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { useQuery } from 'urql';
import { PhoneNumberDocument, type PhoneNumberQuery } from '../gql/graphql';
import { Page } from '../layout/page';
import { useFresh } from '../live/live';
import { Badge, ProvisioningBadge } from '../ui/badge';
import { Waiting } from '../ui/loading';
import { CheckCard } from './check';
import { Facts } from './facts';
import { History } from './history';
import { OriginCard } from './origin';
import { ProvisioningCard } from './provisioning';
import { ReleaseCard } from './release';
import { SettingsForm } from './settings';
import { TABS, type Tab } from './tabs';

const route = getRouteApi('/numbers/$id');
export type PhoneNumber = NonNullable<PhoneNumberQuery['phoneNumber']>;

export function NumberPage() {
  const { id } = route.useParams();
  const [{ data, error, fetching }, read] = useQuery({
    query: PhoneNumberDocument,
    variables: { id },
  });
  useFresh(read);
  const number = data?.phoneNumber;
  if (number) return <Loaded key={number.id} number={number} />;
  return (
    <Page title="Number">
      {data && !fetching ? <Unknown /> : <Waiting error={error} lines={6} />}
    </Page>
  );
}

function Unknown() {
  return (
    <p>
      The project has no such number: it was released, or never here.{' '}
      <Link to="/numbers">Back to the list</Link>
    </p>
  );
}

function Loaded({ number }: { number: PhoneNumber }) {
  const { tab = 'settings' } = route.useSearch();
  return (
    <Page
      title={number.numberFormatted}
      badges={<Badges number={number} />}
      lead={number.name ?? 'No name'}
    >
      <Tabs current={tab} />
      <div className="columns">
        <div>{tab === 'history' ? <History id={number.id} /> : <Settings number={number} />}</div>
        <aside aria-label="About this number">
          {number.provisioning && <ProvisioningCard provisioning={number.provisioning} />}
          <CheckCard id={number.id} />
          {number.origin && <OriginCard origin={number.origin} />}
          <Facts number={number} />
        </aside>
      </div>
    </Page>
  );
}

function Settings({ number }: { number: PhoneNumber }) {
  return (
    <>
      <SettingsForm read={number} />
      <ReleaseCard number={number} />
    </>
  );
}

function Badges({ number }: { number: PhoneNumber }) {
  return (
    <>
      {number.provisioning && <ProvisioningBadge status={number.provisioning.status} />}
      {number.releaseProtected && (
        <Badge>
          <Lock aria-hidden /> Protected
        </Badge>
      )}
    </>
  );
}

function Tabs({ current }: { current: Tab }) {
  return (
    <nav className="tabs" aria-label="About this number">
      {(Object.keys(TABS) as Tab[]).map((tab) => (
        <Link
          key={tab}
          from="/numbers/$id"
          to="/numbers/$id"
          search={tab === 'history' ? { tab } : {}}
          replace
          activeOptions={{ exact: true, includeSearch: true }}
          aria-current={tab === current ? 'page' : undefined}
        >
          {TABS[tab]}
        </Link>
      ))}
    </nav>
  );
}
