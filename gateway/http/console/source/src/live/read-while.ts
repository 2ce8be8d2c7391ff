// Polling: reads a query again and again while something is open.
import { useEffect } from 'react';

const PERIOD = 1500; // milliseconds

export type Read = (options: { requestPolicy: 'network-only' }) => void;

export function useReadWhile(isOpen: boolean, read: Read): void {
  useEffect(() => {
    if (!isOpen) return;
    const timer = window.setInterval(() => read({ requestPolicy: 'network-only' }), PERIOD);
    return () => window.clearInterval(timer);
  }, [isOpen, read]);
}
