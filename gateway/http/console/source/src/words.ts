// Labels for names of the schema, such as relayTopic, RELAY_TOPIC and statusCallbackUrl.
const SPELT: Record<string, string> = {
  ai: 'AI',
  e911: 'E911',
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
export function pathInWords(path: readonly string[]): string {
  return path.map((part) => (/^\d+$/.test(part) ? `${Number(part) + 1}` : words(part))).join(' › ');
}

const COUNT = new Intl.NumberFormat('en');
export const count = (value: number) => COUNT.format(value);

/** "1 number", "1,234 numbers". */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** Words that were typed with commas or spaces between them. */
export function listed(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word);
}
