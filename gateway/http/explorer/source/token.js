// Where the token lives: in the session, or in this browser when its owner asks for it.
import { useEffect, useState } from 'react';

const KEY = 'numbergate:token';

export function useToken() {
  const [value, setValue] = useState(taken);
  useEffect(() => {
    const again = () => setValue(taken());
    addEventListener('hashchange', again);
    return () => removeEventListener('hashchange', again);
  }, []);
  const keep = (token, remember) => {
    store(token, remember);
    setValue(kept());
  };
  return { value, keep, forget: () => keep('', false) };
}

// A link may carry the token in its fragment, which no server sees. It leaves the address at once.
function taken() {
  const [, given] = /[#&]token=([^&]+)/.exec(location.hash) ?? [];
  if (given) {
    store(decodeURIComponent(given), false);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return kept();
}

function kept() {
  return sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY) ?? '';
}

function store(token, remember) {
  sessionStorage.removeItem(KEY);
  localStorage.removeItem(KEY);
  if (token) (remember ? localStorage : sessionStorage).setItem(KEY, token);
}
