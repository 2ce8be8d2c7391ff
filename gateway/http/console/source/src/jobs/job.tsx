// One bulk job: its progress, what became of its rows, and the failed ones as a file.
import { getRouteApi, Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { JobDocument, type JobFragment } from '../gql/graphql';
import { Card, Page } from '../layout/page';
import { Waiting } from '../ui/loading';
import { Time } from '../ui/time';
import { count } from '../words';
import { CancelButton } from './cancel';
import { JobBadge } from './jobs';
import { useReadWhile } from './read-while';
import { Rows } from './rows';
import { isOpen, titleOf } from './words';

const route = getRouteApi('/jobs/$id');

export function JobPage() {
  const { id } = route.useParams();
  const { fate, after } = route.useSearch();
  const [{ data, error, fetching }, read] = useQuery({
    query: JobDocument,
    variables: { id, after: after ?? null, fates: fate ? [fate] : null },
  });
  const job = data?.node && 'rows' in data.node ? data.node : null;
  useReadWhile(job !== null && isOpen(job), read);
  if (!job)
    return (
      <Page title="Job">
        {data && !fetching ? (
          <p>
            There is no such job. <Link to="/jobs">All jobs</Link>
          </p>
        ) : (
          <Waiting error={error} />
        )}
      </Page>
    );
  return (
    <Page
      title={titleOf(job)}
      lead={<Time at={job.createdAt} />}
      badges={<JobBadge job={job} />}
      actions={isOpen(job) && <CancelButton job={job} />}
    >
      <Progress job={job} />
      <Rows id={id} rows={job.rows} fate={fate} hasFailed={job.counts.failed > 0} />
    </Page>
  );
}

const COUNTS = {
  imported: 'Imported',
  updated: 'Changed',
  unchanged: 'Unchanged',
  differs: 'Differ',
  failed: 'Failed',
  pending: 'Pending',
} satisfies Record<Exclude<keyof JobFragment['counts'], '__typename'>, string>;

function Progress({ job }: { job: JobFragment }) {
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
