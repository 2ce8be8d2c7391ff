// Token storage: the session storage of this tab.
const KEY = 'numbergate:token';

export function token(): string {
  return sessionStorage.getItem(KEY) ?? '';
}

export function keepToken(value: string): void {
  sessionStorage.setItem(KEY, value);
}

export function forgetToken(): void {
  sessionStorage.removeItem(KEY);
}
