// Progress of a job: followed by its subscription, and polled only while that is lost.
import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import { ImportProgressDocument, UpdateProgressDocument, type JobFragment } from '../gql/graphql';
import { useReadWhile, type Read } from '../live/read-while';
import { fetchTelling, reopening } from '../live/reopening';
import { isOpen } from './words';

const DOCUMENTS = { ImportJob: ImportProgressDocument, UpdateJob: UpdateProgressDocument };

/** Read a job again, with its rows, whenever more of it is done. */
export function useProgress(job: JobFragment | null, read: Read): void {
  const client = useClient();
  const [isLost, setLost] = useState(false);
  const id = job && isOpen(job) ? job.id : null;
  const document = DOCUMENTS[job?.__typename ?? 'ImportJob'];
  useEffect(() => {
    if (id === null) return;
    return reopening({
      open: (onOpened) => {
        const opened = () => {
          onOpened();
          setLost(false);
        };
        return client.subscription<unknown>(document, { id }, { fetch: fetchTelling(opened) });
      },
      onData: () => read({ requestPolicy: 'network-only' }),
      onLost: () => setLost(true),
    });
  }, [client, document, id, read]);
  useReadWhile(id !== null && isLost, read);
}
