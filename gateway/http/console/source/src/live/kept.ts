// What was last read stays shown while it is read again; the page shows the error of a read beside it.
import { useRef } from 'react';

/** The value, or the last one that there was for the same id. */
export function useKept<Value>(id: string, value: Value | null): Value | null {
  const kept = useRef<{ id: string; value: Value | null }>({ id, value });
  if (value !== null || kept.current.id !== id) kept.current = { id, value };
  return kept.current.value;
}
