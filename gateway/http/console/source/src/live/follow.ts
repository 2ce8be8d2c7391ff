// Event stream: one subscription over server-sent events, which is opened again after it was lost,
// from the last event on, so that none is missed and none comes twice.
import { type Client } from 'urql';
import { LiveDocument, type EventFragment } from '../gql/graphql';
import { fetchTelling, reopening } from './reopening';

export type Listener = {
  onOpen: () => void;
  onEvent: (event: EventFragment) => void;
  onLost: () => void;
};

/** Follow the events until the returned function is called. */
export function follow(client: Client, listener: Listener): () => void {
  let after: string | null = null;
  return reopening({
    open: (onOpened) => {
      const opened = () => {
        onOpened();
        listener.onOpen();
      };
      return client.subscription(LiveDocument, { after }, { fetch: fetchTelling(opened) });
    },
    onData: (data) => {
      after = data.phoneNumberEvents.cursor;
      listener.onEvent(data.phoneNumberEvents);
    },
    onLost: listener.onLost,
  });
}
