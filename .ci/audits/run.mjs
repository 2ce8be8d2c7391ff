// Runs the audits of graphql-http against the server at the first argument, with the token in
// NUMBERGATE_TOKEN, and prints each result as a line of JSON.
import { serverAudits } from 'graphql-http';

const [url] = process.argv.slice(2);
const authorization = `Bearer ${process.env.NUMBERGATE_TOKEN}`;
const fetchFn = (input, init = {}) =>
  fetch(input, { ...init, headers: { ...init.headers, authorization } });

for (const audit of serverAudits({ url, fetchFn })) {
  const { status, reason } = await audit.fn();
  console.log(JSON.stringify({ id: audit.id, name: audit.name, status, reason }));
}
