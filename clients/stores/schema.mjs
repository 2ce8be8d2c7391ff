// What a normalised cache has to know of the schema, read from its file: introspection would do as
// well, but takes a request.
import { readFileSync } from 'node:fs';
import { buildSchema, introspectionFromSchema, isAbstractType, isObjectType } from 'graphql';

const FILE = new URL('../../schema/schema.graphql', import.meta.url);
const schema = buildSchema(readFileSync(FILE, 'utf8'));
const types = Object.values(schema.getTypeMap());

/** The members of each union and interface: { Problem: ['ValidationFailed', …], … }. */
export const possibleTypes = Object.fromEntries(
  types
    .filter(isAbstractType)
    .map((type) => [type.name, schema.getPossibleTypes(type).map((member) => member.name)]),
);

/** The types of objects without a global id. They are parts of the object that they are read with. */
export const parts = types
  .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
  .filter((type) => !possibleTypes.Node.includes(type.name))
  .map((type) => type.name);

/** The schema as an introspection of it would be. */
export const introspection = introspectionFromSchema(schema);
