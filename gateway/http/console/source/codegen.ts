// Code generation into src/gql: the types of the operations, the manifest of trusted documents, and
// the members of unions and interfaces, by which the cache matches fragments.
import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

const config: CodegenConfig = {
  schema: '../../../../schema/schema.graphql',
  documents: 'src/operations/*.graphql',
  generates: {
    'src/gql/': {
      preset: 'client',
      documentTransforms: [addTypenameSelectionDocumentTransform],
      presetConfig: {
        fragmentMasking: false,
        persistedDocuments: { hashAlgorithm: 'sha256' },
      },
      config: {
        nonOptionalTypename: true,
        strictScalars: true,
        scalars: { DateTime: 'string', E164: 'string', UUID: 'string', ID: 'string' },
        useTypeImports: true,
      },
    },
    'src/gql/possible-types.ts': {
      plugins: ['fragment-matcher'],
      config: { useExplicitTyping: false },
    },
  },
};

export default config;
