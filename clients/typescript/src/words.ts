// Labels for names of the schema, such as relayTopic, RELAY_TOPIC and statusCallbackUrl.
const SPELT: Record<string, string> = {
  ai: 'AI',
  get: 'GET',
  id: 'ID',
  laml: 'LaML',
  longcode: 'Ordinary',
  mms: 'MMS',
  post: 'POST',
  sip: 'SIP',
  sms: 'SMS',
  tollfree: 'Toll-free',
  url: 'URL',
};

/** "Relay topic" for relayTopic and for RELAY_TOPIC. */
export function words(name: string): string {
  const parts =
    name.includes('_') || name === name.toUpperCase() ? name.split('_') : name.split(/(?=[A-Z])/);
  const text = parts.map((part) => SPELT[part.toLowerCase()] ?? part.toLowerCase()).join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "Call handler › Relay topic › Topic" for a path of the input; list items are counted from 1. */
export function placeInWords(place: string): string {
  const parts = place.split('.');
  return parts
    .map((part) => (/^\d+$/.test(part) ? `${Number(part) + 1}` : words(part)))
    .join(' › ');
}
