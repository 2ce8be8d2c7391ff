// Activity: what happened to the project's numbers, newest first.
import { getRouteApi } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { EventsDocument, type PhoneNumberEventType } from '../gql/graphql';
import { Card, Page } from '../layout/page';
import { useFresh } from '../live/live';
import { Waiting } from '../ui/loading';
import { EventPage, eventsAt } from './event-page';
import { TYPES } from './search';

const route = getRouteApi('/activity');

export function ActivityPage() {
  const { type, ...place } = route.useSearch();
  const navigate = route.useNavigate();
  const [{ data, error }, read] = useQuery({
    query: EventsDocument,
    variables: { ...eventsAt(place), types: type ? [type] : null },
  });
  useFresh(read);
  return (
    <Page
      title="Activity"
      lead="What happened to the numbers of the project."
      actions={
        <TypeChoice
          type={type}
          onChoose={(chosen) => void navigate({ search: chosen ? { type: chosen } : {} })}
        />
      }
    >
      {!data && <Waiting error={error} lines={8} />}
      {data && (
        <Card>
          <EventPage
            events={data.phoneNumberEvents}
            showNumber
            onTurn={(next) => void navigate({ search: { ...(type && { type }), ...next } })}
          />
        </Card>
      )}
    </Page>
  );
}

type TypeChoiceProps = {
  type: PhoneNumberEventType | undefined;
  onChoose: (type: PhoneNumberEventType | '') => void;
};

function TypeChoice({ type, onChoose }: TypeChoiceProps) {
  return (
    <select
      aria-label="Events"
      value={type ?? ''}
      onChange={(event) => onChoose(event.target.value as PhoneNumberEventType | '')}
    >
      <option value="">All events</option>
      {Object.entries(TYPES).map(([name, label]) => (
        <option key={name} value={name}>
          {label}
        </option>
      ))}
    </select>
  );
}
