// Progress of a job: a subscription while it is open, what became of its rows, and why it stopped.
import { useEffect } from 'react';
import { useClient, type Client } from 'urql';
import { ImportProgressDocument, UpdateProgressDocument, type JobFragment } from '../gql/graphql';
import type { Read } from '../live/read-while';
import { fetchTelling, reopening } from '../live/reopening';
import { Card } from '../layout/page';
import { count } from '../words';
import { isOpen } from './words';

/** Follow an open job, which the cache then has as it is, and read its rows when more are done. */
export function useProgress(job: JobFragment | null, read: Read): void {
  const client = useClient();
  const [id, type] = job && isOpen(job) ? [job.id, job.__typename] : [null, null];
  useEffect(() => {
    if (!id) return;
    const readAgain = () => read({ requestPolicy: 'network-only' });
    return reopening({
      open: (onOpened) => progressOf(client, type, id, fetchTelling(onOpened)),
      onData: readAgain,
      onLost: readAgain, // where the stream ends, the job may have ended
    });
  }, [client, id, type, read]);
}

function progressOf(client: Client, type: JobFragment['__typename'], id: string, by: typeof fetch) {
  const document = type === 'ImportJob' ? ImportProgressDocument : UpdateProgressDocument;
  return client.subscription<unknown>(document, { id }, { fetch: by });
}

const COUNTS = {
  imported: 'Imported',
  updated: 'Changed',
  unchanged: 'Unchanged',
  differs: 'Differ',
  failed: 'Failed',
  pending: 'Pending',
} satisfies Record<Exclude<keyof JobFragment['counts'], '__typename'>, string>;

export function Progress({ job }: { job: JobFragment }) {
  const { counts, processed, total, code } = job;
  const names = Object.keys(COUNTS) as (keyof typeof COUNTS)[];
  return (
    <Card>
      {code && (
        <p className="reason">
          It stopped: <code>{code}</code>
        </p>
      )}
      <label className="progress">
        <span>
          {count(processed)} of {count(total)} rows
        </span>
        <progress value={processed} max={Math.max(total, 1)} />
      </label>
      <dl className="counts">
        {names.map((name) => (
          <div key={name}>
            <dt>{COUNTS[name]}</dt>
            <dd>{count(counts[name])}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
