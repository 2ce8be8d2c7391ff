// Changes of fields in words: what a value was, and what it is.
import { ArrowRight } from 'lucide-react';
import type { ChangeFragment, ValueFragment } from '../gql/graphql';
import { words } from '../words';
import { keyOf, type Handler } from './values';

/** The usual method of a webhook, which goes without saying. */
export const USUAL = 'POST';
// Fields whose values are names of the schema. A text of any other field is shown as it was typed.
const NAMED = new Set([
  'numberType',
  'capabilities',
  'callReceiveMode',
  'e911Status',
  'provisioning',
]);

export function Changes({ changes }: { changes: readonly ChangeFragment[] }) {
  return (
    <dl className="changes">
      {changes.map((change) => (
        <div key={change.field}>
          <dt>{words(change.field)}</dt>
          <dd>
            <Value field={change.field} value={change.beforeValue} text={change.before} />
            <ArrowRight aria-label="became" />
            <Value field={change.field} value={change.afterValue} text={change.after} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

type ValueProps = { field: string; value: ValueFragment | null; text: string | null };

// The text says it where the value has a type that is newer than this console.
function Value({ field, value, text }: ValueProps) {
  const shown = (value && inWords(field, value)) ?? text;
  return shown ? <span>{shown}</span> : <em>nothing</em>;
}

function inWords(field: string, value: ValueFragment): string | null {
  const { text, items, flag, callHandler, messageHandler } = value;
  const name = NAMED.has(field) ? words : String;
  const handler = callHandler ?? messageHandler;
  if (handler) return handlerInWords(handler);
  if (items) return items.map(name).join(', ');
  if (flag !== null) return flag ? 'yes' : 'no';
  return text === null ? null : name(text);
}

/** "Relay topic · office": the kind and its settings, without the usual method. */
export function handlerInWords(handler: Handler): string {
  if ('wireKind' in handler) return handler.wireKind;
  const { __typename: type, ...settings } = handler;
  const set = Object.values(settings).filter((value) => value && value !== USUAL);
  return [words(keyOf(type)), ...set].join(' · ');
}
