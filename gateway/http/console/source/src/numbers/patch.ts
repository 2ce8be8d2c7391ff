// The same changes of many numbers as form values, and the patch that is made of them. The name of each
// field is its path in the input.
import type { PhoneNumberPatchInput } from '../gql/graphql';
import {
  callInput,
  handlerValues,
  KEPT,
  messageInput,
  type HandlerValues,
} from '../handlers/values';
import type { Catalogue } from '../handlers/kinds';
import { listed } from '../words';

export type PatchValues = {
  replaceUrlHost: { old: string; new: string };
  addTags: string;
  removeTags: string;
  releaseProtected: '' | 'yes' | 'no';
  callHandler: HandlerValues;
  messageHandler: HandlerValues;
};

export function unchanged(kinds: Catalogue): PatchValues {
  return {
    replaceUrlHost: { old: '', new: '' },
    addTags: '',
    removeTags: '',
    releaseProtected: '',
    callHandler: { ...handlerValues(kinds.calls, null), kind: KEPT, kept: '' },
    messageHandler: { ...handlerValues(kinds.messages, null), kind: KEPT, kept: '' },
  };
}

/** The patch with what was filled in: all other fields stay as they are. */
export function patchOf(kinds: Catalogue, values: PatchValues): PhoneNumberPatchInput {
  const { replaceUrlHost: host, releaseProtected, callHandler, messageHandler } = values;
  const [addTags, removeTags] = [listed(values.addTags), listed(values.removeTags)];
  return {
    ...((host.old || host.new) && { replaceUrlHost: host }),
    ...(addTags.length > 0 && { addTags }),
    ...(removeTags.length > 0 && { removeTags }),
    ...(releaseProtected && { releaseProtected: releaseProtected === 'yes' }),
    ...(callHandler.kind !== KEPT && { callHandler: callInput(kinds.calls, callHandler) }),
    ...(messageHandler.kind !== KEPT && {
      messageHandler: messageInput(kinds.messages, messageHandler),
    }),
  };
}
