// Streams that are opened again after they were lost, later each time that one does not come to be.
import type { OperationResult } from 'urql';
import { onEnd, pipe, subscribe, type Source } from 'wonka';

const SHORTEST = 1000; // milliseconds between two attempts
const LONGEST = 30_000;

type Stream<Data> = {
  /** Open it, and call *onOpened* once the server has answered. */
  open: (onOpened: () => void) => Source<OperationResult<Data>>;
  onData: (data: Data) => void;
  onLost: () => void;
};

/** Keep a stream open until the returned function is called. */
export function reopening<Data>({ open, onData, onLost }: Stream<Data>): () => void {
  let wait = SHORTEST;
  let timer = 0;
  let close = () => {};

  const start = () => {
    const stream = pipe(
      open(() => (wait = SHORTEST)),
      onEnd(() => {
        onLost();
        timer = window.setTimeout(start, wait);
        wait = Math.min(2 * wait, LONGEST);
      }),
      subscribe(({ data }) => {
        if (data) onData(data);
      }),
    );
    close = stream.unsubscribe;
  };

  start();
  return () => {
    window.clearTimeout(timer);
    close();
    window.clearTimeout(timer);
  };
}

/** fetch for a stream, which tells when the server has answered it. */
export function fetchTelling(onOpened: () => void): typeof fetch {
  return async (...request) => {
    const response = await fetch(...request);
    if (response.ok) onOpened();
    return response;
  };
}
