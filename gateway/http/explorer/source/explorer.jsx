// The page: the token bar, and GraphiQL below it.
import { DOC_EXPLORER_PLUGIN } from '@graphiql/plugin-doc-explorer';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { useMemo } from 'react';
import { AnswerBar } from './answer-bar.jsx';
import { BUILDER_PLUGIN } from './builder.jsx';
import { fetcherFor } from './fetcher.js';
import { shared } from './shared-link.js';
import { storage } from './storage.js';
import { useSchema } from './schema.js';
import { tabs } from './tabs.js';
import { TokenBar } from './token-bar.jsx';
import { useToken } from './token.js';

const PLUGINS = [HISTORY_PLUGIN, BUILDER_PLUGIN];
const INITIAL_PLUGIN = location.hash === '#docs' ? DOC_EXPLORER_PLUGIN : undefined;

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
          visiblePlugin={INITIAL_PLUGIN}
          defaultTabs={tabs}
          initialQuery={shared.query}
          initialVariables={shared.variables}
          defaultQuery=""
          defaultEditorToolsVisibility={false}
          shouldPersistHeaders={false}
          storage={storage}
        >
          <GraphiQL.Logo>
            <span className="hint">Ctrl+Enter runs the operation at the cursor</span>
          </GraphiQL.Logo>
          <GraphiQL.Footer>
            <AnswerBar hasToken={token.value !== ''} />
          </GraphiQL.Footer>
        </GraphiQL>
      </main>
    </>
  );
}
