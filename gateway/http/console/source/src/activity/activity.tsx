// Activity: what happened to the project's numbers.
import { getRouteApi } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { EventsDocument } from '../gql/graphql';
import { Card, Page } from '../layout/page';
import { Waiting } from '../ui/loading';
import { Pager } from '../ui/pager';
import { EventList } from './event-list';

const SIZE = 25;
const route = getRouteApi('/activity');

export function ActivityPage() {
  const { after } = route.useSearch();
  const navigate = route.useNavigate();
  const [{ data, error }] = useQuery({
    query: EventsDocument,
    variables: { first: SIZE, after: after ?? null },
  });
  return (
    <Page title="Activity" lead="What happened to the numbers of the project.">
      {!data && <Waiting error={error} lines={8} />}
      {data && (
        <Card>
          <EventList events={data.phoneNumberEvents.nodes} showNumber />
          <Pager
            ends={data.phoneNumberEvents.pageInfo}
            labels={['Newer', 'Older']}
            onTurn={(place) => void navigate({ search: place })}
          />
        </Card>
      )}
    </Page>
  );
}
