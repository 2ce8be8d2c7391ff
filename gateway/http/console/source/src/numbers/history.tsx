// The history of a number: every change, with what was before and after it.
import { useState } from 'react';
import { useQuery } from 'urql';
import { EventPage, eventsAt } from '../activity/event-page';
import { NumberHistoryDocument } from '../gql/graphql';
import { Card } from '../layout/page';
import { useFresh } from '../live/live';
import { Waiting } from '../ui/loading';
import type { Place } from '../ui/pager';

export function History({ id }: { id: string }) {
  const [place, setPlace] = useState<Place>({});
  const [{ data, error }, read] = useQuery({
    query: NumberHistoryDocument,
    variables: { id, ...eventsAt(place) },
  });
  useFresh(read);
  const events = data?.phoneNumber?.events;
  if (!events) return <Waiting error={error} />;
  return (
    <Card title="History">
      <EventPage events={events} onTurn={setPlace} />
    </Card>
  );
}
