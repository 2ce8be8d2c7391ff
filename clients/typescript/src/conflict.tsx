// Version conflict: shows the current number beside the edited one, and lets the user decide.
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
  const yours = (name: keyof Values) =>
    differing(before, mine).includes(name) ? told(mine[name]) : 'not changed by you';
  return (
    <Notice tone="bad">
      <strong>Somebody changed the number since you opened it. {conflict.message}</strong>
      <dl>
        {differing(now, mine).map((name) => (
          <div key={name}>
            <dt>{words(name)}</dt>
            <dd>Now: {told(now[name])}</dd>
            <dd>Yours: {yours(name)}</dd>
          </div>
        ))}
      </dl>
      <div className="row">
        <button type="button" onClick={() => onReload(current)}>
          Take the current one
        </button>
        <button type="button" onClick={() => onOverwrite(current.version)}>
          Save mine over it
        </button>
      </div>
    </Notice>
  );
}
