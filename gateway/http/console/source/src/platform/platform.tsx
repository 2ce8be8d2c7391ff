// The platform behind the project: whether it is attached, whether the token works, and the last sync.
import { RefreshCw, Unplug } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import {
  DetachDocument,
  SyncDocument,
  UpstreamDocument,
  type AttachmentFragment,
} from '../gql/graphql';
import { useAction } from '../graphql/action';
import { Card, Page } from '../layout/page';
import { useFresh } from '../live/live';
import { useReadWhile, type Read } from '../live/read-while';
import { ConnectionBadge } from '../ui/badge';
import { ConfirmDialog } from '../ui/dialog';
import { FailureNotice, type Failure } from '../ui/failure';
import { Waiting } from '../ui/loading';
import { Notice, RefusalNotice } from '../ui/notice';
import { AttachForm } from './attach';
import { LastSync } from './sync';

export function PlatformPage() {
  const [{ data, error }, read] = useQuery({ query: UpstreamDocument });
  useFresh(read);
  return (
    <Page
      title="Platform"
      lead="The space that carries out what is configured here."
      badges={data?.upstream && <ConnectionBadge status={data.upstream.status} />}
    >
      {!data && <Waiting error={error} />}
      {data?.upstream && <Attached upstream={data.upstream} read={read} />}
      {data && !data.upstream && <Detached />}
    </Page>
  );
}

function Detached() {
  return (
    <div className="columns">
      <AttachForm title="Attach the project" />
      <aside aria-label="What attaching does">
        <Card title="Not attached">
          <p>
            The numbers of this project exist in this gateway only. After attaching, every change is
            sent to the platform, and each number shows whether the platform has confirmed it.
          </p>
        </Card>
      </aside>
    </div>
  );
}

type AttachedProps = { upstream: AttachmentFragment; read: Read };

function Attached({ upstream, read }: AttachedProps) {
  return (
    <div className="columns">
      <div>
        <Card title="Space">
          {upstream.code && (
            <p className="reason">
              The token does not work: <code>{upstream.code}</code>
            </p>
          )}
          <dl className="facts">
            <div>
              <dt>Host</dt>
              <dd>{upstream.space}</dd>
            </div>
            <div>
              <dt>Project</dt>
              <dd>
                <code>{upstream.projectId}</code>
              </dd>
            </div>
            <div>
              <dt>Token</dt>
              <dd>{upstream.secretHint}</dd>
            </div>
          </dl>
        </Card>
        <AttachForm title="Replace the token" upstream={upstream} />
      </div>
      <aside aria-label="Sync">
        <SyncCard upstream={upstream} read={read} />
        <DetachCard space={upstream.space} />
      </aside>
    </div>
  );
}

function SyncCard({ upstream: { lastSync }, read }: AttachedProps) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const [before, setBefore] = useState<string | null>(); // when the sync before the requested began
  const { run, refusal, isRunning } = useAction(SyncDocument);
  const last = lastSync?.startedAt ?? null;
  const isRequested = before !== undefined && before === last;
  useReadWhile(isRequested || (lastSync !== null && !lastSync.finishedAt), read);
  const sync = async () => {
    const result = (await run({}))?.syncUpstream;
    if (result?.__typename === 'SyncUpstreamSuccess') setBefore(last);
    setFailure(result && result.__typename !== 'SyncUpstreamSuccess' ? result : null);
  };
  return (
    <Card title="Sync">
      <RefusalNotice refusal={refusal} />
      {failure && <FailureNotice failure={failure} />}
      {isRequested && <Notice tone="good">A sync is requested, and starts soon.</Notice>}
      <LastSync sync={lastSync} />
      <button type="button" className="button" disabled={isRunning} onClick={() => void sync()}>
        <RefreshCw aria-hidden /> Sync now
      </button>
    </Card>
  );
}

function DetachCard({ space }: { space: string }) {
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { run, refusal, isRunning } = useAction(DetachDocument);
  const detach = async () => {
    const result = (await run({}))?.detachUpstream;
    setAsking(false);
    setFailure(result && result.__typename !== 'DetachUpstreamSuccess' ? result : null);
  };
  return (
    <Card title="Detach">
      <RefusalNotice refusal={refusal} />
      {failure && <FailureNotice failure={failure} />}
      <p className="quiet">The numbers stay as they are on both sides.</p>
      <button type="button" className="button danger" onClick={() => setAsking(true)}>
        <Unplug aria-hidden /> Detach
      </button>
      {isAsking && (
        <ConfirmDialog
          title={`Detach from ${space}?`}
          action="Detach"
          isRunning={isRunning}
          onClose={() => setAsking(false)}
          onConfirm={() => void detach()}
        >
          <p>Changes that the platform has not confirmed are abandoned.</p>
        </ConfirmDialog>
      )}
    </Card>
  );
}
