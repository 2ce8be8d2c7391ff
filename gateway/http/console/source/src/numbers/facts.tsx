// What cannot be changed here: where the number belongs, what it carries, and since when.
import type { E911Status } from '../gql/graphql';
import { Card } from '../layout/page';
import { ExactTime, Time } from '../ui/time';
import { words } from '../words';
import type { PhoneNumber } from './number';

const REGIONS = new Intl.DisplayNames('en', { type: 'region' });
const E911 = {
  ACTIVE: 'Registered',
  PENDING: 'Being registered',
  FAILED: 'Refused',
  PENDING_REMOVAL: 'Being removed',
  UNREGISTERED: 'Not registered',
} satisfies Record<E911Status, string>;

export function Facts({ number }: { number: PhoneNumber }) {
  const country = number.countryCode ? REGIONS.of(number.countryCode) : 'International';
  const facts = {
    Number: <code>{number.number}</code>,
    Country: country,
    Type: words(number.numberType),
    Capabilities: number.capabilities.map(words).join(', '),
    'Assigned range': number.isValid ? 'Yes' : 'Not known to be assigned',
    'E911 address': number.e911Status ? E911[number.e911Status] : 'None',
    ...(number.nextBilledAt && { 'Next billing': <ExactTime at={number.nextBilledAt} /> }),
    Imported: <Time at={number.createdAt} />,
    Changed: <Time at={number.updatedAt} />,
    Version: number.version,
    'ID in the REST API': <code>{number.uuid}</code>,
  };
  return (
    <Card title="Facts">
      <dl className="facts">
        {Object.entries(facts).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
