// Somebody else changed the number first: shows how it is now, and lets a person decide.
import type { Conflict } from './failure';
import { Notice } from './form';
import type { NumberSettingsFragment } from './gql/graphql';
import { differing, told, valuesOf, type Values } from './number-values';
import { words } from './words';

type ConflictProps = {
  conflict: Conflict;
  base: NumberSettingsFragment;
  mine: Values;
  onReload: (current: NumberSettingsFragment) => void;
  onOverwrite: (version: number) => void;
};

export function ConflictNotice({ conflict, base, mine, onReload, onOverwrite }: ConflictProps) {
  const { current } = conflict;
  const [now, before] = [valuesOf(current), valuesOf(base)];
  return (
    <Notice tone="bad">
      <strong>{conflict.message}</strong>
      <p>
        You started from version {base.version}, and it is at {current.version} now.
      </p>
      <dl>
        {differing(now, mine).map((name) => (
          <div key={name}>
            <dt>{words(name)}</dt>
            <dd>now: {told(now[name])}</dd>
            <dd>
              yours:{' '}
              {differing(before, mine).includes(name) ? told(mine[name]) : 'as it was, not sent'}
            </dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={() => onReload(current)}>
        Take the current one
      </button>{' '}
      <button type="button" onClick={() => onOverwrite(current.version)}>
        Save mine over it
      </button>
    </Notice>
  );
}
