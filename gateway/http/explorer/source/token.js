// Stores the token in sessionStorage, or in localStorage if the user chooses to remember it, and
// tries whether the server accepts it.
import { useEffect, useState } from 'react';
import { onAnswer } from './observed-fetch.js';

const KEY = 'numbergate:token';

export function useToken() {
  const [value, setValue] = useState(readToken);
  useEffect(() => {
    const update = () => setValue(readToken());
    addEventListener('hashchange', update);
    return () => removeEventListener('hashchange', update);
  }, []);
  const keep = (token, remember) => {
    store(token, remember);
    setValue(storedToken());
  };
  return { value, keep, forget: () => keep('', false), isRefused: useRefusal(value) };
}

const UNAUTHORIZED = 401;

function useRefusal(token) {
  const [isRefused, setRefused] = useState(false);
  useEffect(() => {
    setRefused(false);
    if (!token) return undefined;
    const asked = new AbortController();
    const look = ({ status }) => setRefused(status === UNAUTHORIZED);
    tried(token, asked.signal).then(look, () => undefined);
    const forget = onAnswer(look);
    return () => {
      asked.abort();
      forget();
    };
  }, [token]);
  return isRefused;
}

function tried(token, signal) {
  return fetch('graphql', {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: '{"query": "{ __typename }"}',
    signal,
  });
}

// A link may hold the token in its fragment, which is not sent to servers. It is removed at once.
function readToken() {
  const [, token] = /[#&]token=([^&]+)/.exec(location.hash) ?? [];
  if (token) {
    store(decodeURIComponent(token), false);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return storedToken();
}

function storedToken() {
  return sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY) ?? '';
}

function store(token, remember) {
  sessionStorage.removeItem(KEY);
  localStorage.removeItem(KEY);
  if (token) (remember ? localStorage : sessionStorage).setItem(KEY, token);
}
