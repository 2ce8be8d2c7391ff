// Providers, and the credentials of each: a provider or a field that is added to the schema does not
// compile here.
import type { Provider, ProviderCredentialsInput } from '../gql/graphql';

export const PROVIDERS = {
  TWILIO: 'Twilio',
  TELNYX: 'Telnyx',
  SIGNALWIRE: 'SignalWire',
  VONAGE: 'Vonage',
  BANDWIDTH: 'Bandwidth',
  PLIVO: 'Plivo',
  OTHER: 'Other',
} satisfies Record<Provider, string>;

type Kind = keyof ProviderCredentialsInput & string;
type Field = { readonly label: string; readonly secret?: true; readonly placeholder?: string };

export const CREDENTIALS = {
  twilio: {
    accountSid: { label: 'Account SID', placeholder: 'AC…' },
    keySid: { label: 'API key SID', placeholder: 'SK…' },
    keySecret: { label: 'API key secret', secret: true },
  },
  telnyx: { apiKey: { label: 'API key', secret: true } },
  signalwire: {
    space: { label: 'Space', placeholder: 'acme.signalwire.com' },
    projectId: { label: 'Project ID' },
    apiToken: { label: 'API token', secret: true },
  },
  vonage: {
    apiKey: { label: 'API key' },
    apiSecret: { label: 'API secret', secret: true },
  },
  bandwidth: {
    accountId: { label: 'Account ID' },
    clientId: { label: 'Client ID' },
    clientSecret: { label: 'Client secret', secret: true },
  },
  plivo: {
    authId: { label: 'Auth ID' },
    authToken: { label: 'Auth token', secret: true },
  },
} satisfies {
  readonly [Name in Kind]: Readonly<
    Record<keyof NonNullable<ProviderCredentialsInput[Name]>, Field>
  >;
};

export type CredentialsKind = keyof typeof CREDENTIALS;
export const KINDS = Object.keys(CREDENTIALS) as CredentialsKind[];

export function nameOf(kind: CredentialsKind): string {
  return PROVIDERS[kind.toUpperCase() as Uppercase<CredentialsKind>];
}
