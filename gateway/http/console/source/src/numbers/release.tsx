// Release: gives a number up, after a confirmation.
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ReleaseDocument } from '../gql/graphql';
import { useAction, useIdempotencyKey } from '../graphql/action';
import { Card } from '../layout/page';
import { ConfirmDialog } from '../ui/dialog';
import { FailureNotice, type Failure } from '../ui/failure';
import { Notice, RefusalNotice } from '../ui/notice';
import type { PhoneNumber } from './number';

type State = { name: 'idle' | 'asking' | 'changed' | 'pending' } | Failure;

export function ReleaseCard({ number }: { number: PhoneNumber }) {
  const [state, setState] = useState<State>({ name: 'idle' });
  const { run, refusal, isRunning } = useAction(ReleaseDocument);
  const key = useIdempotencyKey();
  const navigate = useNavigate();
  const release = async () => {
    const data = await run({
      input: { id: number.id, expectedVersion: number.version, idempotencyKey: key.value() },
    });
    if (!data) return setState({ name: 'idle' });
    key.renew();
    const { releasePhoneNumber: result } = data;
    if (result.__typename === 'VersionConflict') return setState({ name: 'changed' });
    if (result.__typename !== 'ReleasePhoneNumberSuccess') return setState(result);
    if (result.phoneNumber) return setState({ name: 'pending' });
    return navigate({ to: '/numbers' });
  };
  const isIdle = 'name' in state;
  return (
    <Card title="Release">
      <RefusalNotice refusal={refusal} />
      {!isIdle && <FailureNotice failure={state} />}
      {isIdle && <Outcome name={state.name} />}
      <p className="quiet">
        {number.releaseProtected
          ? 'This number is protected: switch the protection off first.'
          : 'The number leaves the project. Its history stays, and it can be imported again.'}
      </p>
      <button
        type="button"
        className="button danger"
        disabled={number.releaseProtected}
        onClick={() => setState({ name: 'asking' })}
      >
        Release this number
      </button>
      {isIdle && state.name === 'asking' && (
        <ConfirmDialog
          title={`Release ${number.numberFormatted}?`}
          action="Release"
          isRunning={isRunning}
          onClose={() => setState({ name: 'idle' })}
          onConfirm={() => void release()}
        >
          <p>Calls and messages to it are not answered any more.</p>
        </ConfirmDialog>
      )}
    </Card>
  );
}

function Outcome({ name }: { name: string }) {
  if (name === 'changed')
    return (
      <Notice tone="warn">
        Somebody changed the number meanwhile. Look at it once more, then release it.
      </Notice>
    );
  if (name === 'pending')
    return (
      <Notice tone="info">The platform was asked to release it, and has not confirmed yet.</Notice>
    );
  return null;
}
