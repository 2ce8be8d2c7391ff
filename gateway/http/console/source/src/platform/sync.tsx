// The last sync: what was compared, and what it found.
import { Link } from '@tanstack/react-router';
import type { AttachmentFragment } from '../gql/graphql';
import { Time } from '../ui/time';
import { count } from '../words';

export function LastSync({ sync }: { sync: AttachmentFragment['lastSync'] }) {
  if (!sync) return <p className="quiet">There has been no sync yet.</p>;
  const found = { Compared: sync.seen, 'Changed here': sync.changed, 'New here': sync.found };
  return (
    <>
      <p className="quiet">
        {sync.finishedAt ? 'Finished' : 'Running, started'}{' '}
        <Time at={sync.finishedAt ?? sync.startedAt} />
      </p>
      {sync.code && (
        <p className="reason">
          It stopped early: <code>{sync.code}</code>
        </p>
      )}
      {sync.unreadable > 0 && (
        <p className="reason">
          Left out, because their number or id cannot be kept: {count(sync.unreadable)}
        </p>
      )}
      <dl className="facts">
        {Object.entries(found).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{count(value)}</dd>
          </div>
        ))}
        <div>
          <dt>Gone</dt>
          <dd>
            {sync.gone > 0 ? (
              <Link to="/numbers" search={{ state: 'gone' }}>
                {count(sync.gone)}
              </Link>
            ) : (
              0
            )}
          </dd>
        </div>
      </dl>
    </>
  );
}
