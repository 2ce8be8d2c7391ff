// fetch, which reports the status, time, size and headers of each answer to those who listen.
const listeners = new Set();

export function onAnswer(listen) {
  listeners.add(listen);
  return () => listeners.delete(listen);
}

export async function observedFetch(url, options) {
  const start = performance.now();
  const response = await fetch(url, options);
  report(response, isWhole(response) ? response.clone() : null, start);
  return response;
}

async function report(response, copy, start) {
  const answer = {
    status: response.status,
    text: response.statusText,
    milliseconds: performance.now() - start,
    headers: [...response.headers].sort(),
  };
  tell(answer);
  if (copy) {
    const body = await copy.arrayBuffer().catch(() => null);
    const milliseconds = performance.now() - start;
    tell({ ...answer, milliseconds, bytes: body?.byteLength });
  }
}

function tell(answer) {
  listeners.forEach((listen) => listen(answer));
}

// A stream of events has no size until it ends.
function isWhole(response) {
  return /json/.test(response.headers.get('content-type') ?? '');
}
