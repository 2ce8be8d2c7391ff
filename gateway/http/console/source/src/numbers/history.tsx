// The history of a number: every change, with what was before and after it.
import { useState } from 'react';
import { useQuery } from 'urql';
import { EventList } from '../activity/event-list';
import { NumberHistoryDocument } from '../gql/graphql';
import { Card } from '../layout/page';
import { Waiting } from '../ui/loading';
import { Pager, type Place } from '../ui/pager';

export function History({ id }: { id: string }) {
  const [place, setPlace] = useState<Place>({});
  const [{ data, error }] = useQuery({
    query: NumberHistoryDocument,
    variables: { id, after: place.after ?? null },
  });
  const events = data?.phoneNumber?.events;
  if (!events) return <Waiting error={error} />;
  return (
    <Card title="History">
      <EventList events={events.nodes} />
      <Pager ends={events.pageInfo} labels={['Newer', 'Older']} onTurn={setPlace} />
    </Card>
  );
}
