// What GraphiQL keeps from visit to visit: documents and the look of the page, never headers.
// Its history would keep them, and with them a token that someone typed.
const withoutHeaders = (text) =>
  text.startsWith('{') || text.startsWith('[')
    ? JSON.stringify(JSON.parse(text), (key, value) => (key === 'headers' ? undefined : value))
    : text;

export const memory = {
  getItem: (key) => localStorage.getItem(key),
  setItem: (key, text) => localStorage.setItem(key, withoutHeaders(text)),
  removeItem: (key) => localStorage.removeItem(key),
  clear: () => localStorage.clear(),
  get length() {
    return localStorage.length;
  },
};
