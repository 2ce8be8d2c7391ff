// How the schema's names read to people: relayTopic, RELAY_TOPIC and statusCallbackUrl.
const SPELT: Record<string, string> = {
  ai: 'AI',
  id: 'ID',
  laml: 'LaML',
  longcode: 'Ordinary',
  mms: 'MMS',
  sip: 'SIP',
  sms: 'SMS',
  tollfree: 'Toll-free',
  url: 'URL',
};

/** "Relay topic" for relayTopic as for RELAY_TOPIC. */
export function words(name: string): string {
  const parts =
    name.includes('_') || name === name.toUpperCase() ? name.split('_') : name.split(/(?=[A-Z])/);
  const text = parts.map((part) => SPELT[part.toLowerCase()] ?? part.toLowerCase()).join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
