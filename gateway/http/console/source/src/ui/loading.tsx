// What is shown until there are data: grey lines where the text will be.
import type { CombinedError } from 'urql';
import { refusalOf } from '../graphql/refusal';
import { RefusalNotice } from './notice';

export function Loading({ lines = 4 }: { lines?: number }) {
  return (
    <div className="loading" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}

/** A query has no data: it was refused, or is still running. */
export function Waiting({ error, lines }: { error: CombinedError | undefined; lines?: number }) {
  if (error) return <RefusalNotice refusal={refusalOf(error)} />;
  return lines === undefined ? <Loading /> : <Loading lines={lines} />;
}
