// Handler kinds and their settings, for forms. The tables below are type-checked against the schema:
// a kind or a setting that is added, renamed or removed there does not compile here.
import type {
  CallFlowVersion,
  CallHandlerFragment,
  CallHandlerInput,
  HttpMethod,
  MessageHandlerFragment,
  MessageHandlerInput,
} from './gql/graphql';

/** How a setting is edited: as required or optional text, or as a choice. */
export type Setting = { readonly optional: boolean } | { readonly options: readonly string[] };
export type Kinds = Readonly<Record<string, Readonly<Record<string, Setting>>>>;

const REQUIRED = { optional: false } as const;
const OPTIONAL = { optional: true } as const;
const METHOD = { options: ['POST', 'GET'] } as const satisfies Choice<HttpMethod>;
const VERSION = {
  options: ['CURRENT_DEPLOYED', 'WORKING_COPY'],
} as const satisfies Choice<CallFlowVersion>;

type Choice<Value> = { readonly options: readonly Value[] };
type SettingFor<Value> = null extends Value
  ? typeof OPTIONAL
  : string extends Value
    ? typeof REQUIRED
    : Choice<Value>;
type KindOf<Input> = keyof Input & string;
type KindsOf<Input> = {
  readonly [Kind in KindOf<Input>]: {
    readonly [Name in keyof NonNullable<Input[Kind]>]-?: SettingFor<NonNullable<Input[Kind]>[Name]>;
  };
};

export const CALL_KINDS = {
  lamlWebhooks: {
    requestUrl: REQUIRED,
    requestMethod: METHOD,
    fallbackUrl: OPTIONAL,
    fallbackMethod: METHOD,
    statusCallbackUrl: OPTIONAL,
    statusCallbackMethod: METHOD,
  },
  lamlApplication: { applicationId: REQUIRED },
  relayTopic: { topic: REQUIRED, statusCallbackUrl: OPTIONAL },
  relayApplication: { application: REQUIRED },
  relayScript: { url: REQUIRED },
  relayConnector: { connectorId: REQUIRED },
  relaySipEndpoint: { endpointId: REQUIRED },
  relayVertoEndpoint: { resource: REQUIRED },
  relayContext: { context: REQUIRED, statusCallbackUrl: OPTIONAL },
  aiAgent: { agentId: REQUIRED },
  dialogflow: { agentId: REQUIRED },
  callFlow: { flowId: REQUIRED, version: VERSION },
  videoRoom: { roomId: REQUIRED },
} satisfies KindsOf<CallHandlerInput>;

export const MESSAGE_KINDS = {
  lamlWebhooks: {
    requestUrl: REQUIRED,
    requestMethod: METHOD,
    fallbackUrl: OPTIONAL,
    fallbackMethod: METHOD,
  },
  lamlApplication: { applicationId: REQUIRED },
  relayTopic: { topic: REQUIRED },
  relayApplication: { application: REQUIRED },
  relayContext: { context: REQUIRED },
} satisfies KindsOf<MessageHandlerInput>;

/** A handler that is being edited. Kinds that only the platform assigns cannot be edited. */
export type Draft = {
  readonly kind: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly kept?: string;
};
export type Handler = CallHandlerFragment | MessageHandlerFragment;

export const NOTHING: Draft = { kind: '', settings: {} };
export const KEPT = 'kept';

/** The draft of a new handler: each choice has its first option, texts are empty. */
export function blank(kinds: Kinds, kind: string): Draft {
  const settings = Object.entries(kinds[kind] ?? {}).map(([name, setting]) => [
    name,
    'options' in setting ? (setting.options[0] ?? '') : '',
  ]);
  return { kind, settings: Object.fromEntries(settings) };
}

/** The draft of a stored handler: the type name becomes the key of the one-of input. */
export function draftOf(kinds: Kinds, handler: Handler | null): Draft {
  if (!handler) return NOTHING;
  const { __typename, ...settings } = handler;
  const kind = kindOf(__typename);
  if (!(kind in kinds)) return { kind: KEPT, settings: {}, kept: kind };
  const texts = Object.entries(settings).map(([name, value]) => [name, value ?? '']);
  return { kind, settings: Object.fromEntries(texts) };
}

type Named<Typename> = Typename extends `${infer Kind}${'Call' | 'Message'}Handler`
  ? Uncapitalize<Kind>
  : never;

/** relayTopic for RelayTopicCallHandler: the schema guarantees that the names correspond. */
export function kindOf<Typename extends Handler['__typename']>(name: Typename): Named<Typename> {
  const bare = name.replace(/(Call|Message)Handler$/, '');
  return (bare.charAt(0).toLowerCase() + bare.slice(1)) as Named<Typename>;
}

/** The input for a draft. Null removes the handler. */
export const callInput = (draft: Draft) => inputOf<CallHandlerInput>(CALL_KINDS, draft);
export const messageInput = (draft: Draft) => inputOf<MessageHandlerInput>(MESSAGE_KINDS, draft);

// The only cast: TypeScript cannot type a key that is known at run time only. The tables above are
// type-checked instead.
function inputOf<Input>(kinds: Kinds, { kind, settings }: Draft): Input | null {
  const wanted = kinds[kind];
  if (!wanted) return null;
  const said = Object.entries(settings).filter(([name, value]) => value || !optional(wanted[name]));
  return { [kind]: Object.fromEntries(said) } as Input;
}

function optional(setting: Setting | undefined): boolean {
  return setting !== undefined && 'optional' in setting && setting.optional;
}
