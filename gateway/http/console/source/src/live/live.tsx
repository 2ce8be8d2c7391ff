// Live updates: whether the event stream is open, and when lists may have changed. While it is not
// open, pages read again from time to time.
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { useClient } from 'urql';
import { follow } from './follow';
import type { Read } from './read-while';

type State = 'connecting' | 'live' | 'lost';
type Live = {
  state: State;
  /** Grows when lists may have changed, but not more often than they should be read. */
  revision: number;
};

const SETTLE = 1500; // milliseconds in which events are collected
const POLL = 30_000; // milliseconds between two reads without a stream

const Context = createContext<Live>({ state: 'connecting', revision: 0 });
export const useLive = () => useContext(Context);

export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useClient();
  const [state, setState] = useState<State>('connecting');
  const { revision, changed, changedSoon } = useRevision();
  useEffect(
    () =>
      follow(client, {
        onOpen: () => setState('live'),
        onLost: () => setState('lost'),
        onEvent: changedSoon,
      }),
    [client, changedSoon],
  );
  useEffect(() => {
    if (state !== 'lost') return;
    const timer = window.setInterval(changed, POLL);
    return () => {
      window.clearInterval(timer);
      changed(); // what happened before the stream was open again
    };
  }, [state, changed]);
  const live = useMemo(() => ({ state, revision }), [state, revision]);
  return <Context value={live}>{children}</Context>;
}

function useRevision() {
  const [revision, setRevision] = useState(0);
  const timer = useRef(0);
  const changed = useCallback(() => setRevision((number) => number + 1), []);
  const changedSoon = useCallback(() => {
    if (timer.current) return;
    timer.current = window.setTimeout(() => {
      timer.current = 0;
      changed();
    }, SETTLE);
  }, [changed]);
  return { revision, changed, changedSoon };
}

/** Read a query again when events say that its result may have changed. */
export function useFresh(read: Read): void {
  const { revision } = useLive();
  const seen = useRef(revision);
  useEffect(() => {
    if (seen.current === revision) return;
    seen.current = revision;
    read({ requestPolicy: 'network-only' });
  }, [revision, read]);
}

/** Whether what is shown follows what happens, in words. */
export function LiveState() {
  const { state } = useLive();
  if (state === 'connecting') return null;
  return (
    <p className={state === 'live' ? 'live open' : 'live'} aria-live="polite">
      <span aria-hidden="true" />
      {state === 'live' ? 'Live' : 'Reconnecting, updates may be late'}
    </p>
  );
}
