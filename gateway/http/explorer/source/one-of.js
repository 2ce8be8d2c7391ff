// One-of inputs in edited operations: the member that is added replaces the others.
import { getNullableType, parse, print, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

// Calls `found(object, path)` for each one-of object; what it returns replaces the object.
function visitOneOfs(document, schema, found) {
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      ObjectValue: (node, _key, _parent, path) =>
        getNullableType(types.getInputType())?.isOneOf ? found(node, path.join()) : undefined,
    }),
  );
}

function namesOf(text, schema) {
  const names = new Map();
  visitOneOfs(parse(text), schema, ({ fields }, path) => {
    names.set(path, new Set(fields.map((field) => field.name.value)));
  });
  return names;
}

export function withOneMember(text, before, schema) {
  try {
    const names = namesOf(before, schema);
    let isChanged = false;
    const edited = visitOneOfs(parse(text), schema, (node, path) => {
      const added = node.fields.filter((field) => !names.get(path)?.has(field.name.value));
      if (node.fields.length < 2 || added.length !== 1) return undefined;
      isChanged = true;
      return { ...node, fields: added };
    });
    return isChanged ? print(edited) : text;
  } catch {
    return text; // one of the texts is being typed, and does not parse
  }
}
