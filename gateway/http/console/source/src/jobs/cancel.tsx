// Cancels a job: rows that are done stay done.
import { useState } from 'react';
import { CancelImportDocument, CancelUpdateDocument, type JobFragment } from '../gql/graphql';
import { useAction } from '../graphql/action';
import { ConfirmDialog } from '../ui/dialog';
import { FailureNotice, type Failure } from '../ui/failure';
import { RefusalNotice } from '../ui/notice';

export function CancelButton({ job: { __typename: type, id } }: { job: JobFragment }) {
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const ofImport = useAction(CancelImportDocument);
  const ofUpdate = useAction(CancelUpdateDocument);
  const cancel = async () => {
    const result =
      type === 'ImportJob'
        ? (await ofImport.run({ id }))?.cancelImportJob
        : (await ofUpdate.run({ id }))?.cancelUpdateJob;
    setAsking(false);
    if (result?.__typename === 'Rejected') setFailure(result);
  };
  return (
    <>
      <RefusalNotice refusal={ofImport.refusal ?? ofUpdate.refusal} />
      {failure && <FailureNotice failure={failure} />}
      <button type="button" className="button danger" onClick={() => setAsking(true)}>
        Cancel the job
      </button>
      {isAsking && (
        <ConfirmDialog
          title="Cancel this job?"
          action="Cancel the job"
          keep="Let it run"
          isRunning={ofImport.isRunning || ofUpdate.isRunning}
          onClose={() => setAsking(false)}
          onConfirm={() => void cancel()}
        >
          <p>Rows that are done stay done.</p>
        </ConfirmDialog>
      )}
    </>
  );
}
