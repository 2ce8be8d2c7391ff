// Links that share an operation: it is in the fragment, which no server sees, and holds no token.
const NAMES = ['query', 'variables'];

// Read once, when the page is opened; then the address is cleared, so that a reload changes nothing.
export const shared = read();

export function linkTo(query, variables) {
  const parts = new URLSearchParams({ query, ...(variables.trim() && { variables }) });
  return `${location.origin}${location.pathname}#${parts}`;
}

function read() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const found = Object.fromEntries(NAMES.map((name) => [name, parts.get(name) ?? undefined]));
  if (found.query) history.replaceState(null, '', location.pathname + location.search);
  return found;
}
