// The session that every program runs, and what makes it fail: a list that is not as expected, or any
// warning of the cache.
import assert from 'node:assert/strict';

const [url, token] = process.argv.slice(2);
const NUMBERS = [1, 2, 3].map((n) => `+1415555010${n}`);

export const endpoint = url;
export const headers = { Authorization: `Bearer ${token}` };

const warnings = [];
console.warn = console.error = (...said) => warnings.push(said.map(String).join(' '));

/**
 * Imports three numbers, reads them on two pages, renames one and releases one. A `store` has these:
 * importNumber(number), firstPage(), nextPage(), rename(id, name), release(id), and shown(), which
 * reads the list from the cache without a request.
 */
export async function run(name, store) {
  for (const number of NUMBERS) await store.importNumber(number);
  await store.firstPage();
  assert.deepEqual(numbers(store), NUMBERS.slice(0, 2));
  await store.nextPage();
  assert.deepEqual(numbers(store), NUMBERS);

  const [first, second] = store.shown();
  await store.rename(second.id, 'Front desk');
  assert.equal(store.shown()[1].name, 'Front desk');
  await store.release(first.id);
  assert.deepEqual(numbers(store), NUMBERS.slice(1));

  assert.deepEqual(warnings, []);
  console.log(`${name}: ${numbers(store).join(' ')}`);
  process.exit(0);
}

const numbers = (store) => store.shown().map((node) => node.number);
