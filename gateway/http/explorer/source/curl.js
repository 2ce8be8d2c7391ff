// An operation as a curl command for a shell, with the token in a variable: it is not copied.
export function curlOf(query, variables, hasToken) {
  const lines = [
    `curl ${quoted(new URL('graphql', location.href).href)}`,
    ...(hasToken ? ['-H "Authorization: Bearer $NUMBERGATE_TOKEN"'] : []),
    "-H 'Content-Type: application/json'",
    `-d ${quoted(JSON.stringify({ query, ...read(variables) }))}`,
  ];
  return lines.join(' \\\n  ');
}

// Variables that are no JSON, as while they are being typed, are left out.
function read(variables) {
  try {
    return variables.trim() ? { variables: JSON.parse(variables) } : {};
  } catch {
    return {};
  }
}

function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
