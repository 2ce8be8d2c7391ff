// A page of events, newest first: the last page of the list comes first.
import type { EventFragment, PageEndsFragment } from '../gql/graphql';
import { Pager, type Place } from '../ui/pager';
import { EventList } from './event-list';

/** As many as a request may cost: each event may have many changes, of any type. */
const SIZE = 20;
type EventPageProps = {
  events: { nodes: readonly EventFragment[]; pageInfo: PageEndsFragment };
  showNumber?: boolean;
  onTurn: (place: Place) => void;
};

export function EventPage({ events, showNumber = false, onTurn }: EventPageProps) {
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = events.pageInfo;
  const ends = {
    ...events.pageInfo,
    hasNextPage: hasPreviousPage,
    hasPreviousPage: hasNextPage,
    startCursor: endCursor,
    endCursor: startCursor,
  };
  return (
    <>
      <EventList events={[...events.nodes].reverse()} showNumber={showNumber} />
      <Pager
        ends={ends}
        labels={['Newer', 'Older']}
        onTurn={({ after, before }) => onTurn({ after: before, before: after })}
      />
    </>
  );
}

/** The arguments of the page that is shown at a place: without one, the last. */
export function eventsAt({ after, before }: Place) {
  if (after) return { first: SIZE, after };
  return before ? { last: SIZE, before } : { last: SIZE };
}
