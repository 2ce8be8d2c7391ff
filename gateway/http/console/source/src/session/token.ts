// Token storage: the session storage of this tab, or the local storage if the user wants it to be
// remembered. The explorer reads the same places.
const KEY = 'numbergate:token';

export function storedToken(): string {
  return sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY) ?? '';
}

export function storeToken(token: string, remember: boolean): void {
  forgetToken();
  (remember ? localStorage : sessionStorage).setItem(KEY, token);
}

export function forgetToken(): void {
  sessionStorage.removeItem(KEY);
  localStorage.removeItem(KEY);
}

/** A link may hold the token in its fragment, which is not sent to servers. It is removed at once. */
export function takeTokenFromAddress(): void {
  const token = /^#token=([^&]+)/.exec(location.hash)?.[1];
  if (!token) return;
  storeToken(decodeURIComponent(token), false);
  history.replaceState(null, '', location.pathname + location.search);
}

/** Whether this server accepts requests without a token. */
export function isOpen(): boolean {
  return document.querySelector<HTMLMetaElement>('meta[name=access]')?.content === 'open';
}
