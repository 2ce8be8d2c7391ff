// What of the settings at a provider does not come along with a number.
import type { ProviderNumberFragment } from '../gql/graphql';

export function Losses({ losses }: Pick<ProviderNumberFragment, 'losses'>) {
  if (losses.length === 0) return null;
  return (
    <ul className="losses">
      {losses.map((loss) => (
        <li key={loss.code + loss.field}>
          Not copied: <code>{loss.field}</code>. {loss.message}
        </li>
      ))}
    </ul>
  );
}
