// What was read last stays shown while a read has failed; the page shows the error beside it.
import { useState } from 'react';

/** The data, or where there is none now, the last that there was for the same id. */
export function useKept<Data>(id: string, data: Data | undefined): Data | undefined {
  const [kept, setKept] = useState({ id, data });
  const isNew = kept.id !== id || (data !== undefined && data !== kept.data);
  if (isNew) setKept({ id, data });
  return isNew ? data : kept.data;
}
