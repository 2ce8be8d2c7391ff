// The editable fields of a number as form values, and the changed ones as the input of an update.
import { listed } from './form';
import type {
  CallReceiveMode,
  NumberSettingsFragment,
  UpdatePhoneNumberInput,
} from './gql/graphql';
import {
  CALL_KINDS,
  callInput,
  draftOf,
  MESSAGE_KINDS,
  messageInput,
  type Draft,
} from './handlers';
import { words } from './words';

export type Values = {
  name: string;
  tags: string;
  callReceiveMode: CallReceiveMode;
  callHandler: Draft;
  messageHandler: Draft;
};

export function valuesOf(number: NumberSettingsFragment): Values {
  return {
    name: number.name ?? '',
    tags: number.tags.join(' '),
    callReceiveMode: number.callReceiveMode,
    callHandler: draftOf(CALL_KINDS, number.callHandler),
    messageHandler: draftOf(MESSAGE_KINDS, number.messageHandler),
  };
}

/** The names of the fields whose values differ. */
export function differing(before: Values, after: Values): (keyof Values)[] {
  const names = Object.keys(before) as (keyof Values)[];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/** The input with only the changed fields: concurrent changes of other fields are kept, and so is a
 * password that is masked as ****. */
export function changesOf(before: Values, after: Values): Partial<UpdatePhoneNumberInput> {
  const inputs = inputsOf(after);
  return Object.fromEntries(differing(before, after).map((name) => [name, inputs[name]]));
}

function inputsOf(values: Values) {
  return {
    name: values.name || null,
    tags: listed(values.tags),
    callReceiveMode: values.callReceiveMode,
    callHandler: callInput(values.callHandler),
    messageHandler: messageInput(values.messageHandler),
  } satisfies Required<Pick<UpdatePhoneNumberInput, keyof Values>>;
}

/** A value as one line of text. */
export function told(value: Values[keyof Values]): string {
  if (typeof value === 'string') return value || 'nothing';
  const kind = words(value.kept ?? value.kind) || 'nothing';
  return [kind, ...Object.values(value.settings).filter((setting) => setting)].join(' · ');
}
