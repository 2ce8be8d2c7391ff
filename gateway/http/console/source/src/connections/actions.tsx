// What can be done with a connection: read the account again, and remove it.
import { useNavigate } from '@tanstack/react-router';
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import {
  RefreshConnectionDocument,
  RemoveConnectionDocument,
  type ConnectionFragment,
} from '../gql/graphql';
import { useAction } from '../graphql/action';
import { ConfirmDialog } from '../ui/dialog';
import { FailureNotice, type Failure } from '../ui/failure';
import { RefusalNotice } from '../ui/notice';
import { ImportButtons } from './import';

export function ConnectionActions({ connection }: { connection: ConnectionFragment }) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const { run, refusal, isRunning } = useAction(RefreshConnectionDocument);
  const refresh = async () => {
    const result = (await run({ input: { id: connection.id } }))?.refreshProviderNumbers;
    const isDone = !result || result.__typename === 'RefreshProviderNumbersSuccess';
    setFailure(isDone ? null : result);
  };
  return (
    <>
      <RefusalNotice refusal={refusal} />
      {failure && <FailureNotice failure={failure} />}
      <button
        type="button"
        className="button"
        disabled={isRunning || connection.refreshing}
        onClick={() => void refresh()}
      >
        <RefreshCw aria-hidden /> {connection.refreshing ? 'Reading …' : 'Read again'}
      </button>
      <ImportButtons connectionId={connection.id} />
      <RemoveButton connection={connection} onFailed={setFailure} />
    </>
  );
}

type RemoveProps = { connection: ConnectionFragment; onFailed: (failure: Failure) => void };

function RemoveButton({ connection: { id, label }, onFailed }: RemoveProps) {
  const [isAsking, setAsking] = useState(false);
  const { run, refusal, isRunning } = useAction(RemoveConnectionDocument);
  const navigate = useNavigate();
  const remove = async () => {
    const result = (await run({ input: { id } }))?.removeProviderConnection;
    setAsking(false);
    if (!result) return;
    if (result.__typename !== 'RemoveProviderConnectionSuccess') return onFailed(result);
    await navigate({ to: '/connections' });
  };
  return (
    <>
      <RefusalNotice refusal={refusal} />
      <button type="button" className="button danger" onClick={() => setAsking(true)}>
        Remove
      </button>
      {isAsking && (
        <ConfirmDialog
          title={`Remove ${label}?`}
          action="Remove it"
          isRunning={isRunning}
          onClose={() => setAsking(false)}
          onConfirm={() => void remove()}
        >
          <p>Its credentials are deleted. Numbers that were imported from it stay.</p>
        </ConfirmDialog>
      )}
    </>
  );
}
