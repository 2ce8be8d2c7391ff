// What the changes of a dry run would come to, followed until all numbers were looked at.
import { Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { JobDocument } from '../gql/graphql';
import { useProgress } from '../jobs/follow';
import { Progress } from '../jobs/progress';
import { JobBadge } from '../jobs/jobs';
import { useKept } from '../live/kept';
import { Waiting } from '../ui/loading';

export function DryRun({ id }: { id: string }) {
  const [{ data, error }, read] = useQuery({ query: JobDocument, variables: { id, fates: null } });
  const kept = useKept(id, data);
  const job = kept?.node && 'rows' in kept.node ? kept.node : null;
  useProgress(job, read);
  if (!job) return <Waiting error={error} />;
  return (
    <section aria-label="Dry run">
      <p>
        <strong>Dry run</strong> <JobBadge job={job} /> Nothing is changed yet.{' '}
        <Link to="/jobs/$id" params={{ id }}>
          Every row
        </Link>
      </p>
      <Progress job={job} />
      {error && <Waiting error={error} />}
    </section>
  );
}
