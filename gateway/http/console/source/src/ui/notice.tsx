// Messages. A notice takes the focus when it appears, so that screen readers read it at once.
import { AlertTriangle, CheckCircle2, Info } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import type { Refusal } from '../graphql/refusal';

type Tone = 'good' | 'bad' | 'warn' | 'info';
const ICONS = { good: CheckCircle2, bad: AlertTriangle, warn: AlertTriangle, info: Info };

export function Notice({ tone, children }: { tone: Tone; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  const Icon = ICONS[tone];
  return (
    <div
      className={`notice ${tone}`}
      role={tone === 'bad' ? 'alert' : 'status'}
      tabIndex={-1}
      ref={place}
    >
      <Icon aria-hidden />
      <div>{children}</div>
    </div>
  );
}

/** The whole request failed: a missing scope, an exceeded limit, or an unreachable server. */
export function RefusalNotice({ refusal }: { refusal: Refusal | null }) {
  if (!refusal) return null;
  return (
    <Notice tone="bad">
      <strong>{refusal.message}</strong>
      {refusal.retryAfterSeconds && <Later seconds={refusal.retryAfterSeconds} />}
    </Notice>
  );
}

export function Later({ seconds }: { seconds: number | null }) {
  return <p>{seconds ? `Try again in ${seconds} seconds.` : 'Try again later.'}</p>;
}
