// Follows the events of a project by npm's clients of both transports, and prints each event as a
// line: its transport and its number. Where a connection breaks it comes back with the last cursor.
//   node follow.mjs URL COUNT
import { createClient as createSSEClient } from 'graphql-sse';
import { createClient as createWSClient } from 'graphql-ws';
import WebSocket from 'ws';

const [url, count] = [process.argv[2], Number(process.argv[3])];
const authorization = `Bearer ${process.env.NUMBERGATE_TOKEN}`;
const query = `subscription ($after: String) {
  phoneNumberEvents(after: $after) { cursor number }
}`;
const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

const clients = {
  sse: () => createSSEClient({ url, headers: { authorization }, retryAttempts: 0 }),
  ws: () =>
    createWSClient({
      url: url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { authorization },
      retryAttempts: 0,
    }),
};

async function follow(transport) {
  let after = 'WyJldmVudHMiLDBd'; // the beginning of the log
  for (let seen = 0; seen < count; ) {
    const client = clients[transport]();
    try {
      for await (const result of client.iterate({ query, variables: { after } })) {
        if (result.errors) throw new Error(JSON.stringify(result.errors));
        const event = result.data.phoneNumberEvents;
        console.log(`${transport} ${event.number}`);
        after = event.cursor;
        if (++seen === count) break;
      }
    } catch (error) {
      console.error(`${transport} ${error?.message ?? error?.code ?? error}`);
      await pause();
    }
    await client.dispose();
  }
}

await Promise.all(Object.keys(clients).map(follow));
process.exit(0);
