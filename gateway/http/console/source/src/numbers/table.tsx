// The rows of the list. On a phone, what answers stands below the name.
import { Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import type { NumberRowFragment } from '../gql/graphql';
import { ProvisioningBadge, Tags } from '../ui/badge';
import { Time } from '../ui/time';
import { words } from '../words';

export function NumberTable({ numbers }: { numbers: readonly NumberRowFragment[] }) {
  const isAttached = numbers.some(({ provisioning }) => provisioning);
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">Number</th>
          <th scope="col" className="wide">
            Calls
          </th>
          <th scope="col" className="wide">
            Messages
          </th>
          <th scope="col" className="wider">
            Tags
          </th>
          <th scope="col" className="wider">
            Changed
          </th>
          {isAttached && <th scope="col">State</th>}
        </tr>
      </thead>
      <tbody>
        {numbers.map((number) => (
          <Row key={number.id} number={number} isAttached={isAttached} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ number, isAttached }: { number: NumberRowFragment; isAttached: boolean }) {
  const { callHandlerKind: calls, messageHandlerKind: messages } = number;
  return (
    <tr>
      <th scope="row">
        <Link to="/numbers/$id" params={{ id: number.id }} className="number">
          {number.numberFormatted}
        </Link>
        {number.releaseProtected && <Lock className="lock" aria-label="Protected" />}
        <span className="quiet">{number.name ?? 'No name'}</span>
        <span className="quiet narrow">
          Calls: {calls ? words(calls) : 'nothing'} · Messages:{' '}
          {messages ? words(messages) : 'nothing'}
        </span>
      </th>
      <td className="wide">
        <Kind kind={calls} />
      </td>
      <td className="wide">
        <Kind kind={messages} />
      </td>
      <td className="wider">
        <Tags tags={number.tags} />
      </td>
      <td className="wider quiet">
        <Time at={number.updatedAt} />
      </td>
      {isAttached && (
        <td>{number.provisioning && <ProvisioningBadge status={number.provisioning.status} />}</td>
      )}
    </tr>
  );
}

function Kind({ kind }: { kind: string | null }) {
  return kind ? words(kind) : <em>Not answered</em>;
}
