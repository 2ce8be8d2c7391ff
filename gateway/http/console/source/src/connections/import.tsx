// Imports the new numbers of an account by a job, or says in a dry run what would become of each.
import { useNavigate } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { StartImportDocument } from '../gql/graphql';
import { useAction, useIdempotencyKey } from '../graphql/action';
import { FailureNotice, type Failure } from '../ui/failure';
import { RefusalNotice } from '../ui/notice';

export function ImportButtons({ connectionId }: { connectionId: string }) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const { run, refusal, isRunning } = useAction(StartImportDocument);
  const key = useIdempotencyKey();
  const navigate = useNavigate();
  const start = async (dryRun: boolean) => {
    setFailure(null);
    const source = { connection: { connectionId } };
    const data = await run({ input: { source, dryRun, idempotencyKey: key.value() } });
    if (!data) return;
    key.renew();
    const { startImportJob: result } = data;
    if (result.__typename !== 'StartImportJobSuccess') return setFailure(result);
    await navigate({ to: '/jobs/$id', params: { id: result.job.id } });
  };
  return (
    <>
      <RefusalNotice refusal={refusal} />
      {failure && <FailureNotice failure={failure} />}
      <button
        type="button"
        className="button"
        disabled={isRunning}
        onClick={() => void start(true)}
      >
        Dry run
      </button>
      <button
        type="button"
        className="button primary"
        disabled={isRunning}
        onClick={() => void start(false)}
      >
        <Download aria-hidden /> Import new numbers
      </button>
    </>
  );
}
