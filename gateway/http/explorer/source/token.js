// Stores the token in sessionStorage, or in localStorage if the user chooses to remember it.
import { useEffect, useState } from 'react';

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
  return { value, keep, forget: () => keep('', false) };
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
