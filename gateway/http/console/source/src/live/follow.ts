// Event stream: one subscription over server-sent events, which is opened again after it was lost,
// from the last event on, so that none is missed and none comes twice.
import { type Client } from 'urql';
import { onEnd, pipe, subscribe } from 'wonka';
import { LiveDocument, type EventFragment } from '../gql/graphql';

export type Listener = {
  onOpen: () => void;
  onEvent: (event: EventFragment) => void;
  onLost: () => void;
};

const LONGEST = 30_000; // milliseconds between two attempts

/** Follow the events until the returned function is called. */
export function follow(client: Client, listener: Listener): () => void {
  let after: string | null = null;
  let wait = 1000;
  let timer = 0;
  let close = () => {};

  const fetchStream: typeof fetch = async (...request) => {
    const response = await fetch(...request);
    if (response.ok) {
      wait = 1000;
      listener.onOpen();
    }
    return response;
  };
  const open = () => {
    const results = client.subscription(LiveDocument, { after }, { fetch: fetchStream });
    const stream = pipe(
      results,
      onEnd(() => {
        listener.onLost();
        timer = window.setTimeout(open, wait);
        wait = Math.min(2 * wait, LONGEST);
      }),
      subscribe(({ data }) => {
        if (!data) return;
        after = data.phoneNumberEvents.cursor;
        listener.onEvent(data.phoneNumberEvents);
      }),
    );
    close = stream.unsubscribe;
  };

  open();
  return () => {
    window.clearTimeout(timer);
    close();
    window.clearTimeout(timer);
  };
}
