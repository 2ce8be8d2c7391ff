// Code generation into src/gql: the types of the operations, and the manifest of trusted documents.
import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: '../../schema/schema.graphql',
  documents: 'src/operations/*.graphql',
  generates: {
    'src/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false, persistedDocuments: true },
      config: {
        documentMode: 'string',
        strictScalars: true,
        scalars: { DateTime: 'string', E164: 'string', UUID: 'string', ID: 'string' },
        useTypeImports: true,
      },
    },
  },
};

export default config;
