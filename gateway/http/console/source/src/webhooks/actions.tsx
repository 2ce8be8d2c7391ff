// What can be done with a webhook endpoint. Each button reports what came of it above all of them.
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import {
  DeleteWebhookDocument,
  RetryWebhookDocument,
  RotateWebhookDocument,
  TestWebhookDocument,
  UpdateWebhookDocument,
  type EndpointFragment,
} from '../gql/graphql';
import { useAction } from '../graphql/action';
import type { Refusal } from '../graphql/refusal';
import { Card } from '../layout/page';
import { ConfirmDialog } from '../ui/dialog';
import { FailureNotice, type Failure } from '../ui/failure';
import { Notice, RefusalNotice } from '../ui/notice';
import { counted } from '../words';
import { SecretNotice } from './secret';

type Outcome =
  | { kind: 'failure'; failure: Failure }
  | { kind: 'refusal'; refusal: Refusal | null }
  | { kind: 'said'; tone: 'good' | 'bad'; text: string }
  | { kind: 'secret'; secret: string };
type ButtonProps = { id: string; report: (outcome: Outcome) => void };

export function Actions({
  endpoint,
  onRetried,
}: {
  endpoint: EndpointFragment;
  onRetried: () => void;
}) {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const props = { id: endpoint.id, report: setOutcome };
  return (
    <Card title="Actions">
      {outcome && <OutcomeNotice outcome={outcome} />}
      <div className="actions">
        <TestButton {...props} />
        <RetryButton {...props} onRetried={onRetried} />
        <SwitchButton {...props} isOn={endpoint.status === 'ENABLED'} />
        <RotateButton {...props} />
        <DeleteButton {...props} />
      </div>
    </Card>
  );
}

function OutcomeNotice({ outcome }: { outcome: Outcome }) {
  switch (outcome.kind) {
    case 'failure':
      return <FailureNotice failure={outcome.failure} />;
    case 'refusal':
      return <RefusalNotice refusal={outcome.refusal} />;
    case 'said':
      return (
        <Notice key={outcome.text} tone={outcome.tone}>
          {outcome.text}
        </Notice>
      );
    case 'secret':
      return <SecretNotice secret={outcome.secret} />;
  }
}

const said = (text: string, tone: 'good' | 'bad' = 'good'): Outcome => ({
  kind: 'said',
  tone,
  text,
});
const failed = (failure: Failure): Outcome => ({ kind: 'failure', failure });

function TestButton({ id, report }: ButtonProps) {
  const { run, isRunning } = useAction(TestWebhookDocument, (refusal) =>
    report({ kind: 'refusal', refusal }),
  );
  const test = async () => {
    const result = (await run({ input: { id } }))?.sendTestWebhook;
    if (!result) return;
    if (result.__typename !== 'SendTestWebhookSuccess') return report(failed(result));
    if (result.delivered) return report(said(`It arrived, in ${result.milliseconds} ms.`));
    report(said(`It did not arrive: ${result.failure ?? result.status}.`, 'bad'));
  };
  return (
    <button type="button" className="button" disabled={isRunning} onClick={() => void test()}>
      Send a test
    </button>
  );
}

function RetryButton({ id, report, onRetried }: ButtonProps & { onRetried: () => void }) {
  const { run, isRunning } = useAction(RetryWebhookDocument, (refusal) =>
    report({ kind: 'refusal', refusal }),
  );
  const retry = async () => {
    const result = (await run({ input: { id } }))?.retryWebhookDeliveries;
    if (!result) return;
    if (result.__typename !== 'RetryWebhookDeliveriesSuccess') return report(failed(result));
    report(said(`${counted(result.retried, 'message')} will be sent again.`));
    onRetried();
  };
  return (
    <button type="button" className="button" disabled={isRunning} onClick={() => void retry()}>
      Retry failed ones
    </button>
  );
}

function SwitchButton({ id, report, isOn }: ButtonProps & { isOn: boolean }) {
  const { run, isRunning } = useAction(UpdateWebhookDocument, (refusal) =>
    report({ kind: 'refusal', refusal }),
  );
  const turn = async () => {
    const result = (await run({ input: { id, enabled: !isOn } }))?.updateWebhookEndpoint;
    if (!result) return;
    if (result.__typename !== 'UpdateWebhookEndpointSuccess') return report(failed(result));
    report(said(isOn ? 'No events are sent now.' : 'Events are sent, also those since then.'));
  };
  return (
    <button type="button" className="button" disabled={isRunning} onClick={() => void turn()}>
      {isOn ? 'Switch off' : 'Switch on'}
    </button>
  );
}

function RotateButton({ id, report }: ButtonProps) {
  const [isAsking, setAsking] = useState(false);
  const { run, isRunning } = useAction(RotateWebhookDocument, (refusal) =>
    report({ kind: 'refusal', refusal }),
  );
  const rotate = async () => {
    const result = (await run({ input: { id } }))?.rotateWebhookSecret;
    setAsking(false);
    if (!result) return;
    if (result.__typename !== 'RotateWebhookSecretSuccess') return report(failed(result));
    report({ kind: 'secret', secret: result.secret });
  };
  return (
    <>
      <button type="button" className="button" onClick={() => setAsking(true)}>
        New secret
      </button>
      {isAsking && (
        <ConfirmDialog
          title="Make a new secret?"
          action="Make it"
          isRunning={isRunning}
          onClose={() => setAsking(false)}
          onConfirm={() => void rotate()}
        >
          <p>For a while messages are signed with both, so that receivers can change over.</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function DeleteButton({ id, report }: ButtonProps) {
  const [isAsking, setAsking] = useState(false);
  const navigate = useNavigate();
  const { run, isRunning } = useAction(DeleteWebhookDocument, (refusal) =>
    report({ kind: 'refusal', refusal }),
  );
  const remove = async () => {
    const result = (await run({ input: { id } }))?.deleteWebhookEndpoint;
    setAsking(false);
    if (!result) return;
    if (result.__typename !== 'DeleteWebhookEndpointSuccess') return report(failed(result));
    await navigate({ to: '/webhooks' });
  };
  return (
    <>
      <button type="button" className="button danger" onClick={() => setAsking(true)}>
        Delete
      </button>
      {isAsking && (
        <ConfirmDialog
          title="Delete this endpoint?"
          action="Delete it"
          isRunning={isRunning}
          onClose={() => setAsking(false)}
          onConfirm={() => void remove()}
        >
          <p>No events are sent to it any more, also not those that wait.</p>
        </ConfirmDialog>
      )}
    </>
  );
}
