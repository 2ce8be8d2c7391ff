// The schema that completion and the documentation stand on. The served file is read first, because
// introspection does not tell which inputs are one-of, and may be off or want a token.
import { buildSchema } from 'graphql';
import { useEffect, useState } from 'react';

const UNKNOWN_YET = null;
const ASK_THE_SERVER = undefined;

export function useSchema() {
  const [schema, setSchema] = useState(UNKNOWN_YET);
  useEffect(() => {
    read().then(setSchema, () => setSchema(ASK_THE_SERVER));
  }, []);
  return schema;
}

async function read() {
  const answer = await fetch('schema.graphql');
  return answer.ok ? buildSchema(await answer.text()) : ASK_THE_SERVER;
}
