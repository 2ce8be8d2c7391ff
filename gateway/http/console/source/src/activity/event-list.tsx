// Events as a list: who did what when, and how the fields changed.
import { Link } from '@tanstack/react-router';
import type { EventFragment } from '../gql/graphql';
import { Changes } from '../handlers/changes';
import { Badge, type Tone } from '../ui/badge';
import { Time } from '../ui/time';
import { TYPES } from './search';

const TONES = {
  IMPORTED: 'good',
  UPDATED: 'plain',
  RELEASED: 'bad',
  E911_CHANGED: 'plain',
  DRIFT_DETECTED: 'warn',
  OTHER: 'plain',
} satisfies Record<keyof typeof TYPES, Tone>;

type EventListProps = { events: readonly EventFragment[]; showNumber?: boolean };

export function EventList({ events, showNumber = false }: EventListProps) {
  if (events.length === 0) return <p className="quiet">No events.</p>;
  return (
    <ol className="events">
      {events.map((event) => (
        <li key={event.cursor}>
          <Badge tone={TONES[event.type]}>{TYPES[event.type]}</Badge>
          <div>
            <p>
              {showNumber && <NumberOf event={event} />}
              <span className="quiet">
                by {event.actor} · <Time at={event.occurredAt} />
              </span>
            </p>
            {event.type !== 'IMPORTED' && <Changes changes={event.changes} />}
          </div>
        </li>
      ))}
    </ol>
  );
}

function NumberOf({ event: { number, phoneNumber } }: { event: EventFragment }) {
  if (!phoneNumber) return <strong>{number} </strong>;
  return (
    <>
      <Link to="/numbers/$id" params={{ id: phoneNumber.id }}>
        {number}
      </Link>{' '}
    </>
  );
}
