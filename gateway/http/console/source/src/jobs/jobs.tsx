// Bulk jobs: many numbers from a file, in the background.
import { getRouteApi, Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { JobsDocument, type JobFragment } from '../gql/graphql';
import { Card, Page } from '../layout/page';
import { Badge } from '../ui/badge';
import { Waiting } from '../ui/loading';
import { Walk } from '../ui/pager';
import { Time } from '../ui/time';
import { cursorOf } from '../ui/trail';
import { counted } from '../words';
import { useReadWhile } from '../live/read-while';
import { UploadForm } from './upload';
import { isOpen, STATUSES, titleOf } from './words';

const SIZE = 25;
const route = getRouteApi('/jobs');

export function JobsPage() {
  const { after } = route.useSearch();
  const navigate = route.useNavigate();
  const [{ data, error }, read] = useQuery({
    query: JobsDocument,
    variables: { first: SIZE, after: cursorOf(after) },
  });
  useReadWhile(data?.bulkJobs.nodes.some(isOpen) ?? false, read);
  return (
    <Page title="Jobs" lead="Many numbers at once, in the background.">
      <div className="columns">
        <Card title="Jobs">
          {data ? <Jobs jobs={data.bulkJobs.nodes} /> : <Waiting error={error} />}
          {data && (
            <Walk
              ends={data.bulkJobs.pageInfo}
              trail={after}
              labels={['Newer', 'Older']}
              onTurn={(next) => void navigate({ search: next })}
            />
          )}
        </Card>
        <aside aria-label="New job">
          <UploadForm />
        </aside>
      </div>
    </Page>
  );
}

function Jobs({ jobs }: { jobs: readonly JobFragment[] }) {
  if (jobs.length === 0) return <p className="quiet">There are no jobs yet.</p>;
  return (
    <ul className="entries">
      {jobs.map((job) => (
        <li key={job.id}>
          <div>
            <Link to="/jobs/$id" params={{ id: job.id }}>
              {titleOf(job)}
            </Link>
            <span className="quiet">
              {counted(job.total, 'row')} · <Time at={job.createdAt} />
              {job.counts.failed > 0 && ` · ${job.counts.failed} failed`}
            </span>
          </div>
          <JobBadge job={job} />
        </li>
      ))}
    </ul>
  );
}

export function JobBadge({ job }: { job: JobFragment }) {
  const [label, tone] = STATUSES[job.status];
  return <Badge tone={tone}>{label}</Badge>;
}
