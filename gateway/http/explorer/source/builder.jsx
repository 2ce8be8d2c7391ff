// The panel that builds operations by selecting fields. It opens at its beginning.
import { explorerPlugin } from '@graphiql/plugin-explorer';
import { useGraphiQL, useOperationsEditorState, useOptimisticState } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import { withOneMember } from './one-of.js';

const edit = { current: undefined }; // how the panel that is open changes the operations
const { content: Fields, ...plugin } = explorerPlugin({ onEdit: (text) => edit.current(text) });
const INTERACTIONS = ['pointerdown', 'keydown'];

// Each text field of the panel takes the focus when it appears, and scrolls the panel to itself.
// That is right for a field that somebody adds, and wrong for those that are there from the start.
function FromTheBeginning() {
  const schema = useGraphiQL((state) => state.schema);
  const [operations, setOperations] = useOptimisticState(useOperationsEditorState());
  edit.current = (text) => setOperations(withOneMember(text, operations, schema));
  const isUsed = useRef(false);
  useEffect(() => {
    const use = () => {
      isUsed.current = true;
    };
    INTERACTIONS.forEach((name) => document.addEventListener(name, use, true));
    return () => INTERACTIONS.forEach((name) => document.removeEventListener(name, use, true));
  }, []);
  const refuse = ({ currentTarget, target }) => {
    if (isUsed.current) return;
    target.blur();
    const panel = currentTarget.closest('.graphiql-plugin');
    requestAnimationFrame(() => {
      for (let box = target; box !== panel.parentElement && box; box = box.parentElement) {
        box.scrollTo(0, 0);
      }
    });
  };
  return (
    <div onFocusCapture={refuse}>
      <Fields />
    </div>
  );
}

export const BUILDER_PLUGIN = { ...plugin, content: FromTheBeginning };
