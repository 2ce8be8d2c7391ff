// Storage of GraphiQL: documents and preferences in localStorage, without headers.
// Its history would otherwise store headers, and with them tokens.
const withoutHeaders = (text) =>
  text.startsWith('{') || text.startsWith('[')
    ? JSON.stringify(JSON.parse(text), (key, value) => (key === 'headers' ? undefined : value))
    : text;

export const storage = {
  getItem: (key) => localStorage.getItem(key),
  setItem: (key, text) => localStorage.setItem(key, withoutHeaders(text)),
  removeItem: (key) => localStorage.removeItem(key),
  clear: () => localStorage.clear(),
  get length() {
    return localStorage.length;
  },
};
