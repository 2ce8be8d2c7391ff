// Changes of fields in words: what a value was, and what it is.
import { ArrowRight } from 'lucide-react';
import type { ChangeFragment } from '../gql/graphql';
import { words } from '../words';

/** The usual method of a webhook, which goes without saying. */
export const USUAL = 'POST';

export function Changes({ changes }: { changes: readonly ChangeFragment[] }) {
  return (
    <dl className="changes">
      {changes.map(({ field, before, after }) => (
        <div key={field}>
          <dt>{words(field)}</dt>
          <dd>
            <Value text={before} />
            <ArrowRight aria-label="became" />
            <Value text={after} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ text }: { text: string | null }) {
  return text ? <span>{told(text)}</span> : <em>nothing</em>;
}

/** A value as people read it: a handler by its kind and settings, a list with commas. */
export function told(text: string): string {
  const value = parsed(text);
  if (Array.isArray(value)) return value.map(String).join(', ') || 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === null || typeof value !== 'object')
    return /^[A-Z0-9_]+$/.test(text) ? words(text) : text;
  return Object.entries(value)
    .map(([kind, settings]) => handler(kind, settings))
    .join(', ');
}

function handler(kind: string, settings: unknown): string {
  const set = Object.values(settings ?? {}).filter((value) => value && value !== USUAL);
  return [words(kind), ...set.map(String)].join(' · ');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
