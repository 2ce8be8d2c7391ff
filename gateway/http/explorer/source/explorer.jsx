// The page: the bar with the token, and GraphiQL beneath it.
import { DOC_EXPLORER_PLUGIN } from '@graphiql/plugin-doc-explorer';
import { explorerPlugin } from '@graphiql/plugin-explorer';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { useMemo } from 'react';
import { fetcherFor } from './fetcher.js';
import { memory } from './memory.js';
import { useSchema } from './schema.js';
import { tabs } from './tabs.js';
import { TokenBar } from './token-bar.jsx';
import { useToken } from './token.js';

const PLUGINS = [HISTORY_PLUGIN, explorerPlugin()];
const OPENED = location.hash === '#docs' ? DOC_EXPLORER_PLUGIN : undefined;

export function Explorer() {
  const token = useToken();
  const schema = useSchema();
  const fetcher = useMemo(() => fetcherFor(token.value), [token.value]);
  return (
    <>
      <TokenBar token={token} />
      <main>
        <GraphiQL
          fetcher={fetcher}
          schema={schema}
          inputValueDeprecation
          plugins={PLUGINS}
          visiblePlugin={OPENED}
          defaultTabs={tabs}
          defaultQuery=""
          defaultEditorToolsVisibility={false}
          shouldPersistHeaders={false}
          storage={memory}
        >
          <GraphiQL.Logo>
            <span className="hint">Ctrl and Enter run what the cursor is in</span>
          </GraphiQL.Logo>
        </GraphiQL>
      </main>
    </>
  );
}
