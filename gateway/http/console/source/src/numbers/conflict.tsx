// Version conflict: shows the current number beside the edited one, and lets the user decide.
import type { NumberSettingsFragment } from '../gql/graphql';
import type { Conflict } from '../ui/failure';
import { Notice } from '../ui/notice';
import { words } from '../words';
import { differing, told, valuesOf, type Catalogue, type Values } from './values';

type ConflictProps = {
  conflict: Conflict;
  base: NumberSettingsFragment;
  kinds: Catalogue;
  mine: Values;
  onReload: (current: NumberSettingsFragment) => void;
  onOverwrite: (version: number) => void;
};

export function ConflictNotice(props: ConflictProps) {
  const { conflict, base, kinds, mine, onReload, onOverwrite } = props;
  const { current } = conflict;
  const [now, before] = [valuesOf(kinds, current), valuesOf(kinds, base)];
  const edited = differing(before, mine);
  return (
    <Notice tone="warn">
      <strong>Somebody changed the number since you opened it. Nothing is saved yet.</strong>
      <table className="compare">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Now</th>
            <th scope="col">Yours</th>
          </tr>
        </thead>
        <tbody>
          {differing(now, mine).map((name) => (
            <tr key={name}>
              <th scope="row">{words(name)}</th>
              <td>{told(now[name])}</td>
              <td>{edited.includes(name) ? told(mine[name]) : <em>not changed by you</em>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="actions">
        <button type="button" className="button" onClick={() => onReload(current)}>
          Take the current one
        </button>
        <button
          type="button"
          className="button primary"
          onClick={() => onOverwrite(current.version)}
        >
          Save mine over it
        </button>
      </div>
    </Notice>
  );
}
