// The schema for completion and documentation. The served file is preferred, because introspection
// does not report one-of inputs, and may be disabled or require a token.
import { buildSchema } from 'graphql';
import { useEffect, useState } from 'react';

const LOADING = null;
const INTROSPECT = undefined;

export function useSchema() {
  const [schema, setSchema] = useState(LOADING);
  useEffect(() => {
    load().then(setSchema, () => setSchema(INTROSPECT));
  }, []);
  return schema;
}

async function load() {
  const response = await fetch('schema.graphql');
  return response.ok ? buildSchema(await response.text()) : INTROSPECT;
}
