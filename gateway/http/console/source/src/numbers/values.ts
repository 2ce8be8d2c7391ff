// The editable fields of a number as form values, and the changed ones as the input of an update.
import type {
  CallReceiveMode,
  NumberSettingsFragment,
  UpdatePhoneNumberInput,
} from '../gql/graphql';
import type { Catalogue } from '../handlers/kinds';
import {
  callInput,
  handlerValues,
  KEPT,
  messageInput,
  NOTHING,
  type HandlerValues,
} from '../handlers/values';
import { USUAL } from '../handlers/changes';
import { listed, words } from '../words';

export type { Catalogue };
export type Values = {
  name: string;
  tags: string;
  callReceiveMode: CallReceiveMode;
  releaseProtected: boolean;
  callHandler: HandlerValues;
  messageHandler: HandlerValues;
};

export function valuesOf(kinds: Catalogue, number: NumberSettingsFragment): Values {
  return {
    name: number.name ?? '',
    tags: number.tags.join(' '),
    callReceiveMode: number.callReceiveMode,
    releaseProtected: number.releaseProtected,
    callHandler: handlerValues(kinds.calls, number.callHandler),
    messageHandler: handlerValues(kinds.messages, number.messageHandler),
  };
}

/** The names of the fields that differ: only the settings of the chosen kind of a handler count. */
export function differing(before: Values, after: Values): (keyof Values)[] {
  const names = Object.keys(before) as (keyof Values)[];
  return names.filter((name) => text(before[name]) !== text(after[name]));
}

/** The input with only the changed fields: concurrent changes of other fields are kept, and so is a
 * password that is masked as ****. */
export function changesOf(
  kinds: Catalogue,
  before: Values,
  after: Values,
): Partial<UpdatePhoneNumberInput> {
  const inputs = inputsOf(kinds, after);
  return Object.fromEntries(differing(before, after).map((name) => [name, inputs[name]]));
}

function inputsOf(kinds: Catalogue, values: Values) {
  return {
    name: values.name || null,
    tags: listed(values.tags),
    callReceiveMode: values.callReceiveMode,
    releaseProtected: values.releaseProtected,
    callHandler: callInput(kinds.calls, values.callHandler),
    messageHandler: messageInput(kinds.messages, values.messageHandler),
  } satisfies Required<Pick<UpdatePhoneNumberInput, keyof Values>>;
}

function text(value: Values[keyof Values]): string {
  return typeof value === 'object' ? JSON.stringify(chosen(value)) : String(value);
}

function chosen(handler: HandlerValues) {
  return [handler.kind, handler[handler.kind] ?? null];
}

/** A value as one line of text. */
export function told(value: Values[keyof Values]): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value || 'nothing';
  if (value.kind === NOTHING) return 'nothing';
  if (value.kind === KEPT) return words(value.kept);
  const settings = value[value.kind] ?? {};
  const set = Object.values(settings).filter((setting) => setting && setting !== USUAL);
  return [words(value.kind), ...set].join(' · ');
}
