// The numbers of an account: what each is to this project, what gets lost, and how it drifted.
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ConnectionQuery, ProviderNumberFragment, ProviderNumberState } from '../gql/graphql';
import { Changes } from '../handlers/changes';
import { keyOf } from '../handlers/values';
import { Badge } from '../ui/badge';
import { Walk } from '../ui/pager';
import type { Trail } from '../ui/trail';
import { words } from '../words';
import { Losses } from './losses';
import { STATES } from './search';

type Node = Extract<ConnectionQuery['node'], { __typename: 'ProviderConnection' }>;
type NumbersProps = {
  numbers: Node['numbers'];
  state: ProviderNumberState | undefined;
  trail: Trail;
};
const route = getRouteApi('/connections/$id');

export function ProviderNumbers({ numbers: { nodes, pageInfo }, state, trail }: NumbersProps) {
  const navigate = route.useNavigate();
  const show = (chosen: string) =>
    void navigate({ search: chosen ? { state: chosen as ProviderNumberState } : {} });
  return (
    <section className="card flush" aria-label="Numbers of the account">
      <header className="card-header inside">
        <h2>Numbers</h2>
        <select aria-label="Show" value={state ?? ''} onChange={(e) => show(e.target.value)}>
          <option value="">All states</option>
          {Object.entries(STATES).map(([name, [label]]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </header>
      {nodes.length > 0 ? <Table numbers={nodes} /> : <p className="empty">No numbers.</p>}
      <Walk
        ends={pageInfo}
        trail={trail}
        labels={['Previous', 'Next']}
        onTurn={(next) => void navigate({ search: { ...(state && { state }), ...next } })}
      />
    </section>
  );
}

function Table({ numbers }: { numbers: readonly ProviderNumberFragment[] }) {
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">Number</th>
          <th scope="col" className="wide">
            After an import
          </th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {numbers.map((number) => (
          <Row key={number.externalId} number={number} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ number }: { number: ProviderNumberFragment }) {
  const { phoneNumber } = number;
  const [label, tone] = STATES[number.state];
  return (
    <tr>
      <th scope="row">
        {phoneNumber ? (
          <Link to="/numbers/$id" params={{ id: phoneNumber.id }} className="number">
            {number.number}
          </Link>
        ) : (
          number.number
        )}
        <span className="quiet">{number.name ?? 'No name'}</span>
        <div className="narrow">
          <AfterImport number={number} />
        </div>
      </th>
      <td className="wide">
        <AfterImport number={number} />
      </td>
      <td>
        <Badge tone={tone}>{label}</Badge>
      </td>
    </tr>
  );
}

function AfterImport({ number }: { number: ProviderNumberFragment }) {
  const { callHandler, messageHandler, losses, drift } = number;
  return (
    <>
      Calls: {callHandler ? words(keyOf(callHandler.__typename)) : 'not answered'} · Messages:{' '}
      {messageHandler ? words(keyOf(messageHandler.__typename)) : 'not answered'}
      <Losses losses={losses} />
      {drift.length > 0 && <Changes changes={drift} />}
    </>
  );
}
