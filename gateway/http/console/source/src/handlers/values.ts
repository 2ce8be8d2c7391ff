// Handlers in forms: the values of their fields, and the input that is made of them.
import result from '../gql/possible-types';
import type {
  CallHandlerFragment,
  CallHandlerInput,
  MessageHandlerFragment,
  MessageHandlerInput,
} from '../gql/graphql';
import type { Kind, Kinds } from './kinds';

export type Handler = CallHandlerFragment | MessageHandlerFragment;
type Settings = Record<string, string>;
/** The chosen kind, and the settings of every kind: a second choice loses nothing of the first. */
export type HandlerValues = { kind: string; kept: string } & { [kind: string]: Settings | string };

export const NOTHING = '';
/** The value of the choice for a handler that only the platform assigns. */
export const KEPT = 'kept';

/** The form values of a stored handler. */
export function handlerValues(kinds: Kinds, handler: Handler | null | undefined): HandlerValues {
  const blank = Object.fromEntries(kinds.map((kind) => [kind.name, blankSettings(kind)]));
  if (!handler) return { ...blank, kind: NOTHING, kept: '' };
  const key = keyOf(handler.__typename);
  if (!(key in blank)) return { ...blank, kind: KEPT, kept: key };
  return { ...blank, [key]: settingsOf(handler), kind: key, kept: '' };
}

function blankSettings({ settings }: Kind): Settings {
  return Object.fromEntries(settings.map(({ name, default: value }) => [name, value ?? '']));
}

function settingsOf({ __typename, ...settings }: Handler): Settings {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, String(value ?? '')]),
  );
}

type KeyOf<Typename> = Typename extends `${infer Kind}${'Call' | 'Message'}Handler`
  ? Uncapitalize<Kind>
  : never;

/** relayTopic for RelayTopicCallHandler: the schema guarantees that the names correspond. */
export function keyOf<Typename extends Handler['__typename']>(name: Typename): KeyOf<Typename> {
  const bare = name.replace(/(Call|Message)Handler$/, '');
  return (bare.charAt(0).toLowerCase() + bare.slice(1)) as KeyOf<Typename>;
}

/** The values of CallHandlerKind or MessageHandlerKind: RELAY_TOPIC for RelayTopicCallHandler. */
export function kindsOf<Kind extends string>(union: 'CallHandler' | 'MessageHandler'): Kind[] {
  const types = (result.possibleTypes[union] ?? []) as Handler['__typename'][];
  return types.map(
    (type) =>
      keyOf(type)
        .replace(/[A-Z]/g, (capital) => `_${capital}`)
        .toUpperCase() as Kind,
  );
}

/** The input for form values. Null removes the handler. */
export const callInput = inputOf<CallHandlerInput>;
export const messageInput = inputOf<MessageHandlerInput>;

// The only cast: the kind is known at run time only. The server's catalogue, which the form is built
// from, and its input are made of the same declarations.
function inputOf<Input>(kinds: Kinds, values: HandlerValues): Input | null {
  const kind = kinds.find(({ name }) => name === values.kind);
  const typed = values[values.kind];
  if (!kind || typeof typed !== 'object') return null;
  const sent = kind.settings
    .filter(({ name, required }) => required || typed[name])
    .map(({ name }) => [name, typed[name]]);
  return { [kind.name]: Object.fromEntries(sent) } as Input;
}
