// One bulk job: its progress, what became of its rows, and the failed ones as a file.
import { getRouteApi, Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { JobDocument } from '../gql/graphql';
import { Page } from '../layout/page';
import { useKept } from '../live/kept';
import { Waiting } from '../ui/loading';
import { Time } from '../ui/time';
import { cursorOf } from '../ui/trail';
import { CancelButton } from './cancel';
import { useProgress } from './follow';
import { JobBadge } from './jobs';
import { Progress } from './progress';
import { Rows } from './rows';
import { isOpen, titleOf } from './words';

const route = getRouteApi('/jobs/$id');

export function JobPage() {
  const { id } = route.useParams();
  const { fate, after } = route.useSearch();
  const [{ data, error, fetching }, read] = useQuery({
    query: JobDocument,
    variables: { id, after: cursorOf(after), fates: fate ? [fate] : null },
  });
  const kept = useKept(id, data);
  const job = kept?.node && 'rows' in kept.node ? kept.node : null;
  useProgress(job, read);
  if (!job)
    return (
      <Page title="Job">
        {kept && !fetching ? (
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
      {error && <Waiting error={error} />}
      <Rows id={id} rows={job.rows} fate={fate} trail={after} hasFailed={job.counts.failed > 0} />
    </Page>
  );
}
