// A number's settings as the form holds them, and what of them has to be sent.
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

/** The settings in which the two differ. */
export function differing(before: Values, after: Values): (keyof Values)[] {
  const names = Object.keys(before) as (keyof Values)[];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/** What changed and nothing else: what others changed meanwhile stays, and so does a password
 * that was read as ****. */
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

/** A setting on one line, for people. */
export function told(value: Values[keyof Values]): string {
  if (typeof value === 'string') return value || 'nothing';
  const kind = words(value.kept ?? value.kind) || 'nothing';
  return [kind, ...Object.values(value.settings).filter((setting) => setting)].join(' · ');
}
