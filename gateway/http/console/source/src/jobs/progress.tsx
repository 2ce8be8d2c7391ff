// Progress of a job: what became of its rows, and why it stopped.
import type { JobFragment } from '../gql/graphql';
import { Card } from '../layout/page';
import { count } from '../words';

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
